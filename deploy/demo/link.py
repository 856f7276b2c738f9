"""The network between the agent and the hub, as one process: ending it cuts the link, starting it mends it.

Usage: link.py LISTEN_PORT HUB_PORT
"""

import asyncio
import sys


async def carry(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


async def main(listen_port, hub_port):
    async def connect(reader, writer):
        try:
            hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", hub_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, hub_writer), carry(hub_reader, writer))

    server = await asyncio.start_server(connect, "127.0.0.1", listen_port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
