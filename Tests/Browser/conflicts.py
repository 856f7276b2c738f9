"""A conflict made on purpose, as the README says it, seen and decided in the console; the gateway follows."""

import json
import os
import subprocess
import tempfile

import accessibility
from browser import hold, ok, wait_until
from steps import log_in

MACHINE = "conveyor-2"
KEY = f"north/{MACHINE}"
LIMIT = "limit.temperature.TEMPERATURE.CRITICAL.above"
AWAY_SECONDS = 60


def conflicts(one, page, arguments):
    with tempfile.TemporaryDirectory() as home:
        hub = CommandLine(arguments.program, home)
        hub.run("login", "--hub", arguments.hub, "--email", arguments.email,
                "--password-file", arguments.password_file)
        gateway = CommandLine(arguments.program, home, "--agent", arguments.socket)
        nothing_waits(one, page, arguments)
        provoke(hub, gateway)
        decide(one, page, arguments)
        agree(hub, gateway)
        again(one, page, hub, gateway)


class CommandLine:
    """The program `millwright`, at the hub or at an agent's socket."""

    def __init__(self, program, home, *options):
        self.program = program
        self.options = options
        self.environment = {**os.environ, "XDG_CONFIG_HOME": home}

    def run(self, *words, status=0):
        ended = subprocess.run([self.program, *map(str, words), *self.options], env=self.environment,
                               capture_output=True, text=True, timeout=60, check=False)
        if ended.returncode != status:
            hold(False, f"millwright {' '.join(map(str, words))}: {ended.returncode} {ended.stdout}{ended.stderr}")
        return ended.stdout

    def status(self, *words):
        return subprocess.run([self.program, *words, *self.options], env=self.environment,
                              capture_output=True, timeout=60, check=False).returncode


def nothing_waits(one, page, arguments):
    log_in(page, arguments)
    page.get_by_role("link", name="Sync & conflicts").click()
    page.get_by_role("heading", name="No conflict waits for you").wait_for()
    page.locator(".sync-agents tbody tr").first.wait_for()
    ok("without a conflict the page says how to make one, and shows the agents")
    one.picture("sync-empty")
    accessibility.check(page, "the page without conflicts")


def provoke(hub, gateway):
    """Both sides change two fields while neither can know of the other."""
    gateway.run("sync", "pause")
    gateway.run("machine", "set", KEY, "notes=bearing is loud", f"{LIMIT}=82", "--reason", "listened to it")
    hub.run("machine", "set", KEY, "notes=sounds fine from here", f"{LIMIT}=95", "--reason", "new seals")
    hold(hub.status("conflicts", "list") == 0, "before both speak again nothing is in conflict")
    gateway.run("sync", "resume")
    wait_until(lambda: len(waiting(hub)) == 2, "then the hub lists both fields, with status 2", AWAY_SECONDS)
    wait_until(lambda: len(waiting(gateway)) == 2, "and so does the gateway", AWAY_SECONDS)
    hold(ids(hub) == ids(gateway), "under the same names")


def waiting(side):
    return json.loads(side.run("conflicts", "list", "--output", "json", status=side.status("conflicts", "list")))


def ids(side):
    return sorted(conflict["id"] for conflict in waiting(side))


def decide(one, page, arguments):
    rows = page.locator("[data-conflict]")
    wait_until(lambda: rows.count() == 2, "both appear by themselves", AWAY_SECONDS)
    hold(page.locator("[data-conflicts='2']").count() == 1, "the navigation counts them")
    one.picture("conflicts-light")
    accessibility.check(page, "conflicts")
    page.get_by_label("Notes: take hub").focus()
    page.keyboard.press("Space")
    page.get_by_label("Limit: temperature, critical, above: another value").fill("90")
    decision = page.get_by_role("button", name="Decide 2 fields")
    page.get_by_label("Why (others will read it)").fill("looked at it together")
    hold(decision.is_disabled(), "a limit that allows more has to be confirmed")
    page.get_by_label("It is safe although").check()
    page.get_by_text("The same as commands").click()
    one.picture("conflicts-chosen")
    accessibility.check(page, "conflicts, with something chosen")
    decision.click()
    wait_until(lambda: page.locator("[data-conflicts]").count() == 0, "both are decided, field by field")
    page.goto(f"{arguments.hub}/#/sync?show=all")
    wait_until(lambda: page.locator("[data-conflict]").count() == 2, "and stay to be looked at")
    page.get_by_text("History").first.click()
    page.locator(".conflict-steps li").first.wait_for()
    one.picture("conflicts-decided")
    page.emulate_media(color_scheme="dark")
    one.picture("conflicts-dark")
    accessibility.check(page, "conflicts in the dark")
    page.emulate_media(color_scheme="light")


def agree(hub, gateway):
    hold(hub.status("conflicts", "list") == 0, "the command line has none open, with status 0")
    wait_until(lambda: fields(gateway) == {"notes": "sounds fine from here", LIMIT: 90},
               "the gateway holds what was decided", AWAY_SECONDS)
    hold(fields(hub) == fields(gateway), "as the hub does")


def again(one, page, hub, gateway):
    """Decisions are taken back; where what held before allows more than the decision, only with a word."""
    row = page.locator("[data-conflict]", has_text=LIMIT)
    taken_back = row.get_by_role("button", name="Decide again")
    word = page.get_by_role("button", name="It is safe: decide")
    taken_back.click()
    wait_until(lambda: row.get_attribute("data-state") == "reopened", "a decision is taken back")
    hold(fields(hub)[LIMIT] == 82, "and what held before it holds again")
    choose(page, "70", confirms=True)
    wait_until(lambda: fields(gateway)[LIMIT] == 70, "the stricter limit comes to the gateway", AWAY_SECONDS)
    taken_back.click()
    word.wait_for()
    hold(fields(hub)[LIMIT] == 70, "that what held before allows more has to be confirmed")
    one.picture("conflicts-doubted")
    accessibility.check(page, "a decision that is not taken back yet")
    word.click()
    wait_until(lambda: row.get_attribute("data-state") == "reopened", "then it is taken back")
    hold(word.count() == 0, "and nobody is asked twice")
    choose(page, "82", confirms=False)
    wait_until(lambda: fields(gateway)[LIMIT] == 82 and not waiting(gateway), "and decided anew", AWAY_SECONDS)


def choose(page, value, confirms):
    page.get_by_label("Limit: temperature, critical, above: another value").fill(value)
    page.get_by_label("Why (others will read it)").fill("looked again")
    if confirms:
        page.get_by_label("It is safe although").check()
    page.get_by_role("button", name="Decide", exact=True).click()


def fields(side):
    document = json.loads(side.run("machine", "show", KEY, "--output", "json"))
    return {field["path"]: field["value"] for field in document["fields"] if field["path"] in ("notes", LIMIT)}
