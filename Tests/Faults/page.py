"""Pages of the agent's database are damaged while it is down, when everything is at the hub."""

import random
import sqlite3

from audit import Edge
from scenario import Finding, drain, heal, judge, wait_until

PAGE = 4096


def run(plant, report, options):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    journal.set_rate(300)
    wait_until("readings at the hub", lambda: len(journal.acknowledged) > 1500, 60)
    drain(plant)
    agent.stop()
    before = Edge(agent.folder).incarnation
    damaged = damage(agent.folder / "core.db", plant.random)
    report.say(f"damaged pages {damaged} with everything at the hub")
    agent.start()
    journal.set_rate(300)
    count = len(journal.acknowledged)
    wait_until("more readings", lambda: len(journal.acknowledged) > count + 1500, 60)
    heal(plant)
    drain(plant)
    judge(plant, report)
    must_have_set_aside(plant, report, agent, before)


def damage(path, chance: random.Random):
    """Overwrites pages that hold rows; the header stays, so that it is found only by reading."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        wanted = [number for number, in database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name IN ('events', 'meta', 'series')")]
    database.close()
    chosen = sorted(chance.sample(wanted, 2))
    with open(path, "r+b") as file:
        for page in chosen:
            file.seek((page - 1) * PAGE)
            file.write(chance.randbytes(PAGE))
    return chosen


def must_have_set_aside(plant, report, agent, before):
    """The agent goes on under another incarnation, keeps the damaged file and says so, once."""
    if Edge(agent.folder).incarnation == before:
        raise Finding("the database was damaged and kept its incarnation")
    kept = list(agent.folder.glob("damaged-*/core.db"))
    if not kept:
        raise Finding("the damaged database was not kept")
    said = plant.postgres.query("SELECT count(*) FROM audit_log WHERE action = 'store.set-aside'")
    report.say(f"set aside to {kept[0].parent.name}, said {said[0][0]} times in the audit trail")
    if int(said[0][0]) != 1:
        raise Finding("the hub was not told, once, that the store was set aside")
