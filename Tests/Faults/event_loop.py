"""One thread with an event loop: the publisher and the network live in it while the scenario waits in its own."""

import asyncio
import threading


class EventLoop:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True, name="faults")
        self.thread.start()

    def run(self, coroutine, seconds=60):
        """Runs a coroutine there and waits for its value."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(seconds)

    def start(self, coroutine):
        """Begins a coroutine there; its future."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
