"""PostgreSQL and mosquitto in the demo's own folder, on loopback, on ports of their own."""

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from processes import Failure, Process, free_port, is_free, listens, wait_until


def stable_port(settings, name, preferred=None):
    """The port of the last start when it is still free, else the preferred one, else any."""
    for candidate in (settings.get(name), preferred):
        if candidate and is_free(candidate):
            settings[name] = candidate
            return candidate
    settings[name] = free_port()
    return settings[name]


class Postgres:
    """A database cluster of the demo. PostgreSQL refuses to run as root, so root hands it to the user postgres."""

    def __init__(self, state: Path, settings):
        self.state = state
        self.settings = settings
        self.data = self._folder()
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.log = self.data.parent / "postgres.log"

    def _folder(self):
        """In the demo's folder, unless the user postgres may not enter it (a home folder of mode 700)."""
        inside = self.state / "postgres" / "data"
        if os.getuid() != 0 or all(os.stat(parent).st_mode & 0o001 for parent in self.state.resolve().parents):
            return inside
        name = hashlib.sha256(str(self.state.resolve()).encode()).hexdigest()[:12]
        return Path("/var/tmp") / f"millwright-demo-{name}" / "data"

    @staticmethod
    def program(name):
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
        if found:
            return str(found[-1])
        on_path = shutil.which(name)
        if not on_path:
            raise Failure(f"{name} of PostgreSQL is missing: apt-get install postgresql")
        return on_path

    def _run(self, command, check=True):
        result = subprocess.run(self.as_user + command, capture_output=True, text=True, cwd="/")
        if check and result.returncode != 0:
            raise Failure(f"{Path(command[0]).name} failed: {result.stderr.strip() or result.stdout.strip()}")
        return result

    def running(self):
        status = self._run([self.program("pg_ctl"), "-D", str(self.data), "status"], check=False)
        return status.returncode == 0

    def start(self):
        if self.running():
            return
        if not (self.data / "PG_VERSION").exists():
            self.data.parent.mkdir(parents=True, exist_ok=True)
            self.data.mkdir(mode=0o700, exist_ok=True)
            if os.getuid() == 0:
                shutil.chown(self.data.parent, "postgres", "postgres")
                shutil.chown(self.data, "postgres", "postgres")
            self._run([self.program("initdb"), "-D", str(self.data), "-A", "trust", "-E", "UTF8", "--locale=C",
                       "--no-sync", "-U", self.user])
        port = stable_port(self.settings, "postgresPort")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={self.data.parent} " \
                  "-c shared_buffers=128MB -c max_connections=60"
        self._run([self.program("pg_ctl"), "-D", str(self.data), "-l", str(self.log), "-w", "-o", options, "start"])
        exists = self.query("SELECT 1 FROM pg_database WHERE datname = 'millwright'", database="postgres")
        if not exists:
            self.query("CREATE DATABASE millwright", database="postgres")

    def stop(self):
        if (self.data / "PG_VERSION").exists() and self.running():
            self._run([self.program("pg_ctl"), "-D", str(self.data), "-m", "fast", "-w", "stop"])
            return True
        return False

    @property
    def url(self):
        return f"postgresql://{self.user}@127.0.0.1:{self.settings['postgresPort']}/millwright"

    def query(self, sql, database="millwright"):
        """Rows as lists of text."""
        result = self._run([self.program("psql"), "-h", "127.0.0.1", "-p", str(self.settings["postgresPort"]), "-U",
                            self.user, "-d", database, "-AtqF", "\t", "-c", sql])
        return [line.split("\t") for line in result.stdout.splitlines()]


class Mosquitto:
    """The broker. As root it drops to the user mosquitto, which must own its folder."""

    def __init__(self, state: Path, settings):
        self.folder = state / "mosquitto"
        self.settings = settings
        self.process = Process("mosquitto", state)

    def start(self):
        if self.process.pid():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        port = stable_port(self.settings, "mqttPort", 1883)
        # The folder may lie where only root may go (a home folder of mode 700), so root's broker stays root.
        user = "user root\n" if os.getuid() == 0 else ""
        config = self.folder / "mosquitto.conf"
        config.write_text(
            f"listener {port} 127.0.0.1\nallow_anonymous true\n{user}"
            f"persistence true\npersistence_location {self.folder}/\nautosave_interval 30\n"
            "max_inflight_messages 1000\nmax_queued_messages 0\nset_tcp_nodelay true\nlog_type warning\n")
        broker = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        self.process.start([broker, "-c", str(config)])
        wait_until("mosquitto", lambda: self.process.must_run() or listens(port), 10)

    def stop(self):
        return self.process.stop()
