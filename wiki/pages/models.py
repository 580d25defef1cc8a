"""Pages, their revisions (the truth) and the rows derived from them (records)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from wiki.pages.querysets import ElseQuerySet, NameQuerySet, PageTagQuerySet, RevisionQuerySet, SynonymQuerySet
from wiki.spoilers.models import Gate, new_stamp
from wiki.spoilers.querysets import GatedQuerySet
from wiki.spoilers.sealed import SealedJSONField, SealedTextField


def new_public_id() -> str:
    return secrets.token_hex(8)


class Protection(models.TextChoices):
    """Who may edit a page."""

    OPEN = "open", "everybody"
    ACCOUNTS = "accounts", "people with an account"
    TRUSTED = "trusted", "trusted people"
    MODERATORS = "moderators", "moderators"


class Page(models.Model):
    """Anything with a revision history. It has no columns of content: see Revision and Name."""

    kind = models.CharField(max_length=20, default="page")
    current = models.OneToOneField("Revision", models.PROTECT, null=True, related_name="current_of")
    # Changes with everything outside the current revision that a rendering of this page shows.
    stamp = models.BigIntegerField(default=new_stamp)
    protection = models.CharField(max_length=10, choices=Protection, default=Protection.OPEN)
    protection_reason = models.CharField(max_length=500, blank=True, default="")
    protected_until = models.DateTimeField(null=True, blank=True)
    # Edits of people who are not trusted wait for a moderator.
    is_reviewed = models.BooleanField(default=False)

    tags = TaggableManager(through="pages.PageTag", blank=True)

    class Meta:
        permissions = [
            ("edit_trusted", "Can edit pages that are protected for the trusted"),
            ("moderate", "Can delete, restore, merge and protect pages"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def protection_now(self) -> str:
        """The protection, while it lasts."""
        is_over = self.protected_until is not None and self.protected_until <= timezone.now()
        return Protection.OPEN if is_over else self.protection


class Eyes(models.TextChoices):
    """For whose eyes alone a part of a revision is, once a moderator has hidden it."""

    ALL = "", "everybody’s"
    MODERATORS = "moderators", "moderators’"
    ADMINISTRATORS = "administrators", "administrators’"


class Revision(models.Model):
    """One saved state of a page, whole. Never changed after it is written, but for the records at its end.

    A page that was deleted has a revision without names; it exists for nobody then.
    """

    class Action(models.TextChoices):
        EDIT = "edit", "edited"
        CREATE = "create", "created"
        MOVE = "move", "renamed"
        UNDO = "undo", "undid a change"
        RESTORE = "restore", "restored"
        ROLLBACK = "rollback", "rolled back"
        DELETE = "delete", "deleted"
        MERGE = "merge", "merged"
        STATUS = "status", "changed the status"
        SEAL = "seal", "sealed as a spoiler"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    page = models.ForeignKey(Page, models.CASCADE, related_name="revisions")
    parent = models.OneToOneField("self", models.PROTECT, null=True, related_name="child")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="revisions")
    saved_at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=10, choices=Action, default=Action.EDIT)
    is_minor = models.BooleanField(default=False)
    # The form that it was sent from. A form that is sent twice makes one revision.
    form = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001
    hidden_text = models.CharField(max_length=14, choices=Eyes, blank=True, default="")
    hidden_summary = models.CharField(max_length=14, choices=Eyes, blank=True, default="")
    hidden_author = models.CharField(max_length=14, choices=Eyes, blank=True, default="")
    summary = SealedTextField(blank=True, default="")
    names = SealedJSONField()
    tags = SealedJSONField()
    sheet = SealedJSONField()
    body = SealedTextField(blank=True, default="")
    # Gates that were put around parts of it later: see sealing.py. The texts above stay as they were saved.
    seals = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    # The digest without regard to white space, which tells nobody of a change.
    loose = models.CharField(max_length=64, default="")
    # Each gate's text in this revision, with the key of the condition that it stands for today.
    gates = models.JSONField(default=dict)
    # The same for each gate in which its author changed something: its summary is for those who see them all.
    touched = models.JSONField(default=dict)
    # Does a reader to whom every gate in it is shut see a difference from its parent? See history.py.
    is_public = models.BooleanField(default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["is_public", "-id"], name="revision_public")]
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(parent=None), name="revision_one_root_per_page"),
        ]

    def __str__(self) -> str:
        return f"revision {self.public_id}"


class Pending(models.Model):
    """An edit that waits for a moderator: what its author made of what they saw. No record is made of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        APPROVED = "approved", "approved"
        REJECTED = "rejected", "rejected"
        WITHDRAWN = "withdrawn", "withdrawn"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    # None for a page that is not there yet.
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="pending")
    kind = models.CharField(max_length=20, default="page")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="pending")
    # From where it was sent by somebody without an account; forgotten when it is decided.
    address = models.CharField(max_length=45, blank=True, default="")
    # The public id of the revision that it started from.
    base = models.CharField(max_length=16, blank=True, default="")
    action = models.CharField(max_length=10, choices=Revision.Action, default=Revision.Action.EDIT)
    is_minor = models.BooleanField(default=False)
    form = models.CharField(max_length=32, unique=True, null=True)  # noqa: DJ001
    summary = SealedTextField(blank=True, default="")
    names = SealedJSONField()
    tags = SealedJSONField()
    sheet = SealedJSONField()
    body = SealedTextField(blank=True, default="")
    seals = models.JSONField(default=list)
    # What its author had seen: it is woven into the page through their lens. Ids of releases.
    seen = models.JSONField(default=list)
    sees_everything = models.BooleanField(default=False)
    # The text of each gate in which it changes something: it is there for those who see them all.
    touched = models.JSONField(default=list)
    why = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "edit that waits"
        verbose_name_plural = "edits that wait"

    def __str__(self) -> str:
        return f"edit that waits {self.public_id}"


