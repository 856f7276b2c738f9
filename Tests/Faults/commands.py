"""Commands of every class and edits on both sides, while agent and hub are killed; then a folder is put back.

The folder that is put back is from when a command waited that was done since."""

import shutil
import time
import urllib.parse
from collections import defaultdict
from datetime import datetime, timedelta, timezone

from control_socket import control
from hub_client import Refused
from kills import restart
from processes import Failure
from scenario import Finding, heal, wait_until
from valves import Valves

CLASSES = {"once": "at-most-once", "probe": "probe", "again": "idempotent", "fence": "fenced"}
NUMBERS = {0: "at-most-once", 1: "probe", 2: "idempotent", 3: "fenced"}
FINAL = ("REFUSED", "DONE", "FAILED", "UNKNOWN", "EXPIRED", "CANCELLED")
QUIET = "every command to be over and the documents to be equal"
FIELDS = ["notes", "label.hall", "limit.level.LEVEL.CRITICAL.above", "name"]


def run(plant, report, options):
    with_devices(plant, lambda valves: play(plant, report, options, valves))


def with_devices(plant, play, is_reliable=False):
    """Plays with devices that obey and a hub that has a key to sign commands with."""
    plant.hub_environment["MILLWRIGHT_COMMANDS__KEY_FILE"] = str(plant.state / "command-key")
    plant.hub.stop()
    plant.start_hub()
    valves = Valves(plant.settings["mqttPort"], plant.random.random(), is_reliable=is_reliable)
    plant.loop.run(valves.connect())
    try:
        play(valves)
    finally:
        plant.loop.run(valves.close())


def play(plant, report, options, valves):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    ids = machines(plant, valves)
    asked = {"commands": 0, "edits at the hub": 0, "edits at the gateway": 0, "not heard by the hub": 0}
    killed = {"agent": 0, "hub": 0}
    pace = Pace(plant, ids)
    while sum(killed.values()) < options.kills:
        end = time.monotonic() + plant.random.expovariate(1 / 1.5)
        while time.monotonic() < end:
            say_something(plant, agent, ids, pace, asked)
        victim = plant.random.choice(list(killed))
        killed[victim] += 1
        agent.kill() if victim == "agent" else plant.kill_hub()
        restart(plant, agent)
        if sum(killed.values()) % 20 == 0:
            heal(plant)
            plant.log_in()
            report.say(f"{sum(killed.values())} kills, {asked['commands']} commands, {len(valves.told)} told")
    report.table("killed", killed)
    heal(plant)
    plant.log_in()
    settle(plant, agent, ids)
    put_back(plant, report, agent, valves, ids)
    settle(plant, agent, ids)
    report.table("asked for", asked)
    if not asked["edits at the hub"] or not asked["edits at the gateway"]:
        raise Finding("nobody wrote on one of the sides, so nothing was tried")
    report.table("commands", judge_commands(plant, valves))
    report.table("documents", judge_documents(plant, agent, ids))


def machines(plant, valves):
    """The machines' ids at the hub, by their names."""
    def known():
        rows = plant.postgres.query("SELECT b.machine, b.machine_id FROM machine_bindings b")
        return dict(rows) if len(rows) == len(valves.machines) else None
    return wait_until("the hub to know the machines", known, 60)


class Pace:
    """Commands that are read back go one at a time to a machine: another one would change what is read."""

    def __init__(self, plant, ids):
        self.plant = plant
        self.level = 0
        self.open = dict.fromkeys(ids)

    def may_probe(self, machine):
        before = self.open[machine]
        if before is None:
            return True
        return bool(self.plant.postgres.query(
            f"SELECT 1 FROM commands WHERE id = '{before}' AND state IN {FINAL}"))

    def next_level(self):
        self.level += 1
        return self.level


def say_something(plant, agent, ids, pace, asked):
    machine = plant.random.choice(sorted(ids))
    what = plant.random.random()
    if what < 0.5:
        if send(plant, ids, pace, machine, asked):
            asked["commands"] += 1
    else:
        fields = {plant.random.choice(FIELDS): None}
        for name in fields:
            fields[name] = plant.random.randint(50, 99) if name.startswith("limit") else f"{time.monotonic()}"
        if what < 0.75:
            try:
                plant.client.call("PATCH", f"/api/machines/{ids[machine]}/document", {"fields": fields})
                asked["edits at the hub"] += 1
            except Failure as failure:
                not_heard(failure, asked)
        elif control(agent.folder, "PATCH", document(machine), {"fields": fields}):
            asked["edits at the gateway"] += 1
    time.sleep(0.1 * plant.random.random())


def not_heard(failure, asked):
    """A hub that was killed does not answer; one that refuses what it should take is a finding."""
    if isinstance(failure, Refused) and failure.status < 500:
        raise Finding(str(failure))
    asked["not heard by the hub"] += 1


def document(machine):
    return "/api/documents/" + urllib.parse.quote(f"machine:line1/{machine}", safe="")


def send(plant, ids, pace, machine, asked):
    """Sends a command of some class; its id, or nothing when the hub does not take it."""
    action = plant.random.choice(list(CLASSES))
    body = {"action": action, "executionClass": CLASSES[action], "expiresInSeconds": plant.random.randint(2, 25)}
    if action == "probe":
        if not pace.may_probe(machine):
            return None
        body["arguments"] = {"level": pace.next_level()}
    if plant.random.random() < 0.3:
        body["notBefore"] = later(plant.random.random() * (body["expiresInSeconds"] - 1))
    try:
        command = plant.client.call("POST", f"/api/machines/{ids[machine]}/commands", body)["id"]
    except Failure as failure:
        not_heard(failure, asked)
        # Whether it was taken nobody knows; a level that may be on its way is not waited for by its id.
        if action == "probe":
            pace.open[machine] = newest_probe(plant, ids[machine]) or pace.open[machine]
        return None
    if action == "probe":
        pace.open[machine] = command
    return command


