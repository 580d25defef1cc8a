"""The lists for those who tend the wiki, and a page by chance."""

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wiki.pages import rules, special
from wiki.pages.limits import limited


class SpecialList(NamedTuple):
    """A list: its title, what it lists, how it is shown, and the function that makes it for a lens."""

    title: str
    about: str
    shape: str
    lines: Callable[..., Any]
    is_paged: bool = False


LISTS = {
    "wanted": SpecialList(
        "Wanted pages",
        "Names that pages link to and that nobody has written about.",
        "wanted",
        special.wanted,
        is_paged=True,
    ),
    "orphaned": SpecialList(
        "Orphaned pages", "Pages that no other page links to.", "lines", special.orphaned, is_paged=True
    ),
    "dead-ends": SpecialList(
        "Dead ends", "Pages without a link to another.", "lines", special.dead_ends, is_paged=True
    ),
    "untagged": SpecialList("Untagged pages", "Pages without a tag.", "lines", special.untagged, is_paged=True),
    "longest": SpecialList("Longest pages", "By the words that you can read.", "measured", special.longest),
    "newest": SpecialList("Newest pages", "The last first.", "measured", special.newest),
    "redirects": SpecialList(
        "Broken and double redirects",
        "Names that lead to another page than their own.",
        "shadowed",
        special.shadowed,
    ),
}


@require_safe
@limited("special")
def index(request: HttpRequest) -> HttpResponse:
    """List the lists."""
    context = {"lists": LISTS.items(), "may_moderate": rules.may_moderate(request.user)}
    return render(request, "pages/special.html", context)


@require_safe
@limited("special")
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Show one list."""
    if name not in LISTS:
        raise Http404
    wanted = LISTS[name]
    options = {"number": request.GET.get("page")} if wanted.is_paged else {}
    context = {"list": wanted, "lines": wanted.lines(request.lens, **options)}
    return render(request, "pages/special_list.html", context)


@require_safe
@never_cache
@limited("special")
def chance(request: HttpRequest) -> HttpResponse:
    """Lead to any page."""
    url = special.any_page(request.lens, random.random())  # noqa: S311
    return redirect(url or "home")
