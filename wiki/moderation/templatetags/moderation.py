"""What the admin's header tells of the queue."""

from __future__ import annotations

from typing import Any

from django import template

from wiki.moderation import queue
from wiki.pages import rules

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_count(context: dict[str, Any]) -> int:
    """Count what waits for this moderator; 0 for who is none."""
    request = context.get("request")
    if request is None or not rules.may_moderate(request.user):
        return 0
    return sum(queue.counts(request.lens).values())
