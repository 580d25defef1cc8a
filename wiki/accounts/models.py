"""The person who reads, writes or moderates, and what they say of themselves."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from wiki.accounts import names
from wiki.spoilers.sealed import SealedTextField


class LikenessField(models.CharField):  # type: ignore[type-arg]
    """Follows the name, whoever writes the row: what it looks like at a glance."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        """Give the likeness of the name that is about to be saved. A row without one, from before there were any that
        had to differ, stays without until it is renamed.
        """
        if not add and getattr(model_instance, self.attname) is None:
            return None
        likeness = names.likeness(model_instance.username)[: self.max_length] or None  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, likeness)
        return likeness


class Theme(models.TextChoices):
    SYSTEM = "system", "as the device has it"
    LIGHT = "light", "light"
    DARK = "dark", "dark"


class DiffStyle(models.TextChoices):
    TWO = "two", "side by side"
    ONE = "one", "in one column"


ZONES = [*sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")), "UTC"]


class User(AbstractUser):
    """An account. Its row is never deleted: what its person wrote stands under its name."""

    likeness = LikenessField(max_length=150, null=True, unique=True, editable=False)
    renamed_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    # "" is the site's own.
    time_zone = models.CharField(max_length=40, blank=True, default="")
    diff_style = models.CharField(max_length=3, choices=DiffStyle, default=DiffStyle.TWO)

    class Meta(AbstractUser.Meta):
        verbose_name, verbose_name_plural = "account", "accounts"


class Profile(models.Model):
    """What somebody says of themselves. `about` has gates as the text of a page has."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    pronouns = models.CharField(max_length=40, blank=True, default="")
    about = SealedTextField(blank=True, default="")
    works = models.ManyToManyField("spoilers.Work", blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"profile {self.pk}"


class OldName(models.Model):
    """A name that somebody had. Nobody else gets it. After an account is closed only the digest is left of it."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="old_names")

    def __str__(self) -> str:
        return f"old name {self.pk}"


def preference(person: Any, name: str, default: str = "") -> str:
    """Give a preference of somebody, the default for who has no account."""
    return str(getattr(person, name, default) or default)
