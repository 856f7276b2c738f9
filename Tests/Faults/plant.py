"""A plant of real processes that can be killed, cut off and started again: broker, database, hub, link, agents."""

import os
import random
import secrets
import shutil
import signal
import subprocess
import urllib.request
from pathlib import Path

from event_loop import EventLoop
from fault_link import FaultLink
from hub_client import HubClient, local_json
from journal import Journal
from processes import Failure, Process, free_port, wait_until
from servers import Mosquitto, Postgres


class Agent:
    """One agent with a folder of its own; `environment` is over what the plant gives it."""

    def __init__(self, plant, name, folder=None):
        self.plant = plant
        self.name = name
        self.folder = folder or plant.state / name
        self.port = free_port()
        self.process = Process(f"agent-{self.folder.name}", plant.state)
        self.environment = {
            "MILLWRIGHT_AGENT__NAME": name,
            "MILLWRIGHT_AGENT__DATA_DIR": str(self.folder),
            "MILLWRIGHT_AGENT__PROFILES_DIR": str(Path(__file__).parent / "profiles"),
            "MILLWRIGHT_MQTT__HOST": "127.0.0.1",
            "MILLWRIGHT_MQTT__PORT": str(plant.settings["mqttPort"]),
            "MILLWRIGHT_CONSOLE__LISTEN": f"127.0.0.1:{self.port}",
            "MILLWRIGHT_STORE__SEAL_AFTER_ONLINE": "2s",
            "MILLWRIGHT_STORE__SEAL_AFTER_OFFLINE": "5s",
            "MILLWRIGHT_STORE__FREE_MIN": "1MiB",
            "MILLWRIGHT_SYNC__INTERVAL": "500ms",
            "MILLWRIGHT_SYNC__BACKOFF_MAX": "2s",
            **plant.sync_environment(),
        }

    def _command(self, verb, *arguments):
        return [self.plant.programs / "millwright-agent", verb, "--config",
                self.plant.root / "agent-config/agent.yaml", *arguments]

    def enrol(self, client=None):
        """Through the product's own command, with a token that is used once; at the plant's tenant or a client's."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        token_file = self.plant.state / f"token-{self.folder.name}"
        enrolment = (client or self.plant.client).call("POST", "/api/agents/enrolments", {"name": self.name})
        token_file.write_text(enrolment["token"])
        command = self._command("enrol", "--hub", self.plant.hub_address, "--token-file", token_file)
        result = subprocess.run(command, capture_output=True, text=True,
                                env={**os.environ, **self.environment})
        if result.returncode != 0:
            raise Failure(f"millwright-agent enrol: {result.stderr or result.stdout}")

    def start(self, wait=True, **environment):
        self.process.start(self._command("run"), {**self.environment, **environment})
        if wait:
            self.wait_ready()

    def wait_ready(self, seconds=60):
        what = f"agent {self.name}"
        wait_until(what, lambda: self.process.must_run() or local_json(self.address, "/readyz"), seconds)

    def kill(self):
        kill(self.process.pid())

    def stop(self):
        """Politely: what is open is sealed."""
        self.process.stop(30)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def status(self):
        return local_json(self.address, "/api/status") or {}

    def metric(self, name):
        """A number of the agent's Prometheus page; nothing while it does not answer."""
        try:
            with urllib.request.urlopen(self.address + "/metrics", timeout=5) as answer:
                lines = answer.read().decode().splitlines()
        except OSError:
            return None
        return next((float(line.split()[1]) for line in lines if line.startswith(name + " ")), None)


