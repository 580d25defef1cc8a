"""What moderators do and decide: the log, blocks, reports, rules for edits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from wiki.discussion.models import Comment
from wiki.pages.models import Page, Pending, Revision, Synonym, new_public_id
from wiki.spoilers.sealed import SealedJSONField, SealedTextField


class Action(models.TextChoices):
    """What the log tells of."""

    DELETE = "delete", "deleted"
    BRING_BACK = "bring_back", "brought back"
    MERGE = "merge", "merged another page into"
    PROTECT = "protect", "changed the protection of"
    ROLLBACK = "rollback", "rolled back"
    APPROVE = "approve", "approved an edit of"
    REJECT = "reject", "rejected an edit of"
    BLOCK = "block", "blocked"
    LIFT = "lift", "lifted a block of"
    ROLE = "role", "changed the role of"
    CONFIRM = "confirm", "confirmed a report about"
    UNSEAL = "unseal", "lifted a seal on"
    DISMISS = "dismiss", "dismissed a report about"
    RELEASE = "release", "approved a picture of"
    REMOVE = "remove", "removed a picture of"
    RULE_ON = "rule_on", "switched on the rule"
    RULE_OFF = "rule_off", "switched off the rule"
    HIDE = "hide", "hid parts of a revision of"
    HIDE_COMMENT = "hide_comment", "hid a comment on"
    SHOW_COMMENT = "show_comment", "showed a comment again on"
    DELETE_COMMENT = "delete_comment", "deleted a comment on"
    CLEAN = "clean", "rolled back everything by"
    LENS = "lens", "began to see everything"
    MERGE_TAGS = "merge_tags", "merged the tags"
    PART_TAGS = "part_tags", "parted the tags"


# What everybody may know of, with its reason.
PUBLIC = (
    *(Action.DELETE, Action.BRING_BACK, Action.MERGE, Action.PROTECT, Action.ROLLBACK),
    *(Action.BLOCK, Action.LIFT, Action.ROLE, Action.CLEAN, Action.HIDE),
    *(Action.HIDE_COMMENT, Action.SHOW_COMMENT, Action.DELETE_COMMENT),
    *(Action.MERGE_TAGS, Action.PART_TAGS),
)


class LogEntry(models.Model):
    """What somebody did, written once and never changed. Nothing in it has a gate but the reason (see log.py)."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    at = models.DateTimeField(default=timezone.now)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acts")
    action = models.CharField(max_length=20, choices=Action)
    page = models.ForeignKey(Page, models.PROTECT, null=True, related_name="acts")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="done_to")
    why = models.CharField(max_length=500, blank=True, default="")
    synonym = models.ForeignKey(Synonym, models.PROTECT, null=True, related_name="acts")
    # The text of each gate that one has to see to know of it, besides the page.
    touched = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = "log entry"
        verbose_name_plural = "log"
        indexes = [models.Index(fields=["action", "-id"], name="log_by_action")]

    def __str__(self) -> str:
        return f"log entry {self.public_id}"


class Block(models.Model):
    """Keeps an account or a range of addresses from writing, until it ends or is lifted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="blocks")
    network = models.CharField(
        max_length=50, blank=True, default="", help_text="An address such as 203.0.113.7, or a range: 203.0.113.0/24."
    )
    # The first and the last address of the range, as 32 hexadecimal digits of IPv6: so a query finds it.
    low = models.CharField(max_length=32, blank=True, default="", editable=False, db_index=True)
    high = models.CharField(max_length=32, blank=True, default="", editable=False)
    also_accounts = models.BooleanField(
        default=False,
        help_text="A range keeps off people without an account; tick this to keep off all who write there.",
    )
    # Kinds of page, “talk” and “images”; empty for everything.
    covers = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, help_text="Shown to who is blocked, and in the log.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is lifted.")
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(network="") | Q(person__isnull=False, network=""),
                name="block_of_person_or_network",
                violation_error_message="Block either an account or a range of addresses.",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.network)


class Report(models.Model):
    """Somebody says that a passage of a page is a spoiler, or that something else is wrong with the page."""

    class What(models.TextChoices):
        SPOILER = "spoiler", "a spoiler"
        OTHER = "other", "something else"

    class State(models.TextChoices):
        OPEN = "open", "waits for a moderator"
        CONFIRMED = "confirmed", "confirmed"
        LIFTED = "lifted", "lifted"
        DISMISSED = "dismissed", "dismissed"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    page = models.ForeignKey(Page, models.CASCADE, related_name="reports")
    # What is reported is this comment, not the page.
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="reports")
    what = models.CharField(max_length=10, choices=What, default=What.SPOILER)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reports")
    address = models.CharField(max_length=45, blank=True, default="")
    # The passage as it was written, the field and the texts of a value before it; and what the reporter says of it.
    passage = SealedTextField(blank=True, default="")
    value = SealedJSONField(null=True)
    note = SealedTextField(blank=True, default="")
    gate = models.CharField(max_length=2000, blank=True, default="")
    # The text of each gate around the passage, and of the one that was named: it is there for who sees them all.
    touched = models.JSONField(default=list)
    seal = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    is_sealed = models.BooleanField(default=False)
    sent_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return f"report {self.public_id}"


class Rule(models.Model):
    """A rule for edits, written by moderators: an edit that meets all that it names is caught."""

    class Action(models.TextChoices):
        TAG = "tag", "mark it"
        WARN = "warn", "warn its author first"
        HOLD = "hold", "hold it for review"
        REFUSE = "refuse", "refuse it"

    name = models.CharField(max_length=100, unique=True)
    pattern = models.CharField(
        max_length=500,
        blank=True,
        help_text="A regular expression (RE2) looked for in what the edit adds: text, names, facts and summary.",
    )
    least_links = models.PositiveIntegerField(null=True, blank=True, help_text="Links to other sites that it adds.")
    younger_than = models.PositiveIntegerField(
        "account younger than", null=True, blank=True, help_text="Days; people without an account are always younger."
    )
    kinds = models.JSONField(default=list, blank=True)
    least_growth = models.PositiveIntegerField(null=True, blank=True, help_text="Characters by which the text grows.")
    least_loss = models.PositiveIntegerField(null=True, blank=True, help_text="Characters by which the text shrinks.")
    action = models.CharField(max_length=10, choices=Action, default=Action.TAG)
    message = models.CharField(
        max_length=500, help_text="Told to the author: what is wrong, and what to do. One polite sentence."
    )
    most_share = models.PositiveIntegerField(
        "switch off beyond",
        default=10,
        help_text="Percent of a day’s edits; a rule that catches more switches itself off.",
    )
    is_on = models.BooleanField(default=False, editable=False)
    switched_off_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.name


class Catch(models.Model):
    """An edit that met a rule and was saved, or waits."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="catches")
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="catches")
    pending = models.ForeignKey(Pending, models.CASCADE, null=True, related_name="catches")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "caught edit"

    def __str__(self) -> str:
        return f"catch {self.pk}"
