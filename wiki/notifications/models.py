"""Who is to be told of what, and how they want to be. A notice holds ids and nothing that stands behind a gate."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_id() -> str:
    """Give an id that tells of nothing."""
    return secrets.token_hex(8)


class How(models.TextChoices):
    """How somebody wants mail about a category. In the site everything is told at once."""

    INSTANT = "instant", "at once"
    DAILY = "daily", "once a day"
    WEEKLY = "weekly", "once a week"
    OFF = "off", "never"


class Notice(models.Model):
    """Somebody is to be told of something. Whether it exists for them, their lens says whenever it is asked for."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    category = models.CharField(max_length=20)
    # Ids that the category's app understands: what is told of, and what it belongs to.
    subject = models.CharField(max_length=64)
    group = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField(default=timezone.now)
    # The receiver could not see it when it was made, or lost sight of it: told later, with others in one line.
    is_late = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "category", "subject"], name="notice_once")]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_by_person")]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Preference(models.Model):
    """How somebody wants mail about one category. Without a row, the category's own default holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences")
    category = models.CharField(max_length=20)
    how = models.CharField(max_length=10, choices=How)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "category"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.category}: {self.how}"


class MailPlan(models.Model):
    """At what hour somebody gets their digests, the day of the last, and the key that stops their mails."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_plan")
    hour = models.PositiveSmallIntegerField(default=8)
    key = models.CharField(max_length=16, unique=True, default=new_id)
    digest_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(hour__lte=23), name="mail_plan_hour")]

    def __str__(self) -> str:
        return f"mail plan {self.pk}"
