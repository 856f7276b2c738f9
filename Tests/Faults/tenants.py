"""Two tenants on one hub whose agents and machines have the same names and speak at the same times; the hub is killed.

Each tenant is to have its own rows and no others, in the database and by the API, value for value. With the ids of the
other it gets 404, whatever it asks for or wants changed, and no row of the other is another one after that.
"""

import csv
import io
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone

from audit import EVENTS
from control_socket import control
from hub_client import HubClient, Refused
from poison import append_bad
from processes import Failure, free_port
from scenario import Edge, Finding, drain, heal, wait_until
from servers import Mosquitto

RATE = 300
SECOND_FROM = 1_000_000  # the second tenant's messages have higher numbers than the first one's ever come to
LISTS = {"machines": "/api/machines", "alerts": "/api/alerts", "agents": "/api/agents", "factories": "/api/factories",
         "conflicts": "/api/conflicts", "sync_quarantine": "/api/sync/quarantine"}


def run(plant, report, options):
    plant.hub_environment["MILLWRIGHT_COMMANDS__KEY_FILE"] = str(plant.state / "command-key")
    plant.hub.stop()
    plant.start_hub()
    broker = Mosquitto(plant.state / "second", {"mqttPort": free_port()})
    (plant.state / "second").mkdir(mode=0o711)
    broker.start()
    try:
        first = Tenant(plant, "first", plant.client, plant.credentials, None)
        client = HubClient(plant.hub_address)
        credentials = plant.register(client, "second@plant.example", "Second")
        second = Tenant(plant, "second-gateway", client, credentials, broker.settings["mqttPort"])
        second.journal.number_from(SECOND_FROM)
        play(plant, report, options, first, second)
    finally:
        broker.stop()


class Tenant:
    """An organization with an agent, a broker and machines of its own, under the names that the other one has too."""

    def __init__(self, plant, name, client, credentials, port):
        self.plant, self.name, self.client, self.credentials = plant, name, client, credentials
        self.log_in()
        self.agent = plant.add_agent("gateway", plant.state / name)
        if port:
            self.agent.environment["MILLWRIGHT_MQTT__PORT"] = str(port)
        self.agent.enrol(client)
        self.agent.start()
        self.journal = plant.add_journal(machines=4, port=port)
        self.journal.grain = 1000
        self.id = plant.postgres.query(f"SELECT tenant_id FROM users WHERE email = '{credentials[0]}'")[0][0]

    def log_in(self):
        self.client.log_in(*self.credentials)

    def rows(self, table, column="id"):
        return {value for value, in self.plant.postgres.query(
            f"SELECT {column} FROM {table} WHERE tenant_id = '{self.id}'")}

    def machines(self):
        return dict(self.plant.postgres.query(
            f"SELECT machine, machine_id FROM machine_bindings WHERE tenant_id = '{self.id}'"))


