#!/usr/bin/env python3
"""Real processes, real faults: what publishers were told is stored must be at the hub, once, or accounted for.

run.py [--scenario NAME,…] [--quick] [--seed N] [--kills N] [--programs FOLDER]

Each scenario prints what was acknowledged, what is at the hub once, lost, doubled, on the edge and in manifests.
The exit status is 1 when anything was lost or doubled, or when a process did not come back.
"""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "deploy/demo"), str(Path(__file__).parent)]

from plant import Plant  # noqa: E402
from scenario import Failure, Finding, Report, Skipped  # noqa: E402

SCENARIOS = ["kills", "network", "disk", "page", "segment", "clock", "folders", "copies", "commands", "latches",
             "refusals", "poison", "tenants", "backlog"]
QUICK = ["kills", "network", "segment", "latches", "poison"]
PRIVATE = "MILLWRIGHT_FAULTS_PRIVATE"


def main():
    given = arguments()
    enter_private_mounts()
    failed = []
    for name in given.scenario:
        if not play(name, given):
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}; again: make test-faults SCENARIO={failed[0]} SEED={given.seed}")


def arguments():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scenario", default="", help=f"some of {', '.join(SCENARIOS)}; all of them by default")
    options.add_argument("--quick", action="store_true", help="the part that runs with the other tests")
    options.add_argument("--seed", type=int, default=None, help="of everything that is left to chance")
    options.add_argument("--kills", type=int, default=None, help="how many, 200 by default, 10 when quick")
    options.add_argument("--away", type=int, default=60, help="seconds that the network is cut for")
    options.add_argument("--programs", type=Path, default=ROOT / ".build" / "debug")
    options.add_argument("--minutes", type=float, default=5, help="of the week's backlog that alerts are timed in")
    options.add_argument("--readings", type=int, default=None, help="of the backlog, a week of 100 metrics by default")
    given = options.parse_args()
    given.scenario = [name for name in given.scenario.split(",") if name] or (QUICK if given.quick else SCENARIOS)
    if unknown := set(given.scenario) - set(SCENARIOS):
        options.error(f"there is no scenario {', '.join(sorted(unknown))}")
    given.seed = int(time.time()) if given.seed is None else given.seed
    given.kills = given.kills or (10 if given.quick else 200)
    return given


def enter_private_mounts():
    """As root: mounts of our own, so that a small file system can be filled; gone with the process."""
    if os.getuid() == 0 and PRIVATE not in os.environ:
        probe = subprocess.run(["unshare", "-m", "true"], capture_output=True)
        if probe.returncode == 0:
            os.environ[PRIVATE] = "yes"
            os.execvp("unshare", ["unshare", "-m", sys.executable, __file__, *sys.argv[1:]])


def play(name, given):
    """One scenario in a fresh plant; whether it held."""
    print(f"{name}, seed {given.seed}", flush=True)
    module = importlib.import_module(name)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="millwright-faults-") as folder:
        Path(folder).chmod(0o711)
        try:
            with Plant(ROOT, given.programs, Path(folder) / "plant", given.seed) as plant:
                try:
                    module.run(plant, report, given)
                except BaseException:
                    show_logs(plant)
                    raise
        except Skipped as reason:
            print(f"skipped {name}: {reason}", flush=True)
            return True
        except (Finding, Failure, TimeoutError) as failure:
            print(f"not ok {name}: {failure}", flush=True)
            return False
        except Exception:
            traceback.print_exc()
            print(f"not ok {name}: the scenario itself broke", flush=True)
            return False
    print(f"ok {name} in {time.monotonic() - report.begin:.0f} s", flush=True)
    return True


def show_logs(plant):
    """The last lines of what ran, for whoever looks for the cause."""
    for process in [plant.hub, *(agent.process for agent in plant.agents)]:
        print(f"--- {process.name}:\n{process.last_lines(15)}", file=sys.stderr)


if __name__ == "__main__":
    main()
