"""t2, t3, t4 and lost answers: 2 000 messages a second for 20 s while something fails; then counting, at the hub."""

import json
import os
import signal
import subprocess
import time

from bed import DEVICES
from hub_client import local_json
from processes import wait_until

PER_DEVICE = 400
RATE = 2000
KILL_AT, AWAY = 8, 2
HUB_AWAY = 34


def measure(bed, name):
    return catch_up(bed) if name == "catchup" else count_after(bed, name)


def count_after(bed, name):
    """What was acknowledged to the publisher against what the hub holds."""
    kills_agent = name in ("t2", "t4")
    cuts_hub = name in ("t3", "t4")
    with bed.trial() as trial:
        ready(bed, trial, lossy=name == "lossy")
        acknowledged = trial.state / "acknowledged"
        load = trial.load(PER_DEVICE, rate=RATE, acknowledged=acknowledged, wait=False)
        begin = time.monotonic()
        if cuts_hub:
            trial.link.stop()
        if kills_agent:
            at(begin + KILL_AT)
            os.kill(trial.agent.pid(), signal.SIGKILL)
            at(begin + KILL_AT + AWAY)
            trial.start_agent()
        generator = json.loads(load.communicate()[0])
        if cuts_hub:
            at(begin + HUB_AWAY)
            trial.start_link(*demo_link(bed))
        counted = settle(trial, PER_DEVICE, acknowledged)
        return {"acknowledged": counted["acked"], "lost": counted["acked_lost"], "twice": counted["duplicates"],
                "published": generator["sent"]}


def catch_up(bed):
    """A backlog of 200 000 messages taken while the hub is away, and how fast the hub has it afterwards."""
    per_device = 2000
    with bed.trial() as trial:
        ready(bed, trial, lossy=False)
        trial.link.stop()
        trial.load(per_device)
        wait_until("readings committed", lambda: trial.stored() >= DEVICES * per_device * 2, 120)
        backlog = trial.metric("millwright_agent_backlog_readings")  # sealed; the open window follows in its own time
        before = at_hub(trial)
        begin = time.monotonic()
        trial.start_link(*demo_link(bed))
        # The agent waits a random while after each failure, up to seconds by now: that is told apart.
        wait_until("the agent's return", lambda: at_hub(trial) > before, 120, poll=0.005)
        first, arrived = time.monotonic(), at_hub(trial)
        wait_until("the backlog at the hub", lambda: at_hub(trial) >= backlog, 120, poll=0.005)
        end = time.monotonic()
        return {"readings": backlog, "seconds_from_link": end - begin, "rate_from_link": backlog / (end - begin),
                "seconds_from_first": end - first, "rate_from_first": (backlog - arrived) / max(end - first, 1e-3)}


def ready(bed, trial, lossy):
    trial.start_hub()
    trial.prepare_agent()
    if lossy:
        trial.start_lossy_link(5)
    else:
        trial.start_link(*demo_link(bed))
    trial.enrol_agent()
    trial.start_agent()


def demo_link(bed):
    return [bed.root / "deploy/demo/link.py"]


def at(moment):
    time.sleep(max(0, moment - time.monotonic()))


def at_hub(trial):
    """Measured readings at the hub, from the guard rows of its segments."""
    return int(trial.postgres.query("SELECT coalesce(sum(readings), 0) FROM sync_segments")[0][0])


def settle(trial, per_device, acknowledged):
    """Waits until the agent has nothing left to send, then counts (machine, seq) at the hub as rows."""
    def drained():
        status = local_json(trial.agent_address, "/api/status") or {}
        return status.get("backlog", {}).get("readings") == 0 and status.get("backlog", {}).get("events") == 0

    wait_until("nothing left to send", drained, 180, poll=0.2)
    rows = trial.postgres.query(
        "SELECT m.name, r.value::bigint FROM energy_readings r JOIN machines m ON m.id = r.machine_id "
        "AND m.tenant_id = r.tenant_id WHERE r.metric = 'seq'")
    lines = "".join(f"{name}\t{number}\n" for name, number in rows)
    counted = subprocess.run(
        [trial.bed.tools / "seqcount", "--tsv", "--devices", str(DEVICES), "--per-device", str(per_device), "--ack",
         str(acknowledged)], input=lines, capture_output=True, text=True, check=True)
    return json.loads(counted.stdout)
