"""The lists for those who tend the wiki, and a page by chance."""

import random

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wiki.pages import rules, special
from wiki.pages.limits import at_most

# name: (title, what it lists, template, the function that lists it)
LISTS = {
    "wanted": ("Wanted pages", "Names that pages link to and that nobody has written about.", "wanted"),
    "orphaned": ("Orphaned pages", "Pages that no other page links to.", "lines"),
    "dead-ends": ("Dead ends", "Pages without a link to another.", "lines"),
    "untagged": ("Untagged pages", "Pages without a tag.", "lines"),
    "longest": ("Longest pages", "By the words that you can read.", "measured"),
    "newest": ("Newest pages", "The last first.", "measured"),
    "redirects": ("Broken and double redirects", "Names that lead to another page than their own.", "shadowed"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the lists."""
    lists = [(name, title, about) for name, (title, about, _) in LISTS.items()]
    context = {"lists": lists, "may_moderate": rules.may_moderate(request.user)}
    return render(request, "pages/special.html", context)


@require_safe
@at_most(60, "special")
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Show one list."""
    if name not in LISTS:
        raise Http404
    title, about, shape = LISTS[name]
    context = {"title": title, "about": about, "shape": shape, "lines": _lines(request, name)}
    return render(request, "pages/special_list.html", context)


def _lines(request: HttpRequest, name: str) -> object:
    lens, number = request.lens, request.GET.get("page")
    paged = {
        "wanted": special.wanted,
        "orphaned": special.orphaned,
        "dead-ends": special.dead_ends,
        "untagged": special.untagged,
    }
    if name in paged:
        return paged[name](lens, number)
    return {"longest": special.longest, "newest": special.newest, "redirects": special.shadowed}[name](lens)


@require_safe
@never_cache
def chance(request: HttpRequest) -> HttpResponse:
    """Lead to any page."""
    url = special.random_slug(request.lens, random.random())  # noqa: S311
    return redirect(url or "home")
