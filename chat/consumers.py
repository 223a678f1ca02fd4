"""The chat's signals: who is typing, and what one has read. Neither is logged."""

import time

from chat.inputs import ReadUpTo, Typing
from chat.read_markers import read_up_to
from core.batching import threaded
from projects.consumers import Handler, ProjectConsumer, read_payload
from projects.errors import NotFound
from projects.events.log import encode
from projects.realtime.frames import Frame, ack
from projects.realtime.hub import HUB

TYPING_SECONDS = 1.0


class ChatConsumer(ProjectConsumer):
    typed_at = 0.0

    def signals(self) -> dict[str, Handler]:
        return {**super().signals(), "chat.typing": self.typing, "chat.read": self.read}

    async def typing(self, frame: Frame) -> None:
        """To the others in the room; the person is the socket's own, whatever the payload says."""
        project_id = read_payload(Typing, frame)["project_id"]
        room = HUB.rooms.get(project_id)
        if room is None or self.socket not in room.followers:
            raise NotFound
        now = time.monotonic()
        if now - self.typed_at < TYPING_SECONDS:
            return
        self.typed_at = now
        user = str(self.identity.user_id)
        text = encode({"type": "chat.typing", "projectId": str(project_id), "payload": {"userId": user}})
        HUB.signal(project_id, text, audience_is={"others_than": user})

    async def read(self, frame: Frame) -> None:
        asked = read_payload(ReadUpTo, frame)
        project_id, message_id = asked["project_id"], asked["message_id"]
        user_id = self.identity.user_id
        unread = await threaded(read_up_to)(user_id, project_id, message_id)
        self.socket.push(ack(frame.ref, {"unread": unread}))
        payload = {"messageId": str(message_id), "unread": unread}
        text = encode({"type": "chat.read.changed", "projectId": str(project_id), "payload": payload})
        HUB.signal(project_id, text, audience_is={"only": str(user_id)}, besides=self.socket)
