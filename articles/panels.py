"""What the pages of works and releases show of the news."""

from articles.lists import Headline, latest
from wiki.spoilers.lens import Lens
from wiki.spoilers.panels import Panel

COUNT = 5


def of_work(code: str, lens: Lens) -> list[Headline]:
    return latest(lens, COUNT, work=code)


def of_release(release: int, lens: Lens) -> list[Headline]:
    """Give nothing: news is about works."""
    return []


PANEL = Panel("articles/_latest.html", of_work, of_release)
