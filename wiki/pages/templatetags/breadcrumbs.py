"""The way back from a page: shown to people, and told to search engines in the words of schema.org."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from wiki import crawlers, markup
from wiki.pages import kinds

register = template.Library()
Crumb = tuple[str, str]


@register.inclusion_tag("_breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """Show the way to where one is: labels and addresses in turn, last the label of this page."""
    *way, here = parts
    crumbs = [("Home", reverse("home")), *((label, url) for label, url in zip(way[::2], way[1::2], strict=True))]
    return {"crumbs": crumbs, "here": here, "data": markup.data_block(_linked(crumbs, here))}


@register.inclusion_tag("_breadcrumbs.html")
def page_breadcrumbs(page: Any) -> dict[str, Any]:
    """Show the way to a page: by the list of its kind."""
    kind = kinds.named(page.kind)
    return breadcrumbs(kind.listed_as, reverse(kind.list_url_name), page.title)


def _linked(crumbs: list[Crumb], here: str) -> dict[str, Any]:
    """Write a BreadcrumbList. The last item has no address: it is the page itself."""
    items = [{"name": label, "item": crawlers.address(url)} for label, url in crumbs] + [{"name": here}]
    listed = [{"@type": "ListItem", "position": place} | item for place, item in enumerate(items, 1)]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": listed}
