"""The public calendar of works and releases, the gates made of them, and what each reader has seen."""

import re
import secrets

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from wiki.spoilers import dates
from wiki.spoilers.condition import Condition, from_key
from wiki.spoilers.dates import Precision
from wiki.spoilers.querysets import GateQuerySet, WorkQuerySet
from wiki.spoilers.sealed import SealedTextField


def new_stamp() -> int:
    """Give a value that no earlier state had, not even one that was rolled back."""
    return secrets.randbits(62)


class Work(models.Model):
    """A story told in releases."""

    class Kind(models.TextChoices):
        SERIES = "series", "series"
        COMIC = "comic", "comic"
        FILM = "film", "film"

    code = models.CharField(
        max_length=12,
        unique=True,
        validators=[
            RegexValidator(r"\A(?!AND\Z|OR\Z|ELSE\Z)[A-Z][A-Z0-9]*\Z", "Use capital letters and digits, such as JJ.")
        ],
        help_text="Short, as it is written in gates: JJ, ALIAS.",
    )
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=100, help_text="As it is called in a sentence: Jessica Jones.")
    kind = models.CharField(max_length=10, choices=Kind)
    position = models.PositiveIntegerField(default=0, help_text="Order among the works.")
    stamp = models.BigIntegerField(default=new_stamp, editable=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.short_title


class Part(models.Model):
    """A season or a collected volume: a set of releases, not a range of them."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["work", "number"]
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="part_number_once")]

    def __str__(self) -> str:
        return f"{self.work.code} {'v' if self.work.kind == Work.Kind.COMIC else 's'}{self.number}"


# Who tells of a date: an address, or the name of a page as links write it.
SOURCE = re.compile(r"https?://[!-Z_a-z~]+|\[\[[^\[\]|#{}<>]{1,150}\]\]")


class Certainty(models.TextChoices):
    """How sure a date is."""

    CONFIRMED = "confirmed", "confirmed"
    EXPECTED = "expected", "expected"


class Gate(models.Model):
    """What a reader must have seen. One row per distinct condition; rows never change."""

    id = models.BigIntegerField(primary_key=True)
    key = models.TextField(unique=True)

    objects = GateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"gate {self.pk}"

    @property
    def condition(self) -> Condition:
        return from_key(self.key)

    @property
    def alternatives(self) -> tuple[frozenset[int], ...]:
        return from_key(self.key).alternatives

    @property
    def waits(self) -> bool:
        return from_key(self.key).waits


class Release(models.Model):
    """The smallest thing a reader finishes. Its label and date are public; its title has a gate."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="releases")
    part = models.ForeignKey(Part, models.SET_NULL, null=True, blank=True, related_name="releases")
    position = models.PositiveIntegerField(help_text="Order in its work, from 1.")
    label = models.CharField(max_length=20, help_text="1x13 for an episode, #24 for an issue.")
    title = SealedTextField(blank=True, default="")
    title_gate = models.ForeignKey(Gate, models.PROTECT, null=True, blank=True, related_name="+")
    date = models.DateField(
        null=True, blank=True, help_text="The first day of the month or year if that is all that is known."
    )
    date_precision = models.CharField(max_length=6, choices=Precision, blank=True, default="")
    certainty = models.CharField(max_length=9, choices=Certainty, default=Certainty.CONFIRMED)
    # Who says so: an address on the web, or [[the name of a page]]. A page may be hidden, so its name is sealed.
    source = SealedTextField(blank=True, default="")

    class Meta:
        ordering = ["work", "position"]
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="release_position_once"),
            models.UniqueConstraint(fields=["work", "label"], name="release_label_once"),
            models.CheckConstraint(
                condition=Q(date__isnull=True, date_precision="") | Q(date__isnull=False) & ~Q(date_precision=""),
                name="release_date_has_precision",
                violation_error_message="A date and its precision go together: give both or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work.code} {self.label}"


class OldDate(models.Model):
    """A date that a release had before it was moved, with who had said so."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="old_dates")
    date = models.DateField(null=True)
    date_precision = models.CharField(max_length=6, choices=Precision, blank=True, default="")
    certainty = models.CharField(max_length=9, choices=Certainty)
    source = SealedTextField(blank=True, default="")

    class Meta:
        ordering = ["release", "pk"]

    def __str__(self) -> str:
        return f"{dates.written(self.date, self.date_precision) or 'no date'} ({self.certainty})"


class Bookmark(models.Model):
    """How far a reader is in one work: up to a release, and single ones more or fewer (lists of release ids)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    until = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, related_name="+")
    plus = models.JSONField(default=list, blank=True)
    minus = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "work"], name="bookmark_once_per_work")]

    def __str__(self) -> str:
        return f"{self.user} in {self.work}"


class Trail(models.Model):
    """The last steps of a reader with an account, and which pages they have read since (see trail.py)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="trail")
    last = models.PositiveIntegerField(default=0)
    floor = models.PositiveIntegerField(default=0)
    steps = models.JSONField(default=list)
    read = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"trail of {self.user}"
