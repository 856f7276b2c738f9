"""The network between agent and hub with faults, at the level of TCP, so that it carries TLS as well as plain HTTP.

What it can do to what passes: delay it, slow it down, lose part of it (TCP then repeats after its time-out, which is
what is imitated), cut one or both directions without a word, refuse or reset connections, and take a request to the hub
but throw its answer away. All of it can be changed while connections stand. Chances come from the seed.
"""

import asyncio
import dataclasses
import random
import time

SEGMENT = 1448  # bytes of one TCP segment on Ethernet
REPEAT_SECONDS = 0.2  # Linux's smallest retransmission time-out; it doubles with each repeat
CONGESTED_LINK_HOLDS = 1.0  # seconds of data that a slow link buffers before the sender has to wait


@dataclasses.dataclass
class Conditions:
    """How the network is now."""
    delay: float = 0.0  # seconds, one way
    jitter: float = 0.0  # seconds, one way, at most
    bits_per_second: float = 0.0  # of each direction; 0 for no limit
    loss: float = 0.0  # share of segments that must be sent again
    lost_answers: float = 0.0  # share of exchanges whose answer is thrown away with its connection
    refuses: bool = False  # new connections are reset
    up_is_cut: bool = False  # what the agent sends vanishes
    down_is_cut: bool = False  # what the hub sends vanishes


class Direction:
    """One way of the link, shared by all connections: its rate is the link's, not each connection's."""

    def __init__(self, link, is_up):
        self.link = link
        self.is_up = is_up
        self.free_at = 0.0
        self.bytes = 0

    @property
    def is_cut(self):
        now = self.link.now
        return now.up_is_cut if self.is_up else now.down_is_cut

    def arrival(self, size):
        """When so many bytes that leave now are there."""
        conditions, chance = self.link.now, self.link.random
        moment = time.monotonic()
        if conditions.bits_per_second:
            self.free_at = max(moment, self.free_at) + size * 8 / conditions.bits_per_second
            moment = self.free_at
        wait = conditions.delay + chance.random() * conditions.jitter
        for _ in range(-(-size // SEGMENT)):
            repeat = REPEAT_SECONDS + 2 * conditions.delay
            while conditions.loss and chance.random() < conditions.loss and repeat < 60:
                wait += repeat
                repeat *= 2
        return moment + wait

    def is_backed_up(self):
        return self.link.now.bits_per_second and self.free_at - time.monotonic() > CONGESTED_LINK_HOLDS


class Exchange:
    """What one connection is at: whether the agent has asked something that the hub has not begun to answer."""

    def __init__(self):
        self.asked = False


class FaultLink:
    def __init__(self, listen_port, hub_port, seed):
        self.listen_port = listen_port
        self.hub_port = hub_port
        self.now = Conditions()
        self.random = random.Random(seed)
        self.up = Direction(self, True)
        self.down = Direction(self, False)
        self.server = None
        self.connections = set()
        self.counts = {"connections": 0, "refused": 0, "answers lost": 0, "resets": 0}

    async def open(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", self.listen_port, limit=1 << 16)

    async def close(self):
        if self.server:
            self.server.close()
        await self.reset()

    async def reset(self):
        """Every standing connection is reset."""
        for writers in list(self.connections):
            self.counts["resets"] += 1
            self._abort(writers)

    def set(self, **conditions):
        """Makes the network as described; what is not named is in order again."""
        self.now = Conditions(**conditions)

    async def _serve(self, reader, writer):
        if self.now.refuses:
            self.counts["refused"] += 1
            writer.transport.abort()
            return
        self.counts["connections"] += 1
        try:
            hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", self.hub_port, limit=1 << 16)
        except OSError:
            writer.transport.abort()
            return
        writers = (writer, hub_writer)
        self.connections.add(writers)
        exchange = Exchange()
        carriers = [asyncio.create_task(self._carry(reader, hub_writer, self.up, exchange, writers)),
                    asyncio.create_task(self._carry(hub_reader, writer, self.down, exchange, writers))]
        await asyncio.wait(carriers, return_when=asyncio.ALL_COMPLETED)
        self.connections.discard(writers)
        self._abort(writers)

    async def _carry(self, reader, writer, direction, exchange, writers):
        """Takes bytes off one side and gives them to the other when they have arrived, in order."""
        underway = asyncio.Queue(maxsize=4096)
        deliverer = asyncio.create_task(self._deliver(underway, writer, direction))
        try:
            while data := await reader.read(4 * SEGMENT if self.now.bits_per_second else 65536):
                if self._loses_answer(direction, exchange):
                    self.counts["answers lost"] += 1
                    self._abort(writers)
                    break
                direction.bytes += len(data)
                await underway.put((direction.arrival(len(data)), data))
                while direction.is_backed_up():
                    await asyncio.sleep(0.02)
        except OSError:
            pass
        await underway.put((direction.arrival(0), None))
        await deliverer

    async def _deliver(self, underway, writer, direction):
        while True:
            moment, data = await underway.get()
            if (wait := moment - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            while direction.is_cut and not writer.transport.is_closing():
                await asyncio.sleep(0.05)  # TCP would repeat it until the cut has healed or the connection is given up
            try:
                if data is None:
                    if writer.can_write_eof():
                        writer.write_eof()
                    return
                writer.write(data)
                await writer.drain()
            except (OSError, RuntimeError):
                return

    def _loses_answer(self, direction, exchange):
        """Asked once for each exchange, when the hub's first byte comes: the hub has done what it was asked by then."""
        if direction.is_up:
            exchange.asked = True
            return False
        begins, exchange.asked = exchange.asked, False
        return begins and self.random.random() < self.now.lost_answers

    @staticmethod
    def _abort(writers):
        for writer in writers:
            if not writer.transport.is_closing():
                writer.transport.abort()
