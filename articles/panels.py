"""What the pages of works and releases show of the news, and the front page of news and of what is to come."""

from articles import coming
from articles.coming import Next
from articles.lists import Headline, Newsroom, latest
from wiki.pages import home
from wiki.spoilers.lens import Lens
from wiki.spoilers.panels import Panel

COUNT = 5
ON_FRONT_PAGE = 3


def of_work(code: str, lens: Lens) -> list[Headline]:
    return latest(lens, COUNT, work=code)


def of_release(release: int, lens: Lens) -> list[Headline]:
    """Give nothing: news is about works."""
    return []


def news(lens: Lens, open_gates: list[int]) -> list[Headline]:
    """Give the newest articles. Two queries."""
    room = Newsroom(lens, open_gates)
    return room.described(room.all()[:ON_FRONT_PAGE])


def ahead(lens: Lens, open_gates: list[int]) -> Next | None:
    """Give what comes next, which is public."""
    return coming.next_to_come()


HOME = (home.Panel("articles/_next.html", ahead, 20), home.Panel("articles/_news.html", news, 30))
PANEL = Panel("articles/_latest.html", of_work, of_release)
