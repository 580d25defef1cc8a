"""Characters: their pages, lists, counterparts, relations and appearances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from characters import as_of, drawing, listing, reading
from characters import relations as who_is_what
from characters.grid import GridForm, Season, season_of, with_season
from characters.kind import CHARACTER
from wiki.pages import editing, limits, looking, marking, rules
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.editing import Edit, EditConflict, MayNotEdit
from wiki.pages.limits import limited
from wiki.pages.looking import Editable
from wiki.pages.pickers import pickers
from wiki.pages.rendering import PageView
from wiki.pages.state import PageState
from wiki.pages.views.editor import sentence, wait
from wiki.pages.views.sending import PROTECTED
from wiki.pages.views.slugs import canonical_slug
from wiki.pages.views.unlocked import NOT_KEPT, lens_before
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens

View = Callable[..., HttpResponse]


def as_of_earlier(view: View) -> View:
    """Hand the view the reader’s lens, or with `?as_of=JJ 1x05` the lens as it was then, `?before=3` before a step."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        asked, lens = request.GET.get("as_of", ""), request.lens
        if asked:
            lens = as_of.lowered(asked[:60], lens, current())
            if lens is None:
                raise Http404
            request.page_lens = lens  # for what other apps show on the page
        elif "before" in request.GET:
            request.page_lens = lens = lens_before(request)
        response = view(request, slug, lens=lens, **rest)
        if "before" in request.GET:
            response["Cache-Control"] = NOT_KEPT
        return response

    return wrapped


@require_safe
@limited("list")
def characters(request: HttpRequest) -> HttpResponse:
    """List characters, by filter."""
    found = listing.listing(request.GET, request.lens)
    context = {"listing": found, "sorts": listing.SORTS, "query": _query(found)}
    return render(request, "characters/characters.html", context)


def _query(found: listing.Listing) -> str:
    """Write what was chosen, for the addresses of the other pages."""
    return urlencode(found.chosen | {"sort": found.sort, "view": found.view}) + "&"


@require_safe
@canonical_slug
@as_of_earlier
def character(request: HttpRequest, slug: str, lens: Lens) -> HttpResponse:
    """Show a character, under the address of the name that the reader knows."""
    found = reading.character(slug, lens)
    if (found.page.slug, found.page.kind) != (slug, CHARACTER.name):
        return redirect(_with_query(found.page.url, request))
    shown = {"character": found, "page": marking.marked(found.page, request)}
    return render(request, "characters/character.html", _context(request, found.page) | shown)