def play(plant, report, options, first, second):
    tenants = [first, second]
    for tenant in tenants:
        tenant.journal.set_rate(RATE)
    for tenant in tenants:
        wait_until("the machines at the hub", lambda: len(tenant.machines()) == len(tenant.journal.machines), 60)
    refused, kills = 0, max(5, options.kills // 2)
    for kill in range(kills):
        time.sleep(plant.random.expovariate(1 / 0.8))
        for tenant, other in ((first, second), (second, first)):
            refused += reach(plant, tenant, other, some=3)
        plant.kill_hub()
        wait_until("the hub to be gone", lambda: not plant.hub.pid(), 10)
        plant.start_hub(wait=plant.random.random() < 0.5)
        if kill % 25 == 24:
            for tenant in tenants:
                plant.wait_hub()
                tenant.log_in()
    report.say(f"{kills} kills of the hub, {refused} reaches for the other tenant's rows refused meanwhile")
    make_more(plant, tenants)
    heal(plant)
    drain(plant)
    for tenant in tenants:
        tenant.agent.stop()
        tenant.log_in()
    same = first.journal.acknowledged.keys() & second.journal.acknowledged.keys()
    if not same:
        raise Finding("no two readings of the same machine's name have the same time, so nothing was tried")
    report.table("same machine and time", {"of both": len(same)})
    for tenant in tenants:
        report.table(tenant.agent.folder.name, judge_rows(plant, tenant))
    for tenant, other in ((first, second), (second, first)):
        before = digest(plant, other)
        refused = reach(plant, tenant, other)
        lists = judge_lists(tenant, other)
        if changed := {table for table, rows in digest(plant, other).items() if rows != before[table]}:
            raise Finding(f"{tenant.name} changed rows of the other tenant in {sorted(changed)}")
        report.table(f"{tenant.name} at the other's", {"refused": refused, **lists, "tables unchanged": len(before)})


def make_more(plant, tenants):
    """What else has ids: a command, a conflict and records in quarantine for each."""
    heal(plant)
    plant.settle_journals()
    for tenant in tenants:
        tenant.log_in()
        machine = tenant.machines()["press-0"]
        tenant.client.call("POST", f"/api/machines/{machine}/commands", {"action": "stop"})
    plant.link.set(refuses=True)
    plant.loop.run(plant.link.reset())
    for tenant in tenants:
        body = {"fields": {"notes": f"at the gateway of {tenant.name}"}}
        if not control(tenant.agent.folder, "PATCH", "/api/documents/machine%3Aline1%2Fpress-0", body):
            raise Finding("the gateway does not take a note")
        body = {"fields": {"notes": f"at the hub by {tenant.name}"}}
        tenant.client.call("PATCH", f"/api/machines/{tenant.machines()['press-0']}/document", body)
        tenant.agent.stop()
        append_bad(tenant.agent, plant.random)
        tenant.agent.start()
    plant.link.set()
    for tenant in tenants:
        wait_until("a conflict and a full quarantine", lambda: tenant.rows("conflicts") and tenant.rows(
            "sync_quarantine"), 60)


# Its own rows


def judge_rows(plant, tenant):
    """Every reading, alert and event of the tenant is its own and there once, in the database and by the API."""
    expected = {(machine, moment): number for (machine, moment), (number, _) in tenant.journal.acknowledged.items()}
    stored = plant.postgres.query(f"""SELECT b.machine, round(extract(epoch FROM r.time) * 1000000)::bigint, r.value
        FROM energy_readings r JOIN machine_bindings b ON b.tenant_id = r.tenant_id AND b.machine_id = r.machine_id
        WHERE r.tenant_id = '{tenant.id}' AND r.metric = 'seq'""")
    found = [((machine, int(at)), float(value)) for machine, at, value in stored]
    must_equal(tenant, "in the database", expected, found)
    exported = [((name, at), value) for name, machine in tenant.machines().items()
                for at, value in export(tenant, machine)]
    must_equal(tenant, "by the API", expected, exported)
    crossings = tenant.journal.crossings
    alerts = plant.postgres.query(f"""SELECT b.machine, round(extract(epoch FROM e.at) * 1000000)::bigint
        FROM alert_events e JOIN alerts a ON a.tenant_id = e.tenant_id AND a.id = e.alert_id
        JOIN machine_bindings b ON b.tenant_id = a.tenant_id AND b.machine_id = a.machine_id
        WHERE e.tenant_id = '{tenant.id}' AND a.kind = 'TEMPERATURE' AND e.event IN ('raised', 'changed')""")
    found = [(machine, int(at)) for machine, at in alerts]
    if set(found) != crossings or len(found) != len(crossings):
        raise Finding(f"{tenant.name} has {len(found)} alerts, and {len(crossings)} are due")
    edge = Edge(tenant.agent.folder)
    cursors = plant.postgres.query(f"""SELECT seq, encode(chain, 'hex') FROM sync_cursors
        WHERE tenant_id = '{tenant.id}' AND stream = {EVENTS}""")
    if [str(edge.head[0]), edge.head[1].hex()] not in cursors:
        raise Finding(f"stream E of {tenant.name} ends at {edge.head[0]}, and its cursors are {cursors}")
    return {"readings": len(expected), "by the API": len(exported), "alerts": len(found), "events": edge.head[0]}


def must_equal(tenant, where, expected, found):
    others = [entry for entry in found if expected.get(entry[0]) != entry[1]]
    if others or len(found) != len(expected):
        raise Finding(f"{tenant.name} has {len(found)} readings {where} and published {len(expected)}; "
                      f"{len(others)} are not its own, e.g. {others[:3]}")


def export(tenant, machine):
    """Microseconds and value of each number that the machine's export holds."""
    times = [at for _, at in tenant.journal.acknowledged]
    begin, end = (moment(at).strftime("%Y-%m-%dT%H:%M:%SZ") for at in (min(times) - 5e6, max(times) + 5e6))
    path = f"/api/energy/{machine}/export?metrics=seq&from={begin}&to={end}"
    request = urllib.request.Request(tenant.plant.hub_address + path)
    request.add_header("Authorization", f"Bearer {tenant.client.token}")
    with urllib.request.urlopen(request, timeout=60) as answer:
        for row in csv.DictReader(io.StringIO(answer.read().decode())):
            whole, _, part = row["timestamp"].rstrip("Z").partition(".")
            seconds = datetime.fromisoformat(whole).replace(tzinfo=timezone.utc).timestamp()
            yield int(seconds) * 1_000_000 + int((part + "000000")[:6]), float(row["value"])


def moment(microseconds):
    return datetime.fromtimestamp(microseconds / 1e6, timezone.utc)


def judge_lists(tenant, other):
    """Each list shows all of the tenant's own and nothing else, also when it is asked for the other's."""
    numbers = {}
    for table, path in LISTS.items():
        shown = [row["id"] for row in all_pages(tenant, path)]
        own = tenant.rows(table)
        if {str(each) for each in shown} != own or len(shown) != len(own):
            raise Finding(f"{path} shows {tenant.name} {len(shown)} rows, and {len(own)} are its own")
        numbers[table] = len(own)
    for path in ("/api/alerts", "/api/decisions"):
        if rows := all_pages(tenant, path, f"&machineId={other.machines()['press-0']}"):
            raise Finding(f"{path} shows {tenant.name} {len(rows)} rows of the other's machine")
    return numbers


def all_pages(tenant, path, more=""):
    rows, page = [], 1
    while found := tenant.client.call("GET", f"{path}?pageSize=100&page={page}{more}"):
        rows += found
        page += 1
    return rows


# The other's rows


def reach(plant, tenant, other, some=None):
    """Asks for rows of the other tenant and wants them changed; how often the answer was 404, and it must be that."""
    asked = calls(plant, other)
    refused = 0
    for method, path, body in plant.random.sample(asked, some) if some else asked:
        try:
            tenant.client.call(method, path, body)
        except Refused as refusal:
            if refusal.status >= 500 and some:
                continue
            if refusal.status != 404:
                raise Finding(f"{method} {path} of the other tenant is {refusal.status} {refusal.code}, not 404")
            refused += 1
            continue
        except Failure:
            if some:
                continue  # the hub was killed and does not answer
            raise
        raise Finding(f"{tenant.name} may {method} {path} of the other tenant")
    return refused


def calls(plant, other):
    """Every way to an id of the other tenant, with a body that would be taken of its own people."""
    ids = {table: min(other.rows(table), default=None) for table in
           ("machines", "alerts", "agents", "factories", "commands", "conflicts", "sync_quarantine")}
    ids["machines"] = other.machines()["press-0"]
    return [(method, path.format(ids[table]), body) for table, method, path, body in CALLS if ids[table]]


READINGS = ["", "/stats", "/export"]
CALLS = [
    *[("machines", "GET", "/api/machines/{}" + rest, None) for rest in (
        "", "/document", "/document/history", "/commands", "/completeness", "/energy/opportunities",
        "/energy/schedule", "/forest", "/twin")],
    *[("machines", "GET", "/api/energy/{}" + rest, None) for rest in READINGS],
    ("machines", "PATCH", "/api/machines/{}", {"name": "taken"}),
    ("machines", "PATCH", "/api/machines/{}/document", {"fields": {"latch.lockout": True, "notes": "taken"}}),
    ("machines", "PATCH", "/api/machines/{}/approve", {"decision": "REJECTED"}),
    ("machines", "POST", "/api/machines/{}/commands", {"action": "stop"}),
    ("machines", "DELETE", "/api/machines/{}", None),
    ("alerts", "GET", "/api/alerts/{}", None),
    ("alerts", "PATCH", "/api/alerts/{}", {"action": "resolve", "comment": "taken"}),
    ("agents", "GET", "/api/agents/{}/sync", None),
    ("agents", "GET", "/api/agents/{}/document", None),
    ("agents", "PATCH", "/api/agents/{}/document", {"fields": {"notes": "taken"}}),
    ("agents", "POST", "/api/agents/{}/adopt", {}),
    ("agents", "POST", "/api/agents/{}/reject", {}),
    ("agents", "DELETE", "/api/agents/{}", None),
    ("factories", "GET", "/api/factories/{}", None),
    ("factories", "PATCH", "/api/factories/{}", {"name": "taken"}),
    ("factories", "DELETE", "/api/factories/{}", None),
    ("commands", "GET", "/api/commands/{}", None),
    ("commands", "DELETE", "/api/commands/{}", None),
    ("conflicts", "GET", "/api/conflicts/{}", None),
    ("conflicts", "GET", "/api/conflicts/{}/export", None),
    ("conflicts", "POST", "/api/conflicts/{}/claim", {}),
    ("conflicts", "POST", "/api/conflicts/{}/resolve", {"take": "edge", "reason": "taken"}),
    ("sync_quarantine", "GET", "/api/sync/quarantine/{}", None),
    ("sync_quarantine", "POST", "/api/sync/quarantine/{}/replay", None),
    ("sync_quarantine", "DELETE", "/api/sync/quarantine/{}", None),
]


def digest(plant, tenant):
    """A hash of all rows of the tenant, by table."""
    tables = [name for name, in plant.postgres.query("""SELECT c.table_name FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.column_name = 'tenant_id' AND t.table_type = 'BASE TABLE' AND t.table_schema = 'public' ORDER BY 1""")]
    return {table: plant.postgres.query(f"""SELECT count(*), md5(coalesce(string_agg(md5(r::text), '' ORDER BY r::text),
        '')) FROM {table} r WHERE tenant_id = '{tenant.id}'""")[0] for table in tables}
