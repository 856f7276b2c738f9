"""Bytes on the wire a reading, on real data: a folder's CSV files through an agent's store, its rounds and mutual TLS.

Every byte of the connection counts, in both directions: TLS with its handshake, HTTP, frames, answers. The peers are
the same readings as lines of JSON, plain and by zstd, in batches as large as the agent's segments.
"""

import ctypes
import ctypes.util

import drain
import readings
from event_loop import EventLoop
from fault_link import FaultLink
from processes import Failure, wait_until

BATCH = 65_536  # readings of a full segment
LEVEL = 3  # zstd's own default


def measure(bed, folders):
    return {folder.name: measure_folder(bed, readings.of_folder(folder)) for folder in folders}


def measure_folder(bed, rows):
    with bed.trial() as trial:
        trial.start_hub()
        trial.prepare_agent()
        loop = EventLoop()
        link = FaultLink(trial.settings["linkPort"], trial.settings["syncPort"], seed=1)
        loop.run(link.open())
        try:
            trial.enrol_agent()
            made = replay(bed, trial, rows)
            trial.start_agent()
            wait_until("the readings at the hub", lambda: at_hub(trial) >= made["readings"], 300, poll=0.05)
            up, down = link.up.bytes, link.down.bytes
            trial.agent.stop()
        finally:
            loop.run(link.close())
            loop.close()
        if (stored := stored_at_hub(trial)) != len(rows):
            raise Failure(f"the hub has {stored} of {len(rows)} readings")
        count = len(rows)
        lines, packed = as_json(rows)
        return {"readings": count, "series": len({(row.machine, row.metric) for row in rows}),
                "segments": made["segments"], "sealed": made["bytes"] / count, "up": up / count, "down": down / count,
                "json": lines / count, "json_zstd": packed / count}


def replay(bed, trial, rows):
    file = trial.state / "replay.tsv"
    with open(file, "w") as output:
        for row in rows:
            output.write(f"{row.machine}\t{row.metric}\t{row.time}\t{row.text}\n")
    return drain.run(bed, trial, "replay", file)


def at_hub(trial):
    return int(trial.postgres.query("SELECT coalesce(sum(readings), 0) FROM sync_segments")[0][0])


def stored_at_hub(trial):
    return int(trial.postgres.query("SELECT coalesce(sum(n), 0) FROM chunks")[0][0])


def as_json(rows):
    """Bytes of the readings as lines of JSON, and of the same lines in batches by zstd."""
    plain = packed = 0
    for start in range(0, len(rows), BATCH):
        lines = "".join(
            f'{{"machine":"{row.machine}","metric":"{row.metric}","time":{row.time // 1000},"value":{row.text}}}\n'
            for row in rows[start:start + BATCH]).encode()
        plain += len(lines)
        packed += zstd(lines)
    return plain, packed


def zstd(data):
    """How many bytes zstd makes of it; the library is the one that the product itself links."""
    library = ctypes.CDLL(ctypes.util.find_library("zstd"))
    library.ZSTD_compressBound.restype = library.ZSTD_compress.restype = ctypes.c_size_t
    library.ZSTD_compressBound.argtypes = [ctypes.c_size_t]
    library.ZSTD_compress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    room = library.ZSTD_compressBound(len(data))
    output = ctypes.create_string_buffer(room)
    return library.ZSTD_compress(output, room, data, len(data), LEVEL)
