"""What every template gets: the line that says how far this reader has come."""

from typing import Any

from django.http import HttpRequest

from wiki.spoilers.places import NOBODY


def reading_line(request: HttpRequest) -> dict[str, Any]:
    return {"reading_line": getattr(request, "reader", NOBODY).line}
