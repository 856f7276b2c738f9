"""t1: 200 000 messages flat out, to a bare C subscriber and to the agent in turn, through the same kind of broker."""

import json
import subprocess
import time

import measure
from bed import DEVICES, TOPIC
from processes import wait_until

PER_DEVICE = 2000
MESSAGES = DEVICES * PER_DEVICE
READINGS_A_MESSAGE = 2  # `value` and `seq`


def measure_t1(bed, runs):
    pairs = [(bare(bed), agent(bed)) for _ in range(runs)]
    middle = lambda who, what: measure.median([pair[who][what] for pair in pairs])  # noqa: E731
    return {
        "runs": runs,
        "bare_rate": middle(0, "rate"), "agent_rate": middle(1, "rate"),
        "rate_ratio": measure.median([ours["rate"] / peer["rate"] for peer, ours in pairs]),
        "bare_cpu_per_million": middle(0, "cpu_per_million"), "agent_cpu_per_million": middle(1, "cpu_per_million"),
        "cpu_ratio": measure.median([ours["cpu_per_million"] / peer["cpu_per_million"] for peer, ours in pairs]),
        "memory_idle_mb": middle(1, "memory_idle_mb"), "memory_end_mb": middle(1, "memory_end_mb"),
        "bytes_a_reading": middle(1, "bytes_a_reading"), "bytes_a_message": middle(1, "bytes_a_message"),
        "puback_ms_p99": middle(1, "puback_ms_p99"),
    }


def bare(bed):
    """The peer: libmosquitto, a counter and nothing else."""
    with bed.trial() as trial:
        peer = subprocess.Popen([bed.tools / "subscriber", str(trial.settings["mqttPort"]), TOPIC, str(MESSAGES)],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert peer.stderr.readline().strip() == "ready"
        trial.load(PER_DEVICE)
        report = json.loads(peer.communicate(timeout=120)[0])
        return {"rate": report["messages"] / report["seconds"],
                "cpu_per_million": report["cpu_seconds"] / report["messages"] * 1e6}


def agent(bed):
    """The agent alone: every message checked, scored, its twin stepped, committed with fsync, then acknowledged."""
    with bed.trial() as trial:
        trial.prepare_agent()
        trial.start_agent()
        pid = trial.agent.pid()
        time.sleep(3)  # a process is idle only after a while of nothing to do
        idle = measure.memory_mb(pid)
        cpu = measure.cpu_seconds(pid)
        load = trial.load(PER_DEVICE, wait=False)
        already = wait_until("the first readings", trial.stored, 30, poll=0.005)
        begin = time.monotonic()
        wait_until("readings committed", lambda: trial.stored() >= MESSAGES * READINGS_A_MESSAGE, 120, poll=0.05)
        seconds = time.monotonic() - begin
        used = measure.cpu_seconds(pid) - cpu
        end = measure.memory_mb(pid)
        generator = json.loads(load.communicate()[0])
        trial.agent.stop(30)  # seals what is open
        segments = sum(path.stat().st_size for path in (trial.agent_data / "segments").glob("*.seg"))
        return {"rate": (MESSAGES - already / READINGS_A_MESSAGE) / seconds, "cpu_per_million": used / MESSAGES * 1e6, "memory_idle_mb": idle,
                "memory_end_mb": end, "bytes_a_reading": segments / (MESSAGES * READINGS_A_MESSAGE),
                "bytes_a_message": segments / MESSAGES, "puback_ms_p99": generator["p99"]}
