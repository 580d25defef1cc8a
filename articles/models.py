"""Records of articles and claims, all of which can be rebuilt; and links to previews, which cannot."""

import datetime
import secrets
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.states import PUBLISHED
from wiki.pages.models import Page
from wiki.spoilers.dates import Precision
from wiki.spoilers.models import Gate
from wiki.spoilers.querysets import GatedQuerySet
from wiki.spoilers.sealed import SealedTextField


class ArticleQuerySet(models.QuerySet["Article"]):
    def not_out(self) -> "ArticleQuerySet":
        """Keep those whose time has not come."""
        return self.filter(Q(is_held=True) | Q(published_at=None) | Q(published_at__gt=timezone.now()))

    def out_since(self, pages: Collection[int]) -> dict[int, datetime.datetime]:
        """Tell when some articles came out, by the ids of their pages. One query."""
        rows = self.filter(page__in=pages, published_at__isnull=False).values_list("page", "published_at")
        return dict(rows)  # type: ignore[arg-type]


class Article(models.Model):
    """When an article’s page is there for readers. `is_held` until an editor lets it out, at once or for later."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="article")
    kind = models.CharField(max_length=20, blank=True, default="")
    is_held = models.BooleanField(default=True)
    status = models.CharField(max_length=20)
    published_at = models.DateTimeField(null=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["is_held", "-published_at"], name="article_newest")]
        permissions = [("publish", "Can publish, schedule and withdraw articles")]

    def __str__(self) -> str:
        return f"article {self.pk}"

    @property
    def status_now(self) -> str:
        """The state at this minute: the row is not written when a scheduled article’s time comes."""
        is_due = not self.is_held and self.published_at is not None and self.published_at <= timezone.now()
        return PUBLISHED if is_due else self.status


class Mention(models.Model):
    """A claim that an article makes, by the slug of a name of the claim’s page, whether or not there is one."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField()
    target = models.CharField(max_length=200, db_index=True)
    name = SealedTextField()
    status = models.CharField(max_length=20)
    said_by = SealedTextField(blank=True, default="")
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = GatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"mention {self.pk}"


class ClaimStatus(models.Model):
    """What a claim’s page tells of its status, since a day."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField()
    status = models.CharField(max_length=20)
    date = models.DateField()
    precision = models.CharField(max_length=6, choices=Precision)
    source = SealedTextField(blank=True, default="")
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = GatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"status {self.pk}"


class Outcome(models.Model):
    """What came of a claim. A later one that a reader sees replaces this one."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField()
    verdict = models.CharField(max_length=20)
    text = SealedTextField(blank=True, default="")
    source = SealedTextField(blank=True, default="")
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = GatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"outcome {self.pk}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class PreviewLink(models.Model):
    """An address under which an article can be read before it is out, until somebody takes it back."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="preview_links")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"preview {self.pk}"


class ArticlePage(Page):
    """A page of this kind, as the admin lists it."""

    class Meta:
        proxy = True
        verbose_name = "article"


class ClaimPage(Page):
    """A page of this kind, as the admin lists it."""

    class Meta:
        proxy = True
        verbose_name = "claim"