class Plant:
    """Ends all it started when it is left."""

    def __init__(self, root, programs, state, seed, uses_link=True):
        self.root, self.programs, self.state, self.seed = root, programs, state, seed
        self.random = random.Random(seed)
        state.mkdir()
        state.chmod(0o711)
        self.settings = {"mqttPort": free_port(), "hubPort": free_port(), "syncPort": free_port(),
                         "linkPort": free_port()}
        self.mosquitto = Mosquitto(state, self.settings)
        self.postgres = Postgres(state, self.settings)
        self.hub = Process("hub", state)
        self.hub_environment = {}
        self.agents = []
        self.journals = []
        self.loop = EventLoop()
        self.link = FaultLink(self.settings["linkPort"], self.settings["syncPort"], seed) if uses_link else None

    def __enter__(self):
        try:
            self.mosquitto.start()
            self.postgres.start()
            self.start_hub()
            self._register()
            if self.link:
                self.loop.run(self.link.open())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for journal in self.journals:
            self.loop.run(journal.close())
        for agent in self.agents:
            agent.process.stop()
        if self.link:
            self.loop.run(self.link.close())
        self.hub.stop()
        self.mosquitto.stop()
        self.postgres.stop()
        self.loop.close()
        if "MILLWRIGHT_FAULTS_KEEP" not in os.environ:
            shutil.rmtree(self.state, ignore_errors=True)

    # Hub

    @property
    def hub_address(self):
        return f"http://127.0.0.1:{self.settings['hubPort']}"

    def sync_environment(self):
        """How an agent finds the hub: through the link, when there is one."""
        port = self.settings["linkPort" if self.link else "syncPort"]
        return {"MILLWRIGHT_SYNC__HUB": f"https://127.0.0.1:{port}"}

    def start_hub(self, wait=True, **environment):
        secret = self.state / "jwt-secret"
        if not secret.exists():
            secret.write_text(secrets.token_hex(32))
            secret.chmod(0o600)
        self.hub.start(
            [self.programs / "millwright-hub", "serve", "--config", self.root / "hub-config/hub.yaml"], {
                "DATABASE_URL": self.postgres.url,
                "MILLWRIGHT_HTTP__LISTEN": f"127.0.0.1:{self.settings['hubPort']}",
                "MILLWRIGHT_SYNC__LISTEN": f"127.0.0.1:{self.settings['syncPort']}",
                "MILLWRIGHT_CA__FOLDER": str(self.state / "ca"),
                "MILLWRIGHT_AUTH__JWT_SECRET_FILE": str(secret),
                "MILLWRIGHT_CONSOLE__FOLDER": str(self.root / "web"),
                "MILLWRIGHT_PLANS__FILE": str(self.root / "hub-config/plans.yaml"),
                **self.hub_environment, **environment})
        if wait:
            self.wait_hub()

    def wait_hub(self):
        wait_until("hub", lambda: self.hub.must_run() or local_json(self.hub_address, "/readyz"), 60)

    def kill_hub(self):
        kill(self.hub.pid())

    def _register(self):
        self.client = HubClient(self.hub_address)
        self.credentials = self.register(self.client, "faults@plant.example", "Faults")
        self.log_in()

    def register(self, client, email, organization):
        """A tenant with one user, its administrator; with what that one logs in."""
        password = secrets.token_hex(9) + "-aA1"
        client.call("POST", "/api/auth/register", {
            "email": email, "password": password, "firstName": "Fault", "lastName": "Suite",
            "organization": organization})
        return email, password

    def log_in(self):
        """Again, for a scenario that takes longer than a token lives."""
        self.client.log_in(*self.credentials)

    # Database

    def kill_backend(self):
        """Kills one of the hub's backends, chosen by chance; PostgreSQL then ends all others and recovers."""
        try:
            postmaster = int((self.postgres.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return False
        backends = [pid for pid in children(postmaster) if b" millwright " in command_line(pid)]
        return bool(backends) and kill(self.random.choice(sorted(backends)))

    # Load

    def add_agent(self, name="gateway", folder=None):
        agent = Agent(self, name, folder)
        self.agents.append(agent)
        return agent

    def add_journal(self, machines=8, name="press", factory="line1", port=None):
        journal = Journal(port or self.settings["mqttPort"], self.random.random(), machines, name, factory)
        self.journals.append(journal)
        self.loop.run(journal.connect())
        return journal

    def settle_journals(self):
        for journal in self.journals:
            self.loop.run(journal.settle(), 90)


def kill(pid):
    """SIGKILL; returns when the process is dead, and false when there was none any more."""
    try:
        os.kill(pid, signal.SIGKILL)
    except (TypeError, ProcessLookupError):
        return False
    # Whoever starts again what is gone looks at once: a process that is only about to die would not be.
    wait_until(f"{pid} is dead", lambda: is_dead(pid), 10)
    return True


def is_dead(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def children(parent):
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
