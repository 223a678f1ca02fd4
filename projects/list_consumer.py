"""Frames of the list of projects."""

from uuid import UUID

from core.batching import Batcher, threaded
from projects.consumers import Handler, ProjectConsumer
from projects.realtime.frame_inputs import EmptyInput, read_payload
from projects.realtime.frames import Frame, ack
from projects.realtime.hub import HUB
from projects.realtime.project_watch import Heads, read_heads

HEADS: Batcher[UUID, Heads] = Batcher(threaded(read_heads))


class ListConsumer(ProjectConsumer):
    def frame_handlers(self) -> dict[str, Handler]:
        return {**super().frame_handlers(), "watch_projects": self.watch_projects}

    async def watch_projects(self, frame: Frame) -> None:
        """Watch all projects of the person; asked again, those of today.

        The answer has the heads, so that a page sees which of its tiles are older.
        """
        read_payload(EmptyInput, frame)
        heads = await HEADS.submit(self.identity.user_id)
        self.socket.push(ack(frame.ref, {"heads": {str(pk): seq for pk, seq in heads.items()}}))
        HUB.watch(self.socket, heads)
