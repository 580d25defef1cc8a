"""Derives the passages of pages, pictures and comments. They can be rebuilt at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Max

from wiki import markup
from wiki.pages import kinds
from wiki.pages.models import Image, Name, Page
from wiki.pages.sheets.records import lasting
from wiki.pages.sheets.types import Text
from wiki.pages.state import PageState, state_of
from wiki.search import sources
from wiki.search.keys import A_COMMENT, BITS, TALK, key, span
from wiki.search.models import Passage, Place
from wiki.search.terms import stems, words
from wiki.spoilers.condition import SHUT, Condition, all_of, any_of, from_key
from wiki.spoilers.locks import one_writer
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

MOST = TALK - 1
# Pages that are written anew in one transaction: in between, others get to write.
TOGETHER = 50


class Found(NamedTuple):
    """A passage before it has a row; `gate` and `unless` as in the row."""

    place: Place
    text: str
    gate: Condition | None = None
    unless: Condition | None = None
    heading: str = ""


class Row(NamedTuple):
    """What a passage has in the database, but for what follows from its text."""

    key: int
    page_id: int
    place: str
    gate_id: int | None
    unless_id: int | None
    heading: str
    text: str
    source: str


Resolve = Callable[[str], Condition | None]


@transaction.atomic
def write(page: Page, state: PageState, gates: dict[str, str]) -> None:
    """Write the passages of a page anew. `gates` gives the key of each gate's condition, by its text."""
    found = [*_facts(page, state, _resolver(gates)), *_prose(state.body, _resolver(gates))]
    interned = Gate.objects.intern_all({gate for one in found for gate in (one.gate, one.unless) if gate is not None})
    ids = {gate: row.pk for gate, row in interned.items()} | {None: None}
    written = [*_names(page), *((one, ids[one.gate], ids[one.unless]) for one in found), *_pictures(page)]
    rows = [_row(page.pk, number, one, gate, unless) for number, (one, gate, unless) in enumerate(written[:MOST])]
    _replace(rows, *span(page.pk)[:1], key(page.pk, MOST))


def write_comment(page: int, public_id: str, text: str, gate: Condition | None, gates: dict[str, str]) -> None:
    """Write the passages of a comment anew; none for an empty text."""
    found = [
        one._replace(place=Place.TALK, heading="", gate=all_of([gate, one.gate]))
        for one in _prose(text, _resolver(gates))
    ][:A_COMMENT]
    interned = Gate.objects.intern_all({gate for one in found for gate in (one.gate, one.unless) if gate is not None})
    first = _position(page, public_id)
    rows = []
    for number, one in enumerate(found):
        gate_id, unless = (interned[one].pk if one is not None else None for one in (one.gate, one.unless))
        rows.append(_row(page, first + number, one, gate_id, unless, public_id))
    _replace(rows, key(page, first), key(page, first + A_COMMENT - 1))


def _position(page: int, public_id: str) -> int:
    """Give where a comment's passages stand: where they stood, or behind those of all others."""
    stood = Passage.objects.filter(source=public_id).order_by("key").values_list("key", flat=True).first()
    if stood is not None:
        return _slot(stood - key(page, 0))
    last = Passage.objects.filter(page=page, place=Place.TALK).aggregate(last=Max("key"))["last"]
    return TALK if last is None else _slot(last - key(page, 0)) + A_COMMENT


def _slot(position: int) -> int:
    return position - (position - TALK) % A_COMMENT


def _replace(rows: list[Row], first: int, last: int) -> None:
    """Put rows in the place of those between two keys; what is the same stays."""
    columns = Passage.objects.filter(key__range=(first, last)).values_list(*Row._fields)
    there = {found[0]: Row._make(map(unseal, found)) for found in columns}
    new = {row.key: row for row in rows}
    gone = [key for key, row in there.items() if new.get(key) != row]
    if gone:
        Passage.objects.filter(key__in=gone).delete()
    Passage.objects.bulk_create([_passage(row) for row in rows if there.get(row.key) != row])


def _row(page: int, position: int, found: Found, gate: int | None, unless: int | None, source: str = "") -> Row:
    return Row(key(page, position), page, found.place.value, gate, unless, found.heading, found.text, source)


def _passage(row: Row) -> Passage:
    """Make the passage of a row with its words as they are compared, which takes longer than all else."""
    compared = words(row.text)
    return Passage(**row._asdict(), words=" ".join(compared), stems=" ".join(stems(compared)), size=len(compared))


def _resolver(gates: dict[str, str]) -> Resolve:
    """Tell of a gate's text what it stands for: no text is always open, and what is unknown is shut."""
    return lambda text: from_key(gates.get(text, "")) if text else None


def _prose(body: str, resolve: Resolve) -> Iterator[Found]:
    for one in markup.passages(body):
        must = all_of(map(resolve, one.must))
        unless = any_of(resolve(gate) or SHUT for gate in one.unless) if one.unless else None
        place = Place.HEADING if one.is_heading else Place.TEXT
        yield Found(place, one.text, must, unless, one.heading)


def _facts(page: Page, state: PageState, resolve: Resolve) -> Iterator[Found]:
    """Give the values of the sheet, and the tags."""
    sheet = kinds.of(page).sheet
    for one in lasting(state.sheet, sheet, resolve):
        text = _said(one.field.columns, one.entry.values)
        yield Found(Place.FACT, text, resolve(one.entry.gate), one.unless, one.field.label)
    for entry in state.sheet:
        field = sheet.by_name.get(entry.field)
        if field and field.is_apart:
            columns = field.columns if not field.has_own_form else [c for c in field.columns if type(c.type) is Text]
            values = [v for c, v in zip(field.columns, entry.values, strict=False) if c in columns]
            yield Found(Place.FACT, " · ".join(filter(None, values)), resolve(entry.gate), None, field.label)
    for tag in state.tags:
        yield Found(Place.FACT, tag.text, resolve(tag.gate), None, "Tag")


def _said(columns: Iterable[Any], values: Iterable[str]) -> str:
    return " · ".join(value for _, value in zip(columns, values, strict=False) if value)


def _names(page: Page) -> Iterator[tuple[Found, int | None, None]]:
    for text, gate in Name.objects.filter(page=page).order_by("rank").values_list("text", "gate"):
        yield Found(Place.NAME, unseal(text)), gate, None


def _pictures(page: Page) -> Iterator[tuple[Found, int | None, None]]:
    """Give the words of the pictures on a page, with the gates of their rows."""
    pictures = Image.objects.filter(page=page, is_held=False).order_by("uploaded_at", "name")
    for caption, alt, gate in pictures.values_list("caption", "alt", "gate"):
        yield Found(Place.PICTURE, unseal(caption) or unseal(alt)), gate, None


def rebuild() -> Iterator[tuple[int, int]]:
    """Write all passages anew, of pages and of what was said; yield how many pages are done, and how many there are."""
    # Those of an older version of this program may have other keys.
    Passage.objects.exclude(page=F("key").bitrightshift(BITS)).delete()
    pages = list(Page.objects.exclude(current=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pages), TOGETHER):
        _rebuild(pages[start : start + TOGETHER])
        yield min(start + TOGETHER, len(pages)), len(pages)
    sources.rebuild()


@transaction.atomic
def _rebuild(pages: list[int]) -> None:
    """Write the passages of a few pages anew, while nobody else writes: a page is read as it is then."""
    one_writer()
    for page in Page.objects.filter(pk__in=pages).select_related("current"):
        assert page.current is not None  # noqa: S101
        write(page, state_of(page.current), page.current.gates)
