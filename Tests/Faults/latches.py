"""A latch that is set while the other side, out of reach, wants the machine to run: it stands, and nothing is started.

The other side writes ONLINE and clears the latch by value without having seen it; starts are sent. Once both have heard
of each other only a clear that names what it saw, by someone who may, ends the latch. Held against the devices' own
journal.
"""

import commands
import shell
from audit import Audit
from control_socket import control
from hub_client import HubClient, Refused
from kills import restart
from scenario import Finding, heal, wait_until

LATCH = "latch.lockout"
# What starts say of latches: none may be set; they do not matter; one is accepted that nobody has set.
STARTS = [{}, {"latchesClear": False}, {"latchesSeen": ["edge/01900000-0000-7000-8000-000000000000/1"]}]


def run(plant, report, options):
    commands.with_devices(plant, lambda valves: play(plant, report, options, valves), is_reliable=True)


def play(plant, report, options, valves):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    ids = commands.machines(plant, valves)
    for machine in ids.values():
        plant.client.call("PATCH", f"/api/machines/{machine}/approve", {"decision": "APPROVED"})
    numbers = dict.fromkeys(["latches", "starts refused", "clears refused", "cleared", "set again", "killed"], 0)
    for turn in range(max(1, options.kills // 20)):
        plant.log_in()
        chapter(plant, Floor(plant, agent, valves, ids), numbers)
        if turn % 5 == 4:
            report.say(f"{numbers}")
    report.table("latches", numbers)
    agent.stop()
    audit = Audit(plant)
    report.table("events", audit.events_of([agent]))
    if audit.faults:
        raise Finding("; ".join(audit.faults))


def chapter(plant, floor, numbers):
    """Everything runs; latches are set on one side each while both are apart; then they are cleared."""
    for machine in floor.ids:
        floor.must_start(machine)
    sides = dict(zip(floor.ids, plant.random.sample(["gateway", "gateway", "hub", "hub"], 4)))
    floor.cut()
    mark = len(floor.valves.told)
    starts = [start for machine in floor.ids for start in floor.set_apart(machine, sides[machine])]
    numbers["killed"] += floor.kill_by_chance()
    floor.meet()
    for machine in floor.ids:
        floor.must_stand(machine)
    floor.must_be_refused(starts, mark)
    numbers["latches"] += len(sides)
    numbers["starts refused"] += len(starts)
    numbers["clears refused"] += sum(floor.clear_unlawfully(machine) for machine in floor.ids)
    floor.meet()
    for machine in floor.ids:
        floor.must_stand(machine)
    again = plant.random.choice(sorted(floor.ids))
    floor.set_again(again)
    numbers["set again"] += 1
    for machine in floor.ids:
        floor.clear(machine, plant.random.choice(["gateway", "hub"]))
        numbers["cleared"] += 1
    floor.meet()
    for machine in floor.ids:
        if floor.latches(machine, "hub") or floor.latches(machine, "gateway"):
            raise Finding(f"{machine} is latched after its latch was cleared by its name")
        floor.must_start(machine)


class Floor:
    """The machines with both sides of each document, and who may do what there."""

    def __init__(self, plant, agent, valves, ids):
        self.plant, self.agent, self.valves, self.ids = plant, agent, valves, ids
        self.operator = operator(plant)

    def cut(self):
        self.plant.link.set(refuses=True)
        self.plant.loop.run(self.plant.link.reset())

    def meet(self):
        """Both sides know all of each other."""
        heal(self.plant)
        commands.meet(self.plant, self.agent, self.ids)

    def kill_by_chance(self):
        """A latch is durable: whoever wrote it may be killed at once."""
        victims = [victim for victim in ("agent", "hub") if self.plant.random.random() < 0.6]
        for victim in victims:
            self.agent.kill() if victim == "agent" else self.plant.kill_hub()
        restart(self.plant, self.agent)
        return len(victims)

    # Writing

    def set_apart(self, machine, side):
        """One side latches the machine, the other wants it to run, in any order; the ids of the starts."""
        other = "hub" if side == "gateway" else "gateway"
        wishes = [(self.latch, side), (self.want_running, other), (self.clear_unseen, other)]
        self.plant.random.shuffle(wishes)
        for wish, where in wishes:
            wish(machine, where)
        return [self.start(machine, condition) for condition in STARTS]

    def latch(self, machine, side):
        self.must_end_well(side, "machine", "latch", f"line1/{machine}", "lockout", "--reason", "hands inside")

    def want_running(self, machine, side):
        self.must_end_well(side, "machine", "set", f"line1/{machine}", "status=ONLINE", "--reason", "orders wait")

    def clear_unseen(self, machine, side):
        """Clears what this side does not see set; nothing is there to be named."""
        if refusal := self.edit(machine, side, []):
            raise Finding(f"{side} sees no latch of {machine} and does not take a clear: {refusal}")

    def start(self, machine, condition):
        body = {"action": "start", "expiresInSeconds": 600, "precondition": condition}
        return self.plant.client.call("POST", f"/api/machines/{self.ids[machine]}/commands", body)["id"]

    def edit(self, machine, side, names, client=None):
        """Clears by value; why it was refused, or nothing when it was taken."""
        body = {"fields": {LATCH: False}, "names": {LATCH: names}, "reason": "done"}
        if side == "gateway":
            return None if control(self.agent.folder, "PATCH", commands.document(machine), body) else "refused"
        try:
            (client or self.plant.client).call("PATCH", f"/api/machines/{self.ids[machine]}/document", body)
        except Refused as refusal:
            return refusal.code
        return None

    def clear_unlawfully(self, machine):
        """Clears that name nothing, or another write, or are somebody's who may not; how many were refused."""
        seen = [latch["dot"] for latch in self.latches(machine, "hub")]
        strange = ["hub/01900000-0000-7000-8000-000000000000/7"]
        tried = [
            ("LATCH_NOT_NAMED", self.edit(machine, "hub", [])),
            ("LATCH_NOT_NAMED", self.edit(machine, "hub", strange)),
            ("NOT_PERMITTED", self.edit(machine, "hub", seen, self.operator)),
            ("refused", self.edit(machine, "gateway", [])),
            ("refused", self.edit(machine, "gateway", strange)),
        ]
        for due, got in tried:
            if got != due:
                raise Finding(f"a clear of {machine}'s latch was to be refused as {due} and was {got or 'taken'}")
        for side in ("hub", "gateway"):
            text, status = self.call(side, "machine", "clear", f"line1/{machine}", "lockout")
            if status != 1 or seen[0] not in text:
                raise Finding(f"millwright machine clear that names nothing ended with {status}: {text}")
        return len(tried)

    def set_again(self, machine):
        """The gateway clears what it saw while the hub sets the latch anew: that one was not seen, and stands."""
        before = {latch["dot"] for latch in self.latches(machine, "gateway")}
        self.cut()
        mark = len(self.valves.told)
        self.clear(machine, "gateway")
        self.latch(machine, "hub")
        starts = [self.start(machine, condition) for condition in STARTS]
        self.meet()
        self.must_stand(machine)
        self.must_be_refused(starts, mark)
        if before & {latch["dot"] for latch in self.latches(machine, "gateway")}:
            raise Finding(f"the latch of {machine} that was cleared by its name stands")

    def clear(self, machine, side):
        seen = [latch["dot"] for latch in self.latches(machine, side)]
        words = [word for dot in seen for word in ("--sees", dot)]
        self.must_end_well(side, "machine", "clear", f"line1/{machine}", "lockout", *words, "--reason", "all are out")

    def call(self, side, *words):
        if side == "hub":
            return shell.at_hub(self.plant, *words)
        return shell.at_gateway(self.plant, self.agent, *words)

    def must_end_well(self, side, *words):
        text, status = self.call(side, *words)
        if status != 0:
            raise Finding(f"millwright {' '.join(words)} at the {side} ended with {status}: {text}")

    # Seeing

    def document(self, machine, side):
        if side == "hub":
            return self.plant.client.call("GET", f"/api/machines/{self.ids[machine]}/document")
        return control(self.agent.folder, "GET", commands.document(machine))

    def latches(self, machine, side):
        return [latch for latch in self.document(machine, side)["latches"] if latch["path"] == LATCH]

    def must_stand(self, machine):
        """The same latches on both sides, and on neither the machine may run."""
        hub, gateway = self.document(machine, "hub"), self.document(machine, "gateway")
        names = [sorted(latch["dot"] for latch in told["latches"]) for told in (hub, gateway)]
        if not names[0] or names[0] != names[1]:
            raise Finding(f"the latches of {machine} are {names[0]} at the hub and {names[1]} at the gateway")
        shown = self.plant.client.call("GET", f"/api/machines/{self.ids[machine]}")["status"]
        for side, status in [("hub", hub["status"]), ("gateway", gateway["effectiveStatus"]), ("list", shown)]:
            if status not in ("OFFLINE", "MAINTENANCE"):
                raise Finding(f"{machine} is latched and {status} by the {side}")

    def must_be_refused(self, starts, mark):
        """No start came to a device since; each ended once, with the latch as its reason."""
        if told := [each for each in self.valves.told[mark:] if each.action == "start"]:
            raise Finding(f"latched machines were started: {told[:3]}")
        rows = self.plant.postgres.query(f"""SELECT c.id, c.state, c.code, (SELECT count(*) FROM command_events e
            WHERE e.command_id = c.id AND NOT e.late AND e.event IN {commands.FINAL}) FROM commands c""")
        ends = {command: rest for command, *rest in rows}
        for command in starts:
            if ends[command] != ["REFUSED", "COMMAND_LATCHED", "1"]:
                raise Finding(f"a start of a latched machine ended as {ends[command]}")

    def must_start(self, machine):
        """Without a latch a start does reach the device, so that its absence says something."""
        command = self.start(machine, {})
        def is_done():
            rows = self.plant.postgres.query(f"SELECT state FROM commands WHERE id = '{command}'")
            return rows[0][0] if rows[0][0] in commands.FINAL else None
        state = wait_until(f"{machine} to start", is_done, 30)
        effects = sum(told.id == command.lower() and told.had_effect for told in self.valves.told)
        if (state, effects) != ("DONE", 1):
            raise Finding(f"a start of {machine}, which is not latched, is {state} and had {effects} effects")


def operator(plant):
    """A client of somebody of the same tenant who may not clear latches, with the password of the first user."""
    email, password = plant.credentials
    plant.postgres.query(f"""INSERT INTO users (tenant_id, id, email, password_hash, role)
        SELECT tenant_id, gen_random_uuid(), 'operator.{email}', password_hash, 'OPERATOR' FROM users
        WHERE email = '{email}' ON CONFLICT DO NOTHING""")
    client = HubClient(plant.hub_address)
    client.log_in(f"operator.{email}", password)
    return client
