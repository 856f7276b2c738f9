"""The hub's ingest alone: real rounds with real segments through its round service into a fresh PostgreSQL (fsync on)."""

import json
import subprocess

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
