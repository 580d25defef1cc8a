"""Pages, their lists, and the front door."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wiki.pages import kinds, reading
from wiki.pages.documents import document
from wiki.pages.views.slugs import canonical_slug
from wiki.spoilers import reading as works

HOME_PAGES = 18


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Welcome a reader: what this is, the works, some pages."""
    context = {
        "pages": reading.leads(request.lens, HOME_PAGES),
        "works": works.works(request.lens),
        "tags": reading.tags(request.lens),
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
@canonical_slug
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """List what links here."""
    found, lines = reading.links_here(slug, request.lens, request.GET.get("page"))
    return render(request, "pages/links.html", {"page": found, "lines": lines})


@require_safe
def all_pages(request: HttpRequest) -> HttpResponse:
    """List all pages."""
    return render(request, "pages/all_pages.html", {"lines": reading.all_pages(request.lens, request.GET.get("page"))})


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """List all tags."""
    return render(request, "pages/tags.html", {"tags": reading.tags(request.lens)})


@require_safe
@canonical_slug
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """List the pages of a tag."""
    found, lines = reading.tag(slug, request.lens, request.GET.get("page"))
    return render(request, "pages/tag.html", {"tag": found, "lines": lines})


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """List names that start like what is being typed."""
    return JsonResponse({"names": reading.names_like(request.GET.get("q", "")[:100], request.lens)})
