"""Program that Playwright starts in place of a released Firefox, and that passes on what the two say.

Playwright sends commands of WebDriver BiDi that the newest Firefox knows, and that an extended-support
release may lack. Those of DISPENSABLE only fix an appearance. Where Firefox does not know one, the bridge
reports it as done.
"""

import asyncio
import json
import re
import signal
import sys
from collections.abc import AsyncIterator

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
DISPENSABLE = {"emulation.setMediaFeaturesOverride"}
"""Commands of Playwright that Firefox may lack."""


async def main(firefox: str, arguments: list[str]) -> int:
    process = await asyncio.create_subprocess_exec(firefox, *arguments, stderr=asyncio.subprocess.PIPE)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, process.terminate)
    assert process.stderr is not None
    log = (line.decode(errors="replace") async for line in process.stderr)
    address = await _address(log)
    if not address:
        return await process.wait() or 1
    async with serve(lambda page: _bridge(page, address), "127.0.0.1", 0, max_size=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        sys.stderr.write(f"WebDriver BiDi listening on ws://127.0.0.1:{port}\n")
        sys.stderr.flush()
        async for _line in log:  # until it ends; a full pipe would stop Firefox
            pass
        return await process.wait()


async def _address(log: AsyncIterator[str]) -> str:
    """Return where Firefox listens; "" if it ends before."""
    async for line in log:
        if found := LISTENS.search(line):
            return found[1]
    return ""


async def _bridge(playwright: ServerConnection, address: str) -> None:
    dispensable: set[int] = set()
    assert playwright.request is not None
    async with connect(address + playwright.request.path, max_size=None) as firefox:

        async def commands() -> None:
            async for text in playwright:
                command = json.loads(text)
                if command["method"] in DISPENSABLE:
                    dispensable.add(command["id"])
                await firefox.send(text)

        async def answers() -> None:
            async for text in firefox:
                await playwright.send(_forgiven(text, dispensable) if dispensable else text)

        tasks = [asyncio.create_task(commands()), asyncio.create_task(answers())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()


def _forgiven(text: str | bytes, dispensable: set[int]) -> str | bytes:
    """Return the answer; a success in place of an "unknown command" to a dispensable one."""
    answer = json.loads(text)
    number = answer.get("id")
    if number not in dispensable:
        return text
    dispensable.discard(number)
    unknown = answer.get("error") == "unknown command"
    return json.dumps({"type": "success", "id": number, "result": {}}) if unknown else text


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2:])))
