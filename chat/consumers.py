"""Frames of the chat that are no commands and leave no event: typing, and what a person has read."""

import time

from chat.inputs import ReadUpTo, Typing
from chat.read_markers import UNREAD, read_signal, read_up_to
from core.batching import threaded
from projects.consumers import Handler
from projects.errors import NotFound
from projects.list_consumer import ListConsumer
from projects.realtime.frame_inputs import RoomInput, read_payload
from projects.realtime.frames import Frame, ack, signal
from projects.realtime.hub import HUB

TYPING_SECONDS = 1.0


class ChatConsumer(ListConsumer):
    typed_at = 0.0

    def frame_handlers(self) -> dict[str, Handler]:
        return {
            **super().frame_handlers(),
            "chat.typing": self.typing,
            "chat.read": self.read,
            "chat.unread": self.unread,
        }

    async def typing(self, frame: Frame) -> None:
        """Tell the others in the room who is typing, at most once per TYPING_SECONDS.

        The person is the one of the socket; a `userId` in the payload is ignored.
        """
        project_id = read_payload(Typing, frame)["project_id"]
        room = HUB.rooms.get(project_id)
        if room is None or self.socket not in room.followers:
            raise NotFound
        now = time.monotonic()
        if now - self.typed_at < TYPING_SECONDS:
            return
        self.typed_at = now
        user = str(self.identity.user_id)
        text = signal("chat.typing", {"userId": user}, project_id=project_id)
        HUB.signal(project_id, text, audience={"others_than": user})

    async def read(self, frame: Frame) -> None:
        """Move the read marker, and tell the person's other sockets the new number of unread messages."""
        values = read_payload(ReadUpTo, frame)
        project_id, message_id = values["project_id"], values["message_id"]
        user_id = self.identity.user_id
        unread = await threaded(read_up_to)(user_id, project_id, message_id)
        self.socket.push(ack(frame.ref, unread))
        read_signal(user_id, project_id, unread, exclude=self.socket)

    async def unread(self, frame: Frame) -> None:
        """Answer what the person has not read: a page that was offline has missed the signals."""
        project_id = read_payload(RoomInput, frame)["project_id"]
        self.socket.push(ack(frame.ref, await UNREAD.submit((self.identity.user_id, project_id))))
