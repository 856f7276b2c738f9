"""The page of results: figure, what was to be reached, what others reach."""

import datetime

OTHERS = {
    "rate": "Python 50 %, Fledge 26 %", "cpu": "Fledge 74-85 s a million, Python 29 s, fluent-bit 7-11 s",
    "memory": "Fledge 127 MB; Greengrass lite 12-16 MB", "disk": "Fledge 282, Python 50",
    "faults": "Fledge 24 086 of 40 000 lost in t2", "catchup": "Python 117 000", "hub": "FastAPI + asyncpg 112 600",
    "postgres": "101", "drain": "ThingsBoard Edge 50 messages a second by default",
}


def page(results):
    rows = []
    if t1 := results.get("t1"):
        rows += [
            ("t1: rate against a bare C subscriber", f"{t1['rate_ratio']:.0%} ({t1['agent_rate']:,.0f} of "
             f"{t1['bare_rate']:,.0f} messages/s)", "90 %", OTHERS["rate"]),
            ("t1: agent's CPU against the subscriber's", f"{t1['cpu_ratio']:.2f} times "
             f"({t1['agent_cpu_per_million']:.1f} s of {t1['bare_cpu_per_million']:.1f} s a million)", "1.5 times",
             OTHERS["cpu"]),
            ("agent's memory (PSS), idle and at the end of t1", f"{t1['memory_idle_mb']:.1f} MB, "
             f"{t1['memory_end_mb']:.1f} MB", "24 MB, 40 MB", OTHERS["memory"]),
            ("bytes on the agent's disk a reading, sealed", f"{t1['bytes_a_reading']:.2f} "
             f"({t1['bytes_a_message']:.2f} a message of two readings)", "3", OTHERS["disk"]),
        ]
    for name, what in (("t2", "kill -9 of the agent"), ("t3", "hub away for 34 s"), ("t4", "both"),
                       ("lossy", "every fifth answer lost")):
        if got := results.get(name):
            rows.append((f"{name}: {what}", f"{got['lost']} lost, {got['twice']} twice, of {got['acknowledged']:,} "
                         "acknowledged", "0, 0", OTHERS["faults"]))
    if got := results.get("catchup"):
        rows.append(("catching up", f"{got['rate_from_first']:,.0f} readings/s ({got['readings']:,} in "
                     f"{got['seconds_from_link']:.2f} s from the link's return, the last "
                     f"{got['seconds_from_first']:.2f} s of it after the first segment was there)", "200 000",
                     OTHERS["catchup"]))
    if got := results.get("hub"):
        rows += [("hub's ingest through rounds", f"{got['rate']:,.0f} readings/s", "300 000", OTHERS["hub"]),
                 ("bytes in PostgreSQL a reading, with indexes and roll-ups", f"{got['bytes_a_reading']:.1f}", "12",
                  OTHERS["postgres"])]
    if got := results.get("idle"):
        rows.append(("a round that brings nothing: CPU of hub and of PostgreSQL", f"{got['cpu_ms_a_round']:.2f} ms and "
                     f"{got['postgres_ms_a_round']:.2f} ms ({got['rounds'] / got['seconds']:,.0f} rounds/s)", "1 ms",
                     "-"))
    if got := results.get("polling"):
        rows.append((f"{got['agents']:,} agents that poll every {got['interval']} s over mutual TLS: hub and PostgreSQL",
                     f"{got['hub_cores']:.2f} and {got['postgres_cores']:.2f} cores; answers p50 {got['p50_ms']:.1f} ms, p99 "
                     f"{got['p99_ms']:.0f} ms, {got['again'] / got['rounds']:.2%} told to come again; hub "
                     f"{got['hub_mb']:.0f} MB, {got['kb_an_agent']:.0f} KB a connection",
                     "two cores", "-"))
    if got := results.get("drain"):
        rows.append(("a week of 100 metrics at 1 Hz drained, agent to hub on this machine",
                     f"{got['rate']:,.0f} readings/s ({got['readings']:,} in {got['seconds']:.1f} s, "
                     f"{got['bytes'] / got['readings']:.2f} bytes each)", "500 000", OTHERS["drain"]))
    if got := results.get("weight"):
        nothing, full = got["nothing"], got["backlog"]
        rows.append(("agent with no backlog and with a large one: start-up, memory (PSS)",
                     f"{nothing['start_seconds'] * 1000:.0f} ms, {nothing['memory_mb']:.1f} MB; with "
                     f"{full['bytes'] / 2**30:.1f} GiB in {full['segments']:,} segments "
                     f"{full['start_seconds'] * 1000:.0f} ms, {full['memory_mb']:.1f} MB", "the same", "-"))
    if got := results.get("rounds"):
        note = got["gather_ms"] - got["gather_without_note_ms"]
        rows.append(("a round's commits in the agent's store: that a segment leaves, and that it arrived",
                     f"{note:.2f} ms, {got['settle_ms']:.2f} ms", "-", "-"))
    for name, got in results.get("wire", {}).items():
        rows.append((f"bytes on the wire a reading: {name}", f"{got['up'] + got['down']:.2f} ({got['sealed']:.2f} sealed, "
                     f"{got['up'] - got['sealed']:.2f} around it, {got['down']:.2f} of answers; {got['readings']:,} "
                     f"readings of {got['series']:,} series)", "2",
                     f"JSON {got['json']:.0f}, with zstd {got['json_zstd']:.1f}"))
    for got in results.get("analytics", []):
        target = "-" if got["target"] is None else f"{got['target']:g} {got['unit']}"
        rows.append((f"analytics: {got['name']}", f"{got['value']:.3g} {got['unit']}", target, got["peer"]))
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"""# Benchmarks

Written by `make bench` on {datetime.date.today()}; release build; {results['machine']}.

| figure | measured | to reach | others |
| --- | --- | --- | --- |
{table}

{METHOD}"""


