"""Pages of the agent's database are damaged while it is down: with everything at the hub, and with a backlog unsent.

A backlog's readings are in files of their own, which are found without the database. Its events are in the database
alone: what stood on a damaged page is gone, and no more than that may be.
"""

import random
import sqlite3

from audit import EVENTS, Edge
from scenario import Finding, drain, heal, judge, wait_until

PAGE = 4096
RATE = 300


def run(plant, report, options):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    grow(plant, journal)
    drain(plant)
    agent.stop()
    lives = [Edge(agent.folder).incarnation]
    damaged = overwrite(agent, plant.random.sample(roots(agent, "events", "meta", "series"), 2), plant.random)
    report.say(f"damaged pages {damaged} with everything at the hub")
    agent.start()
    grow(plant, journal)
    heal(plant)
    drain(plant)
    must_have_set_aside(plant, report, agent, lives)
    grow_unsent(plant, agent, journal)
    unsent = query(agent, "SELECT count(*) FROM segments WHERE state = 0")[0][0]
    damaged = overwrite(agent, roots(agent, "segments", "meta", "series"), plant.random)
    report.say(f"damaged pages {damaged} with {unsent} unsent segments, which are to be found by their files")
    agent.start()
    heal(plant)
    drain(plant)
    must_have_set_aside(plant, report, agent, lives)
    grow_unsent(plant, agent, journal)
    leaf, events = leaf_of_events(plant, agent)
    damaged = overwrite(agent, [leaf], plant.random)
    report.say(f"damaged page {damaged} with {events} unsent events on it")
    agent.start()
    heal(plant)
    drain(plant)
    must_have_set_aside(plant, report, agent, lives)
    judge(plant, report, tolerated_alerts=events)


def grow(plant, journal, messages=1500):
    """So many more messages, acknowledged by the broker."""
    journal.set_rate(RATE)
    wanted = len(journal.acknowledged) + messages
    wait_until("more readings", lambda: len(journal.acknowledged) > wanted, 60)
    plant.loop.run(journal.settle())


def grow_unsent(plant, agent, journal):
    """A backlog of several segments and many alerts, with the hub away; the agent is stopped then."""
    plant.link.set(refuses=True)
    plant.loop.run(plant.link.reset())
    grow(plant, journal, 5000)
    agent.stop()


def roots(agent, *tables):
    """The first page of each table; the header of the file stays, so that damage is found only by reading."""
    marks = ", ".join("?" for _ in tables)
    return [number for number, in query(agent, f"SELECT rootpage FROM sqlite_master WHERE name IN ({marks})", *tables)]


def leaf_of_events(plant, agent):
    """A page that holds unsent events and nothing else, and how many."""
    incarnation = Edge(agent.folder).incarnation
    at_hub = {name.replace("-", ""): int(seq) for name, seq in plant.postgres.query(
        f"SELECT incarnation, seq FROM sync_cursors WHERE stream = {EVENTS}")}
    place = query(agent, "SELECT count(*) FROM events WHERE seq <= ?", at_hub.get(incarnation, 0))[0][0]
    found = []
    for page, records in query(
            agent, "SELECT pageno, ncell FROM dbstat WHERE name = 'events' AND pagetype = 'leaf' ORDER BY path"):
        if place <= 0:
            found.append((page, records))
        place -= records
    return plant.random.choice(found[:-1])


def overwrite(agent, pages, chance: random.Random):
    with open(agent.folder / "core.db", "r+b") as file:
        for page in sorted(pages):
            file.seek((page - 1) * PAGE)
            file.write(chance.randbytes(PAGE))
    return sorted(pages)


def query(agent, sql, *values):
    """Rows of the agent's database, whose log of writes is in the file then."""
    with sqlite3.connect(agent.folder / "core.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        rows = database.execute(sql, values).fetchall()
    database.close()
    return rows


def must_have_set_aside(plant, report, agent, lives):
    """The agent goes on under another incarnation, keeps the damaged file and says so, once for each damage."""
    agent.stop()
    lives.append(Edge(agent.folder).incarnation)
    if len(set(lives)) < len(lives):
        raise Finding("the database was damaged and kept its incarnation")
    kept = list(agent.folder.glob("damaged-*/core.db"))
    said = plant.postgres.query("SELECT after #>> '{}' FROM audit_log WHERE action = 'store.set-aside' ORDER BY seq")
    report.say(f"set aside: {said[-1][0] if said else 'not said'}")
    if not len(kept) == len(said) == len(lives) - 1:
        for text, in said:
            report.say(f"told: {text}")
        raise Finding(f"{len(lives) - 1} damages, {len(kept)} databases kept, {len(said)} told to the hub")
    agent.start()
