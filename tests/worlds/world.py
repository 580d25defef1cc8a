"""Describes a wiki as data, varies what lies beyond a lens, and builds it in the database.

A feature with a new gated place adds it to `describe` (with a canary) and, if it is not text, tags or names, to
`vary` and `build`.
"""

import hashlib
import io
import random
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction

from articles.models import PreviewLink
from tests.factories import make_calendar
from tests.worlds import order, people, tags, talk
from tests.worlds.clocks import stopped
from wiki.accounts.models import Profile
from wiki.notifications.models import MailPlan
from wiki.pages import images, kinds
from wiki.pages.editing import save_page, write_state
from wiki.pages.models import Image, Revision
from wiki.pages.state import NameEntry, PageState, SheetEntry, TagEntry
from wiki.spoilers.calendar import current
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import OldDate, Release

GATES = ["JJ 1x02", "JJ s1", "JJ 2x01 and DEF 1x01", "ALIAS #2 or JJ 3x01"]
FEED_TOKEN = "a-token-of-the-harness"
START = datetime(2020, 1, 1, tzinfo=UTC)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001649444154789c638c12a9606060606260"
    "6060606000000ad400ea1cfaa4ee0000000049454e44ae426082"
)

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
    stays: bool = False  # where hidden text is deleted, this one is replaced


class Body(NamedTuple):
    """One revision of a body."""

    author: str
    pieces: tuple[Piece, ...]
    summary: str = ""


