"""Frames of a WebSocket, as far as a load client needs them: split from a stream, and made."""

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FINAL, MASKED = 0x80, 0x80
# A mask of zeros is a mask: the payload stays as it is, and the client saves the work.
NO_MASK = b"\0\0\0\0"

Frame = tuple[int, int, int]
"""Opcode, and where the payload starts and stops."""


class BrokenFrame(Exception):
    pass


def split(data: bytes, at: int = 0) -> tuple[list[Frame], int]:
    """The whole frames in `data` from `at`, and where the first incomplete one begins. Raises BrokenFrame."""
    found: list[Frame] = []
    end = len(data)
    while end - at >= 2:
        head, length = data[at], data[at + 1]
        start = at + 2
        if length > 125:
            wide = 2 if length == 126 else 8
            start += wide
            length = int.from_bytes(data[at + 2 : start])
        if start + length > end or start > end:
            break
        if not head & FINAL or data[at + 1] & MASKED:
            raise BrokenFrame("a fragment, or a server's masked frame: no server here sends either")
        at = start + length
        found.append((head & 0x0F, start, at))
    return found, at


def made(opcode: int, payload: bytes) -> bytes:
    """As a client sends it."""
    length = len(payload)
    if length < 126:
        head = bytes((FINAL | opcode, MASKED | length))
    elif length < 65_536:
        head = bytes((FINAL | opcode, MASKED | 126)) + length.to_bytes(2)
    else:
        head = bytes((FINAL | opcode, MASKED | 127)) + length.to_bytes(8)
    return head + NO_MASK + payload
