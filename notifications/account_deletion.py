"""Deletes the notifications of a person together with the account."""

from accounts.deletion import on_account_deleted
from accounts.models import User
from notifications.models import Notification


@on_account_deleted.register
def delete_notifications(user: User, address: str | None) -> None:
    Notification.objects.filter(user=user).delete()
