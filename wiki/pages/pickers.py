"""The lists of releases that a form offers. They are long, so they are written once for all who see the same titles."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string

from wiki.spoilers import reading as works
from wiki.spoilers.calendar import WorkEntry, current
from wiki.spoilers.lens import Lens


class Pickers(NamedTuple):
    """Options as safe HTML: for gate fields, for the spoiler button, and for “preview as”."""

    gates: str
    releases: str
    readers: str


def pickers(lens: Lens) -> Pickers:
    return _pickers(current().works, lens)


@lru_cache(maxsize=128)
def _pickers(entries: tuple[WorkEntry, ...], lens: Lens) -> Pickers:
    """Entries are other objects after each change of the calendar."""
    found = works.works(lens)
    return Pickers(
        *(render_to_string("pages/_pickers.html", {"works": found, "shape": one}) for one in Pickers._fields)
    )
