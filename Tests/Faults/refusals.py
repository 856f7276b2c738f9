"""Commands that must have no effect: with a false precondition, forged while they waited at the hub, and too late.

Forgers write into the hub's database, without the key: another signature, other arguments under the old one, an order
signed by a key of their own under its own name and under the hub's, none at all, and a command that was done, once
more. Beside them go commands that are in order, so that silence of a device says something. Held against the devices'
own journal.
"""

import subprocess
import tempfile
from pathlib import Path

import commands
from audit import Audit
from control_socket import control
from kills import restart
from scenario import Finding, heal, wait_until

LATCH = "latch.maintenance-hold"


def run(plant, report, options):
    commands.with_devices(plant, lambda valves: play(plant, report, options, valves), is_reliable=True)


def play(plant, report, options, valves):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    ids = commands.machines(plant, valves)
    sent, numbers = {}, {"killed": 0}
    for turn in range(max(1, options.kills // 20)):
        plant.log_in()
        heal(plant)
        chapter(plant, Desk(plant, agent, valves, ids), sent, numbers, replays=turn > 0 and turn % 5 == 1)
        if turn % 5 == 4:
            report.say(f"{len(sent)} commands, {numbers['killed']} kills")
    report.table("commands", {**judge(plant, agent, valves, sent), **numbers})
    agent.stop()
    audit = Audit(plant)
    report.table("events", audit.events_of([agent]))
    if audit.faults:
        raise Finding("; ".join(audit.faults))


def chapter(plant, desk, sent, numbers, replays):
    """Commands of every kind wait at the hub while the gateway is away; kills; and all of them go at once.

    With `replays` also two of which the hub never hears: it waits for two minutes until it says that nothing is known.
    """
    late = desk.receive_for_later()
    plant.link.set(refuses=True)
    plant.loop.run(plant.link.reset())
    # The agent has it in its store, and is down when its time comes and goes.
    desk.agent.kill()
    desk.must_be_over(late)
    sent[late] = ("EXPIRED", "COMMAND_EXPIRED")
    restart(plant, desk.agent)
    desk.agent.wait_ready()
    sent.update(desk.false_preconditions())
    sent.update(desk.forged())
    done = [command for command, (state, _) in sent.items() if state == "DONE"]
    sent.update(desk.good())
    if replays:
        sent.update(desk.done_again(plant.random.choice(done)))
        sent.update(desk.without_signature())
    overdue = desk.send("again", life=1)
    sent[overdue] = ("EXPIRED", "")
    desk.must_be_over(overdue)
    for victim in ("agent", "hub"):
        if plant.random.random() < 0.5:
            numbers["killed"] += 1
            desk.agent.kill() if victim == "agent" else plant.kill_hub()
    restart(plant, desk.agent)
    desk.agent.wait_ready()
    desk.must_measure()
    heal(plant)
    commands.meet(plant, desk.agent, desk.ids)
    desk.release()


class Desk:
    """Where commands are asked for, and where somebody forges them."""

    def __init__(self, plant, agent, valves, ids):
        self.plant, self.agent, self.valves, self.ids = plant, agent, valves, ids
        self.level = plant.random.randint(100, 900)
        machines = plant.random.sample(sorted(ids), 4)
        self.held, self.calm = machines[0], machines[1:]

    def send(self, action, machine=None, precondition=None, life=600, **more):
        """The id of a command that the hub has signed and taken."""
        machine = machine or self.plant.random.choice(self.calm)
        body = {"action": action, "executionClass": commands.CLASSES[action], "expiresInSeconds": life,
                "precondition": precondition or {}, **more}
        if action == "probe":
            body["arguments"] = {"level": self.level}
        return self.plant.client.call("POST", f"/api/machines/{self.ids[machine]}/commands", body)["id"]

    def good(self):
        """One for each machine that is in order, and one whose precondition holds."""
        true = {"status": "ONLINE", "measured": [{"metric": "level", "comparison": ">=", "value": 0}]}
        found = {self.send("again", machine): ("DONE", "") for machine in self.calm}
        return {**found, self.send("fence", self.calm[0], true): ("DONE", "")}

    # False preconditions

    def false_preconditions(self):
        """The gateway holds one machine while it is away: what the hub sends it meanwhile is out of date."""
        if not control(self.agent.folder, "PATCH", commands.document(self.held), {
                "fields": {LATCH: True}, "reason": "the seal is changed"}):
            raise Finding("the gateway does not take a latch")
        level = {"metric": "level", "comparison": ">", "value": 1e8}
        never = {"metric": "flow", "comparison": ">=", "value": 0}
        return {
            self.send("once", self.held): ("REFUSED", "COMMAND_LATCHED"),
            self.send("fence", self.held, {"latchesClear": False, "status": "ONLINE"}):
                ("REFUSED", "COMMAND_STATUS_OTHER"),
            self.send("again", None, {"status": "OFFLINE"}): ("REFUSED", "COMMAND_STATUS_OTHER"),
            self.send("probe", None, {"measured": [level]}): ("REFUSED", "COMMAND_MEASURED_FALSE"),
            self.send("once", None, {"measured": [never]}): ("REFUSED", "COMMAND_MEASURED_FALSE"),
        }

    def release(self):
        """The latch is cleared by its name, for the next turn."""
        told = control(self.agent.folder, "GET", commands.document(self.held))
        names = [latch["dot"] for latch in told["latches"]]
        if not control(self.agent.folder, "PATCH", commands.document(self.held), {
                "fields": {LATCH: False}, "names": names, "reason": "the seal is new"}):
            raise Finding("the gateway does not take a clear that names the latch")

    # Forgers

    def forged(self):
        invalid, unknown = ("REFUSED", "COMMAND_SIGNATURE_INVALID"), ("REFUSED", "COMMAND_KEY_UNKNOWN")
        forgers = [(self.other_signature, invalid), (self.other_arguments, invalid), (self.own_key, invalid),
                   (self.other_key, unknown)]
        found = {}
        for forge, end in forgers:
            command = self.send("probe", self.plant.random.choice(self.calm))
            forge(command)
            found[command] = end
        return found

    def done_again(self, done):
        """What was signed and done goes once more, in another one's place: of that one nothing is ever heard."""
        machine = self.query(f"SELECT b.machine FROM commands c JOIN machine_bindings b USING (tenant_id, machine_id) "
                             f"WHERE c.id = '{done}'")
        command = self.send("once", machine, life=30)
        self.write(command, f"(signed_order, signature) = (SELECT signed_order, signature FROM commands "
                            f"WHERE id = '{done}')")
        return {command: ("UNKNOWN", "")}

    def other_signature(self, command):
        """One bit of 512 is another one."""
        place, bit = self.plant.random.randrange(64), 1 << self.plant.random.randrange(8)
        self.write(command, f"signature = set_byte(signature, {place}, get_byte(signature, {place}) # {bit})")

    def other_arguments(self, command):
        """The level is another one, under the old signature."""
        order = self.order(command)
        text, other = f'"level":{self.level}'.encode(), f'"level":{self.level + 1}'.encode()
        if text not in order or len(text) != len(other):
            raise Finding(f"the order does not hold {text}: {order}")
        self.write(command, f"signed_order = '\\x{order.replace(text, other).hex()}'")

    def own_key(self, command):
        """Signed anew, by a key that is not the hub's, under the hub's key's name."""
        self.write(command, f"signature = '\\x{sign(self.order(command)).hex()}'")

    def other_key(self, command):
        self.write(command, f"signature = '\\x{sign(self.order(command)).hex()}', key_id = '0123456789abcdef'")

    def order(self, command):
        return bytes.fromhex(self.query(f"SELECT encode(signed_order, 'hex') FROM commands WHERE id = '{command}'"))

    def write(self, command, what):
        if self.query(f"UPDATE commands SET {what} WHERE id = '{command}' AND sent_at IS NULL RETURNING 1") != "1":
            raise Finding(f"command {command} went before it was forged")

    def query(self, sql):
        rows = self.plant.postgres.query(sql)
        return rows[0][0] if rows else None

    def without_signature(self):
        """Nothing stands where a signature must."""
        command = self.send("once", life=30)
        self.write(command, "signature = ''")
        return {command: ("REFUSED", "COMMAND_SIGNATURE_INVALID")}

    # Too late

    def receive_for_later(self):
        """A command that the agent has, and may not carry out for a while; its time is over soon after."""
        command = self.send("once", life=10, notBefore=commands.later(9))
        sql = f"SELECT state FROM commands WHERE id = '{command}'"
        wait_until("the agent to have the command", lambda: self.query(sql) == "RECEIVED", 8)
        return command

    def must_measure(self):
        """Since its start the agent has heard every machine, so that a condition is false by what was measured."""
        wait_until("readings of every machine", lambda: (
            self.agent.metric("millwright_agent_readings_stored_total") or 0) >= 2 * len(self.ids), 30)

    def must_be_over(self, command):
        sql = f"SELECT expires_at < now() FROM commands WHERE id = '{command}'"
        wait_until(f"the time of {command} to be over", lambda: self.query(sql) == "t", 30)


def sign(order):
    """By a key that nobody has heard of."""
    with tempfile.TemporaryDirectory() as folder:
        key, text, signature = (Path(folder) / name for name in ("key", "order", "signature"))
        text.write_bytes(order)
        for words in (["genpkey", "-algorithm", "ed25519", "-out", key],
                      ["pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", text, "-out", signature]):
            subprocess.run(["openssl", *words], check=True, capture_output=True)
        return signature.read_bytes()


def judge(plant, agent, valves, sent):
    """Each command ended once, as it must, at the hub; and no device was told of any but those in order."""
    rows = plant.postgres.query(f"""SELECT c.id, c.state, c.code, (SELECT count(*) FROM command_events e
        WHERE e.command_id = c.id AND NOT e.late AND e.event IN {commands.FINAL}) FROM commands c""")
    ends = {command: (state, code, int(count)) for command, state, code, count in rows}
    if ends.keys() != sent.keys():
        raise Finding(f"{len(sent)} commands were sent, and the hub has {len(ends)}")
    faults, numbers = [], {}
    for command, (state, code) in sent.items():
        told = [each for each in valves.told if each.id == command.lower()]
        if ends[command] != (state, code, 1):
            faults.append(f"command {command} was to end as {state} {code} and ended as {ends[command]}")
        if len(told) != (state == "DONE"):
            faults.append(f"command {command} ({state} {code}) was told to a device {len(told)} times")
        numbers[code or state] = numbers.get(code or state, 0) + 1
    if strange := {each.id for each in valves.told} - {command.lower() for command in sent}:
        faults.append(f"devices were told what nobody sent: {sorted(strange)[:3]}")
    if faults:
        raise Finding("; ".join(faults[:5]))
    return {"sent": len(sent), "told": len(valves.told), **numbers}
