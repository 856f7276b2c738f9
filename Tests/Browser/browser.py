"""A browser whose pages may not complain, and steps that say whether they held."""

import os
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("MILLWRIGHT_CHROMIUM", "/usr/bin/chromium")
# Answers that the story provokes itself; Chromium reports each as an error of the page.
PROVOKED = (
    "responded with a status of 401", "responded with a status of 409", "responded with a status of 422", "net::ERR_FAILED")
SIZE = {"width": 1440, "height": 900}


class Refuted(Exception):
    """Something that should hold does not."""


class Browser:
    def __init__(self, chromium, screenshots):
        self.chromium = chromium
        self.screenshots = Path(screenshots)
        self.screenshots.mkdir(parents=True, exist_ok=True)
        self.complaints = []
        self.page = None

    @contextmanager
    def open(self, scheme="light"):
        """A page in a context of its own, so that nobody is logged in."""
        context = self.chromium.new_context(
            viewport=SIZE, color_scheme=scheme, timezone_id="Europe/Berlin", locale="en-GB")
        page = context.new_page()
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{error}\n{error.stack}"))
        page.set_default_timeout(20_000)
        self.page = page
        try:
            yield page
        finally:
            if self.page is page:
                self.picture("last")
            context.close()

    def heard(self, message):
        if message.type == "error" and not any(known in message.text for known in PROVOKED):
            self.complaints.append(message.text)

    def picture(self, name, whole=False):
        """With `whole`, the window grows first: charts draw only where they can be seen."""
        try:
            if whole:
                height = self.page.evaluate("() => document.documentElement.scrollHeight")
                self.page.set_viewport_size({**SIZE, "height": min(height, 3000)})
                self.page.wait_for_timeout(1500)
            self.page.screenshot(path=self.screenshots / f"{name}.png")
            self.page.set_viewport_size(SIZE)
        except Exception as error:  # A picture is for people; without it the test still says what it saw.
            print(f"   no picture {name}: {error}")


@contextmanager
def browser(screenshots):
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            yield Browser(chromium, screenshots)
        finally:
            chromium.close()


def ok(what):
    print(f"ok {what}", flush=True)


def hold(condition, what):
    if not condition:
        raise Refuted(what)
    ok(what)


def wait_until(condition, what, seconds=20):
    """Waits for a condition that is looked at every 200 ms; its last value is the answer."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            ok(what)
            return value
        if time.monotonic() > end:
            raise Refuted(f"{what} (not within {seconds} s)")
        time.sleep(0.2)
