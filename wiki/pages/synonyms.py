"""Merging tags, and taking that back. docs/decisions/0025 says what a synonym is to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from wiki.markup import GateError, slugify
from wiki.pages import acts, record, rules, tagging
from wiki.pages.acts import Act
from wiki.pages.editing import MayNotEdit
from wiki.pages.models import Page, PageTag, Synonym, Tag
from wiki.pages.tag_uses import synonyms_of_all
from wiki.pages.tasks import count_anew as count_anew_later
from wiki.spoilers import calendar as calendars
from wiki.spoilers.condition import SHUT, Condition, all_of, any_of, of_gate
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.locks import one_writer
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

AT_ONCE = 200  # pages; more are counted anew by a job
GATE_MAX = 2000
NO_TAG = "There is no tag called “{}”. Look for its name under “Tags”."
ITSELF = "These are one tag already."
TOO_EARLY = "So early not everybody knows both tags. Name a later gate, or none: then it is the first that will do."
TOO_COMPLEX = "It cannot be told from which gate on both tags are known. Name one."


class NotMerged(ValueError):
    """Two tags cannot be merged; `field` of the form is to blame."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True)
class SynonymView:
    """A synonym as somebody may know of it who sees its gate."""

    row: Synonym
    tag: str
    into: str

    @property
    def gate(self) -> str:
        return self.row.gate_text


@transaction.atomic
def merge(*, tag: str, into: str, gate: str, reason: str, person: Any, lens: Lens) -> Synonym:
    """Count one tag as another from a gate on: without one, as soon as somebody knows both.

    Raises NotMerged, MayNotEdit. Tags that this moderator does not see are tags that there are not.
    """
    if not rules.may_moderate(person):
        raise MayNotEdit
    one_writer()
    open_gates = Gate.objects.open_to(lens)
    names = _names({"tag": slugify(tag), "into": slugify(into)}, {"tag": tag, "into": into}, open_gates)
    known = all_of(_known_from(line.slug, open_gates) for line in names.values())
    text = gate.strip() or _written(known)
    condition = _resolved(text, known, lens)
    synonym = Synonym.objects.create(
        tag=Tag.objects.get(slug=names["tag"].slug),
        into=Tag.objects.get(slug=names["into"].slug),
        text=names["tag"].name,
        into_text=names["into"].name,
        gate_text=text,
        gate=Gate.objects.intern(condition),
        made_by=person,
    )
    _changed(synonym)
    acts.tell(Act("merge_tags", person, reason, synonym=synonym, touched=[text] if text else []))
    return synonym


def _names(slugs: dict[str, str], typed: dict[str, str], open_gates: list[int]) -> dict[str, tagging.TagLine]:
    """Give both tags as the moderator knows them."""
    lines = {line.slug: line for line in tagging.lines(slugs.values(), open_gates)}
    for field, slug in slugs.items():
        if slug not in lines:
            raise NotMerged(field, NO_TAG.format(typed[field]))
    if slugs["tag"] == slugs["into"]:
        raise NotMerged("into", ITSELF)
    return {field: lines[slug] for field, slug in slugs.items()}


def _known_from(slug: str, open_gates: list[int]) -> Condition | None:
    """Give from when on somebody knows a tag, as far as the moderator sees its uses: what is not out does not count."""
    seen = Q(content_object__names__gate=None) | Q(content_object__names__gate__among=open_gates)
    uses = PageTag.objects.visible_to(open_gates).filter(seen, tag__slug=slug)
    pairs = uses.values_list("gate__key", "content_object__names__gate__key").distinct()
    conditions = [all_of(map(of_gate, pair)) for pair in pairs]
    if None in conditions:
        return None
    return any_of(one for one in conditions if one is not None and not one.waits)


def _written(known: Condition | None) -> str:
    text = calendars.written(known)
    if known is not None and (not text or "?" in text or len(text) > GATE_MAX):
        raise NotMerged("gate", TOO_COMPLEX)
    return text


