"""kill -9 of agent, hub and PostgreSQL backends at random moments under load, while answers get lost on the way."""

import time

from scenario import drain, heal, judge

RATE = 800  # messages a second, two readings each
LOST_ANSWERS = 0.05


def run(plant, report, options):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    journal.set_rate(RATE)
    plant.link.set(lost_answers=LOST_ANSWERS)
    killed = {"agent": 0, "hub": 0, "backend": 0}
    told = 0
    while sum(killed.values()) < options.kills:
        time.sleep(plant.random.expovariate(1 / 0.8))
        victim = plant.random.choice(list(killed))
        killed[victim] += strike(plant, agent, victim)
        restart(plant, agent)
        if sum(killed.values()) >= told + 50:
            told += 50
            report.say(f"{told} kills, {len(journal.acknowledged):,} messages acknowledged")
    report.table("killed", {**killed, **plant.link.counts})
    heal(plant)
    drain(plant)
    judge(plant, report)


def strike(plant, agent, victim):
    """Kills one process; it may be at work, starting or recovering."""
    if victim == "agent":
        agent.kill()
    elif victim == "hub":
        plant.kill_hub()
    else:
        return int(plant.kill_backend())
    return 1


def restart(plant, agent):
    """What a service manager does: starts again what is gone, without waiting until it is ready."""
    if plant.random.random() < 0.3:
        time.sleep(plant.random.random())
    if not plant.hub.pid():
        plant.start_hub(wait=False)
    if not agent.process.pid():
        agent.start(wait=False)
