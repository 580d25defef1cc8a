"""What every template gets: the line that says how far this reader has come."""

from typing import Any

from django.http import HttpRequest

from wiki.spoilers.places import NOBODY


def reading_line(request: HttpRequest) -> dict[str, Any]:
    """Give the line, and whether somebody of the staff sees everything by choice."""
    reader = getattr(request, "reader", NOBODY)
    return {"reading_line": reader.line, "sees_everything": reader.lens.sees_everything}