def newest_probe(plant, machine):
    rows = plant.postgres.query(
        f"SELECT id FROM commands WHERE machine_id = '{machine}' AND action = 'probe' ORDER BY issued_at DESC LIMIT 1")
    return rows[0][0] if rows else None


def later(seconds):
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def settle(plant, agent, ids):
    """Waits until every command is over, both sides have the same documents and nothing is left to be sent."""
    def is_quiet():
        return agree(plant, agent, ids) and agent.status().get("backlog", {"readings": 1})["readings"] == 0
    wait_until(QUIET, is_quiet, 400, poll=2)


def meet(plant, agent, ids):
    """The same while devices go on talking, whose readings are always on their way."""
    wait_until(QUIET, lambda: agree(plant, agent, ids), 400, poll=0.2)


def agree(plant, agent, ids):
    if not agent.process.pid():
        agent.start(wait=False)
    backlog = agent.status().get("backlog")
    if backlog is None or backlog["events"]:
        return False
    left = plant.postgres.query(f"SELECT count(*) FROM commands WHERE state NOT IN {FINAL}")[0][0]
    return left == "0" and not any(differences(plant, agent, ids).values())


def put_back(plant, report, agent, valves, ids):
    """A folder with a command that waits is copied, the command is done, and the copy is put back."""
    machine = sorted(ids)[0]
    body = {"action": "once", "expiresInSeconds": 300, "notBefore": later(12)}
    command = plant.client.call("POST", f"/api/machines/{ids[machine]}/commands", body)["id"]

    def state():
        return plant.postgres.query(f"SELECT state FROM commands WHERE id = '{command}'")[0][0]
    wait_until("the agent to have the command", lambda: state() == "RECEIVED", 10)
    agent.stop()
    copied = plant.state / "before"
    shutil.copytree(agent.folder, copied, ignore=shutil.ignore_patterns("*.sock"))
    agent.start()
    wait_until("the device to be told", lambda: [told for told in valves.told if told.id == command.lower()], 60)
    wait_until("the hub to hear of it", lambda: state() not in ("QUEUED", "RECEIVED"), 30)
    agent.stop()
    shutil.rmtree(agent.folder)
    shutil.copytree(copied, agent.folder)
    agent.start()
    wait_until("the folder to be found", lambda: int(plant.postgres.query(
        "SELECT count(DISTINCT incarnation) FROM sync_cursors")[0][0]) > 1, 120)
    report.say(f"a folder was put back; its command is {state()} and was told "
               f"{sum(told.id == command.lower() for told in valves.told)} times")


def judge_commands(plant, valves):
    """Each command's end, held against what the devices were told."""
    rows = plant.postgres.query("""SELECT id, execution_class, state, extract(epoch FROM expires_at), code
        FROM commands""")
    told = defaultdict(list)
    for each in valves.told:
        told[each.id].append(each)
    faults, numbers = [], defaultdict(int)
    for command, number, state, expires, code in rows:
        word, deliveries = NUMBERS[int(number)], told.pop(command.lower(), [])
        effects = sum(each.had_effect for each in deliveries)
        numbers[state] += 1
        name = f"{word} command {command} ({state} {code})"
        if state not in FINAL:
            faults.append(f"{name} has no end")
        if word == "at-most-once" and len(deliveries) > 1 or word == "probe" and effects > 1:
            faults.append(f"{name} was told {len(deliveries)} times, with {effects} effects")
        if state == "DONE" and not effects:
            faults.append(f"{name} had no effect")
        if state in ("REFUSED", "EXPIRED", "CANCELLED") and deliveries:
            faults.append(f"{name} was told all the same")
        if any(each.time > float(expires) + 1 for each in deliveries):
            faults.append(f"{name} was told after its time")
    if told:
        faults.append(f"devices were told what nobody sent: {sorted(told)[:3]}")
    fences = defaultdict(int)
    for each in valves.told:
        if each.action == "fence":
            if each.fence < fences[each.machine]:
                faults.append(f"fence {each.fence} came after {fences[each.machine]} at {each.machine}")
            fences[each.machine] = max(fences[each.machine], each.fence)
    if faults:
        raise Finding("; ".join(faults[:5]))
    return {"sent": len(rows), "told": len(valves.told), **numbers}


def judge_documents(plant, agent, ids):
    """Both sides have the same writes in every field."""
    for machine, other in differences(plant, agent, ids).items():
        if other:
            raise Finding(f"{machine} differs: {sorted(other)[:4]}")
    total = sum(len(writes(control(agent.folder, "GET", document(machine)))) for machine in ids)
    return {"equal": len(ids), "writes that stand": total}


def differences(plant, agent, ids):
    """The writes that only one side has, by machine."""
    return {machine: writes(plant.client.call("GET", f"/api/machines/{number}/document"))
            ^ writes(control(agent.folder, "GET", document(machine))) for machine, number in ids.items()}


def writes(told):
    return {(field["path"], write["dot"]) for field in (told or {"fields": []})["fields"] for write in field["writes"]}
