"""Readings out of folders of CSV files, as a plant would have sent them."""

import csv
import datetime
import re
from pathlib import Path
from typing import NamedTuple

TIME_COLUMNS = ("datetime", "timestamp", "time", "start")
MACHINE_COLUMNS = ("unit", "battery")
# What people added for judging, and plain numbering: no sensor sends it, and its zeros would flatter the figure.
LEFT_OUT = {"anomaly", "changepoint", "udi", "cycle", "discharge_no", "rul", "y", "machine_failure", "twf", "hdf", "pwf",
            "osf", "rnf"}
FIRST_TIME = 1_577_836_800_000_000  # of files without times, whose rows are a second apart: 2020-01-01
SECOND = 1_000_000


class Reading(NamedTuple):
    time: int  # microseconds since 1970
    machine: str
    metric: str
    text: str  # the value as it stands in the file


def of_folder(folder: Path):
    """All readings of the folder's files, in the order of their times."""
    readings = []
    for path in sorted(folder.rglob("*.csv")):
        readings += of_file(path, name("-".join(path.relative_to(folder).with_suffix("").parts)))
    readings.sort(key=lambda reading: reading.time)
    return readings


def of_file(path: Path, machine):
    """The numeric columns of a file; one machine, or several where a column says which."""
    with open(path, newline="") as file:
        head = file.readline()
        file.seek(0)
        rows = list(csv.DictReader(file, delimiter=";" if ";" in head else ","))
    columns = list(rows[0]) if rows else []
    time_column = next((column for column in columns if column.lower() in TIME_COLUMNS), None)
    machine_column = next((column for column in columns if column.lower() in MACHINE_COLUMNS), None)
    apart = {time_column, machine_column}
    measured = [(column, name(column)) for column in columns
                if column not in apart and name(column) not in LEFT_OUT and is_number(rows[0][column])]
    last = {}
    for row in rows:
        own = f"{machine}-{name(row[machine_column])}" if machine_column else machine
        time = microseconds(row[time_column]) if time_column else last.get(own, FIRST_TIME) + SECOND
        if time <= last.get(own, time - 1):
            continue  # an agent keeps one reading of a time
        last[own] = time
        for column, metric in measured:
            if is_number(row[column]):
                yield Reading(time, own, metric, row[column])


def name(text):
    """What the product takes as a name."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:60] or "x"


def is_number(text):
    try:
        return abs(float(text)) < float("inf")
    except (TypeError, ValueError):
        return False


def microseconds(text):
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return round(moment.timestamp() * 1_000_000)
