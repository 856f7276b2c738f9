#!/usr/bin/env python3
"""Measures the release build against named peers on this machine and writes docs/benchmarks.md.

bench.py --load-generators DIR [--data DIR] [--only t1,t2,…] [--runs 3]
bench.py --only analytics [--output FILE]

Servers run on loopback, in a temporary folder, and are gone afterwards. Every figure is of this run; a ratio compares two
commands of this run.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "deploy/demo"), str(ROOT / "Tests/Faults"), str(Path(__file__).parent)]

import analytics  # noqa: E402
import drain  # noqa: E402
import faults  # noqa: E402
import hub_ingest  # noqa: E402
import ingest  # noqa: E402
import measure  # noqa: E402
import polling  # noqa: E402
import report  # noqa: E402
import wire  # noqa: E402
from bed import Bed  # noqa: E402
from processes import Failure  # noqa: E402


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--load-generators", type=Path, help="needed by all parts but `analytics`")
    options.add_argument("--only", default="t1,t2,t3,t4,lossy,catchup,hub,idle,polling,drain,weight,rounds,wire,analytics")
    options.add_argument("--data", type=Path, help="folders of CSV files for `wire`, one for each set of data")
    options.add_argument("--sets", default="skab,nab,forecast,cmapss,ai4i,battery", help="which of those folders")
    options.add_argument("--runs", default=3, type=int)
    options.add_argument("--backlog-gigabytes", default=10, type=float, help="how large the large backlog is")
    options.add_argument("--programs", default=ROOT / ".build" / "release", type=Path, help="only bytes may be of others")
    options.add_argument("--output", type=Path, help="docs/benchmarks.md, but for `analytics` alone nowhere")
    given = options.parse_args()
    wanted = given.only.split(",")
    results = {"machine": measure.machine()}
    if "analytics" in wanted:
        results["analytics"] = analytics.measure(ROOT, given.programs)
    if wanted != ["analytics"]:
        if not given.load_generators:
            options.error("--load-generators names the folder of the load generators")
        measure_programs(given, wanted, results)
    print(json.dumps(results, indent=2))
    page = report.page(results)
    output = given.output or (ROOT / "docs/benchmarks.md" if wanted != ["analytics"] else None)
    if output:
        output.write_text(page)
    print(f"Written: {output}" if output else page)


def measure_programs(given, wanted, results):
    """The parts that need servers: each on a bed of its own."""
    with tempfile.TemporaryDirectory(prefix="millwright-bench-") as folder:
        Path(folder).chmod(0o711)
        bed = Bed(ROOT, Path(folder), given.load_generators, given.programs)
        if "t1" in wanted:
            results["t1"] = ingest.measure_t1(bed, given.runs)
        for name in ("t2", "t3", "t4", "lossy", "catchup"):
            if name in wanted:
                results[name] = faults.measure(bed, name)
        if "hub" in wanted:
            results["hub"] = hub_ingest.measure_hub(bed)
        if "idle" in wanted:
            results["idle"] = hub_ingest.measure_idle(bed)
        if "polling" in wanted:
            results["polling"] = polling.measure_polling(bed)
        if "drain" in wanted:
            results["drain"] = drain.measure_drain(bed)
        if "weight" in wanted:
            results["weight"] = drain.measure_weight(bed, given.backlog_gigabytes)
        if "rounds" in wanted:
            results["rounds"] = drain.measure_rounds(bed)
        if "wire" in wanted and given.data:
            results["wire"] = wire.measure(bed, [given.data / name for name in given.sets.split(",")])


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"bench: {failure}")
