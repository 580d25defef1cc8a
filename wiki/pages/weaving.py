"""Weaves the edit of a whole state: names and tags by their neighbours, the body as markup does."""

from __future__ import annotations

from collections.abc import Sequence

from wiki import markup
from wiki.pages.merging import Entry, entry_matches
from wiki.pages.state import PageState, Sees, SheetEntry, by_field


def weave(edited: PageState, whole: PageState, sees: Sees) -> PageState:
    """Put the edit of a projection back into the whole. Raises markup.WeaveError where the law cannot be kept."""
    woven = PageState(
        names=weave_entries(edited.names, whole.names, sees),
        tags=weave_entries(edited.tags, whole.tags, sees),
        sheet=_weave_sheet(edited, whole, sees),
        body=markup.weave(edited.body, whole.body, sees),
    )
    if not entries_are_woven(woven, edited=edited, whole=whole, sees=sees):
        raise markup.WeaveError("the law of weaving cannot be kept")
    return woven


def _weave_sheet(edited: PageState, whole: PageState, sees: Sees) -> tuple[SheetEntry, ...]:
    """Weave each field by itself."""
    woven = (weave_entries(mine, whole_of_it, sees) for mine, whole_of_it in _fields(edited, whole))
    return tuple(entry for entries in woven for entry in entries)


def weave_entries(edited: Sequence[Entry], whole: Sequence[Entry], sees: Sees) -> tuple[Entry, ...]:
    """Keep each hidden entry before the visible one that it stood before, or at the end.

    What is added at the end goes before hidden ones that stood there: a later title replaces an earlier one, and
    who knows more has the last word.
    """
    shown = [entry for entry in whole if _is_shown(entry, sees)]
    places = _places(shown, edited)
    woven: list[Entry] = []
    at = seen = 0
    for entry in whole:
        if _is_shown(entry, sees):
            seen += 1
            continue
        woven += [*edited[at : places[seen]], entry]
        at = places[seen]
    return (*woven, *edited[at:])


def _places(shown: Sequence[Entry], edited: Sequence[Entry]) -> list[int]:
    """Give for each visible entry, and for the end, where it or what follows it is now."""
    places = [len(edited)] * (len(shown) + 1)
    for match in entry_matches(shown, edited):
        for index in range(match.a0, match.a1):
            places[index] = match.b0 + (index - match.a0 if match.is_equal else 0)
    return places


def _is_shown(entry: Entry, sees: Sees) -> bool:
    return not entry.gate or sees(entry.gate)


def entries_are_woven(woven: PageState, *, edited: PageState, whole: PageState, sees: Sees) -> bool:
    """Check the law of weaving for names, tags and sheet; markup.weave has checked it for the body."""
    return all(
        _entries_are_woven(*entries, sees)
        for entries in (
            (woven.names, edited.names, whole.names),
            (woven.tags, edited.tags, whole.tags),
            *_fields(woven, edited, whole),
        )
    )


def _fields(*states: PageState) -> list[tuple[Sequence[SheetEntry], ...]]:
    """Give the values of each field in each state."""
    grouped = [by_field(state.sheet) for state in states]
    fields = dict.fromkeys(name for fields in grouped for name in fields)
    return [tuple(fields.get(name, ()) for fields in grouped) for name in fields]


def _entries_are_woven(woven: Sequence[Entry], edited: Sequence[Entry], whole: Sequence[Entry], sees: Sees) -> bool:
    hidden = [entry for entry in whole if not _is_shown(entry, sees)]
    written = [entry for entry in edited if not _is_shown(entry, sees)]
    shut = [entry for entry in woven if not _is_shown(entry, sees)]
    shown = [entry for entry in woven if _is_shown(entry, sees)]
    left = iter(shut)
    return (
        shown == [entry for entry in edited if _is_shown(entry, sees)]
        and len(shut) == len(hidden) + len(written)
        and all(any(one == entry for one in left) for entry in hidden)
    )
