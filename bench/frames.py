"""Parses and builds WebSocket frames, as far as a load client needs it."""

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FINAL, MASKED = 0x80, 0x80
# A mask of zeros is valid: the payload stays unchanged, which saves the client work.
NO_MASK = b"\0\0\0\0"

Frame = tuple[int, int, int]
"""Opcode, and start and end of the payload."""


class BrokenFrame(Exception):
    pass


def split(data: bytes, at: int = 0) -> tuple[list[Frame], int]:
    """Return the complete frames in `data` from `at`, and where the first incomplete one begins.

    Raises BrokenFrame.
    """
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
            raise BrokenFrame("a fragment or a masked frame, which no measured server sends")
        at = start + length
        found.append((head & 0x0F, start, at))
    return found, at


def build(opcode: int, payload: bytes) -> bytes:
    """Return a frame as a client sends it."""
    length = len(payload)
    if length < 126:
        head = bytes((FINAL | opcode, MASKED | length))
    elif length < 65_536:
        head = bytes((FINAL | opcode, MASKED | 126)) + length.to_bytes(2)
    else:
        head = bytes((FINAL | opcode, MASKED | 127)) + length.to_bytes(8)
    return head + NO_MASK + payload
