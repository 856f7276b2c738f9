"""A file system of 200 MB that fills, again and again, under load and with the hub away for a while."""

import os
import subprocess
import time

from hub_client import local_json
from scenario import Skipped, drain, heal, judge, wait_until

SIZE = 200 << 20
RATE = 800
EPISODES = 6
STORED_AGAIN = 20  # seconds from the moment on that there is room; a start with recovery may be in it


def run(plant, report, options):
    folder = plant.state / "small"
    mount(folder)
    try:
        fill_and_free(plant, report, folder, 2 if options.quick else EPISODES)
    finally:
        for agent in plant.agents:
            agent.process.stop()
        subprocess.run(["umount", folder], check=False)


def mount(folder):
    """A file system of its own, in memory; only root may, and only where mounts are private."""
    if "MILLWRIGHT_FAULTS_PRIVATE" not in os.environ:
        raise Skipped("mounts of our own need root and unshare(1)")
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", folder],
                          capture_output=True, text=True)
    if made.returncode != 0:
        raise Skipped(f"no file system could be mounted: {made.stderr.strip()}")


def fill_and_free(plant, report, folder, episodes):
    agent = plant.add_agent(folder=folder / "gateway")
    agent.enrol()
    agent.start()
    journal = plant.add_journal()
    journal.set_rate(RATE)
    plant.link.set(refuses=True)
    plant.loop.run(plant.link.reset())
    for episode in range(episodes):
        time.sleep(2 + 3 * plant.random.random())
        wait_until("the agent to stop taking messages", lambda: is_stuck(folder, agent), 60, poll=0.2)
        report.say(f"full, {free(folder):,} bytes free: {len(journal.acknowledged):,} messages acknowledged by the broker")
        if plant.random.random() < 0.5:
            agent.kill()
            agent.start(wait=False)
            time.sleep(2)
        if not agent.process.pid():
            report.say(f"the agent ended on the full disk: {agent.process.last_lines(1).strip()}")
        if episode == episodes // 2:
            plant.link.set()
        (folder / "ballast").unlink()
        if not agent.process.pid():
            agent.start(wait=False)
        wait_until("readings to be stored again", lambda: agent.metric("millwright_agent_store_mode") == 0, STORED_AGAIN)
    heal(plant)
    drain(plant)
    judge(plant, report)


def is_stuck(folder, agent):
    """Takes every byte that is free; whether the agent runs and says that it is not ready."""
    with open(folder / "ballast", "ab", buffering=0) as ballast:
        for size in (1 << 20, 4096):
            try:
                while True:
                    ballast.write(bytes(size))
            except OSError:
                pass
    return agent.process.pid() and not local_json(agent.address, "/readyz")


def free(folder):
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize
