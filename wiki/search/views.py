"""The search page, suggestions while somebody types, and how browsers learn to search here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wiki.pages.limits import limited
from wiki.search import reading, suggesting
from wiki.search.parsing import MOST_CHARS


@require_safe
@limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """Show what a search finds."""
    results = reading.results(request.GET.get("q", ""), request.lens, request.GET.get("page", 1))  # type: ignore[attr-defined]
    return render(request, "search/search.html", {"results": results, "most_chars": MOST_CHARS})


@require_safe
@limited("suggest")
def suggest(request: HttpRequest) -> HttpResponse:
    """Give names for what somebody has typed so far, as OpenSearch has them: the text, names, titles, addresses."""
    text = request.GET.get("q", "")[: suggesting.MOST_CHARS]
    found = suggesting.suggestions(text, request.lens)  # type: ignore[attr-defined]
    addresses = [request.build_absolute_uri(one.url) for one in found]
    names, titles = [one.name for one in found], [one.title for one in found]
    return JsonResponse([text, names, titles, addresses], safe=False)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers."""
    here = request.build_absolute_uri
    context = {"search_url": here(reverse("search:search")), "suggest_url": here(reverse("search:suggest"))}
    return render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")
