"""The places of other apps on a page, for templates. In a page that is kept they are slots (see documents.py)."""

from typing import Any

from django import template

from wiki.pages import marking, slots
from wiki.spoilers.lens import Lens

register = template.Library()


@register.simple_tag(takes_context=True)
def more_tabs(context: Any) -> str:
    """Show the tabs of other apps."""
    if "tabs_slot" in context:
        return str(context["tabs_slot"])
    return slots.tabs(slots.ref(context["page"]), _lens(context), context.get("current", ""))


@register.simple_tag(takes_context=True)
def below_text(context: Any) -> str:
    """Show what other apps tell below the text."""
    if "below_slot" in context:
        return str(context["below_slot"])
    return slots.below(slots.ref(context["page"]), _lens(context))


@register.simple_tag(takes_context=True)
def news_line(context: Any) -> str:
    """Show what is new on a page to its reader."""
    if "news_slot" in context:
        return str(context["news_slot"])
    return marking.line(context["page"], context["request"])


def _lens(context: Any) -> Lens:
    """Give the lens of the page: the reader’s, or an earlier one that they chose for this view."""
    request = context["request"]
    return getattr(request, "page_lens", request.lens)
