"""A week of 100 metrics at 1 Hz drains over 1 Mbit/s; new alerts are timed on their way meanwhile.

The backlog is written into the agent's folder by BacklogMaker, through the agent's own store. An alert's time runs from
just before its reading is published until the hub's transaction has committed its row (PostgreSQL's own commit time):
the way through the broker and the agent's commit is in it.
"""

import json
import subprocess
import time

from scenario import Finding, Skipped, drain, heal, judge

METRICS = 100
WEEK = 7 * 86_400 * METRICS
LINK = 1_000_000  # bits a second, each way
P99_MAX = 2.0


def run(plant, report, options):
    made_by = [plant.root / ".build" / kind / "BacklogMaker" for kind in ("release", "debug")]
    if not (found := [maker for maker in made_by if maker.exists()]):
        raise Skipped(f"{made_by[0]} is missing: swift build -c release --product BacklogMaker")
    maker = max(found, key=lambda path: path.stat().st_mtime)  # a store of an older schema would be refused
    keep_commit_times(plant)
    agent = plant.add_agent()
    agent.enrol()
    made = json.loads(subprocess.run(
        [maker, agent.folder, str(options.readings or WEEK), str(METRICS)], check=True, capture_output=True,
        text=True).stdout)
    report.table("backlog", made)
    plant.link.set(bits_per_second=LINK, delay=0.02)
    agent.environment.pop("MILLWRIGHT_SYNC__INTERVAL")
    agent.start()
    journal = plant.add_journal(machines=4)
    journal.set_rate(4)
    begin, before = time.monotonic(), readings_at_hub(plant)
    timed = []
    while time.monotonic() < begin + options.minutes * 60 and readings_at_hub(plant) < made["readings"]:
        time.sleep(0.5 + 2 * plant.random.random())
        timed.append(plant.loop.run(journal.publish_crossing(plant.random.choice(journal.machines))))
    seconds = time.monotonic() - begin
    share = readings_at_hub(plant) - before
    report.say(f"{share:,} of {made['readings']:,} readings drained in {seconds:.0f} s, "
               f"{plant.link.up.bytes * 8 / seconds / 1e6:.2f} Mbit/s, "
               f"{plant.link.up.bytes / max(1, share):.2f} bytes a reading on the wire")
    heal(plant)  # the rest of it without the narrow link
    drain(plant, 900)
    tell_latency(plant, report, timed)
    judge(plant, report)
    stored = int(plant.postgres.query("""SELECT coalesce(sum(c.n), 0) FROM chunks c
        JOIN series s ON s.tenant_id = c.tenant_id AND s.id = c.series
        JOIN machine_bindings b ON b.tenant_id = s.tenant_id AND b.machine_id = s.machine_id
        WHERE b.factory = 'backlog'""")[0][0])
    if stored != made["readings"]:
        raise Finding(f"the hub has {stored} of {made['readings']} readings of the backlog")


def keep_commit_times(plant):
    """PostgreSQL notes when each transaction committed."""
    plant.hub.stop()
    plant.postgres.query("ALTER SYSTEM SET track_commit_timestamp = on", database="postgres")
    plant.postgres.stop()
    plant.postgres.start()
    plant.start_hub()


def tell_latency(plant, report, timed):
    rows = plant.postgres.query("""SELECT b.machine, round(extract(epoch FROM e.at) * 1000000)::bigint,
        extract(epoch FROM pg_xact_commit_timestamp(e.xmin) - e.at) FROM alert_events e
        JOIN alerts a ON a.tenant_id = e.tenant_id AND a.id = e.alert_id
        JOIN machine_bindings b ON b.tenant_id = a.tenant_id AND b.machine_id = a.machine_id
        WHERE e.event IN ('raised', 'changed')""")
    arrived = {(machine, int(at)): float(seconds) for machine, at, seconds in rows}
    times = sorted(arrived[key] for key in timed if key in arrived)
    if len(times) < len(timed):
        raise Finding(f"{len(timed) - len(times)} of {len(timed)} alerts never came")
    share = {name: times[min(len(times) - 1, int(part * len(times)))] for name, part in
             (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0))}
    report.table("alert to hub, seconds", {"alerts": len(times), **{k: round(v, 2) for k, v in share.items()}})
    if share["p99"] > P99_MAX:
        raise Finding(f"alerts took {share['p99']:.2f} s at p99 while the backlog drained; {P99_MAX} s are allowed")


def readings_at_hub(plant):
    return int(plant.postgres.query("SELECT coalesce(sum(readings), 0) FROM sync_segments")[0][0])