@dataclass(frozen=True)
class PageSpec:
    """A page: its names, tags, and its bodies from the first revision to the last; pictures as (alt text, gate)."""

    names: tuple[NameEntry, ...]
    bodies: tuple[Body, ...]
    tags: tuple[TagEntry, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    is_deleted: bool = False
    is_waiting: bool = False  # not out yet: hidden from everybody but its writers and the editors
    preview: str = ""  # a token that opens it nevertheless
    kind: str = "page"
    sheet: tuple[SheetEntry, ...] = ()
    key: str = ""  # the same however the page is varied


@dataclass(frozen=True)
class World:
    pages: tuple[PageSpec, ...]
    titles: dict[str, str] = field(default_factory=dict)  # release label of JJ -> title
    source: str = ""  # who tells of a date
    waiting: tuple[order.Waiting, ...] = ()
    done: tuple[order.Done, ...] = ()
    abouts: tuple[tuple[str, tuple[Piece, ...]], ...] = ()  # what people say of themselves, by name
    said: tuple[talk.CommentSpec, ...] = ()
    same: tuple[tags.Same, ...] = ()


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
        inner = write(piece.inner)
        inside = piece.text + ("\n\n" * bool(inner and piece.is_block) + inner)
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
    # Every other gate, because worlds are built often; which ones depends on the seed.
    for number, gate in enumerate(GATES[seed % 2 :: 2]):
        pages += _characters(number, gate, word)
        pages += _news(number, gate, word)
    titles = {"2x01": word("title", "JJ 1x03"), "3x02": word("title", "JJ 3x01")}
    scoop = next(page for page in pages if page.key.startswith("scoop"))
    orders = order.describe(GATES, word)
    said = talk.describe(list(enumerate(GATES))[seed % 2 :: 2], word, Piece)
    pages += _of_tags(word)
    told = (people.abouts(word), said, tags.describe(GATES, word))
    return World(tuple(pages), titles, f"[[{scoop.names[0].text}]]", *orders, *told), canaries


def _of_tags(word):
    """Give a page that tells of a tag, and one that tells of another and is hidden."""
    pieces = (Piece("Where things happen.", is_block=True), Piece(word("tagtext", GATES[1]), GATES[1], is_block=True))
    hidden = (NameEntry("Heroes", GATES[1]),)
    told = (Piece(word("tagpage", GATES[1]), is_block=True),)
    return [
        PageSpec((NameEntry("Places"),), (Body("walker", pieces),), (TagEntry("Venues"),), key="about places"),
        PageSpec(hidden, (Body("walker", told),), key="about heroes"),
    ]


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
    mixed_edit = (*base, Piece("In plain sight.", is_block=True), Piece("Mixed words", gate, is_block=True, stays=True))
    hidden_edit = (*mixed_edit, Piece(word("edit", gate), gate, is_block=True))
    open_page = PageSpec(
        names=(
            NameEntry(agency),
            NameEntry(word("alias", gate), gate, "alias"),
            NameEntry(word("redirect", gate), gate, "redirect"),
        ),
        tags=(TagEntry("Places"), TagEntry("Spots"), TagEntry(word("tag", gate), gate)),
        bodies=(
            Body("walker", base),
            Body("hogarth", mixed_edit, word("mixed", gate)),
            Body(f"Writer{word('author', gate)}", hidden_edit, word("summary", gate)),
        ),
        pictures=((word("picture", gate), gate), ("A picture for everybody", "")),
    )
    secret = PageSpec(
        names=(NameEntry(word("page", gate), gate), NameEntry(f"Hidden Target {number}", gate, "redirect")),
        tags=(TagEntry("Secrets", gate), TagEntry("Places")),
        bodies=(Body("hogarth", (Piece(f"About [[{agency}]].", is_block=True),)),),
        pictures=((word("inside", gate), ""),),
    )
    gone = replace(secret, names=(NameEntry(word("gone", gate), gate),), pictures=(), is_deleted=True)
    later = PageSpec(
        names=(NameEntry(f"Quarter {number}"), NameEntry(word("later", gate), gate)),
        bodies=(Body("walker", (Piece(f"Near [[{agency}]].", is_block=True),)),),
    )
    lonely = PageSpec(
        names=(NameEntry(f"Lonely {number}"),), bodies=(Body("walker", (Piece("Nobody comes.", is_block=True),)),)
    )
    pages = {"open": open_page, "secret": secret, "later": later, "lonely": lonely, "gone": gone}
    return [replace(page, key=f"{key} {number}") for key, page in pages.items()]


def _characters(number, gate, word):
    """Give a character with gated values of every form, a counterpart, and one who is hidden."""
    hero, other, secret = f"Hero {number}", f"Other {number}", word("hero", gate)
    values = (
        SheetEntry("continuity", ("Netflix series",)),
        SheetEntry("played_by", ("Ann Actor",)),
        SheetEntry("played_by", (word("player", gate),), gate),
        SheetEntry("species", (word("replaced", gate, inverse=True),)),
        SheetEntry("species", (word("value", gate),), gate),
        SheetEntry("status", ("Alive",), "", "JJ 1x01"),
        SheetEntry("status", ("Dead",), gate, word("source", gate)),
        SheetEntry("affiliations", (word("affiliation", gate),), gate),
        SheetEntry("counterparts", (other, word("note", gate)), gate),
        SheetEntry("counterparts", (secret, ""), gate),
        SheetEntry("relationships", (other, "friend")),
        SheetEntry("relationships", (other, "killer"), gate),
        SheetEntry("relationships", (secret, "victim"), gate),
        SheetEntry("relationships", (f"Hero {1 - number}", "ally"), "JJ 1x01"),
        SheetEntry("appearances", ("JJ 1x01", "main", ""), "JJ 1x01"),
        SheetEntry("appearances", ("JJ 1x02", "guest", word("credited", gate)), gate),
        SheetEntry("appearances", ("ALIAS #1", "cameo", ""), gate),
    )
    hers = (
        SheetEntry("continuity", ("Earth-616",)),
        SheetEntry("played_by", ("Ann Actor",)),
        SheetEntry("relationships", (hero, "enemy"), gate),
        SheetEntry("appearances", ("JJ 1x02", "voice", ""), "JJ 1x02"),
    )
    body = (Body("walker", (Piece(f"A character. See [[{hero}]].", is_block=True),)),)
    pages = {
        "hero": PageSpec((NameEntry(hero),), body, (TagEntry("Heroes"), TagEntry("Fallen", gate)), sheet=values),
        "other": PageSpec((NameEntry(other),), body, sheet=hers),
        "mask": PageSpec((NameEntry(secret, gate),), body, (TagEntry("Heroes"),), sheet=hers[1:]),
    }
    return [replace(page, key=f"{key} {number}", kind="character") for key, page in pages.items()]


NEVER = "FILM film"  # a gate that nobody opens: there is no such film yet


def _news(number, gate, word):
    """Give an article and a claim with gated values of every form, hidden ones, and articles that are not out."""
    report, claim, secret = f"Report {number}", f"Claim {number}", word("headline", gate)
    day = f"2020-0{number + 1}-10T12:00Z"
    out = (SheetEntry("status", ("Published",)), SheetEntry("published", (day,)))
    values = (
        SheetEntry("standfirst", (word("stood", gate, inverse=True),)),
        SheetEntry("standfirst", (word("standfirst", gate),), gate),
        SheetEntry("kind", ("News",)),
        SheetEntry("authors", ("Ann Writer",)),
        SheetEntry("authors", (word("writer", gate),), gate),
        SheetEntry("works", ("JJ",)),
        SheetEntry("works", ("DEF",), gate),
        SheetEntry("about", (word("about", gate),), gate),
        SheetEntry("sources", ("A magazine", "https://example.com/one", "Press", "2020-01")),
        SheetEntry("sources", (word("reference", gate), "", "", ""), gate),
        SheetEntry("claims", (claim, "Speculation", "Ann Actor")),
        SheetEntry("claims", (claim, "Confirmed", word("sayer", gate)), gate),
        SheetEntry("claims", (word("claimed", gate), "Rumoured", ""), gate),
        SheetEntry("claims", ("Nobody wrote this down", "Reported", "")),
        SheetEntry("corrections", ("2020-12-01", word("correction", gate)), gate),
    )
    told = (
        SheetEntry("said_by", (word("said", gate),), gate),
        SheetEntry("works", ("JJ",)),
        SheetEntry("statuses", ("Reported", "2020-11")),
        SheetEntry("statuses", ("Debunked", "2021"), gate, f"[[{secret}]]"),
        SheetEntry("outcome", ("Partly true", word("outcome", gate)), gate),
    )
    text = (Body("hogarth", (Piece(f"News of [[{claim}]].", is_block=True), Piece(word("news", gate), gate))),)
    titles = (NameEntry(report), NameEntry(word("telling", gate), gate))
    draft = (NameEntry(word("draft", NEVER)),)
    waiting = (SheetEntry("authors", (word("drafter", NEVER),)), SheetEntry("claims", (claim, "Confirmed", "")))
    due = (*waiting, SheetEntry("status", ("Scheduled",)), SheetEntry("published", ("2100-01-01T00:00Z",)))
    tags = (TagEntry("Places"), TagEntry("Scoops", gate))
    pages = {
        "report": PageSpec(titles, text, tags, kind="article", sheet=(*values, *out)),
        "scoop": PageSpec((NameEntry(secret, gate),), text, tags, kind="article", sheet=(*values[2:6], *out)),
        "claim": PageSpec((NameEntry(claim),), text, kind="claim", sheet=told),
        "whisper": PageSpec((NameEntry(word("whisper", gate), gate),), text, kind="claim", sheet=told[1:3]),
        "draft": PageSpec(draft, text, tags, kind="article", is_waiting=True, sheet=due if number % 2 else waiting),
        "shared": replace(
            PageSpec((NameEntry(f"Early {number}"),), text, kind="article", preview=f"early-{number}"),
            pictures=((f"A door {number}", gate), ("A picture for who holds the link", "")),
        ),
    }
    return [replace(page, key=f"{key} {number}") for key, page in pages.items()]


# How worlds may differ beyond a lens.


def vary(world, sees, how, *, sees_drafts=False):
    """Change what `sees` does not see: "deleted", "replaced", "doubled", "reordered" or "crowded".

    What is not out yet is changed as well, unless it is for an editor.
    """
    pages = [
        _vary_draft(page, how) if page.is_waiting and not sees_drafts else _vary_page(page, sees, how)
        for page in world.pages
    ]
    pages = [page for page in pages if page.names]
    if how == "crowded":
        pages += [page for gate in GATES if not sees(gate) for page in _intruders(gate)]
    if how == "reordered":
        pages = _hidden_moved(pages, sees)
    titles = {label: title if sees(_title_gate(label)) else f"{how} title" for label, title in world.titles.items()}
    abouts = tuple((name, tuple(_vary_pieces(pieces, sees, how))) for name, pieces in world.abouts)
    orders = order.vary(world.waiting, world.done, sees, how)
    said = talk.vary(world.said, pages, sees, how, _vary_pieces)
    return World(tuple(pages), titles, world.source, *orders, abouts, said, tags.vary(world.same, sees, how))


def _title_gate(label):
    return {"2x01": "JJ 1x03", "3x02": "JJ 3x01"}[label]


def _vary_page(page, sees, how):
    names = _vary_entries(page.names, sees, how)
    tags = _vary_entries(page.tags, sees, how)
    if not any(not name.gate or sees(name.gate) for name in page.names) and how == "deleted":
        names = ()
    bodies = [
        body._replace(pieces=_vary_pieces(body.pieces, sees, how), summary=_vary_summary(body, sees, how))
        for body in page.bodies
    ]
    pictures = _vary_pictures(page.pictures, sees, how)
    if how == "deleted":
        bodies = _without_hidden_edits(page.bodies, bodies, sees)
    if how == "doubled" and _hidden_edit(page.bodies, sees):
        bodies.append(Body("intruder", (*bodies[-1].pieces, Piece("again", _shut(sees), is_block=True)), "again"))
    sheet = _vary_sheet(page.sheet, page.kind, sees, how)
    return replace(page, names=names, tags=tags, sheet=sheet, bodies=tuple(bodies), pictures=pictures)


def _vary_sheet(entries, kind, sees, how):
    """Vary values. Hidden ones also take on what visible ones say, and stand where others stood."""
    found = []
    for entry in entries:
        if not entry.gate or sees(entry.gate):
            found.append(entry)
        elif how == "replaced":
            found.append(entry._replace(values=OTHERWISE.get(entry.field, ("Quite another",)), source=""))
        elif how == "doubled":
            found += [entry, entry._replace(source="JJ 1x01")]
        elif how == "crowded":
            crowd = OTHERWISE.get(entry.field, ("Netflix series",))
            found += [entry, entry._replace(values=crowd), SheetEntry(*INTRUDER[kind], entry.gate)]
        elif how == "reordered":
            found.insert(0, entry)
    return kinds.get(kind).sheet.sorted(found)


OTHERWISE = {
    "status": ("Missing",),
    "played_by": ("Ann Actor",),
    "counterparts": ("Agency 0", "another note"),
    "relationships": ("Agency 0", "enemy"),
    "appearances": ("DEF 1x01", "main", "Somebody"),
    "works": ("ALIAS",),
    "sources": ("Another magazine", "https://example.com/two", "Press", "2019"),
    "claims": ("Claim 1", "Debunked", "Ann Actor"),
    "corrections": ("2021", "Another correction"),
    "statuses": ("Confirmed", "2022-02-02"),
    "outcome": ("True", "Another outcome"),
}
# What a crowd adds to each kind.
INTRUDER = {
    "character": ("occupations", ("Intruder",)),
    "article": ("claims", ("Claim 0", "Rumoured", "Intruder")),
    "claim": ("said_by", ("Intruder",)),
}


def _vary_summary(body, sees, how):
    """Summaries belong to what stands last in their revision."""
    is_hidden = body.pieces[-1].gate and not sees(body.pieces[-1].gate)
    return f"{how} summary" if is_hidden and body.summary else body.summary


def _vary_pictures(pictures, sees, how):
    found = []
    for alt, gate in pictures:
        if not gate or sees(gate):
            found.append((alt, gate))
        elif how in ("doubled", "crowded"):
            found += [(alt, gate), (f"{how} picture", gate)]
        elif how == "replaced":
            found.append((f"{how} {alt}", gate))
    return tuple(found)


def _shut(sees):
    return next((gate for gate in GATES if not sees(gate)), "JJ 1x01")


def _hidden_edit(bodies, sees):
    return len(bodies) > 1 and not sees(bodies[-1].pieces[-1].gate)


def _without_hidden_edits(before, after, sees):
    return after[:-1] if _hidden_edit(before, sees) else after


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


def _vary_draft(page, how):
    """Take an article that is not out away, or make another one of it."""
    if how == "deleted":
        return replace(page, names=())
    return replace(page, names=(NameEntry(f"Agency {how}"),), bodies=(Body("intruder", page.bodies[0].pieces),))


def _vary_pieces(pieces, sees, how):
    found = []
    for piece in pieces:
        if not piece.gate or sees(piece.gate):
            found.append(replace(piece, inner=tuple(_vary_pieces(piece.inner, sees, how))))
        elif piece.other is not None:
            found.append(replace(piece, text=f"{how} words"))
        elif how == "replaced" or (how == "deleted" and piece.stays):
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
    pages = [PageSpec(one, (Body("intruder", body),), (TagEntry("Places"), TagEntry("Intruding"))) for one in names]
    sheet = (SheetEntry("status", ("Dead",)), SheetEntry("counterparts", ("Other 0", "me too")))
    sheet += (SheetEntry("relationships", ("Hero 0", "sibling")), SheetEntry("appearances", ("JJ 1x01", "main", "")))
    return [
        *pages,
        PageSpec((NameEntry("Hero 1", gate),), pages[0].bodies, sheet=sheet, kind="character"),
        *_intruding_news(gate, pages[0].bodies),
    ]


def _intruding_news(gate, bodies):
    """Give a hidden article that tells of a claim that all know, and a hidden claim of the same name as another."""
    out = (SheetEntry("status", ("Published",)), SheetEntry("published", ("2020-01-10T12:30Z",)))
    about = (SheetEntry("authors", ("Ann Writer",)), SheetEntry("works", ("JJ",)))
    claims = (
        SheetEntry("claims", ("Claim 0", "Debunked", "Ann Actor")),
        SheetEntry("claims", ("Claim 1", "Reported", "")),
    )
    told = (SheetEntry("statuses", ("Debunked", "2022")), SheetEntry("outcome", ("False", "Intruding")))
    return [
        PageSpec((NameEntry("Report 0", gate),), bodies, kind="article", sheet=(*about, *claims, *out)),
        PageSpec((NameEntry("Claim 0", gate),), bodies, kind="claim", sheet=told),
    ]


def _hidden_moved(pages, sees):
    hidden = [page for page in pages if not any(not name.gate or sees(name.gate) for name in page.names)]
    return hidden[::-1] + [page for page in pages if page not in hidden]


# Into the database.


def prepare(seed=0):
    """Make what all worlds share, the public calendar and the people; give a world and its canaries."""
    make_calendar()
    order.prepare()
    world, canaries = describe(seed)
    authors = (
        {body.author for page in world.pages for body in page.bodies}
        | {"intruder", "newcomer"}
        | talk.authors(world.said)
    )
    for name in sorted(authors):
        get_user_model().objects.create_user(name)
    return world, canaries


@contextmanager
def standing(world):
    """Build a world, and take it down again."""
    point = transaction.savepoint()
    cache.clear()
    _same_numbers()
    with stopped():
        build(world)
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def _same_numbers():
    """Number people's own rows alike in all worlds, as the admin shows them: PostgreSQL takes no number back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Profile, MailPlan]):
            cursor.execute(statement)


def build(world):
    calendar = current()
    for label, title in world.titles.items():
        Release.objects.filter(work__code="JJ", label=label).update(title=title)
    source = world.source
    Release.objects.filter(label__in=("2x01", "film")).update(source=source)
    OldDate.objects.create(release=Release.objects.get(label="3x01"), date=START, date_precision="year", source=source)
    steps = [(step, page) for page in world.pages for step in range(len(page.bodies))]
    pages = {}
    for step, spec in sorted(steps, key=lambda one: one[0]):
        body, key = spec.bodies[step], id(spec)
        about = {
            "author": get_user_model().objects.get(username=body.author),
            "saved_at": START + timedelta(days=400 * step),
            "summary": body.summary,
        }
        state = PageState(names=spec.names, tags=spec.tags, sheet=spec.sheet, body=write(body.pieces))
        revision = save_page(state=state, page=pages.get(key), kind=spec.kind, calendar=calendar, **about)
        pages[key] = revision.page
        _rename(revision, revision_id(spec, step))
    for spec in world.pages:
        _finish(spec, pages[id(spec)])
    order.build(world.waiting, world.done, {spec.key: pages[id(spec)] for spec in world.pages})
    people.build(world.abouts, write)
    tags.build(world.same)
    talk.build(world, {spec.key: pages[id(spec)] for spec in world.pages if spec.key}, write)


def _finish(spec, page):
    """Add pictures, and take away what is deleted."""
    for alt, gate in spec.pictures:
        words = images.Words(alt, caption=alt, source="A fan", gate=gate)
        made = images.take_in(io.BytesIO(PNG), len(PNG), page=page, words=words, uploader=None)
        Image.objects.filter(name=made.name).update(name=picture_name(spec, alt))
    if spec.preview:
        PreviewLink.objects.create(page=page, token=spec.preview)
    if spec.is_deleted:
        about = {"saved_at": START + timedelta(days=4000), "summary": "gone"}
        author = get_user_model().objects.get(username="hogarth")
        deletion = write_state(
            page=page.pk, state=PageState(), author=author, lens=Lens.everything, action="delete", **about
        )
        _rename(deletion, revision_id(spec, "gone"))


def _rename(revision, public_id):
    """Give a revision an id that is the same in every world."""
    Revision.objects.filter(pk=revision.pk).update(public_id=public_id)


def picture_name(spec, alt):
    return f"{hashlib.sha256(f'{spec.key} {alt}'.encode()).hexdigest()[:32]}.png"


def revision_id(spec, step):
    return hashlib.sha256(f"{spec.key or spec.names[0]} {step}".encode()).hexdigest()[:16]


def seer_of(lens):
    """Give the function from a gate's text to whether a lens sees it."""
    calendar = current()
    return lambda gate: lens.sees(parse(gate, calendar))
