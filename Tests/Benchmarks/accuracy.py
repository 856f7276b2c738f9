#!/usr/bin/env python3
"""How well the analytics do on files of one's own, through the command line that users have.

    accuracy.py alarms FILE --time COL [--columns A,B] [--train N]
        The part of rows that alarm, for each rate that is asked: the file should hold normal rows only.
    accuracy.py forecast FILE … --time COL --value COL [--origins 16] [--horizon 168] [--season 24]
        MASE of the forecast and of the season before, and how often the bands hold, from origins at even distances in
        the second half of each file (hourly, without gaps).

Needs nothing but Python; --program names the millwright to ask (a release build).
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import fmean

ROOT = Path(__file__).resolve().parents[2]
RATES = (0.01, 0.05, 0.1)
SCALE_DAYS = 56  # MASE is in units of the season's own error in the eight weeks before the origin


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", type=Path, default=ROOT / ".build/release/millwright")
    parts = options.add_subparsers(dest="part", required=True)
    alarms = parts.add_parser("alarms")
    alarms.add_argument("file", type=Path)
    alarms.add_argument("--time", required=True)
    alarms.add_argument("--columns")
    alarms.add_argument("--train", type=int, default=0)
    alarms.set_defaults(run=measure_alarms)
    forecast = parts.add_parser("forecast")
    forecast.add_argument("files", type=Path, nargs="+")
    forecast.add_argument("--time", required=True)
    forecast.add_argument("--value", required=True)
    forecast.add_argument("--origins", type=int, default=16)
    forecast.add_argument("--horizon", type=int, default=168)
    forecast.add_argument("--season", type=int, default=24)
    forecast.set_defaults(run=measure_forecasts)
    chosen = options.parse_args()
    if not chosen.program.exists():
        sys.exit(f"{chosen.program} is not there; make release builds it")
    chosen.run(chosen)


def measure_alarms(chosen):
    print("| asked | measured | rows |\n| --- | --- | --- |")
    words = ["--columns", chosen.columns] if chosen.columns else []
    for rate in RATES:
        rows = analyze(
            chosen.program, "anomalies", chosen.file, "--time", chosen.time, "--train", chosen.train, "--alarm-rate", rate,
            *words)
        judged = rows[chosen.train:]
        part = fmean(row["alarm"] in ("1", "true") for row in judged)
        print(f"| {rate:.0%} | {part:.2%} | {len(judged)} |", flush=True)


def measure_forecasts(chosen):
    season, horizon = chosen.season, chosen.horizon
    print(f"| series | MASE {season}; {horizon} | a season ago for {season}; a week ago for {horizon} "
          f"| 80 % band covers, {season}; {horizon} | 95 % band covers |\n| --- | --- | --- | --- | --- |")
    for file in chosen.files:
        table = list(csv.DictReader(file.open()))
        tried = [try_origin(chosen, table, origin) for origin in origins(len(table), chosen)]
        mean = {key: fmean(one[key] for one in tried) for key in tried[0]}
        print(f"| {file.stem} | {mean['near']:.2f}; {mean['far']:.2f} | {mean['season']:.2f}; {mean['week']:.2f} "
              f"| {mean['in80_near']:.0%}; {mean['in80_far']:.0%} | {mean['in95_far']:.0%} |", flush=True)


def origins(count, chosen):
    """In the middles of equal parts of the second half, so that each has its horizon after it."""
    first, last = count // 2, count - chosen.horizon
    if first < SCALE_DAYS * chosen.season or last <= first:
        sys.exit(f"a file of {count} rows is too short: half of it must be {SCALE_DAYS} seasons and a horizon")
    step = (last - first) / chosen.origins
    return [int(first + (number + 0.5) * step) for number in range(chosen.origins)]


def try_origin(chosen, table, origin):
    season, horizon = chosen.season, chosen.horizon
    with tempfile.TemporaryDirectory() as folder:
        past = Path(folder) / "past.csv"
        with past.open("w", newline="") as file:
            writer = csv.DictWriter(file, table[0].keys())
            writer.writeheader()
            writer.writerows(table[:origin])
        told = analyze(
            chosen.program, "forecast", past, "--time", chosen.time, "--value", chosen.value, "--horizon", horizon,
            "--levels", "80,95")
    values = [float(row[chosen.value]) for row in table[origin - SCALE_DAYS * season:origin + horizon]]
    known, true = values[:-horizon], values[-horizon:]
    scale = fmean(abs(after - before) for before, after in zip(known, known[season:]))
    week = 7 * season

    def error(guessed, count):
        return fmean(abs(one - other) for one, other in zip(guessed[:count], true)) / scale

    def covers(level, count):
        return fmean(
            float(row[f"lo{level}"]) <= one <= float(row[f"hi{level}"]) for row, one in zip(told[:count], true))

    mean = [float(row["mean"]) for row in told]
    return {
        "near": error(mean, season), "far": error(mean, horizon), "season": error(known[-season:], season),
        "week": error((known[-week:] * (horizon // week + 1))[:horizon], horizon), "in80_near": covers(80, season),
        "in80_far": covers(80, horizon), "in95_far": covers(95, horizon)}


def analyze(program, *words):
    """The rows of what the program writes."""
    ran = subprocess.run([program, "analyze", *map(str, words), "--output", "csv"], capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(ran.stderr.strip())
    return list(csv.DictReader(ran.stdout.splitlines()))


if __name__ == "__main__":
    main()
