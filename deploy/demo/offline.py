"""The outage: the hub out of the agent's reach, a machine that overheats meanwhile, and the count of what arrived.

An independent witness, Debian's own mosquitto_sub, writes down every reading that the broker took while the hub was away.
In the end the hub must show each of them exactly once, and each event of the agent exactly once.
"""

import datetime
import json
import sqlite3
import subprocess
import time

from hub_client import local_json
from processes import Failure, wait_until

# Machines that the demo leaves in peace otherwise; the first that can overheat and be shut down is taken.
VICTIMS = ("compressor-1", "motor-1", "conveyor-1", "conveyor-2", "pump-1")
# A machine that draws less stands still, in kW.
STANDING_POWER = 0.5
# A machine of which nothing came for so long is silent; they send each metric at least every two seconds.
SILENT_SECONDS = 15
# How long the gateway leaves a machine that it has stopped: the profiles let it stop one twice an hour at most.
RESPITE_SECONDS = 3600
# After a start the gateway tells the values from before it until new ones come.
SETTLE_SECONDS = 5
# Kinds of events in the gateway's store.
ALERT, DECISION = 1, 2
# The hub stays away at least this long, so that something gathers.
AWAY_SECONDS = 20


class Outage:
    def __init__(self, plant, factory, root):
        self.plant = plant
        self.factory = factory
        self.root = root
        self.begin = time.monotonic()
        self.timeline = []

    def run(self):
        if not self.plant.agent.pid() or not self.plant.hub.pid():
            raise Failure("no demo is running; start it with make demo (or make demo-up) first")
        self.plant.log_in()
        self.make_ready()
        before = self.agent_status()
        witness = Witness(self.plant.settings["mqttPort"])
        try:
            self.cut()
            self.overheat()
            self.stay_away()
            backlog = self.agent_status()["backlog"]
            self.tell(f"the gateway holds {backlog['readings']} readings and {backlog['events']} events for the hub")
        finally:
            witness_messages = witness.stop()
            self.mend()
        self.drain()
        self.judge(before, witness_messages)

    # The story

    def make_ready(self):
        """A machine that runs and is cool, and nothing waiting for the hub."""
        if not self.plant.machines.pid():
            raise Failure("the simulated machines do not run; make demo-up starts them")
        try:
            self.victim = wait_until("a machine that can overheat", self.choose, SETTLE_SECONDS, poll=0.2)
        except Failure:
            told = ", ".join(f"{name} {self.hindrance(name)}" for name in VICTIMS)
            raise Failure(
                f"no machine is left that could overheat: {told}.\n"
                "`.build/debug/millwright command send NAME start` starts one that stands still, after "
                "`… machine set NAME status=ONLINE` where it is out of service;\n"
                "make demo-down clean, then make demo, begins anew") from None
        wait_until("no backlog", lambda: self.agent_status()["backlog"]["events"] == 0, 30)

    def choose(self):
        return next((name for name in VICTIMS if not self.hindrance(name)), None)

    def hindrance(self, name):
        """Why a machine cannot overheat and be shut down now; nothing when it can."""
        status = self.agent_status()
        key = f"{self.factory}/{name}"
        machine = next((machine for machine in status["machines"] if machine["key"] == key), None)
        if machine is None:
            return "has never sent anything"
        if machine["status"] != "ONLINE":
            return f"is {machine['status']}"
        if not machine["connected"] or seconds_since(machine["lastSeen"]) > SILENT_SECONDS:
            return "is silent"
        if machine["latest"].get("power", {}).get("value", 0) < STANDING_POWER:
            return "stands still"
        if active_temperature_alert(machine):
            return "is hot already"
        if any(decision["machine"] == key and decision["actionTaken"] != "NONE"
               and seconds_since(decision["decidedAt"]) < RESPITE_SECONDS for decision in status["decisions"]):
            return "was shut down within the hour, and the gateway may not stop it again so soon"
        return None

    def cut(self):
        self.begin = time.monotonic()
        self.tell("the link between gateway and hub is cut")
        self.plant.link.stop()
        self.cut_at = time.monotonic()
        wait_until("the agent notices", lambda: not self.agent_status()["hub"]["reachable"], 60)
        self.tell("the agent has noticed; it goes on alone")

    def overheat(self):
        decisions = {decision["id"] for decision in self.agent_status()["decisions"]}
        self.device("fault", {"kind": "overheat"})
        self.tell(f"{self.victim} begins to overheat at {self.value('temperature'):.1f} °C")

        warning = wait_until("an alert", lambda: active_temperature_alert(self.machine()), 180, poll=0.2)
        self.tell(f"alert: {warning['severity']} {warning['message']}")

        def decision():
            return next((decision for decision in self.agent_status()["decisions"]
                         if decision["id"] not in decisions and decision["machine"].endswith("/" + self.victim)
                         and decision["actionTaken"] != "NONE"), None)

        made = wait_until("a decision", decision, 180, poll=0.2)
        self.tell(f"decision: {made['actionTaken']}. {made['reasoning']}")
        if made["hubReachable"]:
            raise Failure("the decision says that the hub was reachable, and it was not")

        def stopped():
            return (self.value("power") or 0) < STANDING_POWER

        wait_until(f"{self.victim} stands still", stopped, 60, poll=0.2)
        self.tell(f"{self.victim} has been shut down and stands still")

    def stay_away(self):
        wait_until("the outage is long enough", lambda: time.monotonic() - self.cut_at >= AWAY_SECONDS,
                   AWAY_SECONDS + 5, poll=0.2)

    def mend(self):
        self.plant.start_link()
        self.mended_at = time.monotonic()
        self.tell("the link is back")

    def drain(self):
        def drained():
            status = self.agent_status()
            backlog = status["backlog"]
            # A reading of the last seconds is always on its way; what counts is that nothing of the outage is left.
            oldest = backlog.get("oldestAt")
            young = oldest is None or parse(oldest) > self.mended_wall
            return status["hub"]["reachable"] and backlog["events"] == 0 and young

        self.mended_wall = datetime.datetime.now(datetime.timezone.utc)
        wait_until("the backlog at the hub", drained, 120, poll=0.1)
        self.tell(f"the hub has everything, {time.monotonic() - self.mended_at:.1f} s after the link was back")

    # The count

    def judge(self, before, messages):
        readings = self.count_readings(messages)
        events = self.count_events(before)
        print(f"""
                                  said to the broker    at the hub    lost    twice
  readings during the outage  {readings['said']:>22} {readings['said'] - readings['lost']:>13} {readings['lost']:>7} {readings['twice']:>8}
  events of the gateway       {events['said']:>22} {events['at_hub']:>13} {events['lost']:>7} {events['twice']:>8}
""")
        if readings["lost"] or readings["twice"] or events["lost"] or events["twice"]:
            raise Failure("something was lost or counted twice")
        print("Every reading and every event arrived, once.")

    def count_readings(self, messages):
        """Each (factory, machine, metric, time) of the witness against the rows that people see at psql."""
        said = set()
        for topic, payload in messages:
            said |= set(readings_of(topic, payload))
        if not said:
            raise Failure("the witness saw no reading: are the machines running?")
        times = [time for *_, time in said]
        rows = self.plant.postgres.query(
            # The edge's own name of a machine, for people may have given it another one at the hub.
            "SELECT b.factory, b.machine, r.metric, round(extract(epoch FROM r.time) * 1000)::bigint, count(*) "
            "FROM energy_readings r "
            "JOIN machine_bindings b ON b.tenant_id = r.tenant_id AND b.machine_id = r.machine_id "
            f"WHERE r.time BETWEEN to_timestamp({min(times)} / 1000.0 - 1) AND to_timestamp({max(times)} / 1000.0 + 1) "
            "GROUP BY 1, 2, 3, 4")
        stored = {(factory, name, metric, int(time)): int(count) for factory, name, metric, time, count in rows}
        return {"said": len(said), "lost": sum(1 for one in said if one not in stored),
                "twice": sum(1 for count in stored.values() if count > 1)}

    def count_events(self, before):
        """The gateway's own numbering and chain of its events against the hub's cursor, and the rows that they made.

        The chain is a running SHA-256 over all of them: when both ends hold the same, both hold the same events.
        """
        agent = self.agent_status()
        cursor = self.plant.postgres.query(
            f"SELECT seq, encode(chain, 'hex') FROM sync_cursors WHERE stream = 1 AND incarnation = '{agent['incarnation']}'")
        hub_last, hub_chain = int(cursor[0][0]), cursor[0][1]
        last, chain, alerts, decisions = self.gateway_events(hub_last)
        if chain != hub_chain:
            raise Failure("the hub's chain of events is not the gateway's: they do not hold the same events")
        rows = self.plant.postgres.query(
            # What the hub says by itself, as that the agent is silent, is no event of the gateway.
            "SELECT (SELECT count(*) FROM alert_events WHERE event IN ('raised', 'changed', 'returned') "
            "AND actor IN (SELECT id::text FROM agents)), "
            "(SELECT count(*) FROM decisions WHERE decided_by = 'agent')")
        twice = max(0, int(rows[0][0]) - alerts) + max(0, int(rows[0][1]) - decisions)
        missing = max(0, alerts - int(rows[0][0])) + max(0, decisions - int(rows[0][1]))
        said = last - before["events"]["lastSequence"]
        lost = last - hub_last + missing
        return {"said": said, "at_hub": said - lost, "lost": lost, "twice": twice}

    def gateway_events(self, hub_last):
        """The last event, the chain at the hub's cursor, and how many alerts and decisions came up to it."""
        database = sqlite3.connect(f"file:{self.plant.agent_data}/core.db?mode=ro", uri=True)
        try:
            last = database.execute("SELECT max(seq) FROM events").fetchone()[0]
            chain = database.execute("SELECT hex(chain) FROM events WHERE seq = ?", (hub_last,)).fetchone()[0].lower()
            kinds = dict(database.execute("SELECT kind, count(*) FROM events WHERE seq <= ? GROUP BY 1", (hub_last,)))
        finally:
            database.close()
        return last, chain, kinds.get(ALERT, 0), kinds.get(DECISION, 0)

    # Looking and telling

    def agent_status(self):
        status = local_json(self.plant.settings["agent"], "/api/status")
        if status is None:
            raise Failure(f"the agent's page {self.plant.settings['agent']} does not answer")
        return status

    def machine(self):
        return next((machine for machine in self.agent_status()["machines"]
                     if machine["key"] == f"{self.factory}/{self.victim}"), None)

    def value(self, metric):
        latest = (self.machine() or {}).get("latest", {}).get(metric)
        return latest["value"] if latest else None

    def device(self, action, arguments=None):
        body = {"id": f"demo-{time.time_ns()}", "action": action, "args": arguments or {},
                "expires": int(time.time() * 1000) + 60_000}
        subprocess.run(
            [self.root / ".build/debug/millwright", "device", "publish", "--host", "127.0.0.1", "--port",
             str(self.plant.settings["mqttPort"]), "--topic", f"plant/{self.factory}/{self.victim}/cmd/{action}", "--payload",
             json.dumps(body)], check=True, capture_output=True)

    def tell(self, text):
        print(f"  {datetime.datetime.now():%H:%M:%S}  +{time.monotonic() - self.begin:5.1f} s  {text}", flush=True)


