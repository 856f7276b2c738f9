"""Work on a thread of its own."""

import threading


class Task:
    """Work beside the build; its failure comes up where its result is asked for."""

    def __init__(self, work):
        self.failure = self.value = None

        def run():
            try:
                self.value = work()
            except Exception as error:  # noqa: BLE001, handed to whoever asks
                self.failure = error

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()

    def result(self):
        self.thread.join()
        if self.failure:
            raise self.failure
        return self.value
