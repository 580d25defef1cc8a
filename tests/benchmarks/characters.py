"""Measures lists of characters: `DEBUG=true python -m tests.benchmarks.characters [characters]`. Milliseconds of CPU.

Each of 10,000 characters has a handful of values, some of them behind gates, and three appearances; the list is read
through the empty lens and through one that has seen two seasons.
"""

from tests.benchmarks.measuring import main, make_pages

PATHS = (
    "/characters/",
    "/characters/?view=table&sort=appearances",
    "/characters/?status=dead",
    "/characters/?continuity=earth-616&status=alive&tag=heroes",
    "/characters/?played_by=actor-77",
    "/characters/?work=JJ&page=40",
    "/characters/?counterpart=yes",
    "/characters/relations/",
    "/characters/somebody-100/",
)


def fill(count: int) -> None:
    """Make a few characters as people do, and copies of their rows."""
    from characters.kind import CHARACTER
    from tests.factories import fact, make_calendar
    from wiki.pages.models import Name, PageTag, Tag
    from wiki.pages.state import NameEntry, PageState, TagEntry

    make_calendar()
    gates = ("", "JJ 1x02", "JJ 2x01", "DEF 1x01", "JJ 3x01")
    states = []
    for number in range(count):
        gate = gates[number % 5]
        sheet = (
            fact("continuity", "Earth-616" if number % 3 else "Netflix series"),
            fact("played_by", f"Actor {number % 500}"),
            fact("status", "Alive"),
            *([fact("status", "Dead", gate)] if gate else []),
            fact("counterparts", (f"Somebody {number + 1}", ""), gate),
            fact("relationships", (f"Somebody {number * 7 % count}", "friend"), gate),
            *(fact("appearances", (f"JJ {season}x01", "main", ""), f"JJ {season}x01") for season in (1, 2, 3)),
        )
        state = PageState((NameEntry(f"Somebody {number}"),), (TagEntry("Heroes"),) * (number % 2), sheet, "Text.\n")
        states.append(state)
    make_pages(CHARACTER.name, states)
    assert Name.objects.count() == count
    assert PageTag.objects.count() == count // 2
    assert Tag.objects.count() == 1


if __name__ == "__main__":
    main(PATHS, fill, 10_000)
