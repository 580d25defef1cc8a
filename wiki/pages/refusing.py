"""What a person cannot write, as far as they may know: a name that is taken, a missing page, an open picture."""

from __future__ import annotations

from wiki.markup import slugify
from wiki.pages import images
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.kinds import Kind
from wiki.pages.models import Name, Page
from wiki.pages.state import PageState, by_field
from wiki.spoilers.calendar import Calendar
from wiki.spoilers.condition import of_gate
from wiki.spoilers.lens import Lens

NO_PAGE = "There is no page called “{}”; write that page first, or look for its name under “Pages”."
TAKEN = "There is a page called “{}” already; edit that one, or choose another name."


def refuse_taken(state: PageState, page: Page | None, lens: Lens, *, also_own: bool = False) -> None:
    """Refuse a new name by which the person already knows another page. Of one beyond their lens they learn nothing.

    With `also_own`, names that the page has already are new, too: they are about to be there for all.
    """
    slugs = {slugify(entry.text): index for index, entry in enumerate(state.names) if entry.kind != Name.Kind.REDIRECT}
    rows = list(Name.objects.filter(slug__in=slugs).values_list("slug", "page_id", "kind", "gate__key"))
    seen = [row for *row, key in rows if lens.sees(of_gate(key))]
    own = {slug for slug, pk, _ in seen if page and pk == page.pk and not also_own}
    refusals = [
        Refusal("names", slugs[slug], TAKEN.format(state.names[slugs[slug]].text))
        for slug, pk, kind in seen
        if not (page and pk == page.pk) and slug not in own and kind != Name.Kind.REDIRECT
    ]
    if refusals:
        raise Refused(list(dict.fromkeys(refusals)))


def refuse_unknown_pages(state: PageState, before: PageState, kind: Kind, lens: Lens) -> None:
    """Refuse a new value that has to be a page and is none that the person knows."""
    asked = [
        (f"sheet {field.name} {column.name}", index, column.type.target(text), text)
        for name, entries in by_field(state.sheet).items()
        for field in [kind.sheet.by_name[name]]
        for index, entry in enumerate(entries)
        if entry not in before.sheet
        for column, text in zip(field.columns, entry.values, strict=True)
        if column.type.must_exist and text
    ]
    rows = Name.objects.filter(slug__in={slug for _, _, slug, _ in asked}).values_list("slug", "gate__key")
    known = {slug for slug, key in rows if lens.sees(of_gate(key))} if asked else set()
    if refusals := [
        Refusal(place, index, NO_PAGE.format(text)) for place, index, slug, text in asked if slug not in known
    ]:
        raise Refused(refusals)


def refuse_open_pictures(state: PageState, lens: Lens, calendar: Calendar) -> None:
    """Refuse a picture where somebody reads to whom it is shut."""
    if refusals := images.refusals(state, lens, calendar):
        raise Refused(refusals)
