"""Single scenes beside the story: the first run, the dark theme, an outage of the hub."""

import secrets
from datetime import datetime, timedelta, timezone

import accessibility
from browser import hold, ok, wait_until
from steps import drawn, log_in


def first_run(one, page, arguments):
    """A new organisation, which sees nothing of the other one."""
    page.goto(f"{arguments.hub}/#/register")
    fields = {"Organisation": "Second plant", "First name": "First", "Last name": "Operator",
              "E-mail": f"first-{secrets.token_hex(6)}@plant.example", "Password": "short"}
    for label, text in fields.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Register").click()
    message = page.locator(".field-error").inner_text()
    hold(message, f"a weak password is refused at its field ({message})")
    page.get_by_label("Password").fill(secrets.token_urlsafe(16))
    page.get_by_role("button", name="Register").click()
    page.get_by_role("heading", name="No machines yet").wait_for()
    ok("a new organisation is told what to do next, and sees nobody else's machines")
    page.get_by_role("button", name="Enrol an agent").click()
    command = page.locator(".rail .empty code").last.inner_text()
    hold("enrol" in command, "and gets the command that enrols its first agent")
    one.picture("first-run")
    accessibility.check(page, "the first screen")


def dark(one, page, arguments):
    log_in(page, arguments)
    wait_until(lambda: page.locator(".sparkline .line").count(), "the dark overview has trends")
    page.wait_for_timeout(1500)
    one.picture("overview-dark")
    accessibility.check(page, "the overview in the dark")
    page.locator(".machine-card").first.click()
    page.wait_for_selector(".values-table tbody tr")
    wait_until(lambda: drawn(page), "charts are drawn in the dark")
    question(page)
    one.picture("machine-dark", whole=True)
    accessibility.check(page, "the machine's page in the dark")
    page.goto(f"{arguments.hub}/#/alerts?show=all")
    page.get_by_role("heading", name="Alerts").wait_for()
    one.picture("alerts-dark")
    accessibility.check(page, "the alerts' page in the dark")


def question(page):
    """A decision that asks: no rule of the demo does, so the hub's list is played, and the answer is looked at."""
    until = datetime.now(timezone.utc) + timedelta(minutes=2)
    asked = {
        "id": "019a0000-0000-7000-8000-000000000001", "decidedAt": datetime.now(timezone.utc).isoformat(),
        "machineId": page.url.split("/machines/")[1].split("?")[0], "machineName": "", "alertId": None,
        "rootCause": "It runs warm.", "riskLevel": "WARNING", "actionTaken": "NONE", "estimatedSavings": 0,
        "reasoning": "The hub is asked whether to send slow_down.", "preventedLoss": 0, "humanRecommendation": "",
        "decidedBy": "agent", "rule": "slow-down", "model": "fan@1", "hubReachable": True, "readings": [], "commands": [],
        "answerBy": until.isoformat(), "settles": None, "settledBy": None,
    }
    sent = []

    def document(route):
        if route.request.method != "PATCH":
            return route.continue_()
        sent.append(route.request.post_data_json["fields"])
        return route.fulfill(json={"status": "success", "data": {}})

    page.route("**/api/decisions?*", lambda route: route.fulfill(json={"status": "success", "data": [asked]}))
    page.route("**/api/machines/*/document", document)
    page.reload()
    group = page.get_by_role("group", name="Question")
    group.wait_for()
    hold("s left" in group.inner_text(), "a decision that asks says how long")
    group.get_by_role("button", name="Refuse").click()
    group.get_by_text("Refuse is on its way").wait_for()
    hold(sent == [{"answer": f"refuse {asked['id']}"}], "and takes one answer")
    wait_until(lambda: drawn(page), "charts are drawn again")
    page.unroute("**/api/machines/*/document")
    page.unroute("**/api/decisions?*")


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
