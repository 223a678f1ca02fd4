"""Adds the card that a notification is about, and finds it for the unread ones, which alone are counted."""

import django.db.models.deletion
from django.db import migrations, models

BATCH = 500


def find_cards(apps, schema_editor):
    Notification = apps.get_model("notifications", "Notification")
    Card = apps.get_model("boards", "Card")
    rows = Notification.objects.filter(read_at=None).select_related("event").order_by("pk")
    after = None
    while found := list((rows.filter(pk__gt=after) if after else rows)[:BATCH]):
        after = found[-1].pk
        wanted = {row.pk: _card_id(row.event) for row in found}
        known = {str(pk) for pk in Card.objects.filter(pk__in=[pk for pk in wanted.values() if pk]).values_list("pk", flat=True)}
        for row in found:
            row.card_id = wanted[row.pk] if wanted[row.pk] in known else None
        Notification.objects.bulk_update([row for row in found if row.card_id], ["card"])


def _card_id(event):
    payload = event.payload if isinstance(event.payload, dict) else {}
    itself = event.type.startswith("card.") or event.type == "checklist_item.converted"
    card = payload if itself else payload.get("card")
    found = card.get("id") if isinstance(card, dict) else None
    return found if isinstance(found, str) and len(found) == 36 else None


class Migration(migrations.Migration):

    dependencies = [
        ("boards", "0006_full_text"),
        ("notifications", "0004_once_about"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="card",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="boards.card"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(condition=models.Q(("about", None), _negated=True), fields=["about"], name="notifications_about"),
        ),
        migrations.RunPython(find_cards, migrations.RunPython.noop, elidable=True),
    ]
