"""Pages, their lists, and the front door."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wiki.pages import home as home_panels
from wiki.pages import kinds, reading, tagging
from wiki.pages.documents import document
from wiki.pages.limits import limited
from wiki.pages.views.slugs import canonical_slug
from wiki.spoilers import reading as works


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Welcome a reader: what this is, a first step, what is new and what wants a hand, the works."""
    context = {
        "panels": home_panels.panels(request.lens),
        "is_first_visit": request.lens.is_empty,
        "works": works.works(request.lens),
        "tags": tagging.tags(request.lens),
    }
    return render(request, "pages/home.html", context)


@require_safe
@canonical_slug
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page, under the address of the name that this reader knows it by."""
    found = reading.page(slug, request.lens)
    if (found.slug, kinds.get(found.kind).url_name) != (slug, "pages:page"):
        return redirect(found.url)
    return HttpResponse(document(found, request))


@require_safe
@limited("list")
@canonical_slug
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """List what links here."""
    found, lines = reading.links_here(slug, request.lens, request.GET.get("page"))
    return render(request, "pages/links.html", {"page": found, "lines": lines})


@require_safe
@limited("list")
def all_pages(request: HttpRequest) -> HttpResponse:
    """List all pages."""
    return render(request, "pages/all_pages.html", {"lines": reading.all_pages(request.lens, request.GET.get("page"))})


@require_safe
@limited("suggest")
def names(request: HttpRequest) -> HttpResponse:
    """List names that start like what is being typed."""
    return JsonResponse({"names": reading.names_like(request.GET.get("q", "")[:100], request.lens)})
