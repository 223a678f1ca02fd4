"""Number of checklist items, and of those that are done, kept on the card."""

from django.db.models import Count, Q

from boards.models import Card, ChecklistItem


def update_checklist_counts(card: Card) -> None:
    """Count the card's items and store the counts on it.

    Reading a board of thousands of cards then needs no counting.
    """
    items = ChecklistItem.objects.filter(checklist__card=card)
    counted = items.aggregate(total=Count("pk"), done=Count("pk", filter=Q(done=True)))
    card.checklist_total, card.checklist_done = counted["total"], counted["done"]
    card.save(update_fields=["checklist_total", "checklist_done"])
