#!/usr/bin/env python3
"""A whole plant on this machine: PostgreSQL, mosquitto, hub, agent and six simulated machines, in `.local/`.

demo.py run      starts it and stays until Ctrl-C        (make demo)
demo.py up       starts it and returns when it is ready  (make demo-up)
demo.py down     ends it; the data stays                 (make demo-down)
demo.py offline  cuts the agent off and back             (make demo-offline)
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from configuration import Configuration  # noqa: E402
from hub_client import HubClient, Refused, local_json  # noqa: E402
from processes import Failure, Process, changed_environment, listens, wait_until  # noqa: E402
from servers import Mosquitto, Postgres, stable_port  # noqa: E402
from task import Task  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("MILLWRIGHT_DEMO_STATE", ROOT / ".local"))
PROGRAMS = ROOT / ".build" / "debug"
FACTORY = "north"
MACHINES = {"pump-1": "pump", "pump-2": "pump", "motor-1": "motor", "compressor-1": "compressor",
            "conveyor-1": "conveyor", "conveyor-2": "conveyor"}
# The machine that overheats by itself, and after how long, so that whoever watches sees an alert soon.
OVERHEATS = ("pump-2", 150)


class Plant:
    def __init__(self):
        self.file = STATE / "demo.json"
        self.settings = json.loads(self.file.read_text()) if self.file.exists() else {}
        self.postgres = Postgres(STATE, self.settings)
        self.mosquitto = Mosquitto(STATE, self.settings)
        self.hub = Process("hub", STATE)
        self.link = Process("link", STATE)
        self.agent = Process("agent", STATE)
        self.machines = Process("machines", STATE)
        self.hub_configuration = Configuration(ROOT / "hub-config/hub.yaml", STATE)
        self.agent_configuration = Configuration(ROOT / "agent-config/agent.yaml", STATE)
        self.agent_data = STATE / "agent"

    # Starting

    def up(self):
        STATE.mkdir(parents=True, exist_ok=True)
        begin = time.monotonic()
        servers = Task(self.start_servers)
        libraries = Task(self.fetch_libraries)
        step("Building (or checking that nothing changed)")
        if subprocess.run([ROOT / "deploy/setup/build.sh", "debug"]).returncode != 0:
            raise Failure("the build failed")
        servers.result()
        step("PostgreSQL and mosquitto run")
        if warning := libraries.result():
            print(warning)
        self.start_hub()
        step("Hub runs")
        self.start_agent()
        step("Agent runs and is enrolled")
        self.start_machines()
        self.adopt()
        step(f"{len(MACHINES)} machines publish")
        self.save()
        print(f"Ready after {time.monotonic() - begin:.0f} s.")

    def start_servers(self):
        self.postgres.start()
        self.mosquitto.start()

    def fetch_libraries(self):
        result = subprocess.run([sys.executable, ROOT / "web/vendor.py"], capture_output=True, text=True)
        if result.returncode != 0:
            return "The console's browser libraries could not be fetched; the hub runs without them:\n" + result.stderr

    def start_hub(self):
        port = self.settings.get("hubPort") if self.hub.pid() else stable_port(self.settings, "hubPort", 8080)
        self.settings["hub"] = f"http://127.0.0.1:{port}"
        if not self.hub.pid():
            stable_port(self.settings, "syncPort", 8443)
        environment = self.hub_configuration.write({
            "database.url_file": str(self.database_file()),
            "http.listen": f"127.0.0.1:{port}",
            "sync.listen": f"127.0.0.1:{self.settings['syncPort']}",
            "ca.folder": str(STATE / "ca"),
            "auth.jwt_secret_file": str(self.secret_file("jwt-secret")),
            "commands.key_file": str(STATE / "command-key"),
            "console.folder": str(ROOT / "web"),
            "plans.file": str(ROOT / "hub-config/plans.yaml"),
            "live.batch_window": "250ms",
        })
        self.hub.start([PROGRAMS / "millwright-hub", "serve", "--config", self.hub_configuration.file],
                       {**environment, "DATABASE_URL": None})  # the same setting by another name
        wait_until("hub", lambda: self.hub.must_run() or local_json(self.settings["hub"], "/readyz"), 30)
        self.log_in()

    def log_in(self):
        """Logs in, or registers the first user with a password that was drawn for this folder."""
        self.settings.setdefault("email", "operator@plant.example")
        self.settings.setdefault("password", secrets.token_urlsafe(12) + "-7a")
        self.save()
        self.client = HubClient(self.settings["hub"])
        try:
            self.client.log_in(self.settings["email"], self.settings["password"])
        except Refused as refusal:
            if refusal.status != 401:
                raise
            self.client.call("POST", "/api/auth/register", {
                "email": self.settings["email"], "password": self.settings["password"], "firstName": "Plant",
                "lastName": "Operator", "organization": "Demo plant"})
            self.client.log_in(self.settings["email"], self.settings["password"])

    def start_agent(self):
        link_port = self.settings.get("linkPort") if self.link.pid() else stable_port(self.settings, "linkPort")
        self.start_link()
        console = self.settings.get("agentPort") if self.agent.pid() else stable_port(self.settings, "agentPort", 8081)
        self.settings["agent"] = f"http://127.0.0.1:{console}"
        data = self.agent_data
        data.mkdir(mode=0o700, exist_ok=True)
        environment = self.agent_configuration.write({
            "agent.name": "gateway-north",
            "agent.data_dir": str(data),
            "agent.profiles_dir": str(ROOT / "firmware-profiles"),
            "mqtt.host": "127.0.0.1",
            "mqtt.port": self.settings["mqttPort"],
            "console.listen": f"127.0.0.1:{console}",
            "sync.hub": f"https://127.0.0.1:{link_port}",
            # Someone waits for the link to come back; gateways in the field wait up to 5 minutes between tries.
            "sync.backoff_max": "5s",
        })
        config = ["--config", self.agent_configuration.file]
        if not (data / "identity.json").exists():
            token_file = STATE / "enrolment-token"
            token = self.client.call("POST", "/api/agents/enrolments", {"name": "gateway-north"})["token"]
            write_secret(token_file, token)
            enrol = subprocess.run(
                [PROGRAMS / "millwright-agent", "enrol", *config, "--hub", self.settings["hub"], "--token-file",
                 token_file],
                env=changed_environment(environment), capture_output=True, text=True)
            token_file.unlink()
            if enrol.returncode != 0:
                raise Failure(f"the agent could not be enrolled: {enrol.stderr or enrol.stdout}")
        self.agent.start([PROGRAMS / "millwright-agent", "run", *config], environment)
        wait_until("agent", lambda: self.agent.must_run() or local_json(self.settings["agent"], "/readyz"), 20)

    def start_link(self):
        self.link.start([sys.executable, str(Path(__file__).parent / "link.py"), str(self.settings["linkPort"]),
                         str(self.settings["syncPort"])])
        wait_until("link", lambda: self.link.must_run() or listens(self.settings["linkPort"]), 5)

    def start_machines(self):
        machine, seconds = OVERHEATS
        listed = [option for name, profile in MACHINES.items() for option in ("--machine", f"{name}:{profile}")]
        self.machines.start([
            PROGRAMS / "millwright", "device", "simulate", "--host", "127.0.0.1", "--port",
            str(self.settings["mqttPort"]), "--factory", FACTORY, *listed, "--profiles", ROOT / "firmware-profiles",
            "--fault", f"overheat@{machine}+{seconds}s", "--seed", "7"])

    def adopt(self):
        """Approves the machines that the agent reported, as an operator does with one click."""
        def reported():
            self.machines.must_run()
            found = self.machines_at_hub()
            return found if found.keys() >= MACHINES.keys() else None

        for machine, approval in wait_until("machines at the hub", reported, 30, poll=0.2).values():
            if approval == "PENDING":
                self.client.call("PATCH", f"/api/machines/{machine}/approve",
                                 {"decision": "APPROVED", "comments": "Adopted by the demo"})

    def machines_at_hub(self):
        """Id and approval by the name that the edge has for a machine: people may give it another one at the hub."""
        rows = self.postgres.query(
            "SELECT b.machine, m.id, m.approval FROM machine_bindings b "
            "JOIN machines m ON m.tenant_id = b.tenant_id AND m.id = b.machine_id "
            f"WHERE b.factory = '{FACTORY}' AND m.deleted_at IS NULL")
        return {name: (machine, approval) for name, machine, approval in rows}

    # Ending

    def down(self):
        stopped = [process.name for process in (self.machines, self.agent, self.link, self.hub) if process.stop()]
        if self.mosquitto.stop():
            stopped.append("mosquitto")
        if self.postgres.stop():
            stopped.append("PostgreSQL")
        return stopped

    # What is kept

    def secret_file(self, name):
        path = STATE / name
        if not path.exists():
            write_secret(path, secrets.token_urlsafe(48))
        return path

    def database_file(self):
        """PostgreSQL's address, for the hub and for whoever looks at the rows with psql."""
        path = STATE / "database-url"
        write_secret(path, self.postgres.url + "\n")
        return path

    def save(self):
        self.settings["mqtt"] = {"host": "127.0.0.1", "port": self.settings["mqttPort"]}
        write_secret(self.file, json.dumps(self.settings, indent=2) + "\n")

    def describe(self):
        print(f"""
  Console   {self.settings['hub']}
  Log in    {self.settings['email']}   password {self.settings['password']}
  Gateway   {self.settings['agent']}   (the agent's own page)
  Broker    127.0.0.1:{self.settings['mqttPort']}
  Database  psql {self.postgres.url}

  Try       {OVERHEATS[0]} overheats {OVERHEATS[1] // 60} to {OVERHEATS[1] // 60 + 2} minutes after the start: open it and watch
            make demo-offline    (in another terminal) cut the link to the hub and back
            .build/debug/millwright device publish --port {self.settings['mqttPort']} --factory {FACTORY} \\
                --machine press-9 --metric temperature --value 41.5 --unit Cel
            .build/debug/millwright login --hub {self.settings['hub']} --email {self.settings['email']}
            .build/debug/millwright-agent status --config {from_root(self.agent_configuration.file)}    (or doctor)
            .build/debug/millwright-hub doctor --config {from_root(self.hub_configuration.file)}
""")


def step(text):
    print(f"- {text}", flush=True)


def from_root(path):
    """The path as it is typed in the project's folder."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def write_secret(path, text):
    temporary = path.with_suffix(".new")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    temporary.replace(path)


def run():
    plant = Plant()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        plant.up()
        plant.describe()
        print("Ctrl-C ends all of it; the data stays in .local/ for the next start.")
        processes = [plant.hub, plant.agent, plant.machines, plant.mosquitto.process]
        while True:
            time.sleep(1)
            for process in processes:
                process.must_run()
    except KeyboardInterrupt:
        pass
    finally:
        print("\nEnding …", flush=True)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        plant.down()


def up():
    plant = Plant()
    try:
        plant.up()
    except BaseException:
        plant.down()
        raise
    plant.describe()
    print("It runs in the background; make demo-down ends it.")


def down():
    stopped = Plant().down()
    print("Ended: " + ", ".join(stopped) if stopped else "Nothing was running.")


def offline():
    from offline import Outage

    Outage(Plant(), FACTORY, ROOT).run()


if __name__ == "__main__":
    commands = {"run": run, "up": up, "down": down, "offline": offline}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    try:
        commands[sys.argv[1]]()
    except Failure as failure:
        sys.exit(f"demo: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
