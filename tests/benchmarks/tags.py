"""Measures tags, related pages and a page by chance: `DEBUG=true python -m tests.benchmarks.tags [pages]`.

Half of 100,000 pages carry one tag, each carries one of 2,000 others, and each links to two pages; a fifth has a gate.
"""

from tests.benchmarks.measuring import main

PATHS = ("/tags/common/", "/tags/common+tag-8/", "/tags/tag-7/", "/tags/", "/wiki/page-5002/", "/random/")
LOT = 5_000


def fill(count: int) -> None:
    """Write rows as they would be after so many saves."""
    from tests.factories import make_calendar

    make_calendar()
    for start in range(0, count, LOT):
        _write(range(start, min(start + LOT, count)), count)


def _write(numbers: range, count: int) -> None:
    from wiki.pages import record
    from wiki.pages.models import Link, Name, Page, PageTag, Revision, Tag
    from wiki.pages.state import NameEntry, PageState
    from wiki.spoilers.calendar import current

    gate = next(iter(record.gate_rows(record.resolved(["JJ 1x02"], current()), ["JJ 1x02"]).values()))
    names = ["common", *(f"tag-{number}" for number in range(2000))]
    Tag.objects.bulk_create([Tag(name=name, slug=name) for name in names], ignore_conflicts=True)
    tags = dict(Tag.objects.values_list("slug", "pk"))
    pages = Page.objects.bulk_create([Page() for _ in numbers])
    states = [PageState((NameEntry(f"Page {number}"),), body="Text.\n") for number in numbers]
    revisions = Revision.objects.bulk_create(
        Revision(page=page, names=state.names, tags=(), sheet=(), body=state.body, digest=state.digest, is_public=True)
        for page, state in zip(pages, states, strict=True)
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.current = revision
    Page.objects.bulk_update(pages, ["current"])
    gated = [(number, page, None if number % 5 else gate) for number, page in zip(numbers, pages, strict=True)]
    Name.objects.bulk_create(
        Name(page=page, text=f"Page {number}", slug=f"page-{number}", rank=20_000, gate=one)
        for number, page, one in gated
    )
    PageTag.objects.bulk_create(
        PageTag(content_object=page, tag_id=tags[name], text=name)
        for number, page, _ in gated
        for name in (f"tag-{number % 2000}", *["common"] * (number % 2 == 0))
    )
    Link.objects.bulk_create(
        Link(page=page, target=f"page-{other % count}")
        for number, page, _ in gated
        for other in (number * 7, number // 10)
    )


if __name__ == "__main__":
    main(PATHS, fill, 100_000)
