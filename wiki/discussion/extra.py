"""What every page shows of its talk, a tab with the number of comments and the newest below; and the front page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from wiki.discussion import reading
from wiki.discussion.reading import Heard
from wiki.pages import home
from wiki.pages.slots import Extra, PageRef, Tab
from wiki.spoilers.lens import Lens

NEWEST = 3


def tab(page: PageRef, lens: Lens) -> Tab:
    """Give the tab."""
    return Tab("talk", "Talk", _url(page), reading.count(page, lens))


def below(page: PageRef, lens: Lens) -> Any:
    """Give the newest comments, nothing where nobody said anything."""
    newest = reading.newest(page, lens, NEWEST)
    return {"comments": newest, "slug": page.slug, "count": reading.count(page, lens)} if newest else None


def _url(page: PageRef) -> str:
    return reverse("discussion:talk", args=[page.slug])


EXTRA = Extra(tab, "discussion/_newest.html", below)


def on_front_page(lens: Lens, open_gates: list[int]) -> list[Heard]:
    """Give what was said last, everywhere."""
    return reading.heard(lens, open_gates, NEWEST)


PANEL = home.Panel("discussion/_heard.html", on_front_page, 40)
