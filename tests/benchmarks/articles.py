"""Measures the newsroom: `DEBUG=true python -m tests.benchmarks.articles [articles]`. Milliseconds of CPU.

5,000 articles over ten years, every fifth behind a gate, every fiftieth not out, each with two claims of some hundreds.
"""

import datetime

from tests.benchmarks.measuring import main, make_pages

PATHS = (
    "/news/",
    "/news/?kind=review&page=20",
    "/news/archive/2016-03/",
    "/news/tags/tag-7/",
    "/news/works/JJ/",
    "/news/authors/writer-3/",
    "/news/article-101/",
    "/news/claims/",
    "/news/feed/atom/",
    "/news/tags/tag-7/feed/rss/",
    "/sitemap-articles-1.xml",
    "/works/calendar/",
)


def fill(count: int) -> None:
    """Make articles as people do, one after the other."""
    from tests.factories import fact, make_calendar
    from wiki.pages.state import NameEntry, PageState, TagEntry

    make_calendar()
    gates = ("", "", "", "", "JJ 1x02")
    start = datetime.datetime(2015, 11, 20, 9, tzinfo=datetime.UTC)

    def state(number: int) -> PageState:
        at = start + datetime.timedelta(hours=17 * number)
        sheet = (
            fact("standfirst", f"What happened on day {number}."),
            fact("kind", ("News", "Review", "Interview", "Opinion")[number % 4]),
            fact("authors", f"Writer {number % 40}"),
            fact("works", ("JJ", "DEF", "ALIAS")[number % 3]),
            fact("sources", ("A magazine", "", "Press", "2016")),
            fact("claims", (f"Claim {number % 400}", "Reported", "")),
            fact("claims", (f"Claim {number % 300}", "Rumoured", ""), "JJ 1x02"),
            fact("status", "Draft" if number % 50 == 0 else "Published"),
            fact("published", at.strftime("%Y-%m-%dT%H:%MZ")),
        )
        body = "A paragraph of news about [[Article 1]].\n\n" * 6 + "::: spoiler JJ 1x02\nHidden.\n:::\n"
        names = (NameEntry(f"Article {number}", gates[number % 5]),)
        return PageState(names, (TagEntry(f"Tag {number % 20}"),), sheet, body)

    make_pages("article", [state(number) for number in range(count)])


if __name__ == "__main__":
    main(PATHS, fill, 5_000)
