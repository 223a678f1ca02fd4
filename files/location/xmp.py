"""Erases XMP packets that name a place, in place, so that nothing else of the picture moves."""

import re

PACKETS = ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>"))
EMPTY = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">', b"</x:xmpmeta>"
PLACE = re.compile(rb":(?:GPS[A-Z]|City|State|Country|Location|Sublocation|ProvinceState|WorldRegion)")
"""Names of properties in the schemas EXIF, Photoshop and IPTC that say where a picture was taken."""


def erase_packets(content: memoryview) -> bool:
    """Empty all packets that name a place. Return whether there was one.

    A packet is emptied whole: what its parts mean together is known only to the program that wrote it.
    """
    found = False
    for begin, end in PACKETS:
        whole, at = bytes(content), 0
        while (start := whole.find(begin, at)) >= 0 and (last := whole.find(end, start)) >= 0:
            at = last + len(end)
            if names_place(whole[start:at]):
                content[start:at] = _empty(at - start)
                found = True
    return found


def names_place(packet: bytes) -> bool:
    return PLACE.search(packet) is not None


def _empty(size: int) -> bytes:
    head, foot = EMPTY
    return head + foot.rjust(size - len(head)) if size >= len(head) + len(foot) else b" " * size
