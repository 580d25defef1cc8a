"""What every template gets: the theme that this person chose."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wiki.accounts.models import Theme, preference


def theme(request: HttpRequest) -> dict[str, Any]:
    return {"theme": preference(getattr(request, "user", None), "theme", Theme.SYSTEM)}
