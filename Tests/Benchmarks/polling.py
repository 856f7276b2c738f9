"""Thousands of agents that have nothing to say poll one hub over mutual TLS: what that takes of hub and PostgreSQL."""

import json
import resource
import subprocess

import measure
from hub_ingest import postgres_cpu
from processes import Failure

AGENTS = 10_000
INTERVAL = 10  # seconds between an agent's rounds
INTERVALS = 6
SPARE_FILES = 1_000


def measure_polling(bed):
    """Processor time, memory and latencies while all agents are connected and poll."""
    program = bed.programs / "PollingBench"
    if not program.exists():
        raise Failure(f"PollingBench: not in {bed.programs}; swift build -c release --product PollingBench")
    agents = allow_files(AGENTS)
    with bed.trial() as trial:
        trial.start_hub()
        postgres = f"host=127.0.0.1 port={trial.settings['postgresPort']} dbname=millwright user={trial.postgres.user}"
        hub, postmaster = trial.hub.pid(), (trial.postgres.data / "postmaster.pid").read_text().split()[0]
        empty = measure.memory_mb(hub)
        words = [program, postgres, trial.state / "ca", f"https://127.0.0.1:{trial.settings['syncPort']}", agents, INTERVAL,
                 INTERVALS]
        with subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, text=True) as run:
            wait_for(run, "polling")
            before = measure.cpu_seconds(hub), postgres_cpu(postmaster)
            told = json.loads(wait_for(run, "{"))
        if told["failed"]:
            raise Failure(f"{told['failed']} of {told['rounds']} rounds failed: {told['failures']}")
        used = measure.cpu_seconds(hub) - before[0], postgres_cpu(postmaster) - before[1]
        memory = measure.memory_mb(hub)
    seconds = INTERVAL * INTERVALS
    return {**told, "hub_cores": used[0] / seconds, "postgres_cores": used[1] / seconds, "hub_mb": memory,
            "kb_an_agent": (memory - empty) * 1024 / agents}


def allow_files(agents):
    """As many agents as this machine lets a process hold connections of."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY or most >= agents + SPARE_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (agents + SPARE_FILES, most))
        return agents
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most - SPARE_FILES


def wait_for(run, start):
    """The next line that begins so."""
    for line in run.stdout:
        if line.startswith(start):
            return line
    raise Failure(f"PollingBench ended with status {run.wait()}")
