"""Measures lists of characters: `DEBUG=true python -m tests.benchmarks.characters [characters]`. Milliseconds of CPU.

Each of 10,000 characters has a handful of values, some of them behind gates, and three appearances; the list is read
through the empty lens and through one that has seen two seasons.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

TIMES = 9
PATHS = (
    "/characters/",
    "/characters/?view=table&sort=appearances",
    "/characters/?status=dead",
    "/characters/?continuity=earth-616&status=alive&tag=heroes",
    "/characters/?played_by=actor-77",
    "/characters/?work=JJ&page=40",
    "/characters/?counterpart=yes",
    "/characters/relations/",
    "/characters/somebody-5000/",
)


def measure(count: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill(count)
    reader, newcomer = Client(), Client()
    reader.post("/progress/", {"work": "JJ", "until": "2x03"})
    for is_cold in (True, False):
        print("nothing cached" if is_cold else "counts cached")
        for path in PATHS:
            empty, more = (_median(client, path, is_cold) for client in (newcomer, reader))
            print(f"{path:60} {empty:7.1f} empty lens {more:7.1f} two seasons")


def _median(client, path: str, is_cold: bool) -> float:
    from django.core.cache import cache

    times = []
    for _ in range(TIMES):
        if is_cold:
            cache.clear()
        start = time.process_time()
        response = client.get(path)
        times.append(time.process_time() - start)
        assert response.status_code == 200, (path, response.status_code)
    return sorted(times)[TIMES // 2] * 1000


def fill(count: int) -> None:
    """Make a few characters as people do, and copies of their rows."""
    from characters.kind import CHARACTER
    from tests.factories import fact, make_calendar
    from wiki.pages import record
    from wiki.pages.models import Name, Page, PageTag, Revision, Tag
    from wiki.pages.state import NameEntry, PageState, TagEntry
    from wiki.spoilers.calendar import current

    make_calendar()
    calendar = current()
    gates = ("", "JJ 1x02", "JJ 2x01", "DEF 1x01", "JJ 3x01")
    pages = Page.objects.bulk_create([Page(kind=CHARACTER.name) for _ in range(count)])
    for number, page in enumerate(pages):
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
        revision = Revision.objects.create(
            page=page,
            names=state.names,
            tags=state.tags,
            sheet=state.sheet,
            body=state.body,
            digest=state.digest,
            is_public=True,
            gates=record.resolved(state.gates, calendar),
        )
        page.current = revision
        page.save(update_fields=["current"])
        record.write(page, state, revision.gates)
    assert Name.objects.count() == count
    assert PageTag.objects.count() == count // 2
    assert Tag.objects.count() == 1


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'measured.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        import django

        django.setup()
        measure(count)


if __name__ == "__main__":
    main()
