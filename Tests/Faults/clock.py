"""Clocks that jump by hours and by years, forward and back, on the gateway and on the hub (libfaketime)."""

import glob
import os
import signal
import subprocess
import time

from scenario import Edge, Skipped, drain, heal, judge

RATE = 150
HOUR, YEAR = 3600, 365 * 86400
CHAPTERS = [  # whose clock, seconds it is off, for how long
    ("agent", 3 * HOUR, 6), ("agent", 0, 3), ("agent", -2 * HOUR, 6), ("agent", 0, 3), ("agent", 2 * YEAR, 6),
    ("agent", 0, 3), ("agent", -3 * YEAR, 6), ("agent", 0, 5), ("hub", 5 * HOUR, 6), ("hub", -7 * HOUR, 6),
    ("hub", 0, 3),
]


def run(plant, report, options):
    libraries = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    if not libraries:
        raise Skipped("libfaketime is not installed (deploy/setup/packages.sh faults)")
    keeper = subprocess.Popen(["faketime", "-f", "+0s", "sh", "-c", "echo $FAKETIME_SHARED; exec sleep 3600"],
                              stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        jump(plant, report, libraries[0], keeper.stdout.readline().strip())
    finally:
        os.killpg(keeper.pid, signal.SIGTERM)  # faketime's own child too, or it would keep our output open
        keeper.wait()


def jump(plant, report, library, shared):
    clocks = {name: plant.state / f"clock-{name}" for name in ("agent", "hub")}
    for clock in clocks.values():
        clock.write_text("+0s\n")
    agent = plant.add_agent()
    agent.enrol()
    agent.environment.update(fake(library, shared, clocks["agent"]))
    plant.hub.stop()
    plant.start_hub(**fake(library, shared, clocks["hub"]))
    agent.start()
    journal = plant.add_journal()
    journal.set_rate(RATE)
    for who, seconds, lasts in CHAPTERS:
        clocks[who].write_text(f"{seconds:+d}s\n")
        before = at_hub(plant)
        time.sleep(lasts)
        if plant.random.random() < 0.4:
            agent.kill()
            agent.start(wait=False)
        report.say(f"{who}'s clock {seconds / HOUR:+,.0f} h: {at_hub(plant) - before:,} readings came through")
    plant.hub.stop()
    heal(plant)
    drain(plant)
    agent.stop()
    judge(plant, report, tolerated_alerts=rejected(agent), expects_rejected=True)


def fake(library, shared, clock):
    """The process sees the time of the file; its monotonic clock stays right, as a real machine's does.

    Without `shared` the library would set that variable itself, and a Swift program then no longer finds its arguments.
    """
    return {"LD_PRELOAD": library, "FAKETIME_SHARED": shared, "FAKETIME_TIMESTAMP_FILE": str(clock),
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def at_hub(plant):
    return int(plant.postgres.query("SELECT coalesce(sum(readings), 0) FROM sync_segments")[0][0])


def rejected(agent):
    return sum(Edge(agent.folder).rejected.values())