class Name(models.Model):
    """A record: a title, alias or redirect of a page. Slugs are not unique; see the design's word on links."""

    class Kind(models.TextChoices):
        TITLE = "title", "title"
        ALIAS = "alias", "alias"
        REDIRECT = "redirect", "redirect"

    # Of two names of one slug, which leads to its page.
    ORDER = (Kind.TITLE, Kind.ALIAS, Kind.REDIRECT)

    page = models.ForeignKey(Page, models.CASCADE, related_name="names")
    text = SealedTextField()
    slug = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TITLE)
    # The visible name of the highest rank is the one shown: the last title, or the last alias without one.
    rank = models.PositiveIntegerField()
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = NameQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "rank"], name="name_rank_once_per_page")]

    def __str__(self) -> str:
        return f"name {self.pk}"


class Link(models.Model):
    """A record: a wiki link, by the slug of its target, whether or not a page has that name."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="links")
    target = models.CharField(max_length=200, db_index=True)
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    # Open for whom the link is not there: it stands in the "else" of this gate.
    unless = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = ElseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"link {self.pk}"


class Run(models.Model):
    """A record: the body has words behind this gate. Which words, its revision tells."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="runs")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    # Open for whom the words are not there: they stand in the "else" of this gate.
    unless = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = ElseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"run {self.pk}"


class Value(models.Model):
    """A record: one value of a sheet, by the slug that it is found by. It is shown until a later one replaces it."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="values")
    field = models.CharField(max_length=40)
    slug = models.CharField(max_length=200)
    text = SealedTextField()
    rank = models.PositiveIntegerField()
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    # Open for whom a later value of a single field has replaced this one.
    unless = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")

    objects = ElseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["field", "slug", "page"], name="value_by_slug"),
            models.Index(fields=["page", "field"], name="value_by_page"),
        ]

    def __str__(self) -> str:
        return f"value {self.pk}"


class Tag(TagBase):
    """A tag by its slug. What it is called is written at each use, so that a hidden use changes nothing."""

    name = SealedTextField(unique=True)
    slug = models.CharField(max_length=200, unique=True)

    class Meta:
        verbose_name = "tag"


class PageTag(ItemBase):
    """A record: one use of a tag, with its gate."""

    content_object = models.ForeignKey(Page, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    text = SealedTextField()
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    # Open for who knows that the tag is counted as another one: for them that one's row stands beside this.
    unless = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    # The slug that stands on the page, where a synonym led from it to this tag.
    typed = models.CharField(max_length=200, blank=True, default="", db_index=True)

    objects = PageTagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag", "gate", "unless", "typed"], name="tag_once_per_page_and_gates"
            )
        ]

    def __str__(self) -> str:
        return f"tagging {self.pk}"


class Synonym(models.Model):
    """A tag that is counted as another one, for who sees its gate. Pages keep what their authors typed."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="synonyms")
    into = models.ForeignKey(Tag, models.PROTECT, related_name="counted")
    # What the two were called when they were merged.
    text = SealedTextField()
    into_text = SealedTextField()
    gate_text = models.CharField(max_length=2000, blank=True, default="")
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # Rows stay when they have ended, because the log tells of them.
    ended_at = models.DateTimeField(null=True)
    # When records last changed by it: what is kept in caches goes by this.
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = "synonym of a tag"
        verbose_name_plural = "synonyms of tags"

    def __str__(self) -> str:
        return f"synonym {self.public_id}"


class Draft(models.Model):
    """What somebody typed into the form of a page, or of a new one, and has not saved."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="drafts")
    # The form's fields as they were sent, percent-encoded; read by nobody but the person themselves.
    data = SealedTextField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], name="draft_once_per_page"),
            models.UniqueConstraint(fields=["person"], condition=Q(page=None), name="draft_once_of_new_page"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Watch(models.Model):
    """Somebody follows a page. What came after `seen` is unread."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    page = models.ForeignKey(Page, models.CASCADE, related_name="watches")
    seen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page"], name="watch_once_per_page")]

    def __str__(self) -> str:
        return f"watch {self.pk}"


class FeedToken(models.Model):
    """Lets a feed reader read as somebody, until they take it back."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_token")
    token = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return f"feed token {self.pk}"


class Image(models.Model):
    """A picture. Its words are gated as it is; `gate_text` is the gate as it was written."""

    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="images")
    name = models.CharField(max_length=40, unique=True)
    file = models.FileField(upload_to="images/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = SealedTextField()
    caption = SealedTextField(blank=True, default="")
    source = SealedTextField(blank=True, default="")
    licence = SealedTextField(blank=True, default="")
    gate_text = models.CharField(max_length=2000, blank=True, default="")
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="images")
    uploaded_at = models.DateTimeField(default=timezone.now)
    # It waits for a moderator; until then only who sent it sees it.
    is_held = models.BooleanField(default=False, db_index=True)

    objects = GatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"image {self.name}"
