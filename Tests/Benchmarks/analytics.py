"""The analytics' own cost and accuracy: AnalyticsBench and GuardBench, and named peers where they are installed."""

import json
import subprocess
from pathlib import Path

from processes import Failure

HERE = Path(__file__).parent


PROGRAMS = ("AnalyticsBench", "GuardBench")


def measure(root: Path, programs: Path):
    """The figures, each with what is to be reached and what a peer takes."""
    missing = [name for name in PROGRAMS if not (programs / name).exists()]
    if missing:
        builds = " && ".join(f"swift build -c release --product {name}" for name in missing)
        raise Failure(f"{' and '.join(missing)}: not in {programs}; {builds}")
    figures = [figure for name in PROGRAMS for figure in run(programs / name)]
    peers = measure_peers(root)
    for figure in figures:
        figure["peer"] = peers.get(figure["key"], "-")
    return figures


def run(program: Path):
    """What a program of figures prints, one object a line."""
    ran = subprocess.run([program, "--json"], capture_output=True, text=True)
    if ran.returncode != 0:
        raise Failure(f"{program.name}: {ran.stderr.strip()}")
    return [json.loads(line) for line in ran.stdout.splitlines()]


def measure_peers(root: Path):
    """Nothing where deploy/setup/packages.sh bench could not install them."""
    python = root / ".local/bench/bin/python"
    if not python.exists():
        return {}
    run = subprocess.run([python, HERE / "analytics_peers.py"], capture_output=True, text=True)
    if run.returncode != 0:
        raise Failure(f"analytics_peers.py: {run.stderr.strip()[-500:]}")
    return json.loads(run.stdout)
