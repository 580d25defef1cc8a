"""Shows a text that is not saved, as its author or as somebody who has come less far, or further, would see it."""

from __future__ import annotations

from dataclasses import dataclass

from wiki import markup
from wiki.markup import Problem
from wiki.markup.render import Html
from wiki.pages import record, rendering
from wiki.pages.cleaning import body_problems
from wiki.pages.state import seer
from wiki.spoilers.calendar import Calendar, current
from wiki.spoilers.lens import Lens

NOTHING = "nothing"


@dataclass(frozen=True)
class Preview:
    """A rendered text, or what is wrong with it."""

    html: Html | None
    problems: tuple[Problem, ...]


def preview(body: str, own: Lens, seen_as: str = "") -> Preview:
    """Render a text through a lens: `own`, or that of somebody who has come as far as `seen_as` (see `lens_as`).

    Where links lead never tells more than the author's own lens does.
    """
    calendar = current()
    body = markup.normalise(body)
    if problems := body_problems(body, calendar):
        return Preview(None, tuple(problems))
    lens = lens_as(seen_as, own, calendar)
    gates = {token.gate for token in markup.lex(body).tokens if token.gate is not None}
    projection = markup.project(body, seer(lens, record.resolved(gates, calendar)))
    links = Lens(own.seen & lens.seen)
    return Preview(rendering.render_text(projection, links), ())


def lens_as(seen_as: str, own: Lens, calendar: Calendar) -> Lens:
    """Read a choice of the picker: "" is oneself, "nothing" nobody's, "JJ 1x05" oneself with that work so far seen."""
    if seen_as == NOTHING:
        return Lens.empty
    code, _, label = seen_as.partition(" ")
    work = calendar.by_code.get(code)
    release = work.by_label.get(label) if work else None
    if work is None or release is None:
        return own
    until = {one.id for one in work.releases if one.position <= release.position}
    return Lens(frozenset((own.seen - {one.id for one in work.releases}) | until))
