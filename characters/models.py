"""Records of characters, for lists, grids and pictures. All of them can be rebuilt from the pages' revisions."""

from django.db import models

from wiki.pages.models import Page
from wiki.spoilers.models import Gate, Release, Work
from wiki.spoilers.querysets import GatedQuerySet
from wiki.spoilers.sealed import SealedTextField


class Told(models.Model):
    """What one character's page tells of another page, by the slug of a name of it."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField()
    target = models.CharField(max_length=200, db_index=True)
    # The name as it was written: a page that is not there has no other.
    name = SealedTextField()
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = GatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Counterpart(Told):
    """The same character in another continuity. It holds for both pages, whichever tells it."""

    note = SealedTextField(blank=True, default="")

    def __str__(self) -> str:
        return f"counterpart {self.pk}"


class Relationship(Told):
    """The target is the page's `kind` (see kinship.py). It holds for both, whichever tells it."""

    kind = SealedTextField()

    def __str__(self) -> str:
        return f"relationship {self.pk}"


class Appearance(models.Model):
    """A character in a release. Its gate is that release, unless somebody wrote another one."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField()
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    role = SealedTextField()
    credited = SealedTextField(blank=True, default="")
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = GatedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["release", "page"], name="appearance_by_release"),
            models.Index(fields=["work", "page"], name="appearance_by_work"),
        ]

    def __str__(self) -> str:
        return f"appearance {self.pk}"


class CharacterPage(Page):
    """A page of this kind, as the admin lists it."""

    class Meta:
        proxy = True
        verbose_name = "character"
