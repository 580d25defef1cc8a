"""Everything that somebody wrote, to take along."""

from __future__ import annotations

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wiki.accounts import belongings


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="download")
def download(request: HttpRequest) -> HttpResponseBase:
    """Pack what somebody wrote into one file."""
    if request.method != "POST":
        return render(request, "accounts/download.html")
    packed = belongings.packed(request.user, request.lens)  # type: ignore[attr-defined]
    name = f"alias-{request.user.get_username()}.zip"
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
