"""A program that reads a picture from standard input and writes it without its place, if it names one.

It is a process of its own, with the limits of the one that makes thumbnails: its input comes from strangers.
"""

import struct
import sys

from files.location.formats import erase_location
from files.thumbnails.limits import limit_resources

EXIT_UNREADABLE = 3


def main() -> int:
    limit_resources()
    content = bytearray(sys.stdin.buffer.read())
    try:
        found = erase_location(content, sys.argv[1])
    except (ValueError, IndexError, struct.error):
        return EXIT_UNREADABLE
    if found:
        sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
