"""The bench's servers and programs: a fresh broker, agent, database and hub for each measurement."""

import os
import json
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from hub_client import HubClient, local_json
from processes import Failure, Process, free_port, listens, wait_until
from servers import Mosquitto, Postgres

DEVICES = 100
CONNECTIONS = 4
WINDOW = 200
TOPIC = "factory/line1/+/telemetry"


class Bed:
    def __init__(self, root: Path, folder: Path, generators: Path, programs: Path):
        self.root = root
        self.folder = folder
        self.programs = programs
        self.tools = folder / "tools"
        self.tools.mkdir()
        self._compile(generators)
        self.runs = 0

    def _compile(self, generators):
        here = Path(__file__).parent
        sources = {"mqttload": [generators / "mqttload.c", "-lm"], "seqcount": [generators / "seqcount.c", "-lm"],
                   "subscriber": [here / "subscriber.c", "-lmosquitto"]}
        for name, arguments in sources.items():
            if not Path(arguments[0]).exists():
                raise Failure(f"{arguments[0]} is missing: name the folder of the load generators with --load-generators")
            subprocess.run(["gcc", "-O2", "-w", "-o", self.tools / name, *arguments], check=True)

    def trial(self):
        """A fresh folder with nothing running in it."""
        self.runs += 1
        return Trial(self, self.folder / f"run{self.runs}")


