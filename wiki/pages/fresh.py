"""What a page’s current revision tells through one lens that it did not tell through an earlier one.

Both are projections, and the later one is the reader’s own: nothing comes from what is still shut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.cache import cache

from wiki import markup
from wiki.markup import Novel
from wiki.markup.links import Target
from wiki.pages import kinds
from wiki.pages.models import Name, Revision
from wiki.pages.sheets.infobox import FieldView, Infobox, InfoboxView
from wiki.pages.state import PageState, seer, state_of
from wiki.spoilers.condition import from_key
from wiki.spoilers.lens import Lens, packed

KEPT = 7 * 24 * 3600


class Fresh(NamedTuple):
    """The new names (without redirects), facts (label and value), tags and blocks of a page."""

    names: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    blocks: tuple[Novel, ...] = ()


def fresh(pages: Iterable[int], before: Lens, after: Lens) -> dict[int, Fresh]:
    """Compare some pages, given by their ids. One query; each comparison is kept for all to whom it is the same."""
    revisions = {
        _key(one, before, after): one
        for one in Revision.objects.filter(current_of__in=list(pages)).select_related("page")
    }
    found = cache.get_many(revisions)
    made = {key: _compared(one, before, after) for key, one in revisions.items() if key not in found}
    cache.set_many(made, KEPT)
    return {one.page_id: found[key] if key in found else made[key] for key, one in revisions.items()}


def _key(revision: Revision, before: Lens, after: Lens) -> str:
    conditions = sorted({from_key(key) for key in revision.gates.values()}, key=lambda condition: condition.key)
    outcomes = packed(before.outcomes(conditions) + after.outcomes(conditions))
    return f"fresh:{revision.public_id}:{revision.page.stamp}:{outcomes}"


def _compared(revision: Revision, before: Lens, after: Lens) -> Fresh:
    whole, sheet = state_of(revision), kinds.of(revision.page).sheet
    was, now = (whole.through(seer(lens, revision.gates)) for lens in (before, after))
    old, new = (Infobox(sheet, state.sheet, _nowhere).view() for state in (was, now))
    return Fresh(
        _added(_names(was), _names(now)),
        tuple((field.label, value.text) for field in marked(new, old).fields for value in field.values if value.is_new),
        _added([tag.text for tag in was.tags], [tag.text for tag in now.tags]),
        markup.novel(_html(now), _html(was)) if was.body != now.body else (),
    )


def marked(new: InfoboxView, old: InfoboxView) -> InfoboxView:
    """Mark the values of a sheet that it did not show before."""
    known = {field.name: {value.text for value in field.values} for field in old.fields}
    return new._replace(fields=tuple(_marked(field, known.get(field.name, set())) for field in new.fields))


def _marked(field: FieldView, known: set[str]) -> FieldView:
    values = tuple(value._replace(is_new=value.text not in known) for value in field.values)
    return field._replace(values=values)


def _names(state: PageState) -> list[str]:
    return [name.text for name in state.names if name.kind != Name.Kind.REDIRECT]


def _added(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(after) if one not in before)


def _html(state: PageState) -> str:
    """Render without looking links up: where they lead makes nothing new."""
    return markup.render(state.body, _nowhere).html


def _nowhere(slug: str) -> Target:
    return Target("", True)
