"""A bad network: a satellite's delay, a fifth of all segments lost, a modem's rate, cuts of every kind."""

import time

from scenario import drain, heal, judge, wait_until

RATE = 150  # what 64 kbit/s can carry in the long run
CHAPTERS = [  # name, seconds, conditions
    ("800 ms each way", 12, {"delay": 0.8, "jitter": 0.1}),
    ("20 % loss", 12, {"delay": 0.05, "loss": 0.2}),
    ("64 kbit/s", 15, {"bits_per_second": 64_000}),
    ("all three", 60, {"delay": 0.8, "loss": 0.2, "bits_per_second": 64_000}),
    ("every third answer lost", 10, {"lost_answers": 0.33}),
    ("hub to agent cut without a word", 12, {"down_is_cut": True}),
    ("agent to hub cut without a word", 12, {"up_is_cut": True}),
    ("both cut", 12, {"up_is_cut": True, "down_is_cut": True}),
    ("refused", 8, {"refuses": True}),
]
QUICK = ("every third answer lost", "hub to agent cut without a word")


def run(plant, report, options):
    agent = plant.add_agent()
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    journal.set_rate(RATE)
    chapters = [chapter for chapter in CHAPTERS if not options.quick or chapter[0] in QUICK]
    for name, seconds, conditions in chapters:
        before, data = at_hub(plant), plant.link.up.bytes
        plant.link.set(**conditions)
        if conditions.get("refuses"):
            plant.loop.run(plant.link.reset())
        end = time.monotonic() + seconds * (0.5 if options.quick else 1)
        while time.monotonic() < end:
            time.sleep(1)
            if not options.quick and plant.random.random() < 0.05:
                plant.loop.run(plant.link.reset())
        report.say(f"{name}: {at_hub(plant) - before:,} readings came through in {plant.link.up.bytes - data:,} bytes")
    plant.link.set(refuses=True)
    plant.loop.run(plant.link.reset())
    away = 5 if options.quick else options.away
    time.sleep(away)
    backlog = agent.status().get("backlog")
    begin = time.monotonic()
    heal(plant)
    wait_until("the hub to hear of it again", lambda: reachable(agent), 60)
    report.say(f"cut for {away} s with a backlog of {backlog and backlog['readings']:,} readings; "
               f"heard again {time.monotonic() - begin:.1f} s after the link was back")
    drain(plant)
    report.table("link", plant.link.counts)
    judge(plant, report)


def reachable(agent):
    return agent.status().get("hub", {}).get("reachable")


def at_hub(plant):
    return int(plant.postgres.query("SELECT coalesce(sum(readings), 0) FROM sync_segments")[0][0])