METHOD = """## How

- The load: 100 devices over 4 connections with a window of 200, JSON of 120 bytes at QoS 1 to
  `factory/line1/<machine>/telemetry`, decoded by `Tests/Benchmarks/profiles/loadtest.yaml` into the metrics `value` and
  `seq` (two readings a message). mosquitto with `max_inflight_messages 1000`, `max_queued_messages 0`, `set_tcp_nodelay`.
- t1: 200 000 messages flat out, subscriber and agent in turn with a broker of their own each; medians, and ratios pair by
  pair. The peer is `Tests/Benchmarks/subscriber.c`, which counts and keeps nothing. The agent's rate counts until its last
  commit. CPU is user and system time of the whole process.
- t2, t3, t4, lossy: 2 000 messages a second for 20 s. The publisher's journal of acknowledged messages is compared with the
  rows that `energy_readings` shows at the hub. `Tests/Benchmarks/lossy_link.py` throws away every fifth answer to a round
  after the hub has committed it.
- Catching up: 200 000 messages (400 000 readings) taken while the hub is away; the rate from the first segment
  that the guard rows of the hub name until they hold all that was sealed by then. Before it the agent waits out its
  back-off (full jitter, up to some seconds after a cut of some seconds), which the seconds from the link's return hold.
- A round that brings nothing: 1 000 agents, 20 000 rounds, four at once, from the frame's bytes to the answer's, without
  HTTP and TLS; PostgreSQL's share with its background processes.
- Agents that poll: `PollingBench` gives each a certificate of the hub's own authority and a connection, lets them connect one
  after the other, and then counts six intervals. It needs about as much processor as the hub, on the same cores. When
  10 000 connect within ten seconds the handshakes alone fill both cores, and some thousands of rounds are told to come again.
- A week drained: `BacklogMaker` writes 60 480 000 readings (100 metrics that walk, three decimals) through the agent's own
  store; from the agent's start until the hub has all of it, through `deploy/demo/link.py`.
- Bytes on the wire: `Tests/Benchmarks/wire.py` puts the measured columns of CSV files (`--data`) through the agent's own
  store and its rounds over mutual TLS, and counts every byte of the connection, handshake and answers too. JSON is a line
  a reading (machine, metric, time, value) of the same run; zstd takes as many of them at once as a full segment holds.
- Large backlog: values that do not compress, in segments of 14 000 readings, which have the bytes of full ones that do.
- Analytics: `AnalyticsBench` and `GuardBench`, processor time of one thread, the least of many short runs, on invented
  machines, loads and tariffs; scikit-learn and river by `Tests/Benchmarks/analytics_peers.py`, in the same way in the same run.
- All other figures of others are their own runs of this protocol on two cores, not of this machine: compare the ratios.
"""
