"""Measures sitemaps: `DEBUG=true python -m tests.benchmarks.sitemaps [pages]`. Milliseconds of CPU.

Each of 100,000 pages has two revisions, of which the later one is hidden from nobody, and every fifth has a gate.
"""

from tests.benchmarks.measuring import main

PATHS = ("/sitemap.xml", "/sitemap-pages-1.xml", "/sitemap-pages-9.xml", "/sitemap-pages-16.xml", "/robots.txt")


def fill(count: int) -> None:
    """Make rows as saving leaves them, without the way of a save."""
    from tests.factories import make_calendar
    from wiki.pages.models import Name, Page, Revision
    from wiki.spoilers.calendar import current
    from wiki.spoilers.grammar import parse
    from wiki.spoilers.models import Gate

    make_calendar()
    gate = Gate.objects.intern(parse("JJ 1x02", current()))
    pages = Page.objects.bulk_create([Page() for _ in range(count)], 1000)
    empty = {"names": [], "tags": [], "sheet": [], "is_public": True}
    firsts = Revision.objects.bulk_create([Revision(page=page, **empty) for page in pages], 1000)
    later = [Revision(page=page, parent=first, **empty) for page, first in zip(pages, firsts, strict=True)]
    for page, revision in zip(pages, Revision.objects.bulk_create(later, 1000), strict=True):
        page.current = revision
    Page.objects.bulk_update(pages, ["current"], 1000)
    Name.objects.bulk_create(
        [
            Name(page=page, text=f"Page {n}", slug=f"page-{n * 7919 % count}", rank=0, gate=None if n % 5 else gate)
            for n, page in enumerate(pages)
        ],
        1000,
    )


if __name__ == "__main__":
    main(PATHS, fill, 100_000)
