"""Reads pages of a new database, with nothing cached and then again. Milliseconds of CPU."""

import os
import sys
import tempfile
import time
from pathlib import Path

TIMES = 9


def main(paths, fill, count) -> None:
    """Measure with so many things, or as many as the command asks for."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else count
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'measured.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        import django

        django.setup()
        measure(paths, fill, count)


def measure(paths, fill, count) -> None:
    """Fill a new database, and read each path through the empty lens and one that has seen two seasons."""
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
        for path in paths:
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
        assert response.status_code in (200, 302), (path, response.status_code)
    return sorted(times)[TIMES // 2] * 1000


def make_pages(kind: str, states: list) -> None:
    """Save a page for each state, with its records, but without what a person’s save is checked for."""
    from wiki.pages import record
    from wiki.pages.models import Page, Revision
    from wiki.spoilers.calendar import current

    calendar = current()
    pages = Page.objects.bulk_create([Page(kind=kind) for _ in states])
    for page, state in zip(pages, states, strict=True):
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
