"""The network between agent and hub with a fault: of every K answers to a round one is lost after the hub committed.

Usage: lossy_link.py LISTEN_PORT HUB_PORT LOSE_EVERY

The hub's answer is read whole and thrown away, and the connection to the agent is closed: for the agent the round may
have been taken or not.
"""

import asyncio
import sys

answers = 0


async def read_message(reader):
    """One HTTP/1.1 message with a Content-Length or chunks, as bytes; nothing at the end of the stream."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    if fields.get(b"transfer-encoding") == b"chunked":
        body = b""
        while True:
            size = await reader.readuntil(b"\r\n")
            chunk = await reader.readexactly(int(size, 16) + 2)
            body += size + chunk
            if int(size, 16) == 0:
                return head + body
    return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))


async def main(listen_port, hub_port, lose_every):
    async def connect(reader, writer):
        global answers
        try:
            hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", hub_port)
            while request := await read_message(reader):
                hub_writer.write(request)
                answer = await read_message(hub_reader)
                if answer is None:
                    break
                if b"/sync/v1/round" in request.split(b"\r\n", 1)[0]:
                    answers += 1
                    if answers % lose_every == 0:
                        break
                writer.write(answer)
                await writer.drain()
            hub_writer.close()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connect, "127.0.0.1", listen_port, limit=64 << 20)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:4])))
