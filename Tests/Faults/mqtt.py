"""As much of MQTT 3.1.1 as publishers and devices of the fault suite speak."""

import asyncio


async def connect(port, identity):
    """A clean session at the broker on this machine: its reader and writer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    name = identity.encode()
    body = b"\x00\x04MQTT\x04\x02\x00\x00" + len(name).to_bytes(2, "big") + name
    writer.write(b"\x10" + length(len(body)) + body)
    answer = await reader.readexactly(4)
    if answer[3] != 0:
        raise ConnectionError(f"the broker refused {identity}: {answer[3]}")
    return reader, writer


def length(size):
    """The remaining length of a packet as it is written."""
    out = bytearray()
    while True:
        size, digit = divmod(size, 128)
        out.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(out)
