"""The analytics' own cost and accuracy: AnalyticsBench, and beside it named peers where they are installed."""

import json
import subprocess
from pathlib import Path

from processes import Failure

HERE = Path(__file__).parent


def measure(root: Path, programs: Path):
    """The figures, each with what is to be reached and what a peer takes."""
    program = programs / "AnalyticsBench"
    if not program.exists():
        raise Failure(f"{program} is missing: swift build -c release --product AnalyticsBench")
    run = subprocess.run([program, "--json"], capture_output=True, text=True)
    if run.returncode != 0:
        raise Failure(f"AnalyticsBench: {run.stderr.strip()}")
    figures = [json.loads(line) for line in run.stdout.splitlines()]
    peers = measure_peers(root)
    for figure in figures:
        figure["peer"] = peers.get(figure["key"], "-")
    return figures


def measure_peers(root: Path):
    """Nothing where deploy/setup/packages.sh bench could not install them."""
    python = root / ".local/bench/bin/python"
    if not python.exists():
        return {}
    run = subprocess.run([python, HERE / "analytics_peers.py"], capture_output=True, text=True)
    if run.returncode != 0:
        raise Failure(f"analytics_peers.py: {run.stderr.strip()[-500:]}")
    return json.loads(run.stdout)
