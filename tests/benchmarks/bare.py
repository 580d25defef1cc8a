"""The site with its middleware, and one view that does as little as a view can: what ours is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from wiki.pages.models import Page

BODIES: dict[int, bytes] = {}


def bare(request: HttpRequest, pk: int, size: int) -> HttpResponse:
    Page.objects.get(pk=pk)
    return HttpResponse(BODIES.setdefault(size, b"x" * size))


urlpatterns = [path("bare/<int:pk>/<int:size>/", bare)]
