"""Long-running processes of the demo: started detached, known by pid and start time, ended politely, then firmly."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path


class Failure(Exception):
    """Something that the person at the terminal should read; no traceback is shown."""


def wait_until(what, condition, seconds, poll=0.05):
    """Waits for a condition, never for the clock; returns its value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(poll)


def changed_environment(changes):
    return {name: value for name, value in {**os.environ, **changes}.items() if value is not None}


def free_port():
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def listens(port):
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Process:
    """One process by name: its pid file holds the pid and the start time, so that a pid used again is not taken for it."""

    def __init__(self, name, state: Path):
        self.name = name
        self.pid_file = state / "run" / f"{name}.pid"
        self.log_file = state / "log" / f"{name}.log"

    def start(self, command, environment=None, secret_input=None):
        """Starts it in this environment with other values for some names, or without those whose value is None."""
        if self.pid():
            return False
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log_file, "ab") as log:
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=changed_environment(environment or {}))
        self.pid_file.write_text(f"{child.pid} {_started(child.pid)}\n")
        return True

    def pid(self):
        """The pid, or nothing when the process is gone."""
        try:
            pid, started = self.pid_file.read_text().split()
        except (FileNotFoundError, ValueError):
            return None
        return int(pid) if _started(int(pid)) == started else None

    def stop(self, seconds=10):
        pid = self.pid()
        if pid:
            _signal(pid, signal.SIGTERM)
            try:
                wait_until(self.name, lambda: not self.pid(), seconds)
            except Failure:
                _signal(pid, signal.SIGKILL)
                wait_until(self.name, lambda: not self.pid(), 5)
        self.pid_file.unlink(missing_ok=True)
        return pid is not None

    def last_lines(self, count=12):
        try:
            return "".join(self.log_file.read_text(errors="replace").splitlines(keepends=True)[-count:])
        except FileNotFoundError:
            return ""

    def must_run(self):
        if not self.pid():
            raise Failure(f"{self.name} ended at once. Its last lines ({self.log_file}):\n{self.last_lines()}")


def _signal(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def _started(pid):
    """The kernel's start time of a live process; a zombie counts as gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    try:
        os.waitpid(pid, os.WNOHANG)  # reaps our own children, so that none stays a zombie
    except ChildProcessError:
        pass
    return None if fields[0] in "ZX" else fields[19]
