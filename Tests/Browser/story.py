"""A working day: log in, values that live, a machine, an alert, log out."""

import math
import subprocess
from datetime import datetime, timedelta, timezone

import accessibility
from browser import hold, ok, wait_until
from steps import drawn, log_in

ALERT_SECONDS = 240


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
    intelligence(one, page)
    one.picture("machine-light", whole=True)
    accessibility.check(page, "the machine's page")
    page.goto(f"{arguments.hub}/#/")


def intelligence(one, page):
    """A young plant: the twin is there, the forecast and the savings say how far they are."""
    page.locator(".forecast-panel .nothing, .forecast-panel .uplot").first.wait_for()
    ok("the forecast is drawn, or says what its history lacks")
    page.locator(".savings-panel").locator(".savings-learning, .savings-table, .nothing").first.wait_for()
    ok("savings are listed, or how far learning is")
    told = page.locator(".twin-life")
    wait_until(lambda: "out of five" in told.inner_text() or "spreads it" in told.inner_text(),
               "the remaining life says how sure it is", 60)
    hold(page.locator(".twin-table thead th").count() == 5, "and the twin its usual error")
    # A plant of minutes has no history of weeks, so the hub's answer is played.
    page.route("**/api/ai/forecast", lambda route: route.fulfill(json={"status": "success", "data": a_day_ahead()}))
    page.locator(".forecast-panel").get_by_role("button", name="1 day", exact=True).click()
    page.locator(".forecast-panel canvas").wait_for()
    hold("3.2 % a day ahead" in page.locator(".forecast-accuracy").inner_text(), "a forecast says how far it was off")
    page.unroute("**/api/ai/forecast")


def a_day_ahead():
    start = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    accuracy = {"origins": 40, "mapeDay": 3.2, "mapeWeek": 4.9, "errorDay": 0.4, "errorWeek": 0.6}
    values = [12 + 5 * math.sin(hour / 4) for hour in range(24)]
    points = [{"time": (start + timedelta(hours=hour)).isoformat(), "value": value, "low": value - 2, "high": value + 3}
              for hour, value in enumerate(values)]
    return {"unit": "kW", "points": points, "accuracy": accuracy}


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