def _resolved(text: str, known: Condition | None, lens: Lens) -> Condition | None:
    """Read a gate. It must be one that the moderator sees, and that nobody sees who does not know both tags."""
    if not text:
        return None
    try:
        gate = parse(text, calendars.current())
    except GateError as error:
        raise NotMerged("gate", error.message) from error
    if not lens.sees(gate):
        raise NotMerged("gate", "You have not come so far yourself. Name a gate that is open to you, or none.")
    if not _is_later(gate, known):
        raise NotMerged("gate", TOO_EARLY)
    return gate


def _is_later(gate: Condition, known: Condition | None) -> bool:
    """Tell whether everybody who sees a gate sees another one."""
    return known is None or all(any(one <= way for one in known.alternatives) for way in gate.alternatives)


@transaction.atomic
def part(synonym: Synonym, *, reason: str, person: Any) -> None:
    """Count a tag for itself again. Raises MayNotEdit."""
    if not rules.may_moderate(person):
        raise MayNotEdit
    one_writer()
    if not Synonym.objects.filter(pk=synonym.pk, ended_at=None).update(ended_at=timezone.now()):
        return
    _changed(synonym)
    touched = [synonym.gate_text] if synonym.gate_text else []
    acts.tell(Act("part_tags", person, reason, synonym=synonym, touched=touched))


def _changed(synonym: Synonym) -> None:
    """Count tags anew on the pages concerned: at once, or soon where they are many."""
    if len(_concerned(synonym)) > AT_ONCE:
        count_anew_later.enqueue(synonym.pk)
    else:
        count_anew(synonym.pk)


@transaction.atomic
def count_anew(synonym: int) -> None:
    """Write the uses of tags anew that a synonym changes, or that one that has ended did."""
    one_writer()
    pages = _concerned(Synonym.objects.select_related("tag").get(pk=synonym))
    for start in range(0, len(pages), AT_ONCE):
        record.rewrite_tags(Page.objects.filter(pk__in=pages[start : start + AT_ONCE]).select_related("current"))
    # At the end, too: what was kept meanwhile was made from the records of before.
    Synonym.objects.filter(pk=synonym).update(changed_at=timezone.now())


def _concerned(synonym: Synonym) -> list[int]:
    """Give the pages on which the tag was typed, or one that counts as it."""
    slugs = synonyms_of_all().leading_to(synonym.tag.slug)
    uses = PageTag.objects.filter(Q(typed__in=slugs) | Q(tag__slug__in=slugs, typed=""))
    return list(uses.order_by("content_object").values_list("content_object", flat=True).distinct())


@transaction.atomic
def resolve_gates() -> None:
    """Resolve the gates of synonyms anew after a change of the calendar."""
    calendar = calendars.current()
    for synonym in Synonym.objects.standing().exclude(gate_text="").select_related("gate", "tag"):
        gate = Gate.objects.intern(_or_shut(synonym.gate_text, calendar))
        if gate != synonym.gate:
            Synonym.objects.filter(pk=synonym.pk).update(gate=gate)
            _changed(synonym)


def _or_shut(text: str, calendar: calendars.Calendar) -> Condition | None:
    try:
        return parse(text, calendar)
    except GateError:
        return SHUT


def seen(lens: Lens) -> QuerySet[Synonym]:
    """Give the synonyms that stand and that somebody may know of."""
    return Synonym.objects.visible_to(Gate.objects.open_to(lens)).filter(ended_at=None)


def found(public_id: str, lens: Lens) -> SynonymView:
    """Give one synonym that stands. Raises Http404, the same for hidden and unknown."""
    rows = Synonym.objects.filter(public_id=public_id, ended_at=None).select_related("gate", "tag")
    view = next(iter(described(rows, lens)), None)
    if view is None:
        raise Http404
    return view


def described(rows: Iterable[Synonym], lens: Lens) -> list[SynonymView]:
    """Name the tags of those of some synonyms that somebody may know of. Rows come with their gates."""
    return [SynonymView(row, unseal(row.text), unseal(row.into_text)) for row in rows if lens.sees(row.gate)]


def named(ids: Collection[int], lens: Lens) -> dict[int, str]:
    """Say of synonyms what they merge, of those that somebody may know of. One query, none without ids."""
    rows = Synonym.objects.filter(pk__in=ids).select_related("gate") if ids else ()
    return {view.row.pk: f"{view.tag} and {view.into}" for view in described(rows, lens)}
