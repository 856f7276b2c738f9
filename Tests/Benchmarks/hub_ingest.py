"""The hub's ingest: whole rounds of real segments through the service and into a PostgreSQL of its own."""

import json
import subprocess

from processes import Failure


def measure_hub(bed):
    """The bench program starts and ends its own PostgreSQL; its last line of output is one JSON object."""
    result = subprocess.run([bed.programs / "HubIngestBench"], capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"HubIngestBench: {result.stderr or result.stdout}")
    return json.loads(result.stdout.strip().splitlines()[-1])
