"""Makes rows with dull defaults."""

import datetime

from wiki.pages.editing import save_page
from wiki.pages.state import NameEntry, PageState, SheetEntry, TagEntry
from wiki.spoilers import calendar as calendars
from wiki.spoilers.condition import Condition
from wiki.spoilers.dates import Precision
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate, Part, Release, Work

PAST = datetime.date(2015, 11, 20)


def make_work(code, short_title, kind, labels, *, position=0, titles=None):
    """Make a work. `labels` is a list of (part number or None, label, date or None)."""
    title = f"Marvel's {short_title}"
    work = Work.objects.create(code=code, title=title, short_title=short_title, kind=kind, position=position)
    numbers = {part for part, _, _ in labels if part}
    parts = {number: Part.objects.create(work=work, number=number) for number in sorted(numbers)}
    before = None
    for index, (part, label, date) in enumerate(labels, 1):
        gate = Gate.objects.intern(Condition.any_of([[before.pk]])) if before else None
        before = Release.objects.create(
            work=work,
            part=parts.get(part),
            position=index,
            label=label,
            title=(titles or {}).get(label, f"Title of {label}"),
            title_gate=gate,
            date=date,
            date_precision=Precision.DAY if date else "",
        )
    return work


def make_calendar():
    series = [(season, f"{season}x{episode:02}", PAST) for season in (1, 2, 3) for episode in (1, 2, 3)]
    make_work("JJ", "Jessica Jones", "series", series, position=1)
    make_work("DEF", "The Defenders", "series", [(1, "1x01", PAST), (1, "1x02", PAST)], position=2)
    comic = [(1, "#1", PAST), (2, "#2", PAST), (1, "#3", PAST), (2, "#4", PAST)]
    make_work("ALIAS", "Alias", "comic", comic, position=3)
    make_work("FILM", "The Film", "film", [(None, "film", None)], position=4)
    return calendars.current()


def lens_at(*gates):
    """Make a lens that has seen every release that one of the gates names, and in series all before it."""
    calendar = calendars.current()
    seen = set()
    for gate in gates:
        for alternative in parse(gate, calendar).alternatives:
            for work in calendar.works:
                last = max((work.by_id[pk].position for pk in alternative if pk in work.by_id), default=0)
                seen |= {release.id for release in work.releases if release.position <= last}
    return Lens(frozenset(seen))


def make_page(title="Alias Investigations", body="A detective agency.\n", *, gate="", names=(), tags=(), **options):
    """Make a page with one title; `names` and `tags` are tuples for NameEntry and TagEntry."""
    all_names = (NameEntry(title, gate), *(NameEntry(*name) for name in names))
    state = PageState(names=all_names, tags=tuple(TagEntry(*tag) for tag in tags), body=body)
    return save_page(state=state, **options).page


def make_character(title, *values, gate="", body="Somebody.\n", names=(), tags=(), **options):
    """Make a character; `values` are tuples (field, value or values, gate, source), the last two perhaps absent."""
    return _make("character", title, values, gate=gate, body=body, names=names, tags=tags, **options)


def fact(field, values, gate="", source=""):
    return SheetEntry(field, (values,) if isinstance(values, str) else tuple(values), gate, source)


def make_article(title, *values, status="Published", published="2016-01-18T09:00Z", body="News.\n", **options):
    """Make an article, out since January 2016; `values` as for characters. An empty status leaves both out."""
    told = [("status", status)] * bool(status) + [("published", published)] * bool(status and published)
    return _make("article", title, (*values, *told), body=body, **options)


def make_claim(title, *values, body="A claim.\n", **options):
    """Make a claim; `values` as for characters."""
    return _make("claim", title, values, body=body, **options)


def _make(kind, title, values, *, gate="", body="", names=(), tags=(), **options):
    all_names = (NameEntry(title, gate), *(NameEntry(*name) for name in names))
    sheet = tuple(fact(*value) for value in values)
    state = PageState(names=all_names, tags=tuple(TagEntry(*tag) for tag in tags), sheet=sheet, body=body)
    return save_page(state=state, kind=kind, **options).page


def make_comment(page, text="Well said.", gate="", *, author, answers=None, **options):
    """Make a comment on a page's talk, as somebody who sees everything."""
    from wiki.discussion.writing import Said, say

    return say(Said(text, gate, author, Lens.everything, **options), page=page.pk, answers=answers)
