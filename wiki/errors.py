"""The pages for what goes wrong. None of them says what was asked for or why it was not given."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse]


class not_found_pages:
    """Answers Http404 with our page also under DEBUG, where Django's own would tell what the view looked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_djangos_own = settings.DEBUG and response.status_code == 404 and request.resolver_match is None
        return not_found(request) if is_djangos_own else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_found(request) if isinstance(exception, Http404) else None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"wanted": _wanted(request)}, status=404)


def _wanted(request: HttpRequest) -> str:
    """Guess the name of the page that was asked for from its address, "" where it was none."""
    match = request.resolver_match
    is_page = match is not None and match.view_name == "pages:page"
    return match.kwargs["slug"].replace("-", " ").title()[:150] if is_page and match else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


SECRET = ("csrfmiddlewaretoken", "password", "code", "credential", "work", "ticket", "next")
MINUTE = 60


def too_many_requests(request: HttpRequest, exception: Exception | None = None, *, wait: int = MINUTE) -> HttpResponse:
    """Ask somebody to come back later. What they typed is shown to them, for no form would take it now."""
    context = {"kept": list(_kept(request)), "minutes": -(-wait // MINUTE)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def _kept(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield the fields that somebody filled in, but for what should stand on no page."""
    for name, values in request.POST.lists():
        if not name.startswith(SECRET) and "password" not in name:
            yield from ((name.replace("_", " "), value) for value in values if value.strip())
