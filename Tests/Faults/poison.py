"""Events that the hub cannot take in: put apart with the reason, while what stands around them arrives without delay.

Three of them stand in the agent's store, in the middle of a backlog and with a right chain: of a kind that only a later
version knows, bytes that are no message, content of another kind. Then the hub's database refuses every alert of one
machine, as a migration that went wrong would make it; mended, a replay takes in what was put apart.
"""

import hashlib
import json
import sqlite3
import urllib.request

import shell
from backlog import keep_commit_times
from scenario import Finding, drain, heal, judge, wait_until

RATE = 60
KIND_OF_LATER = 999
ALERT, AUDIT = 1, 7
ROUNDS_MAX = 1
CODES = ["EVENT_KIND_UNKNOWN", "EVENT_NOT_A_MESSAGE", "EVENT_KIND_MISMATCH"]
REFUSED = "EVENT_FIELD_INVALID"


def run(plant, report, options):
    keep_commit_times(plant)
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    journal = plant.add_journal(machines=4)
    journal.set_rate(RATE)
    drain_first(plant, journal)
    stored(plant, report, agent, journal)
    sick = refused(plant, report, journal, bursts=max(5, options.kills // 4))
    replay(plant, report, sick)
    drain(plant)
    judge(plant, report)


def drain_first(plant, journal):
    wait_until("every machine at the hub", lambda: len(machines(plant)) == len(journal.machines), 60)


def machines(plant):
    return dict(plant.postgres.query("SELECT machine, machine_id FROM machine_bindings"))


# Bad records in the agent's store


def stored(plant, report, agent, journal):
    """Alerts before and after three bad records wait for the hub together; one round is to take all of them."""
    plant.link.set(refuses=True)
    plant.loop.run(plant.link.reset())
    plant.loop.run(journal.settle())
    before = plant.loop.run(journal.publish_crossings(journal.machines))
    plant.loop.run(journal.settle())
    agent.stop()
    bad = append_bad(agent, plant.random)
    agent.start()
    after = plant.loop.run(journal.publish_crossings(journal.machines))
    plant.loop.run(journal.settle())
    wait_until("the alerts to be in the agent's store", lambda: agent.status()["backlog"]["events"] >= 2 * 2 *
               len(journal.machines) + len(bad), 30)
    begin = rounds(plant)
    heal(plant)
    taken = wait_until("the alerts behind the bad records", lambda: commits(plant, after), 30)
    passed = rounds(plant) - begin
    at = commits(plant, before)
    late = place(plant, max(taken.values())) - place(plant, min(at.values()))
    report.table("bad records in the store", {
        "bad": len(bad), "alerts before": len(before), "alerts after": len(after), "rounds later": late,
        "rounds since the link is back": passed})
    if late > ROUNDS_MAX:
        raise Finding(f"the alerts behind the bad records came {late} rounds later than those before them")
    listed = wait_until("the bad records in quarantine", lambda: quarantined(plant, len(bad)), 30)
    found = {row["seq"]: row["code"] for row in listed}
    if found != dict(zip(bad, CODES)):
        raise Finding(f"in quarantine are {found}, and {dict(zip(bad, CODES))} were sent")
    # This hub cannot read them, however often: they stay until a person drops them.
    numbers = [row["id"] for row in listed]
    text, status = shell.at_hub(plant, "quarantine", "replay", *numbers)
    if status != 1 or any(code not in text for code in CODES) or not quarantined(plant, len(bad)):
        raise Finding(f"a replay of what cannot be read ended with {status}: {text}")
    text, status = shell.at_hub(plant, "quarantine", "drop", *numbers)
    if status != 0 or quarantined(plant, 1):
        raise Finding(f"dropping ended with {status}: {text}")
    journal.set_rate(RATE)


def append_bad(agent, chance):
    """Three records at the end of stream E, each chained as the agent itself does it; their seqs."""
    database = sqlite3.connect(agent.folder / "core.db")
    seq, time, alert = database.execute(
        "SELECT seq, time, payload FROM events WHERE kind = ? ORDER BY seq DESC LIMIT 1", [ALERT]).fetchone()
    head, chain = database.execute("SELECT seq, chain FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    bad = [(KIND_OF_LATER, alert), (AUDIT, b"\xff" + chance.randbytes(30)), (AUDIT, alert)]
    for place, (kind, payload) in enumerate(bad, head + 1):
        chain = hashlib.sha256(chain + place.to_bytes(8, "big") + kind.to_bytes(2, "big")
                               + len(payload).to_bytes(4, "big") + payload).digest()
        database.execute("INSERT INTO events (seq, kind, priority, time, payload, chain) VALUES (?, ?, 1, ?, ?, ?)",
                         [place, kind, time, payload, chain])
    database.commit()
    database.close()
    return [head + 1 + place for place in range(len(bad))]


# Records that the hub's database refuses


def refused(plant, report, journal, bursts):
    """One machine's alerts are refused under load, between those of two others; the machine."""
    sick = plant.random.choice(journal.machines)
    constrain(plant, sick)
    others = [machine for machine in journal.machines if machine != sick]
    late, seconds = [], []
    for _ in range(bursts):
        first, last = plant.random.sample(others, 2)
        keys = plant.loop.run(journal.publish_crossings([first, sick, last]))
        good = [keys[0], keys[2]]
        taken = wait_until(f"the alerts beside one of {sick}", lambda: commits(plant, good), 30)
        late.append(place(plant, taken[keys[2]]) - place(plant, taken[keys[0]]))
        seconds.append(max(taken[key] - key[1] / 1e6 for key in good))
    report.table("refused by the database", {
        "bursts": bursts, "rounds later, most": max(late), "seconds, most": f"{max(seconds):.2f}"})
    if max(late) > ROUNDS_MAX:
        raise Finding(f"an alert behind a refused one came {max(late)} rounds later than the one before it")
    return sick


def constrain(plant, machine):
    """From now on the database takes no alert of the machine, new or changed."""
    plant.postgres.query(
        f"ALTER TABLE alerts ADD CONSTRAINT sick CHECK (machine_id <> '{machines(plant)[machine]}') NOT VALID")


def replay(plant, report, sick):
    """The database is mended, and what waits in quarantine is taken in, the oldest first."""
    drain(plant)
    due = {key for journal in plant.journals for key in journal.crossings if key[0] == sick}
    listed = quarantined(plant, 1)
    if {row["code"] for row in listed} != {REFUSED}:
        raise Finding(f"in quarantine are {[row['code'] for row in listed]}, and only {REFUSED} is due")
    if commits(plant, list(due)):
        raise Finding("the database refused nothing")
    numbers = sorted(row["id"] for row in listed)
    text, status = shell.at_hub(plant, "quarantine", "replay", *numbers)
    if status != 1 or len(quarantined(plant, 1)) != len(numbers):
        raise Finding(f"a replay of what the database still refuses ended with {status}: {text}")
    plant.postgres.query("ALTER TABLE alerts DROP CONSTRAINT sick")
    text, status = shell.at_hub(plant, "quarantine", "replay", *numbers)
    if status != 0 or quarantined(plant, 1):
        raise Finding(f"a replay ended with {status}: {text}")
    # Once is enough: a second replay of the same finds nothing that waits.
    again, status = shell.at_hub(plant, "quarantine", "replay", numbers[0])
    if status != 1 or "QUARANTINE_NOT_WAITING" not in again:
        raise Finding(f"a second replay ended with {status}: {again}")
    report.table("replayed", {"records": len(numbers)})


# What is seen of it


def quarantined(plant, least):
    """The records that `millwright quarantine list` shows, when there are so many."""
    text, status = shell.at_hub(
        plant, "quarantine", "list", "--stream", "events", "--limit", 10_000, "--output", "json")
    if status != 0:
        raise Finding(f"millwright quarantine list ended with {status}: {text}")
    rows = json.loads(text)
    return rows if len(rows) >= least else []


def commits(plant, keys):
    """When the alert of each crossing was committed at the hub; nothing while one is missing."""
    rows = plant.postgres.query("""SELECT b.machine, round(extract(epoch FROM e.at) * 1000000)::bigint,
        extract(epoch FROM pg_xact_commit_timestamp(e.xmin)) FROM alert_events e
        JOIN alerts a ON a.tenant_id = e.tenant_id AND a.id = e.alert_id
        JOIN machine_bindings b ON b.tenant_id = a.tenant_id AND b.machine_id = a.machine_id
        WHERE e.event IN ('raised', 'changed')""")
    found = {(machine, int(at)): float(commit) for machine, at, commit in rows}
    return {key: found[key] for key in keys} if all(key in found for key in keys) else None


def place(plant, commit):
    """Which of the rounds that brought anything it was: each is one transaction, so its rows have one commit time."""
    return int(plant.postgres.query(f"""SELECT count(DISTINCT at) FROM (
        SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) AS at FROM alert_events
        UNION ALL SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM sync_quarantine
        UNION ALL SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) FROM sync_segments) AS rounds
        WHERE at <= {commit:.6f}""")[0][0])


def rounds(plant):
    """Rounds that the hub has served since it began, of all agents."""
    with urllib.request.urlopen(plant.hub_address + "/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith("millwright_hub_rounds_total{"))
