"""What somebody was told of goes with the account."""

from accounts.deletion import PARTINGS
from accounts.models import User
from notifications.models import Notification


def forget(user: User, address: str | None) -> None:
    Notification.objects.filter(user=user).delete()


PARTINGS.append(forget)
