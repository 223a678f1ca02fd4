"""Models of the search index of cards and comments."""

from django.db import models

from boards.models.cards import Card
from boards.models.comments import Comment
from projects.search.index import IndexedText


class IndexedCard(IndexedText):
    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "search_cards"

    def __str__(self) -> str:
        return f"{self.card_id}"


class IndexedComment(IndexedText):
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "search_comments"

    def __str__(self) -> str:
        return f"{self.comment_id}"
