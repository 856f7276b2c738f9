#!/usr/bin/env python3
"""The console against a running hub, as a person would use it. Knows nothing but the console's address and a log-in.

The hub must have at least one machine that sends live values; a second organisation is registered on it. `--trigger`
is a shell command after which an alert will come; without it the part about alerts is left out.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Error

import logic_tests
import scenes
from browser import Refuted, browser, hold
from conflicts import conflicts
from story import story


def main():
    arguments = parse()
    with browser(arguments.screenshots) as one:
        try:
            logic_tests.run(one, arguments.hub)
            for scene, scheme in (
                (story, "light"), (conflicts, "light"), (scenes.first_run, "light"), (scenes.dark, "dark"),
                (scenes.outage, "light"),
            ):
                if scene is conflicts and not arguments.socket:
                    continue
                with one.open(scheme) as page:
                    scene(one, page, arguments)
                    one.page = None
            hold(not one.complaints, f"no page complained {one.complaints or ''}".strip())
        except (Refuted, Error) as refuted:
            print(f"FAILED {refuted}")
            for complaint in one.complaints:
                print(f"   the page said: {complaint}")
            return 1
    return 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", required=True, help="address of the hub, as http://127.0.0.1:8080")
    parser.add_argument("--email", required=True)
    parser.add_argument("--password-file", required=True, type=Path)
    parser.add_argument("--screenshots", required=True, type=Path, help="folder for pictures")
    parser.add_argument("--trigger", help="shell command that makes a machine raise an alert")
    parser.add_argument("--socket", help="the agent's control socket; without it the part about conflicts is left out")
    parser.add_argument("--program", default="millwright", help="the program millwright")
    arguments = parser.parse_args()
    arguments.password = arguments.password_file.read_text(encoding="utf-8").strip()
    return arguments


if __name__ == "__main__":
    sys.exit(main())
