#!/usr/bin/env python3
"""The console against a running hub, as a person would use it. Knows nothing but the console's address and a log-in.

The hub must have at least one machine that sends live values. `--trigger` is a shell command after which an alert will
come; without it the part about alerts is left out.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import accessibility
import logic_tests
from browser import Refuted, browser, hold, ok, wait_until

ALERT_SECONDS = 240


def main():
    arguments = parse()
    with browser(arguments.screenshots) as one:
        try:
            logic_tests.run(one, arguments.hub)
            with one.open() as page:
                story(one, page, arguments)
                one.page = None
            with one.open(scheme="dark") as page:
                dark(one, page, arguments)
                one.page = None
            with one.open() as page:
                outage(one, page, arguments)
                one.page = None
            hold(not one.complaints, f"no page complained {one.complaints or ''}".strip())
        except Refuted as refuted:
            print(f"FAILED {refuted}")
            for complaint in one.complaints:
                print(f"   the page said: {complaint}")
            return 1
    return 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", required=True, help="address of the hub, as http://127.0.0.1:8080")
    parser.add_argument("--email", required=True)
    parser.add_argument("--password-file", required=True, type=Path)
    parser.add_argument("--screenshots", required=True, type=Path, help="folder for pictures")
    parser.add_argument("--trigger", help="shell command that makes a machine raise an alert")
    arguments = parser.parse_args()
    arguments.password = arguments.password_file.read_text(encoding="utf-8").strip()
    return arguments


def log_in(page, arguments):
    page.goto(arguments.hub)
    page.get_by_label("E-mail").fill(arguments.email)
    page.get_by_label("Password").fill(arguments.password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".machine-card")


def story(one, page, arguments):
    refused_log_in(one, page, arguments)
    log_in(page, arguments)
    ok("log-in leads to the overview")
    wait_until(lambda: page.locator("[data-connection=LIVE]").count(), "the connection is live")
    live_values(one, page)
    keyboard(page)
    machine(one, page, arguments)
    if arguments.trigger:
        alert(one, page, arguments)
    page.get_by_role("button", name="Log out").click()
    page.get_by_label("E-mail").wait_for()
    page.reload()
    hold(page.get_by_label("E-mail").is_visible(), "logging out ends the session, also after a reload")


def refused_log_in(one, page, arguments):
    page.goto(arguments.hub)
    page.get_by_label("E-mail").fill(arguments.email)
    page.get_by_label("Password").fill("not the password at all")
    page.get_by_role("button", name="Log in").click()
    code = page.locator(".failure-bar code").inner_text()
    hold(code, f"a wrong password is refused with its code ({code})")
    one.picture("log-in")
    accessibility.check(page, "the log-in")


def live_values(one, page):
    figures = page.locator(".machine-card .figure")
    before = figures.all_inner_texts()
    wait_until(lambda: figures.all_inner_texts() != before, "values change by themselves", 30)
    wait_until(lambda: page.locator(".sparkline .line").count(), "machines have a trend")
    one.picture("overview-light")
    accessibility.check(page, "the overview")


def keyboard(page):
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Tab")
    hold("Skip" in focused(page), "the first tab stop skips to the page")
    page.keyboard.press("Enter")
    hold(page.evaluate("() => document.activeElement.id") == "page", "and it does")
    page.keyboard.press(" ")
    hold(page.get_by_role("button", name="Charts paused").is_visible(), "space pauses the charts")
    page.keyboard.press(" ")
    hold(page.get_by_role("button", name="Pause charts").is_visible(), "and lets them go on")


def focused(page):
    return page.evaluate("() => document.activeElement.innerText")


def machine(one, page, arguments):
    # The last card: the calmest machine, since the worst come first.
    page.locator(".machine-card").last.click()
    page.wait_for_selector(".values-table tbody tr")
    wait_until(lambda: drawn(page), "its charts are drawn")
    hold("#/machines/" in page.url, "the address holds the machine")
    page.get_by_role("button", name="1 h", exact=True).click()
    hold("from=now-1h" in page.url, "and the range of time")
    page.reload()
    page.wait_for_selector(".values-table tbody tr")
    pressed = page.get_by_role("button", name="1 h", exact=True).get_attribute("aria-pressed")
    hold(pressed == "true", "a reload keeps the session and the view")
    page.get_by_role("button", name="15 min", exact=True).click()
    wait_until(lambda: drawn(page), "charts are drawn again")
    one.picture("machine-light", whole=True)
    accessibility.check(page, "the machine's page")
    page.goto(f"{arguments.hub}/#/")


def drawn(page):
    """Whether each visible chart has pixels of a line, not only its frame."""
    return page.evaluate("""() => {
        const canvases = [...document.querySelectorAll(".trend-panel:not(.score-ribbon) canvas")].slice(0, 2);
        return canvases.length > 0 && canvases.every((canvas) => {
            const { width, height } = canvas;
            const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
            let painted = 0;
            for (let index = 3; index < pixels.length; index += 4) if (pixels[index] > 0) painted += 1;
            return painted > width;
        });
    }""")


def alert(one, page, arguments):
    page.goto(f"{arguments.hub}/#/alerts")
    page.get_by_role("heading", name="Alerts").wait_for()
    before = set(alert_ids(page))
    subprocess.run(arguments.trigger, shell=True, check=True)
    fresh = wait_until(lambda: [one_id for one_id in alert_ids(page) if one_id not in before],
                       "an alert appears by itself", ALERT_SECONDS)[0]
    row = page.locator(f"[data-alert='{fresh}']")
    hold(page.get_by_label("Alarms").inner_text(), "and is announced")
    one.picture("alerts-unacknowledged")
    row.get_by_role("button", name="Acknowledge").focus()
    page.keyboard.press("Enter")
    wait_until(lambda: row.count() == 0 or not row.get_attribute("data-state").startswith("unacknowledged"),
               "it is acknowledged by keyboard")
    page.goto(f"{arguments.hub}/#/alerts?show=all")
    page.reload()
    page.wait_for_selector(f"[data-alert='{fresh}']")
    state = row.get_attribute("data-state")
    hold(not state.startswith("unacknowledged"), "and stays so after a reload")
    one.picture("alerts-light")
    accessibility.check(page, "the alerts' page")
    row.get_by_role("link").first.click()
    page.wait_for_selector(".machine-title .card-alarm, .machine-side .alert-list")
    wait_until(lambda: drawn(page), "the machine's page shows it")
    one.picture("machine-alert", whole=True)


def alert_ids(page):
    return page.eval_on_selector_all(
        "[data-state=unacknowledged-active]", "(rows) => rows.map((row) => row.dataset.alert)")


def dark(one, page, arguments):
    log_in(page, arguments)
    wait_until(lambda: page.locator(".sparkline .line").count(), "the dark overview has trends")
    page.wait_for_timeout(1500)
    one.picture("overview-dark")
    accessibility.check(page, "the overview in the dark")
    page.locator(".machine-card").first.click()
    page.wait_for_selector(".values-table tbody tr")
    wait_until(lambda: drawn(page), "charts are drawn in the dark")
    one.picture("machine-dark", whole=True)
    accessibility.check(page, "the machine's page in the dark")
    page.goto(f"{arguments.hub}/#/alerts?show=all")
    page.get_by_role("heading", name="Alerts").wait_for()
    one.picture("alerts-dark")
    accessibility.check(page, "the alerts' page in the dark")


def outage(one, page, arguments):
    """The hub goes away for the browser and comes back."""
    sockets = []

    def route(socket):
        if away:
            socket.close()
            return
        socket.connect_to_server()
        sockets.append(socket)

    away = []
    page.route_web_socket("**/ws", route)
    log_in(page, arguments)
    wait_until(lambda: page.locator("[data-connection=LIVE]").count(), "live before the outage")
    cards = page.locator(".machine-card").count()
    away.append(True)
    page.route("**/api/**", lambda request: request.abort())
    for socket in sockets:
        socket.close()
    wait_until(lambda: page.locator("[data-connection=OFFLINE]").count(), "the pill says offline in an outage", 60)
    hold(page.locator(".machine-card").count() == cards, "the old data stay")
    hold(page.locator(".failure-bar code").first.inner_text(), "with a code that says why")
    wait_until(lambda: page.locator(".machine-card .age.is-stale").count() == cards, "and look stale", 60)
    one.picture("overview-offline")
    away.clear()
    page.unroute("**/api/**")
    wait_until(lambda: page.locator("[data-connection=LIVE]").count(), "it comes back live by itself", 60)
    wait_until(lambda: page.locator(".failure-bar").count() == 0, "and the failure goes")


if __name__ == "__main__":
    sys.exit(main())
