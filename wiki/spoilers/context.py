"""What every template gets: the line that says how far this reader has come, and the step that comes next."""

from typing import Any

from django.http import HttpRequest

from wiki.spoilers import finishing
from wiki.spoilers.places import NOBODY


def reading_line(request: HttpRequest) -> dict[str, Any]:
    """Give the line, what stands beside it, and whether somebody of the staff sees everything by choice."""
    reader = getattr(request, "reader", NOBODY)
    return {
        "reading_line": reader.line,
        "sees_everything": reader.lens.sees_everything,
        "finish_slot": lambda: finishing.buttons(request) if hasattr(request, "reader") else "",
    }
