"""A page's whole HTML, made once for all to whom it looks the same, with slots for what is the reader's own.

Django's template engine takes longer over the frame of a page than over its text, so the frame is kept as well.
"""

from __future__ import annotations

import hashlib
from functools import cache as memoise
from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape

from wiki import crawlers
from wiki.accounts.models import Theme, preference
from wiki.pages import kinds, marking, slots
from wiki.pages.rendering import RENDER_AGE, PageView
from wiki.spoilers import finishing

# NUL stands in no text of a page (see markup.normalise and cleaning.py), so nobody can write a slot.
LINE, ACCOUNT, MESSAGES, THEME = "\x00line\x00", "\x00account\x00", "\x00messages\x00", "\x00theme\x00"
TABS, BELOW = "\x00tabs\x00", "\x00below\x00"
FINISH, NEWS = "\x00finish\x00", "\x00news\x00"
SLOTS = {
    "reading_line": LINE,
    "account_slot": ACCOUNT,
    "messages_slot": MESSAGES,
    "theme": THEME,
    "tabs_slot": TABS,
    "below_slot": BELOW,
    "finish_slot": FINISH,
    "news_slot": NEWS,
}


def document(view: PageView, request: HttpRequest) -> str:
    """Give the page as this reader gets it: theme, name, token, line and messages are theirs, the rest is shared."""
    view = marking.marked(view, request)
    shell = _shell(view)
    filled = shell.replace(LINE, escape(request.reader.line), 1)  # type: ignore[attr-defined]
    filled = filled.replace(FINISH, finishing.buttons(request), 1).replace(NEWS, marking.line(view, request), 1)
    filled = filled.replace(THEME, preference(request.user, "theme", Theme.SYSTEM), 1)
    filled = filled.replace(ACCOUNT, _account(request), 1)
    page, lens = slots.ref(view), request.lens  # type: ignore[attr-defined]
    filled = filled.replace(TABS, slots.tabs(page, lens), 1).replace(BELOW, slots.below(page, lens), 1)
    return filled.replace(MESSAGES, _messages(request), 1)


def _shell(view: PageView) -> str:
    key = f"document:{_build()}:{timezone.get_current_timezone_name()}:{view.key}"
    may_keep = bool(view.key) and not settings.DEBUG
    shell = cache.get(key) if may_keep else None
    if shell is None:
        shell = render_to_string(
            kinds.get(view.kind).template, SLOTS | {"page": view, "canonical": crawlers.address(view.url)}
        )
        if may_keep:
            cache.set(key, shell, RENDER_AGE)
    return str(shell)


def _account(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return _nobodys_account()
    return render_to_string("_account.html", {"user": request.user}, request)


@memoise
def _nobodys_account() -> str:
    return render_to_string("_account.html")


def _messages(request: HttpRequest) -> str:
    messages = get_messages(request)
    has_any = len(messages) or request.lens.sees_everything  # type: ignore[attr-defined]
    return render_to_string("_messages.html", {"messages": messages}, request) if has_any else ""


@memoise
def _build() -> str:
    """Name the templates that this process uses, so that a new version of the site finds no old frames."""
    digest = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR).glob("*/**/*.html")) + sorted(Path(settings.STATIC_ROOT).glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
