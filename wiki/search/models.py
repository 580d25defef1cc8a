"""What search looks through: passages, which are records of pages and of what is said about them."""

from django.db import models

from wiki.pages.models import Page
from wiki.pages.querysets import ElseQuerySet
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import SealedTextField


class Place(models.TextChoices):
    """Where a passage stands."""

    NAME = "name", "name"
    HEADING = "heading", "heading"
    TEXT = "text", "text"
    FACT = "fact", "fact"
    PICTURE = "picture", "picture"
    TALK = "talk", "talk"


class Passage(models.Model):
    """A record: one run of plain text of a page, with its gate, and its words as they are compared (see terms.py).

    The key holds the page and the passage's position in it (see keys.py): passages of one page lie together, and their
    order depends on nothing that is hidden.
    """

    key = models.BigIntegerField(primary_key=True)
    page = models.ForeignKey(Page, models.CASCADE, related_name="passages")
    place = models.CharField(max_length=8, choices=Place)
    heading = SealedTextField(blank=True, default="")
    text = SealedTextField()
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    # Open for whom the passage is not there: it stands in an “else”, or is another one for them.
    unless = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    # The public id of what was said, for talk.
    source = models.CharField(max_length=16, blank=True, default="", db_index=True)
    words = SealedTextField()
    stems = SealedTextField()
    size = models.PositiveIntegerField()  # words

    objects = ElseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"passage {self.key}"
