"""The public part of the log, to be read and to be taken along."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.moderation import log as entries
from wiki.pages.limits import limited

MOST = 5000
COLUMNS = ("at", "who", "action", "what", "how", "why")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """List what moderators did."""
    found, older = entries.public(request.lens, before=request.GET.get("before", ""))
    return render(request, "moderation/log.html", {"entries": found, "older": older})


@require_safe
@limited("export")
def log_csv(request: HttpRequest) -> HttpResponse:
    """Give the public part of the log as a table."""
    found, _ = entries.public(request.lens, count=MOST)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows(map(_row, found))
    headers = {"Content-Disposition": 'attachment; filename="log.csv"'}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _row(entry: entries.Entry) -> list[str]:
    return [entry.at.isoformat(), *map(_cell, (entry.who, entry.action, entry.what, entry.how, entry.why))]


def _cell(text: str) -> str:
    """Keep a table program from taking a text for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
