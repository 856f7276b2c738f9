"""The program `millwright` as people call it, against the hub or on a gateway."""

import os
import subprocess


def at_hub(plant, *words):
    """What a call at the hub printed, and its exit status; with the plant's own token."""
    token = plant.state / "operator-token"
    token.touch(mode=0o600)
    token.write_text(plant.client.token)
    return _call(plant, *words, "--hub", plant.hub_address, "--token-file", token)


def at_gateway(plant, agent, *words):
    """The same on the gateway, which works without a hub."""
    return _call(plant, *words, "--agent", agent.folder / "control.sock")


def _call(plant, *words):
    # A folder of our own, so that no log-in of whoever runs the suite is found.
    environment = {**os.environ, "HOME": str(plant.state), "XDG_CONFIG_HOME": str(plant.state / "config")}
    done = subprocess.run([plant.programs / "millwright", *(str(word) for word in words)], capture_output=True,
                          text=True, env=environment)
    return done.stdout + done.stderr, done.returncode