class Witness:
    """mosquitto_sub, which knows nothing of Millwright and writes down what the broker took."""

    def __init__(self, port):
        self.process = subprocess.Popen(
            ["mosquitto_sub", "-h", "127.0.0.1", "-p", str(port), "-q", "1", "-i", f"witness-{time.time_ns()}", "-v", "-R",
             "-t", "plant/+/+", "-t", "plant/+/+/+"], stdout=subprocess.PIPE, text=True)

    def stop(self):
        self.process.terminate()
        output, _ = self.process.communicate(timeout=10)
        return [tuple(line.split(" ", 1)) for line in output.splitlines() if " " in line]


def active_temperature_alert(machine):
    """One that has returned and waits for somebody to acknowledge it is none."""
    return next((alert for alert in machine["alerts"]
                 if alert["kind"] == "TEMPERATURE" and alert["state"].endswith("-active")), None)


def readings_of(topic, payload):
    """(factory, machine, metric, time in milliseconds) of each reading in a message of the generic topics."""
    levels = topic.split("/")
    try:
        body = json.loads(payload)
    except ValueError:
        return
    if not isinstance(body, dict) or "ts" not in body or levels[-1] in ("state", "ack"):
        return
    when = body["ts"] if isinstance(body["ts"], int) else round(parse(body["ts"]).timestamp() * 1000)
    if len(levels) == 4 and "value" in body:
        yield levels[1], levels[2], levels[3], when
    elif len(levels) == 3:
        for metric, value in body.items():
            if metric != "ts" and isinstance(value, (int, float)):
                yield levels[1], levels[2], metric, when


def seconds_since(text):
    return (datetime.datetime.now(datetime.timezone.utc) - parse(text)).total_seconds()


def parse(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
