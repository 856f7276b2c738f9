"""The network between agent and hub with a fault: of every K answers to a round one is lost after the hub committed.

Usage: lossy_link.py LISTEN_PORT HUB_PORT LOSE_EVERY CERTIFICATE IDENTITY

The agent trusts CERTIFICATE besides its hub's authority; towards the hub the link shows the agent's own IDENTITY.

The hub's answer is read whole and thrown away, and the connection to the agent is closed: for the agent the round may
have been taken or not.
"""

import asyncio
import json
import ssl
import sys
from pathlib import Path

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


def as_agent(identity):
    """TLS towards the hub, as the agent whose identity is in the file."""
    content = json.loads(Path(identity).read_text())
    own = Path(identity).with_suffix(".link.pem")
    own.touch(mode=0o600)
    own.write_text(content["certificate"] + content["key"])
    context = ssl.create_default_context(cadata=content["authorities"])
    context.load_cert_chain(own)
    return context


async def main(listen_port, hub_port, lose_every, certificate, identity):
    towards_agent = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    towards_agent.load_cert_chain(certificate)

    async def connect(reader, writer):
        global answers
        try:
            hub_reader, hub_writer = await asyncio.open_connection(
                "127.0.0.1", hub_port, ssl=as_agent(identity))
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

    server = await asyncio.start_server(connect, "127.0.0.1", listen_port, limit=64 << 20, ssl=towards_agent)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:4]), *sys.argv[4:6]))
