"""Run processes that call `execute` concurrently. Reads plans from stdin, writes one line per answer.

All are forked from one process that has loaded the product, so that they start together and restart fast.
"""

import json
import os
import random
import signal
import sys
import time
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanban.settings")
django.setup()

from accounts.models import User  # noqa: E402
from projects.dispatch.execute import execute  # noqa: E402
from projects.errors import Refusal  # noqa: E402

Plan = dict[str, Any]
"""{actor, commands: [{name, data, eventId}], kills}"""


def main() -> None:
    children = [forked(insist if plan["kills"] else write, plan) for plan in json.load(sys.stdin)]
    for child in children:
        os.waitpid(child, 0)


def forked(work: Any, plan: Plan) -> int:
    child = os.fork()
    if child == 0:
        work(plan)
        os._exit(0)
    return child


def write(plan: Plan) -> None:
    actor = User.objects.get(pk=plan["actor"])
    for command in plan["commands"]:
        say({"eventId": command["eventId"], **done(actor, command)})


def done(actor: User, command: dict[str, Any]) -> dict[str, Any]:
    try:
        outcome = execute(actor, command["name"], command["data"], event_id=UUID(command["eventId"]))
    except Refusal as refusal:
        return {"code": refusal.code, "body": refusal.body}
    return {"code": "", "body": outcome.answer}


def say(answer: dict[str, Any]) -> None:
    """Write a line in one piece: a short write into a pipe is atomic."""
    os.write(1, json.dumps(answer).encode() + b"\n")


def insist(plan: Plan) -> None:
    """Run the commands in order, in a process that is killed and restarted at random moments."""
    waiting, killed = list(plan["commands"]), 0
    while waiting:
        answers, died = by_a_mortal({**plan, "commands": waiting}, dies=killed < plan["kills"])
        killed += died
        for answer in answers:
            say(answer)
        waiting = waiting[len(answers) :]
    say({"killed": killed})


def by_a_mortal(plan: Plan, *, dies: bool) -> tuple[list[dict[str, Any]], bool]:
    """Fork a process for the plan; return its answers and whether it finished before it was killed."""
    out, into = os.pipe()
    child = forked(lambda plan: (os.dup2(into, 1), write(plan)), plan)
    os.close(into)
    if dies:
        time.sleep(random.uniform(0.02, 0.2))
        os.kill(child, signal.SIGKILL)
    with os.fdopen(out) as lines:
        answers = [json.loads(line) for line in lines if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    return answers, os.WIFSIGNALED(status)


if __name__ == "__main__":
    main()
