"""Devices that obey commands and write down what they were told: the truth that the hub's states are compared with.

They know nothing of ids: what reaches one of them twice it does twice. Now and then one stays silent, before or after
its effect, as if it had died; reliable ones never do.
"""

import asyncio
import json
import random
import time
from typing import NamedTuple

import mqtt

SILENT_BEFORE, SILENT_AFTER = 0.1, 0.1


class Told(NamedTuple):
    """A command that reached a device."""
    machine: str
    id: str
    action: str
    fence: int
    time: float
    had_effect: bool


class Valves:
    def __init__(self, port, seed, machines=4, factory="line1", is_reliable=False):
        self.port, self.factory = port, factory
        self.silent = (0, 0) if is_reliable else (SILENT_BEFORE, SILENT_AFTER)
        self.random = random.Random(seed)
        self.machines = [f"valve-{number}" for number in range(machines)]
        self.told = []
        self.levels = dict.fromkeys(self.machines, 0)
        self._packet = 0

    async def connect(self):
        self.reader, self.writer = await mqtt.connect(self.port, "faults-valves")
        topic = f"plant/{self.factory}/+/cmd/+".encode()
        body = b"\x00\x01" + len(topic).to_bytes(2, "big") + topic + b"\x01"
        self.writer.write(b"\x82" + mqtt.length(len(body)) + body)
        self.listening = asyncio.create_task(self._listen())
        self.talking = asyncio.create_task(self._talk())

    async def close(self):
        for task in (self.talking, self.listening):
            task.cancel()
        await asyncio.gather(self.talking, self.listening, return_exceptions=True)
        self.writer.close()

    async def _talk(self):
        while True:
            for machine in self.machines:
                payload = {"ts": time.time_ns() // 1000, "level": self.levels[machine]}
                self._publish(f"factory/{self.factory}/{machine}/level", payload)
            await self.writer.drain()
            await asyncio.sleep(0.5)

    def _publish(self, topic, payload):
        topic, text = topic.encode(), json.dumps(payload).encode()
        self._packet = self._packet % 65535 + 1
        body = len(topic).to_bytes(2, "big") + topic + self._packet.to_bytes(2, "big") + text
        self.writer.write(b"\x32" + mqtt.length(len(body)) + body)

    async def _listen(self):
        while True:
            first = (await self.reader.readexactly(1))[0]
            size, shift = 0, 0
            while True:
                digit = (await self.reader.readexactly(1))[0]
                size |= (digit & 0x7F) << shift
                shift += 7
                if not digit & 0x80:
                    break
            body = await self.reader.readexactly(size)
            if first >> 4 == 3:
                self._take(first, body)

    def _take(self, first, body):
        size = int.from_bytes(body[:2], "big")
        topic, rest = body[2:2 + size].decode(), body[2 + size:]
        if first >> 1 & 3:
            self.writer.write(b"\x40\x02" + rest[:2])
            rest = rest[2:]
        machine = topic.split("/")[2]
        self._obey(machine, json.loads(rest))

    def _obey(self, machine, command):
        chance = self.random.random()
        had_effect = chance >= self.silent[0]
        self.told.append(Told(machine, command["id"].lower(), command["action"], command.get("fence", 0), time.time(),
                              had_effect))
        if not had_effect:
            return
        if "level" in command["args"]:
            self.levels[machine] = command["args"]["level"]
        if chance >= sum(self.silent):
            asyncio.get_running_loop().call_later(self.random.random(), self._answer, machine, command["id"])

    def _answer(self, machine, command):
        self._publish(f"plant/{self.factory}/{machine}/ack", {"id": command, "status": "done"})
