"""The hub's ingest alone: real rounds with real segments through its round service into a fresh PostgreSQL (fsync on)."""

import json
import subprocess
from pathlib import Path

import measure

from processes import Failure

SEGMENTS = 60  # of each agent, 65 536 readings each
AGENTS = 2
MACHINES = 30  # of each agent, four metrics each


def measure_hub(bed):
    """Readings a second over all agents, and bytes in PostgreSQL a measured reading, derived values' bytes included."""
    program = bed.programs / "HubIngestBench"
    if not program.exists():
        raise Failure(f"{program} is missing: swift build -c release --product HubIngestBench")
    with bed.trial() as trial:
        trial.postgres.start()
        port = trial.settings["postgresPort"]
        address = f"host=127.0.0.1 port={port} dbname=millwright user={trial.postgres.user}"
        run = subprocess.run([program, address, str(SEGMENTS), str(AGENTS), str(MACHINES)], capture_output=True, text=True)
        if run.returncode != 0:
            raise Failure(f"HubIngestBench: {run.stderr.strip()}")
        return json.loads(run.stdout.strip().splitlines()[-1])


def measure_idle(bed):
    """CPU of hub and PostgreSQL for a round that brings nothing: what thousands of agents cost while nothing happens."""
    program = bed.programs / "HubIngestBench"
    with bed.trial() as trial:
        trial.postgres.start()
        port = trial.settings["postgresPort"]
        address = f"host=127.0.0.1 port={port} dbname=millwright user={trial.postgres.user}"
        postmaster = (trial.postgres.data / "postmaster.pid").read_text().split()[0]
        before = postgres_cpu(postmaster)
        run = subprocess.run([program, address, "idle", "1000", "20000"], capture_output=True, text=True)
        if run.returncode != 0:
            raise Failure(f"HubIngestBench: {run.stderr.strip()}")
        result = json.loads(run.stdout.strip().splitlines()[-1])
        used = postgres_cpu(postmaster) - before
        # With the 2 000 first rounds in it, which write; a little more than an idle round costs.
        return {**result, "postgres_ms_a_round": used * 1000 / (result["rounds"] + 2000)}


def postgres_cpu(postmaster):
    """Seconds of the server with all its processes, ended ones too."""
    fields = Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / measure.TICKS
    living = 0.0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "stat").read_text().rpartition(")")[2].split()[1] == postmaster:
                    living += measure.cpu_seconds(entry.name)
            except (FileNotFoundError, ProcessLookupError):
                pass
    return ended + living
