"""A publisher that writes down what the broker acknowledged: the truth that both databases are compared with.

It speaks MQTT 3.1.1 by itself over one connection, in order, QoS 1, with a window. Every CROSSING_EVERY-th message of a
machine crosses the limit of its profile for one reading, which is one alert.
"""

import asyncio
import json
import random
import time

import mqtt

CROSSING_EVERY = 40
WINDOW = 400


class Journal:
    def __init__(self, port, seed, machines=8, name="journal", factory="line1"):
        self.factory = factory
        self.port = port
        self.random = random.Random(seed)
        self.machines = [f"{name}-{number}" for number in range(machines)]
        self.name = name
        self.acknowledged = {}  # (machine, microseconds) → (seq, whether it crosses the limit)
        self.unacknowledged = {}  # packet → key and what it says
        self.sent = 0
        self.shift = 0  # microseconds that the devices' clocks are off
        self.grain = 1  # microseconds that the devices' clocks tell apart
        self._rate = 0.0
        self._last = dict.fromkeys(self.machines, 0)
        self._numbers = dict.fromkeys(self.machines, 0)
        self._packet = 0

    async def connect(self):
        self.reader, self.writer = await mqtt.connect(self.port, f"faults-{self.name}")
        self.listening = asyncio.create_task(self._listen())
        self.talking = asyncio.create_task(self._talk())

    async def close(self):
        for task in (self.talking, self.listening):
            task.cancel()
        await asyncio.gather(self.talking, self.listening, return_exceptions=True)
        self.writer.close()

    def number_from(self, first):
        """The numbers of each machine's messages go on after this one, so that they are told from another journal's."""
        self._numbers = dict.fromkeys(self.machines, first)

    def set_rate(self, messages_per_second):
        """From now on; 0 for silence."""
        self._rate = messages_per_second

    async def settle(self, seconds=60):
        """Falls silent and waits until the broker has acknowledged everything."""
        self._rate = 0
        end = time.monotonic() + seconds
        while self.unacknowledged:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.unacknowledged)} messages were never acknowledged by the broker")
            await asyncio.sleep(0.02)

    @property
    def crossings(self):
        """(machine, microseconds) of every alert that must be there."""
        return {key for key, (_, crosses) in self.acknowledged.items() if crosses}

    async def publish_crossing(self, machine):
        """One reading that crosses the limit, between two that do not, so that it is an alert of its own; its key."""
        return (await self.publish_crossings([machine]))[0]

    async def publish_crossings(self, machines):
        """The same for one machine after the other, in one piece, so that they come to the agent together."""
        keys = []
        for machine in machines:
            self._send(machine, False)
            keys.append(self._send(machine, True))
            self._send(machine, False)
        await self.writer.drain()
        return keys

    async def _talk(self):
        owed, before = 0.0, time.monotonic()
        while True:
            await asyncio.sleep(0.01)
            now = time.monotonic()
            owed = min(owed + (now - before) * self._rate, 200.0)
            before = now
            while owed >= 1 and len(self.unacknowledged) < WINDOW:
                owed -= 1
                machine = self.random.choice(self.machines)
                number = self._numbers[machine] + 1
                self._send(machine, number % CROSSING_EVERY == 0)
            await self.writer.drain()

    def _send(self, machine, crosses):
        self._numbers[machine] += 1
        number = self._numbers[machine]
        moment = (time.time_ns() // 1000 + self.shift) // self.grain * self.grain
        moment = max(moment, self._last[machine] + 1000)
        self._last[machine] = moment
        value = 95.0 if crosses else round(20 + 40 * self.random.random(), 2)
        payload = json.dumps({"ts": moment, "value": value, "seq": number}).encode()
        topic = f"factory/{self.factory}/{machine}/telemetry".encode()
        self._packet = self._packet % 65535 + 1
        while self._packet in self.unacknowledged:
            self._packet = self._packet % 65535 + 1
        body = len(topic).to_bytes(2, "big") + topic + self._packet.to_bytes(2, "big") + payload
        self.unacknowledged[self._packet] = ((machine, moment), (number, crosses))
        self.writer.write(b"\x32" + mqtt.length(len(body)) + body)
        self.sent += 1
        return machine, moment

    async def _listen(self):
        while True:
            kind, _ = await self.reader.readexactly(2)
            if kind >> 4 != 4:
                raise ConnectionError(f"the broker said {kind:#x}")
            packet = int.from_bytes(await self.reader.readexactly(2), "big")
            key, said = self.unacknowledged.pop(packet)
            self.acknowledged[key] = said