class Trial:
    """One measurement's own servers; ends them all when it is left."""

    def __init__(self, bed, state):
        self.bed = bed
        self.state = state
        state.mkdir()
        state.chmod(0o711)
        self.settings = {}
        self.mosquitto = Mosquitto(state, self.settings)
        self.postgres = Postgres(state, self.settings)
        self.hub = Process("hub", state)
        self.link = Process("link", state)
        self.agent = Process("agent", state)

    def __enter__(self):
        self.settings["mqttPort"] = free_port()
        self.mosquitto.start()
        return self

    def __exit__(self, *_):
        for process in (self.agent, self.link, self.hub):
            process.stop()
        self.mosquitto.stop()
        self.postgres.stop()
        shutil.rmtree(self.state, ignore_errors=True)

    def start_hub(self, link=("demo", "link.py"), link_arguments=()):
        self.postgres.start()
        self.settings.update(hubPort=free_port(), syncPort=free_port(), linkPort=free_port())
        self.hub_address = f"http://127.0.0.1:{self.settings['hubPort']}"
        secret = self.state / "jwt-secret"
        secret.write_text(os.urandom(32).hex())
        secret.chmod(0o600)
        self.hub_command = [self.bed.programs / "millwright-hub", "serve", "--config",
                            self.bed.root / "hub-config/hub.yaml"]
        self.hub_environment = {
            "DATABASE_URL": self.postgres.url,
            "MILLWRIGHT_HTTP__LISTEN": f"127.0.0.1:{self.settings['hubPort']}",
            "MILLWRIGHT_SYNC__LISTEN": f"127.0.0.1:{self.settings['syncPort']}",
            "MILLWRIGHT_CA__FOLDER": str(self.state / "ca"),
            "MILLWRIGHT_AUTH__JWT_SECRET_FILE": str(secret),
            "MILLWRIGHT_CONSOLE__FOLDER": str(self.bed.root / "web"),
            "MILLWRIGHT_PLANS__FILE": str(self.bed.root / "hub-config/plans.yaml"),
        }
        self.resume_hub()
        self.client = HubClient(self.hub_address)
        email, password = "bench@plant.example", os.urandom(9).hex() + "-aA1"
        self.client.call("POST", "/api/auth/register", {
            "email": email, "password": password, "firstName": "Bench", "lastName": "Run", "organization": "Bench"})
        self.client.log_in(email, password)

    def resume_hub(self):
        self.hub.start(self.hub_command, self.hub_environment)
        wait_until("hub", lambda: self.hub.must_run() or local_json(self.hub_address, "/readyz"), 30)

    def start_link(self, script, *arguments):
        self.link.start([sys.executable, str(script), str(self.settings["linkPort"]), str(self.settings["syncPort"]),
                         *map(str, arguments)])
        wait_until("link", lambda: self.link.must_run() or listens(self.settings["linkPort"]), 5)

    def start_lossy_link(self, lose_every):
        """A link that reads what goes over it: it ends TLS with a certificate of its own, and calls the hub as the agent."""
        certificate = self.state / "link.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=link", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificate, "-out",
             self.state / "link-ca.pem"], check=True, capture_output=True)
        certificate.write_text(certificate.read_text() + (self.state / "link-ca.pem").read_text())
        self.agent_environment["MILLWRIGHT_SYNC__CA_FILE"] = str(self.state / "link-ca.pem")
        self.start_link(self.bed.root / "Tests/Benchmarks/lossy_link.py", lose_every, certificate,
                        self.agent_data / "identity.json")

    def enrol_agent(self):
        token_file = self.state / "token"
        token_file.write_text(self.client.call("POST", "/api/agents/enrolments", {"name": "bench"})["token"])
        self._agent("enrol", "--hub", self.hub_address, "--token-file", token_file)

    def prepare_agent(self):
        """The agent's own settings: the load's profile and, when there is a link, the hub behind it."""
        self.settings["agentPort"] = free_port()
        self.agent_address = f"http://127.0.0.1:{self.settings['agentPort']}"
        self.agent_data = self.state / "agent"
        self.agent_data.mkdir(mode=0o700)
        self.agent_environment = {
            "MILLWRIGHT_AGENT__NAME": "bench",
            "MILLWRIGHT_AGENT__DATA_DIR": str(self.agent_data),
            "MILLWRIGHT_AGENT__PROFILES_DIR": str(self.bed.root / "Tests/Benchmarks/profiles"),
            "MILLWRIGHT_MQTT__HOST": "127.0.0.1",
            "MILLWRIGHT_MQTT__PORT": str(self.settings["mqttPort"]),
            "MILLWRIGHT_CONSOLE__LISTEN": f"127.0.0.1:{self.settings['agentPort']}",
        }
        if "linkPort" in self.settings:
            self.agent_environment["MILLWRIGHT_SYNC__BACKOFF_MAX"] = "2s"
            self.agent_environment["MILLWRIGHT_SYNC__HUB"] = f"https://127.0.0.1:{self.settings['linkPort']}"

    def _command(self, verb, *arguments):
        return [self.bed.programs / "millwright-agent", verb, "--config",
                self.bed.root / "agent-config/agent.yaml", *arguments]

    def _agent(self, verb, *arguments):
        result = subprocess.run(self._command(verb, *arguments), env={**os.environ, **self.agent_environment},
                                capture_output=True, text=True)
        if result.returncode != 0:
            raise Failure(f"millwright-agent {verb}: {result.stderr or result.stdout}")

    def start_agent(self):
        self.agent.start(self._command("run"), self.agent_environment)
        wait_until("agent", lambda: self.agent.must_run() or local_json(self.agent_address, "/readyz"), 20)

    def stored(self):
        """How many readings the agent has committed since it was started."""
        return self.metric("millwright_agent_readings_stored_total")

    def metric(self, name):
        """A number of the agent's Prometheus page; 0 when it is not there."""
        with urllib.request.urlopen(self.agent_address + "/metrics", timeout=5) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(name + " "):
                    return int(float(line.split()[1]))
        return 0

    def load(self, per_device, rate=None, acknowledged=None, wait=True):
        """Publishes `per_device` readings for each of the devices; the generator's own report, or the running process."""
        command = [self.bed.tools / "mqttload", "--port", str(self.settings["mqttPort"]), "--conns", str(CONNECTIONS),
                   "--window", str(WINDOW), "--devices", str(DEVICES), "--per-device", str(per_device), "--size", "120",
                   "--qos", "1", "--quiet", "--max-seconds", "300"]
        if rate:
            command += ["--rate", str(rate)]
        if acknowledged:
            command += ["--ack", str(acknowledged)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if not wait:
            return process
        output, _ = process.communicate()
        return json.loads(output)
