"""Describes a wiki as data, varies what lies beyond a lens, and builds it in the database.

A feature with a new gated place adds it to `describe` (with a canary) and, if it is not text, tags or names, to
`vary` and `build`.
"""

import random
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction

from tests.factories import make_calendar
from wiki.pages.editing import save_page
from wiki.pages.state import NameEntry, PageState, TagEntry
from wiki.spoilers.calendar import current
from wiki.spoilers.grammar import parse
from wiki.spoilers.models import Release

GATES = ["JJ 1x02", "JJ s1", "JJ 2x01 and DEF 1x01", "ALIAS #2 or JJ 3x01"]
START = datetime(2020, 1, 1, tzinfo=UTC)

HOSTILE = (
    "Zork.\n\n# Same heading\n\n[ref]: /zork\n\n[^1]: zork\n\n```\nunclosed\n\n\\:::\n\n<div><!-- zork\n\n"
    "| a |\n|---|\n| b |\n\n[[Zork]] [[Hidden Target]] [[Agency]] text[^1] [ref]\n"
)


@dataclass(frozen=True)
class Piece:
    """A run of text, perhaps behind a gate, perhaps with pieces inside or an “else”."""

    text: str
    gate: str = ""
    other: str | None = None
    is_block: bool = False
    inner: tuple["Piece", ...] = ()


@dataclass(frozen=True)
class PageSpec:
    """A page: its names, tags, and its bodies from the first revision to the last, each with an author."""

    names: tuple[NameEntry, ...]
    bodies: tuple[tuple[str, tuple[Piece, ...]], ...]
    tags: tuple[TagEntry, ...] = ()


@dataclass(frozen=True)
class World:
    pages: tuple[PageSpec, ...]
    titles: dict[str, str] = field(default_factory=dict)  # release label of JJ -> title


@dataclass(frozen=True)
class Canary:
    """A word that stands in one gated place. `inverse`: it shows only while the gate is shut."""

    place: str
    word: str
    gate: str
    inverse: bool = False


def write(pieces):
    """Write pieces as the source of a body."""
    text = ""
    for piece in pieces:
        inside = piece.text + ("\n\n" + write(piece.inner) if piece.is_block else "".join(write(piece.inner)))
        if piece.is_block and piece.gate:
            text = text.rstrip(" \n") + f"\n\n::: spoiler {piece.gate}\n{inside.rstrip()}\n:::\n\n"
        elif piece.gate:
            other = "" if piece.other is None else f" else {piece.other}"
            text += f"[{inside.strip()}]{{{piece.gate}{other}}} "
        else:
            text += inside + ("\n\n" if piece.is_block else " ")
    return text


def describe(seed=0):
    """Give a world in which every gated place holds a canary, and the canaries."""
    rng = random.Random(seed)
    canaries, pages = [], []

    def word(place, gate, *, inverse=False):
        canary = Canary(place, f"Cnry{place}{rng.randrange(10**6):06}", gate, inverse)
        canaries.append(canary)
        return canary.word

    for number, gate in enumerate(GATES):
        pages += _pages(number, gate, rng.choice(GATES), word, rng)
    titles = {"2x01": word("title", "JJ 1x03"), "3x02": word("title", "JJ 3x01")}
    return World(tuple(pages), titles), canaries


def _pages(number, gate, second, word, rng):
    """Give a page that is public with gates of every form in it, one that is hidden, and one that links to both."""
    agency = f"Agency {number}"
    filler = " ".join(rng.choice(("night", "city", "case", "client", "office", "rain")) for _ in range(8))
    base = (
        Piece(f"A place in [[Quarter {number}]] where {filler} goes on.", is_block=True),
        Piece(f"## Same heading\n\n{filler}", is_block=True),
        Piece("It was", inner=()),
        Piece(word("inline", gate), gate),
        Piece("and so on with"),
        Piece(word("known", gate), gate, other=word("else", gate, inverse=True)),
        Piece(f"see [[Hidden Target {number}]].", is_block=True),
        Piece(
            f"## Same heading\n\n{word('block', gate)} [[{word('link', gate)}]] [[Lonely {number}]][^1]"
            f"\n\n[^1]: {word('note', gate)}",
            gate,
            is_block=True,
            inner=(Piece("and", is_block=True), Piece("nested words", second, is_block=True)),
        ),
        Piece(f"After it comes [[Lonely {number + 1}]].", is_block=True),
    )
    hidden_edit = (*base, Piece(word("edit", gate), gate, is_block=True))
    open_page = PageSpec(
        names=(
            NameEntry(agency),
            NameEntry(word("alias", gate), gate, "alias"),
            NameEntry(word("redirect", gate), gate, "redirect"),
        ),
        tags=(TagEntry("Places"), TagEntry(word("tag", gate), gate)),
        bodies=(("walker", base), (f"Writer{word('author', gate)}", hidden_edit)),
    )
    secret = PageSpec(
        names=(NameEntry(word("page", gate), gate), NameEntry(f"Hidden Target {number}", gate, "redirect")),
        tags=(TagEntry("Secrets", gate), TagEntry("Places")),
        bodies=(("hogarth", (Piece(f"About [[{agency}]].", is_block=True),)),),
    )
    later = PageSpec(
        names=(NameEntry(f"Quarter {number}"), NameEntry(word("later", gate), gate)),
        bodies=(("walker", (Piece(f"Near [[{agency}]].", is_block=True),)),),
    )
    lonely = PageSpec(
        names=(NameEntry(f"Lonely {number}"),), bodies=(("walker", (Piece("Nobody comes.", is_block=True),)),)
    )
    return [open_page, secret, later, lonely]


