"""Compares the publishers' journals with both databases, to the reading, to the alert and to the event."""

import sqlite3
import struct
from collections import Counter
from pathlib import Path
from typing import NamedTuple


UNSENT = 0  # state of a segment in core.db
EVENTS = 1  # stream in sync_cursors


class Gap(NamedTuple):
    """One manifest: so many readings of that time are gone; of all machines or metrics where none is named."""
    machine: str
    metric: str
    begin: int
    end: int
    readings: int
    is_thinned: bool

    def covers(self, key):
        return self.machine in ("", key[0]) and self.metric in ("", key[1]) and self.begin <= key[2] <= self.end


class Finding(Exception):
    """What is wrong; the scenario fails with it."""


class Edge:
    """What an agent's folder holds, read while the agent is stopped."""

    def __init__(self, folder):
        database = sqlite3.connect(f"file:{Path(folder) / 'core.db'}?mode=ro", uri=True)
        meta = dict(database.execute("SELECT name, value FROM meta"))
        self.incarnation = meta["incarnation"].hex()
        self.head = database.execute("SELECT seq, chain FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, None)
        self.unsent_readings, self.unsent_segments = database.execute(
            "SELECT coalesce(sum(readings), 0), count(*) FROM segments WHERE state = ?", [UNSENT]).fetchone()
        self.rejected = Counter(dict(database.execute("SELECT reason, count(*) FROM quarantine GROUP BY 1")))
        series = {number: (machine, metric) for number, machine, metric in
                  database.execute("SELECT id, machine, metric FROM series")}
        self.open = set()  # (machine, metric, microseconds) of the open window
        for count, body in database.execute("SELECT count, body FROM telemetry_tail"):
            times = struct.unpack_from(f"<{count}q", body)
            for time, number in zip(times, struct.unpack_from(f"<{count}I", body, count * 16)):
                if not series[number][1].startswith("~"):
                    self.open.add((*series[number], time))
        database.close()


class Audit:
    def __init__(self, plant, expects_rejected=False):
        self.plant = plant
        self.expects_rejected = expects_rejected
        self.faults = []

    def run(self, agents):
        """Everything that was acknowledged, held against what is where; a report in words and numbers."""
        self.edges = [Edge(agent.folder) for agent in agents]
        expected = {(machine, metric, moment) for journal in self.plant.journals
                    for machine, moment in journal.acknowledged for metric in ("value", "seq")}
        at_hub = self._readings_at_hub()
        missing = {key for key in expected if key not in at_hub} - {key for edge in self.edges for key in edge.open}
        gaps = self._gaps()
        explained = {key for key in missing if any(gap.covers(key) for gap in gaps)}
        rejected = sum(sum(edge.rejected.values()) for edge in self.edges)
        on_edge = sum(edge.unsent_readings for edge in self.edges) + sum(len(edge.open) for edge in self.edges)
        # What stands for thinned readings is no reading that was published.
        thinned = [gap for gap in gaps if gap.is_thinned]
        foreign = [key for key in at_hub if key not in expected]
        stand_ins = [key for key in foreign if any(gap.covers(key) for gap in thinned)]
        numbers = {
            "acknowledged": len(expected), "at hub once": sum(1 for key in expected if at_hub[key] == 1),
            "lost": len(missing) - len(explained), "doubled": sum(1 for count in at_hub.values() if count > 1),
            "on the edge": on_edge, "in manifests": sum(gap.readings for gap in gaps), "rejected messages": rejected,
            "invented": len(foreign) - len(stand_ins),
        }
        unaccounted = numbers["lost"]
        if self.expects_rejected:
            unaccounted -= 2 * rejected
        if unaccounted > 0:
            some = sorted(missing - explained)[:3]
            self.faults.append(f"{unaccounted} acknowledged readings are nowhere, e.g. {some}")
        for word in ("doubled", "invented"):
            if numbers[word]:
                self.faults.append(f"{numbers[word]} readings are {word}")
        if len(explained) > numbers["in manifests"]:
            self.faults.append(f"manifests name {numbers['in manifests']} readings, but {len(explained)} are missing")
        return numbers

    def alerts(self, tolerated=0):
        """Every crossing is in the history of its machine's alert, once: an alert that returns soon is the same again.

        `tolerated` of them may be missing because a fault explains it.
        """
        expected = {key for journal in self.plant.journals for key in journal.crossings}
        rows = self._rows("""SELECT b.machine, round(extract(epoch FROM e.at) * 1000000)::bigint, count(*)
            FROM alerts a JOIN machine_bindings b ON b.tenant_id = a.tenant_id AND b.machine_id = a.machine_id
            JOIN alert_events e ON e.tenant_id = a.tenant_id AND e.alert_id = a.id
            WHERE a.kind = 'TEMPERATURE' AND e.event IN ('raised', 'changed') GROUP BY 1, 2""")
        found = {(machine, int(moment)): int(count) for machine, moment, count in rows}
        lost = expected - found.keys()
        doubled = {key for key, count in found.items() if count > 1}
        numbers = {"alerts due": len(expected), "at hub once": len(expected & found.keys() - doubled),
                   "lost": len(lost), "doubled": len(doubled), "invented": len(found.keys() - expected)}
        if len(lost) > tolerated:
            self.faults.append(f"{len(lost)} alerts never came to the hub, e.g. {sorted(lost)[:3]}")
        if doubled:
            self.faults.append(f"{len(doubled)} alerts are at the hub twice, e.g. {sorted(doubled)[:3]}")
        if numbers["invented"]:
            self.faults.append(f"{numbers['invented']} alerts that nothing explains")
        return numbers

    def events_of(self, agents):
        """Stream E of agents alone, where readings are not what a scenario is about."""
        self.edges = [Edge(agent.folder) for agent in agents]
        return self.streams()

    def streams(self):
        """Stream E is at the hub whole: the same seq with the same chain is the same prefix, record for record."""
        cursors = {incarnation.replace("-", ""): (int(seq), chain[2:]) for incarnation, seq, chain in self._rows(
            f"SELECT incarnation, seq, chain FROM sync_cursors WHERE stream = {EVENTS}")}
        for edge in self.edges:
            seq, chain = cursors.get(edge.incarnation, (0, ""))
            if seq != edge.head[0]:
                self.faults.append(f"the hub has {seq} of {edge.head[0]} events of {edge.incarnation}")
            elif chain != (edge.head[1] or b"").hex():
                self.faults.append(f"the chain of {edge.incarnation} at event {seq} is another one at the hub")
        return {"events": sum(edge.head[0] for edge in self.edges), "incarnations at the hub": len(cursors),
                "quarantined at the hub": int(self._rows("SELECT count(*) FROM sync_quarantine")[0][0])}

    def _readings_at_hub(self):
        rows = self._rows("""SELECT b.machine, r.metric, round(extract(epoch FROM r.time) * 1000000)::bigint
            FROM energy_readings r JOIN machine_bindings b ON b.tenant_id = r.tenant_id AND b.machine_id = r.machine_id
            WHERE b.factory LIKE 'line%'""")
        return Counter((machine, metric, int(time)) for machine, metric, time in rows)

    def _gaps(self):
        rows = self._rows("""SELECT coalesce(b.machine, ''), coalesce(g.metric, ''),
            round(extract(epoch FROM g.from_time) * 1000000)::bigint,
            round(extract(epoch FROM g.to_time) * 1000000)::bigint, g.readings, g.thinned_to_seconds IS NOT NULL
            FROM telemetry_gaps g LEFT JOIN machine_bindings b
            ON b.tenant_id = g.tenant_id AND b.machine_id = g.machine_id""")
        return [Gap(machine, metric, int(begin), int(end), int(readings), thinned == "t")
                for machine, metric, begin, end, readings, thinned in rows]

    def _rows(self, sql):
        return self.plant.postgres.query(sql)
