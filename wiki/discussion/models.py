"""Comments on pages, what they said before, and who follows them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from wiki.discussion.querysets import CommentQuerySet
from wiki.pages.models import Page, new_public_id
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import SealedTextField


class Gated(models.Model):
    """A text as somebody said it: for whom it is, and the gates in it, each with the condition it stands for today."""

    text = SealedTextField()
    gate_text = models.CharField(max_length=2000, blank=True, default="")
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    gates = models.JSONField(default=dict)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Comment(Gated):
    """Something said on a page's talk. Its parent, if it has one, began the thread; `answers` is what it replies to.

    Who may know of it must see its own gate, its parent's, and the page.
    """

    class State(models.TextChoices):
        SHOWN = "shown", "shown"
        HIDDEN = "hidden", "hidden by a moderator"
        DELETED = "deleted", "deleted"

    public_id = models.CharField(primary_key=True, max_length=16, default=new_public_id)
    page = models.ForeignKey(Page, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    answers = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments")
    # The form that it was sent from. A form that is sent twice makes one comment.
    form = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001
    # A gate that a report has put around it besides its author's own; `gate` is both.
    seal = models.CharField(max_length=2000, blank=True, default="")
    # Whether pictures in it are shown: its author was trusted when they wrote it.
    has_pictures = models.BooleanField(default=False)
    # When what it says now was written, if that is not what it said first.
    changed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    # Why it was hidden or deleted, and by whom. It may tell what the comment tells.
    reason = SealedTextField(blank=True, default="")
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["page", "parent", "said_at"], name="comment_by_page"),
            models.Index(fields=["said_at"], name="comment_by_time"),
        ]

    def __str__(self) -> str:
        return f"comment {self.public_id}"


class Version(Gated):
    """What a comment said before it was changed, as it was gated then."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"version {self.pk}"


class Follow(models.Model):
    """Somebody wants to be told of all that is said on a page's talk, or in one thread of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    thread = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="follows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thread"], name="follow_once_per_thread"),
            models.UniqueConstraint(fields=["person", "page"], condition=Q(thread=None), name="follow_once_per_page"),
        ]

    def __str__(self) -> str:
        return f"follow {self.pk}"
