"""Read mail that the product wrote to a folder."""

import email
import time
from email import policy
from pathlib import Path


def newest_mail(mails: Path, to: str) -> tuple[str, str]:
    """Wait for a mail to `to`; return subject and text of the newest."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        files = sorted(mails.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
        found = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        for mail in found:
            if mail["To"] == to:
                return mail["Subject"].strip(), mail.get_content()
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to}")
