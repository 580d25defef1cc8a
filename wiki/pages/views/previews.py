"""The live preview, under the name that the editor's widget calls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from wiki.pages import previewing
from wiki.pages.limits import limited


@require_POST
@limited("preview")
def preview(request: HttpRequest) -> HttpResponse:
    """Render what is being typed, or list what is wrong with it."""
    view = previewing.preview(request.POST.get("content", ""), request.lens, request.POST.get("as", ""))
    return render(request, "pages/_preview.html", {"preview": view})
