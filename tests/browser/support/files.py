"""Bring files to a page by drop and paste, and find them there."""

import base64
import io
import wave
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession, FilePayload, Locator, Page

TRANSFER = """(files) => files.reduce((data, { name, mimeType, bytes }) => {
  const content = Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0));
  data.items.add(new File([content], name, { type: mimeType }));
  return data;
}, new DataTransfer())"""
PASTE = """(node, { clipboardData, text, html }) => {
  if (text) clipboardData.setData('text/plain', text);
  if (html) clipboardData.setData('text/html', html);
  node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""
SLOW = 200 * 1024


def picture(
    name: str = "hero.png", width: int = 640, height: int = 400, color: str = "#5b3fd6"
) -> FilePayload:
    held = io.BytesIO()
    Image.new("RGB", (width, height), color).save(held, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": held.getvalue()}


def notes(name: str = "notes.txt", size: int = 900) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": (b"All quiet. " * size)[:size]}


def recording(name: str = "harbour.wav", seconds: int = 3) -> FilePayload:
    """A quiet tone."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes((b"\x00\x01" * 10 + b"\x00\xff" * 10) * (400 * seconds))
    return {"name": name, "mimeType": "audio/wav", "buffer": held.getvalue()}


def document(name: str = "plan.pdf") -> FilePayload:
    held = io.BytesIO()
    Image.new("RGB", (300, 200), "#5b3fd6").save(held, "PDF")
    return {"name": name, "mimeType": "application/pdf", "buffer": held.getvalue()}


def program(name: str = "setup.exe") -> FilePayload:
    return {"name": name, "mimeType": "application/x-msdownload", "buffer": b"MZ\x90\x00" + bytes(2000)}


def drag_over(zone: Locator, *files: FilePayload) -> Any:
    """Drag files over `zone` without dropping; return the data transfer."""
    data = _transfer(zone, files)
    zone.dispatch_event("dragover", {"dataTransfer": data})
    return data


def drop(zone: Locator, *files: FilePayload) -> None:
    zone.dispatch_event("drop", {"dataTransfer": drag_over(zone, *files)})


def paste(zone: Locator, *files: FilePayload, text: str = "", html: str = "") -> None:
    """Paste files, or words, or a clipboard that has both."""
    zone.evaluate(PASTE, {"clipboardData": _transfer(zone, files), "text": text, "html": html})


def _transfer(zone: Locator, files: tuple[FilePayload, ...]) -> Any:
    result = [{**file, "bytes": base64.b64encode(file["buffer"]).decode(), "buffer": None} for file in files]
    return zone.page.evaluate_handle(TRANSFER, result)


def slow_down(page: Page) -> CDPSession:
    """Throttle the page's uploads."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed_up(session, SLOW)
    return session


def speed_up(session: CDPSession, speed: int = -1) -> None:
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", conditions)


def upload(page: Page, name: str) -> Locator:
    """Row of the upload tray."""
    return page.locator(".upload").filter(has_text=name.rpartition(".")[0])
