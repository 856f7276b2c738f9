"""A backlog: how fast a week of it drains on one machine, and what it weighs while it waits."""

import json
import statistics
import subprocess
import time

import measure
from hub_client import local_json
from processes import Failure, wait_until

METRICS = 100
WEEK = 7 * 86_400 * METRICS  # readings at 1 Hz
NOISE_READINGS = 14_000  # of a segment that does not compress: about the bytes of a full one that does
NOISE_BYTES = 8.2  # a reading of noise, measured
STARTS = 7  # of an agent on one folder, of which the middle one counts


def measure_drain(bed):
    """From the agent's start with a week's backlog until the hub's guard rows hold all of it."""
    with bed.trial() as trial:
        trial.start_hub()
        trial.prepare_agent()
        trial.start_link(bed.root / "deploy/demo/link.py")
        trial.enrol_agent()
        made = make(bed, trial, WEEK, "real")
        begin = time.monotonic()
        trial.start_agent()
        wait_until("the backlog at the hub", lambda: at_hub(trial) >= made["readings"], 600, poll=0.1)
        seconds = time.monotonic() - begin
        stored = int(trial.postgres.query("SELECT coalesce(sum(n), 0) FROM chunks")[0][0])
        if stored < made["readings"]:
            raise Failure(f"the hub has {stored} of {made['readings']} readings")
        return {**made, "seconds": seconds, "rate": made["readings"] / seconds}


def measure_weight(bed, gigabytes):
    """Start-up time and memory without a backlog and with a large one, the hub being away."""
    return {"nothing": weigh(bed, 0), "backlog": weigh(bed, gigabytes)}


def weigh(bed, gigabytes):
    with bed.trial() as trial:
        trial.prepare_agent()
        trial.agent_environment["MILLWRIGHT_STORE__BUDGET"] = "1TiB"
        made = {"segments": 0, "bytes": 0}
        if gigabytes:
            made = make(bed, trial, int(gigabytes * 2**30 / NOISE_BYTES), "noise", NOISE_READINGS)
        seconds = [start(trial)]
        for _ in range(STARTS - 1):
            trial.agent.stop()
            seconds.append(start(trial))
        time.sleep(5)
        return {"segments": made["segments"], "bytes": made["bytes"], "start_seconds": statistics.median(seconds),
                "starts": seconds, "memory_mb": measure.memory_mb(trial.agent.pid())}


def start(trial):
    """Seconds from the agent's start until it says that it is ready."""
    began = time.monotonic()
    trial.agent.start(trial._command("run"), trial.agent_environment)
    wait_until("agent", lambda: trial.agent.must_run() or local_json(trial.agent_address, "/readyz"), 60, poll=0.002)
    return time.monotonic() - began


def measure_rounds(bed):
    """What each round of a drain costs the agent's store in commits, by the store's own calls."""
    with bed.trial() as trial:
        trial.prepare_agent()
        make(bed, trial, 1_000_000, "real", 4_000)
        return run(bed, trial, "rounds", "200")


def make(bed, trial, readings, values, *more):
    return run(bed, trial, str(readings), str(METRICS), values, *map(str, more))


def run(bed, trial, *words):
    program = bed.programs / "BacklogMaker"
    if not program.exists():
        raise Failure(f"{program} is missing: swift build -c release --product BacklogMaker")
    ran = subprocess.run([program, trial.agent_data, *words], capture_output=True, text=True)
    if ran.returncode != 0:
        raise Failure(f"BacklogMaker: {ran.stderr.strip()}")
    return json.loads(ran.stdout)


def at_hub(trial):
    return int(trial.postgres.query("SELECT coalesce(sum(readings), 0) FROM sync_segments")[0][0])
