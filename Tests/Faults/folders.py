"""An agent's folder restored from a copy, also one that grew past its old self, and one copied while both run."""

import shutil

from scenario import drain, heal, judge, wait_until

RATE = 300


def run(plant, report, options):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    grow(plant, journal, 1000)
    drain(plant)
    agent.stop()
    backup = plant.state / "backup"
    shutil.copytree(agent.folder, backup)
    restored(plant, report, agent, journal, backup, 600, "shorter than what the hub has")
    restored(plant, report, agent, journal, backup, 6000, "grown past what the hub has")
    judge(plant, report)


def grow(plant, journal, messages):
    """So many more messages are published and acknowledged by the broker."""
    wanted = len(journal.acknowledged) + messages
    journal.set_rate(RATE)
    wait_until(f"{messages} messages", lambda: len(journal.acknowledged) >= wanted, 120)
    plant.loop.run(journal.settle())


def restored(plant, report, agent, journal, backup, messages, what):
    """The agent runs on, everything reaches the hub; then its folder is the old copy again, and it runs on."""
    agent.start()
    grow(plant, journal, 1500)
    drain(plant)
    agent.stop()
    shutil.rmtree(agent.folder)
    shutil.copytree(backup, agent.folder)
    if messages > 1500:
        plant.link.set(refuses=True)  # so that the copy grows past its old self before its first hello
    agent.start()
    grow(plant, journal, messages)
    heal(plant)
    drain(plant)
    agent.stop()
    report.say(f"restored and {what}: drained")
