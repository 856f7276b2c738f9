"""Segment files that wait to be sent are truncated, damaged and deleted: what is lost is said to the reading."""

import sqlite3

from scenario import Finding, drain, heal, judge, wait_until

RATE = 600
WANTED = 5  # unsent segments


def run(plant, report, options):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    journal.set_rate(RATE)
    wait_until("readings", lambda: len(journal.acknowledged) > 1000, 60)
    plant.link.set(refuses=True)
    plant.loop.run(plant.link.reset())
    wait_until("segments to wait for the hub", lambda: len(unsent(agent)) >= WANTED, 90, poll=0.5)
    plant.loop.run(journal.settle())
    agent.stop()
    victims = plant.random.sample(unsent(agent), 3)
    for (seq, _, size), harm in zip(victims, (truncate, flip, remove)):
        harm(agent.folder / "segments" / f"{seq:012}.seg", size, plant.random)
        report.say(f"segment {seq}: {harm.__name__}")
    lost = sum(readings for _, readings, _ in victims)
    agent.start()
    heal(plant)
    journal.set_rate(RATE)
    drain(plant)
    judge(plant, report)
    said = report.tables["readings"]["in manifests"]
    missing = report.tables["readings"]["acknowledged"] - report.tables["readings"]["at hub once"]
    if not said == missing == lost:
        raise Finding(f"{lost} readings were in the damaged files, {missing} are missing, manifests name {said}")


def unsent(agent):
    """(seq, readings, bytes) of the segments that the hub does not have."""
    database = sqlite3.connect(f"file:{agent.folder / 'core.db'}?mode=ro", uri=True)
    rows = database.execute("SELECT seq, readings, bytes FROM segments WHERE state = 0 ORDER BY seq").fetchall()
    database.close()
    return rows


def truncate(path, size, chance):
    with open(path, "r+b") as file:
        file.truncate(chance.randrange(size))


def flip(path, size, chance):
    with open(path, "r+b") as file:
        place = chance.randrange(size)
        file.seek(place)
        old = file.read(1)[0]
        file.seek(place)
        file.write(bytes([old ^ 1 << chance.randrange(8)]))


def remove(path, size, chance):
    path.unlink()
