"""A folder that is copied while it lives: both run, on machines of their own, under one credential and one name."""

import shutil
import time

from audit import Edge
from scenario import Finding, drain, judge, wait_until

RATE = 200


def run(plant, report, options):
    agent = plant.add_agent()
    agent.environment["MILLWRIGHT_MQTT__TOPICS"] = "factory/line1/+/telemetry"
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    journal.set_rate(RATE)
    wait_until("the first readings", lambda: len(journal.acknowledged) > 1000, 60)
    drain(plant)
    agent.stop()
    copied = plant.state / "copy"
    shutil.copytree(agent.folder, copied)
    agent.start()
    copy = plant.add_agent("copy", copied)
    copy.environment.update({"MILLWRIGHT_AGENT__NAME": agent.name, "MILLWRIGHT_MQTT__CLIENT_ID": "the-copy",
                             "MILLWRIGHT_MQTT__TOPICS": "factory/line2/+/telemetry"})
    journal.set_rate(RATE)
    copy.start()
    other = plant.add_journal(machines=4, name="lathe", factory="line2")
    other.set_rate(RATE)
    wait_until("the hub to hear two", lambda: apart(plant), 120, poll=1)
    time.sleep(20)
    plant.settle_journals()
    time.sleep(10)  # the open windows are sealed and sent
    report.say(f"two live copies: {apart(plant):,} readings are kept apart; standings: {standings(plant)}")
    copy.stop()
    plant.agents.remove(copy)
    plant.journals.remove(other)
    plant.loop.run(other.close())
    judge(plant, report)
    edge = Edge(copy.folder)
    kept = apart(plant) + edge.unsent_readings + len(edge.open)
    if kept < 2 * len(other.acknowledged):
        raise Finding(f"of the copy's {2 * len(other.acknowledged)} readings only {kept} are kept apart or on its edge")


def apart(plant):
    return int(plant.postgres.query("SELECT coalesce(sum(readings), 0) FROM sync_apart")[0][0])


def standings(plant):
    rows = plant.postgres.query("SELECT standing, count(*) FROM agent_incarnations GROUP BY 1 ORDER BY 1")
    return ", ".join(f"{standing} {count}" for standing, count in rows)