# How worlds may differ beyond a lens.


def vary(world, sees, how):
    """Change what `sees` does not see: "deleted", "replaced", "doubled", "reordered" or "crowded"."""
    pages = [_vary_page(page, sees, how) for page in world.pages]
    pages = [page for page in pages if page.names]
    if how == "crowded":
        pages += [page for gate in GATES if not sees(gate) for page in _intruders(gate)]
    if how == "reordered":
        pages = _hidden_moved(pages, sees)
    titles = {label: title if sees(_title_gate(label)) else f"{how} title" for label, title in world.titles.items()}
    return World(tuple(pages), titles)


def _title_gate(label):
    return {"2x01": "JJ 1x03", "3x02": "JJ 3x01"}[label]


def _vary_page(page, sees, how):
    names = _vary_entries(page.names, sees, how)
    tags = _vary_entries(page.tags, sees, how)
    if not any(not name.gate or sees(name.gate) for name in page.names) and how == "deleted":
        names = ()
    bodies = [(author, _vary_pieces(pieces, sees, how)) for author, pieces in page.bodies]
    if how == "deleted":
        bodies = _without_hidden_edits(page.bodies, bodies, sees)
    if how == "doubled" and _hidden_edit(page.bodies, sees):
        bodies.append(("intruder", (*bodies[-1][1], Piece("again", _shut(sees), is_block=True))))
    return replace(page, names=names, tags=tags, bodies=tuple(bodies))


def _shut(sees):
    return next((gate for gate in GATES if not sees(gate)), "JJ 1x01")


def _hidden_edit(bodies, sees):
    return len(bodies) > 1 and not sees(bodies[-1][1][-1].gate)


def _without_hidden_edits(before, after, sees):
    return after[:1] if _hidden_edit(before, sees) else after


def _vary_entries(entries, sees, how):
    """Vary names or tags. Hidden ones also take on the texts of visible ones, so that names collide."""
    found = []
    for entry in entries:
        if not entry.gate or sees(entry.gate):
            found.append(entry)
        elif how == "replaced":
            found.append(entry._replace(text=f"{how} {entry.text[4:9]}"))
        elif how == "doubled":
            found += [entry, entry._replace(text=f"{entry.text} again")]
        elif how == "crowded":
            found += [entry, entry._replace(text="Places" if isinstance(entry, TagEntry) else "Agency 1")]
        elif how == "reordered":
            found.insert(0, entry)
    return tuple(found)


def _vary_pieces(pieces, sees, how):
    found = []
    for piece in pieces:
        if not piece.gate or sees(piece.gate):
            found.append(replace(piece, inner=tuple(_vary_pieces(piece.inner, sees, how))))
        elif piece.other is not None:
            found.append(replace(piece, text=f"{how} words"))
        elif how == "replaced":
            found.append(replace(piece, text=HOSTILE if piece.is_block else "quite [[other]] words"))
        elif how in ("doubled", "crowded"):
            found += [piece, piece]
        elif how == "reordered":
            found.append(replace(piece, inner=(), text="moved"))
    return tuple(found)


def _intruders(gate):
    """Give hidden pages that carry visible names and tags, and that link to visible pages."""
    body = (Piece("About [[Agency 0]] and [[Quarter 0]]. Intruding.", is_block=True),)
    names = [(NameEntry("Agency 0", gate),), (NameEntry("Nowhere", gate), NameEntry("Quarter 1", gate, "alias"))]
    return [PageSpec(one, (("intruder", body),), (TagEntry("Places"), TagEntry("Intruding"))) for one in names]


def _hidden_moved(pages, sees):
    hidden = [page for page in pages if not any(not name.gate or sees(name.gate) for name in page.names)]
    return hidden[::-1] + [page for page in pages if page not in hidden]


# Into the database.


def prepare(seed=0):
    """Make what all worlds share, the public calendar and the people; give a world and its canaries."""
    make_calendar()
    world, canaries = describe(seed)
    authors = {author for page in world.pages for author, _ in page.bodies} | {"intruder"}
    for name in sorted(authors):
        get_user_model().objects.create_user(name)
    return world, canaries


@contextmanager
def standing(world):
    """Build a world, and take it down again."""
    point = transaction.savepoint()
    cache.clear()
    build(world)
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def build(world):
    calendar = current()
    for label, title in world.titles.items():
        Release.objects.filter(work__code="JJ", label=label).update(title=title)
    steps = [(step, page) for page in world.pages for step in range(len(page.bodies))]
    pages = {}
    for step, spec in sorted(steps, key=lambda one: one[0]):
        author, pieces = spec.bodies[step]
        user = get_user_model().objects.get(username=author)
        state = PageState(names=spec.names, tags=spec.tags, body=write(pieces))
        when = START + timedelta(days=400 * step)
        key = id(spec)
        pages[key] = save_page(state=state, page=pages.get(key), author=user, saved_at=when, calendar=calendar).page


def seer_of(lens):
    """Give the function from a gate's text to whether a lens sees it."""
    calendar = current()
    return lambda gate: lens.sees(parse(gate, calendar))
