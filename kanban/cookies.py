"""Names of this installation's cookies.

A browser sends the cookies of a host to every port of it. Two installations on one host, such as a trial
beside the real one, would take each other's sessions if their names were the same.
"""

from hashlib import sha256
from urllib.parse import urlsplit

MARK_LENGTH = 8


def cookie_name(kind: str, *, public_url: str) -> str:
    """Return the name of the cookie `kind` of the installation at `public_url`, the same after each start.

    Over https its prefix lets no other host and no plain http set the cookie. `__Host-` is for a whole host,
    `__Secure-` for an installation below a path.
    """
    address = urlsplit(public_url.rstrip("/").lower())
    mark = sha256(address.geturl().encode()).hexdigest()[:MARK_LENGTH]
    prefix = ("__Secure-" if address.path else "__Host-") if address.scheme == "https" else ""
    return f"{prefix}{kind}-{mark}"
