"""Derives the rows for queries from a page's current revision. They can be rebuilt at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from wiki import markup
from wiki.markup import GateError, slugify, wiki_links
from wiki.pages import kinds
from wiki.pages.history import differ, loose
from wiki.pages.models import Link, Name, Page, PageTag, Revision, Run, Tag, Value
from wiki.pages.sheets.records import Lasting, lasting, links
from wiki.pages.state import PageState, state_of
from wiki.pages.tag_uses import Synonyms, Use, synonyms_of_all
from wiki.spoilers import calendar as calendars
from wiki.spoilers.calendar import Calendar
from wiki.spoilers.condition import SHUT, Condition, all_of, any_of, from_key
from wiki.spoilers.grammar import parse
from wiki.spoilers.models import Gate, new_stamp

# The columns of a revision that hold resolved gates.
GATED = ("gates", "touched")


def resolved(gates: Iterable[str], calendar: Calendar) -> dict[str, str]:
    """Give the condition's key for each gate's text; "" (shut for every reader) where it cannot be resolved."""
    return {text: _resolve(text, calendar).key for text in sorted(gates)}


def _resolve(text: str, calendar: Calendar) -> Condition:
    try:
        return parse(text, calendar)
    except GateError:
        return SHUT


class Recorder(NamedTuple):
    """What an app above derives from every page: `write` for one; `rebuild` for all, yielding how many of how many."""

    name: str
    write: Callable[[Page, PageState, dict[str, str]], None]
    rebuild: Callable[[], Iterator[tuple[int, int]]]


_recorders: dict[str, Recorder] = {}


def register(recorder: Recorder) -> None:
    """Have an app above write its own records of every page (called from `AppConfig.ready`)."""
    _recorders[recorder.name] = recorder


def recorders() -> dict[str, Recorder]:
    """Give what other apps derive from pages, by name."""
    return dict(_recorders)


@transaction.atomic
def write(page: Page, state: PageState, gates: dict[str, str], *, before: PageState | None = None) -> None:
    """Write the records of a page anew, and stamp every page whose links may change colour by it.

    Given the state `before`, whose records stand, what did not change since is left alone.
    """
    rows, gone = _Rows(page, state, gates), set[int]()
    if before is None or before.names != state.names or rows.embargo != rows.embargo_of(before):
        gone = _write_names(page, rows)
    if before is None or before.tags != state.tags:
        _replace(PageTag, {"content_object": page}, rows.tags())
    if before is None or wiki_links(before.body) != rows.uses or before.sheet != state.sheet:
        _replace(Link, {"page": page}, rows.links())
    if before is None or before.body != state.body:
        _replace(Run, {"page": page}, rows.runs())
    if before is None or before.sheet != state.sheet:
        _replace(Value, {"page": page}, rows.values())
    Page.objects.filter(pk=page.pk).update(stamp=new_stamp())
    if record_kind := kinds.of(page).record:
        record_kind(page, state, before, gate_rows(gates, (entry.gate for entry in state.sheet)))
    for recorder in _recorders.values():
        recorder.write(page, state, gates)
    Gate.objects.forget_embargoes(gone)  # not before the last row behind one is gone, too


@transaction.atomic
def write_again(page: Page | None) -> None:
    """Write what apps above keep of a page, after a change of what stands beside its text: its pictures."""
    if page is None or page.current is None:
        return
    for recorder in _recorders.values():
        recorder.write(page, state_of(page.current), page.current.gates)


def gate_rows(gates: dict[str, str], texts: Iterable[str]) -> dict[str, Gate | None]:
    """Give the row for each gate as it is written: `None` for no gate, a shut one where it cannot be resolved."""
    conditions = {text: from_key(gates.get(text, "")) if text else None for text in texts}
    interned = Gate.objects.intern_all({one for one in conditions.values() if one is not None})
    return {text: None if one is None else interned[one] for text, one in conditions.items()}


def _write_names(page: Page, rows: _Rows) -> set[int]:
    """Write the names; give the gates that none of them stands behind any more."""
    before = set(page.names.values_list("slug", "gate_id"))
    _replace(Name, {"page": page}, rows.names())
    after = set(page.names.values_list("slug", "gate_id"))
    stamp(Page.objects.filter(links__target__in={slug for slug, _ in before ^ after}))
    return {gate for _, gate in before} - {gate for _, gate in after}


def _replace(model: Any, of_page: dict[str, Page], new: list[Any]) -> None:
    model._default_manager.filter(**of_page).delete()
    model._default_manager.bulk_create(new)


def stamp(pages: object) -> None:
    """Make the renderings of these pages be made anew. One statement, however many pages."""
    Page.objects.filter(pk__in=pages.values("pk")).update(stamp=new_stamp())  # type: ignore[attr-defined]


class _Rows:
    """The unsaved records of one state."""

    def __init__(self, page: Page, state: PageState, gates: dict[str, str]) -> None:
        self.page, self.state, self.gates = page, state, gates
        self.now = timezone.now()
        self.uses = wiki_links(state.body)
        self.paths = _gated_paths(state.body)
        self.sheet = kinds.of(page).sheet
        self.joined: dict[tuple[bool, tuple[str | None, ...]], Condition | None] = {}

    @cached_property
    def lasting(self) -> list[Lasting]:
        return list(lasting(self.state.sheet, self.sheet, self._condition))

    @cached_property
    def embargo(self) -> Condition | None:
        return self.embargo_of(self.state)

    def embargo_of(self, state: PageState) -> Condition | None:
        """Give what the names of the page in a state wait for besides their gates."""
        return kinds.of(self.page).waits_for(self.page.pk, state, self.now)

    @cached_property
    def interned(self) -> dict[Condition, Gate]:
        return Gate.objects.intern_all(set(self._conditions()))

    def names(self) -> list[Name]:
        return [
            Name(
                page=self.page,
                text=one.text,
                slug=slugify(one.text),
                kind=one.kind,
                rank=rank,
                gate=self._row(self._out(one.gate)),
            )
            for rank, one in self.state.ranked()
        ]

    def links(self) -> list[Link]:
        uses = (*self.uses, *links(self.state.sheet, self.sheet))
        rows = ((use.slug, self._row(self._must(use.must)), self._row(self._unless(use.unless))) for use in uses)
        return [
            Link(page=self.page, target=slug, gate=gate, unless=unless) for slug, gate, unless in dict.fromkeys(rows)
        ]

    def runs(self) -> list[Run]:
        rows = ((self._row(self._must(path.must)), self._row(self._unless(path.unless))) for path in self.paths)
        return [Run(page=self.page, gate=gate, unless=unless) for gate, unless in dict.fromkeys(rows)]

    def values(self) -> list[Value]:
        return [
            Value(
                page=self.page,
                field=one.field.name,
                slug=one.field.columns[0].type.slug(one.entry.values[0]),
                text=one.entry.values[0],
                rank=one.rank,
                gate=self._gate(one.entry.gate),
                unless=self._row(one.unless),
            )
            for one in self.lasting
        ]

    def tags(self) -> list[PageTag]:
        slugs = {use.slug for use in self.tag_uses}
        Tag.objects.bulk_create([Tag(name=slug, slug=slug) for slug in sorted(slugs)], ignore_conflicts=True)
        tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs)}
        return [
            PageTag(
                content_object=self.page,
                tag=tags[use.slug],
                text=text,
                gate=self._row(use.gate),
                unless=self._row(use.unless),
                typed=use.typed,
            )
            for use, text in self.tag_uses.items()
        ]

    @cached_property
    def tag_uses(self) -> dict[Use, Any]:
        """Give each use of a tag, as it is counted for whom, with what the tag is called there."""
        entries = [(one.text, self._condition(one.gate)) for one in self.state.tags]
        return dict(use for text, gate in reversed(entries) for use in self.synonyms.uses(text, gate))

    @cached_property
    def synonyms(self) -> Synonyms:
        return synonyms_of_all() if self.state.tags else Synonyms(())

    def _conditions(self) -> Iterator[Condition]:
        entries = (*self.state.names, *self.state.sheet)
        found = [self._condition(one.gate) for one in entries]
        found += [self._out(one.gate) for one in self.state.names]
        found += [one.unless for one in self.lasting]
        found += [condition for use in self.tag_uses for condition in (use.gate, use.unless)]
        found += [condition for use in self.uses for condition in (self._must(use.must), self._unless(use.unless))]
        found += [one for path in self.paths for one in (self._must(path.must), self._unless(path.unless))]
        return (condition for condition in [SHUT, *found] if condition is not None)

    def _condition(self, text: str | None) -> Condition | None:
        return None if text == "" else from_key(self.gates.get(text, "")) if text else SHUT

    def _out(self, text: str) -> Condition | None:
        """Give the condition of a name: its own gate, and that the page is out."""
        return all_of([self._condition(text), self.embargo])

    def _must(self, gates: tuple[str | None, ...]) -> Condition | None:
        return self._joined(True, gates)

    def _unless(self, gates: tuple[str | None, ...]) -> Condition | None:
        return self._joined(False, gates) if gates else None

    def _joined(self, is_all: bool, gates: tuple[str | None, ...]) -> Condition | None:
        if (is_all, gates) not in self.joined:
            conditions = [self._condition(text) for text in gates]
            whole = all_of(conditions) if is_all else any_of(one or SHUT for one in conditions)
            self.joined[is_all, gates] = whole
        return self.joined[is_all, gates]

    def _row(self, condition: Condition | None) -> Gate | None:
        return None if condition is None else self.interned[condition]

    def _gate(self, text: str) -> Gate | None:
        return self._row(self._condition(text))


def _gated_paths(body: str) -> list[markup.Path]:
    """List the gates around each run of words in a text; what stands behind none is left out."""
    tokens = markup.paths(markup.lex(markup.normalise(body)))
    return list(dict.fromkeys(path for token, path in tokens if path.must and token.value.strip()))


@transaction.atomic
def resolve_gates() -> None:
    """Resolve every written gate anew after a change of the calendar, and rewrite what that changes."""
    calendar = calendars.current()
    known: dict[str, str] = {}
    changed: list[tuple[int, int, dict[str, dict[str, str]]]] = []
    for pk, page, *kinds_of in Revision.objects.exclude(gates={}, touched={}).values_list("pk", "page_id", *GATED):
        for text in {text for gates in kinds_of for text in gates} - known.keys():
            known[text] = _resolve(text, calendar).key
        now = [{text: known[text] for text in gates} for gates in kinds_of]
        if now != kinds_of:
            changed.append((pk, page, dict(zip(GATED, now, strict=True))))
    for pk, _, columns in changed:
        Revision.objects.filter(pk=pk).update(**columns)
    rebuild(Page.objects.filter(pk__in={page for _, page, _ in changed}))


def rebuild_revisions(revisions: QuerySet[Revision]) -> int:
    """Write anew whether anybody may see what each revision changed; return how many there were."""
    count = 0
    for revision in revisions.select_related("parent").iterator(chunk_size=100):
        before = state_of(revision.parent) if revision.parent else PageState()
        after = state_of(revision)
        Revision.objects.filter(pk=revision.pk).update(is_public=is_public(before, after), loose=loose(after))
        count += 1
    return count


def is_public(before: PageState, after: PageState) -> bool:
    """Tell whether a reader to whom all gates are shut sees a difference."""
    return differ(before, after, lambda gate: False)


@transaction.atomic
def rewrite_tags(pages: Iterable[Page]) -> None:
    """Write the uses of tags of these pages anew, and nothing else. Pages come with their current revisions."""
    for page in pages:
        if page.current:
            state = PageState(tags=state_of(page.current).tags)
            _replace(PageTag, {"content_object": page}, _Rows(page, state, page.current.gates).tags())


def rebuild(pages: object) -> int:
    """Write the records of these pages anew from their current revisions; return how many there were."""
    count = 0
    for page in pages.exclude(current=None).select_related("current"):  # type: ignore[attr-defined]
        assert page.current is not None  # noqa: S101
        write(page, state_of(page.current), page.current.gates)
        count += 1
    return count