def _with_query(url: str, request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"{url}?{query}" if query else url


def _context(request: HttpRequest, page: PageView) -> dict[str, Any]:
    """Give what every page of a character shows."""
    asked = request.GET.get("as_of", "")
    names = reading.gates_of_names(page.id, request.lens) if request.lens.seen else []
    return {"page": page, "as_of": asked, "choices": as_of.choices(request.lens, current(), names)}


@require_safe
@canonical_slug
@as_of_earlier
@limited("comparison")
def counterparts(request: HttpRequest, slug: str, lens: Lens) -> HttpResponse:
    """Compare a character with who they are in other tellings."""
    page, pairs = reading.beside(slug, lens)
    _check(page)
    return render(request, "characters/counterparts.html", _context(request, page) | {"pairs": pairs})


@require_safe
@canonical_slug
@as_of_earlier
@limited("drawing")
def relations(request: HttpRequest, slug: str, lens: Lens) -> HttpResponse:
    """Draw who is what to a character."""
    page = reading.page(slug, lens)
    _check(page)
    found = who_is_what.around(page.id, lens)
    more = {"relations": found, "drawings": drawing.draw(who_is_what.pictured(found), page.id)}
    return render(request, "characters/relations.html", _context(request, page) | more)


@require_safe
@limited("drawing")
def all_relations(request: HttpRequest) -> HttpResponse:
    """Draw who is what to whom."""
    found = who_is_what.everywhere(request.lens)
    context = {"relations": found, "drawings": drawing.draw(found)}
    return render(request, "characters/all_relations.html", context)


@require_safe
@canonical_slug
def performer(request: HttpRequest, slug: str) -> HttpResponse:
    """List the characters whom somebody plays."""
    return render(request, "characters/performer.html", {"performer": reading.performer(slug, request.lens)})


@require_safe
@canonical_slug
def appearances(request: HttpRequest, slug: str) -> HttpResponse:
    """List all releases, with the character’s marks, and lead to the forms for them."""
    page, strips = reading.everywhere(slug, request.lens)
    _check(page)
    return render(request, "characters/appearances.html", _context(request, page) | {"strips": strips})


def _check(page: PageView) -> None:
    if page.kind != CHARACTER.name:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def grid(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Say in which releases of a season a character appears."""
    season = season_of(code, number, current())
    try:
        found = looking.editable(slug, request.lens)
    except Http404:
        if request.method == "POST":
            return _gone(request, slug, season)
        raise
    if found.kind is not CHARACTER:
        raise Http404
    if not rules.may_edit(request.user, found.page):
        return render(request, "pages/protected.html", {"page": found}, status=403)
    if request.method == "POST":
        return _Sending(request, found, season).answer()
    return _grid(request, found, season, GridForm.showing(found.state, season, found.base))


class _Gone(NamedTuple):
    """What is known of a page that is not here, or not any more: how it was asked for."""

    title: str
    slug: str


def _gone(request: HttpRequest, slug: str, season: Season) -> HttpResponse:
    """Keep what was filled in for a page that is not here any more."""
    form = GridForm(request.POST, season=season)
    form.add_error(None, editing.GONE)
    return _grid(request, _Gone(slug, slug), season, form, status=404)


def _grid(
    request: HttpRequest, found: Editable | _Gone, season: Season, form: GridForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"page": found, "season": season, "form": form, "pickers": pickers(request.lens)}
    return render(request, "characters/grid.html", context | more, status=status)


class _Sending:
    """A grid that was sent: saved, or shown again with what is wrong with it."""

    def __init__(self, request: HttpRequest, found: Editable, season: Season) -> None:
        self.request, self.found, self.season = request, found, season
        self.form = GridForm(request.POST, season=season)

    def answer(self) -> HttpResponse:
        if not self.form.is_valid():
            return self.again(422)
        if seconds := limits.over(self.request, "edit"):
            self.form.refuse([Refusal("page", 0, limits.TOO_OFTEN)], ())
            return limits.told(self.again(429), seconds)
        state = self.state()
        try:
            saved = editing.edit_page(page=self.found.page.pk, edit=self.edit(state))
        except Refused as error:
            self.form.refuse(error.refusals, [entry for entry in state.sheet if entry.field == "appearances"])
            return self.again(422)
        except MayNotEdit:
            self.form.refuse([Refusal("page", 0, PROTECTED)], ())
            return self.again(403)
        except EditConflict as conflict:
            return self.settle(conflict)
        if saved.pending:
            return wait(self.request, saved.pending)
        messages.success(self.request, sentence(saved, self.request.lens))
        return redirect("characters:appearances", self.found.slug)

    def state(self) -> PageState:
        """Give the page as the person started from it, with the season as they want it."""
        before = self.found.started_from(self.form.cleaned_data["base"])
        return replace(before, sheet=with_season(before, self.form.entries(), current()))

    def edit(self, state: PageState) -> Edit:
        data = self.form.cleaned_data
        summary = data["summary"] or f"Appearances in {self.season.work.short_title}"
        kept = {name: data[name] for name in ("base", "form")}
        return Edit(state=state, author=self.request.user, lens=self.request.lens, summary=summary, **kept)

    def again(self, status: int) -> HttpResponse:
        return _grid(self.request, self.found, self.season, self.form, status=status)

    def settle(self, conflict: EditConflict) -> HttpResponse:
        """Show both versions; what is sent next counts from the current one."""
        form = GridForm.showing(conflict.merged.state, self.season, conflict.current.public_id)
        return _grid(self.request, self.found, self.season, form, status=409, clashes=conflict.merged.clashes)
