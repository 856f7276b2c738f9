"""What all scenarios share: how a plant comes to rest, how it is judged, how a chapter of faults is told."""

import time

from audit import Audit, Edge, Finding
from processes import Failure, wait_until


class Skipped(Exception):
    """The machine does not allow this fault; the message says what is missing."""


def heal(plant):
    """Faults are over: the network is in order and everything that should run does."""
    if plant.link:
        plant.link.set()
    wait_until("PostgreSQL", plant.postgres.running, 60)
    if not plant.hub.pid():
        plant.start_hub(wait=False)
    plant.wait_hub()
    for agent in plant.agents:
        if not agent.process.pid():
            agent.start(wait=False)
        agent.wait_ready()


def drain(plant, seconds=180):
    """Waits until nothing is left to be sent: everything published is in an agent's store and from there at the hub."""
    plant.settle_journals()
    messages = sum(len(journal.acknowledged) for journal in plant.journals)
    seen = None

    def is_quiet():
        nonlocal seen
        now = []
        for agent in plant.agents:
            # As its supervisor does: an agent that finds its store damaged ends, and the next start sets it aside.
            if not agent.process.pid():
                agent.start(wait=False)
            backlog = agent.status().get("backlog")
            if backlog is None or backlog["readings"] or backlog["events"]:
                return False
            now.append(backlog)
        stored = plant.postgres.query("SELECT coalesce(sum(readings), 0), count(*) FROM sync_segments")[0]
        quiet, seen = seen == stored, stored
        # A new incarnation is heard apart until the one before it has been silent for a minute.
        return quiet and plant.postgres.query("SELECT count(*) FROM sync_apart")[0][0] == "0"

    # Two looks further apart than the open window may grow old, so that nothing is on its way unseen.
    wait_until(f"the backlog of {messages} messages to drain", is_quiet, seconds, poll=4)


def judge(plant, report, tolerated_alerts=0, expects_rejected=False):
    """Stops the agents, compares, and fails on anything lost or doubled."""
    for agent in plant.agents:
        agent.stop()
    audit = Audit(plant, expects_rejected)
    report.table("readings", audit.run(plant.agents))
    report.table("alerts", audit.alerts(tolerated_alerts))
    report.table("events", audit.streams())
    if audit.faults:
        raise Finding("; ".join(audit.faults))
    return audit


class Report:
    """Lines for whoever watches, with the time since the beginning."""

    def __init__(self):
        self.begin = time.monotonic()
        self.tables = {}

    def say(self, text):
        print(f"  {time.monotonic() - self.begin:6.1f} s  {text}", flush=True)

    def table(self, name, numbers):
        self.tables[name] = numbers
        self.say(f"{name}: " + ", ".join(
            f"{word} {number:,}" if isinstance(number, int) else f"{word} {number}"
            for word, number in numbers.items()))


__all__ = ["Audit", "Edge", "Failure", "Finding", "Report", "Skipped", "drain", "heal", "judge", "wait_until"]
