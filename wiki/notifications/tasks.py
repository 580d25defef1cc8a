"""The jobs of notices. They take ids and nothing else, and look when they are done."""

from __future__ import annotations

from django_tasks import task


@task()
def sort_out(ids: list[str]) -> None:
    """Look at new notices, and mail those that are wanted at once, each in a job of its own."""
    from wiki.notifications import delivering  # which needs the categories, which other apps register

    for pk in delivering.sort_out(ids):
        mail_one.enqueue(pk)


@task()
def mail_one(pk: str) -> None:
    """Mail one notice."""
    from wiki.notifications import delivering

    delivering.mail_one(pk)


@task()
def start_digests() -> None:
    """Make a job for everybody whose hour has come."""
    from wiki.notifications import delivering

    for person, is_weekly in delivering.due():
        digest.enqueue(person, is_weekly)


@task()
def digest(person: int, is_weekly: bool) -> None:
    """Mail somebody's digest."""
    from wiki.notifications import delivering

    delivering.digest(person, is_weekly=is_weekly)


@task()
def prune() -> None:
    """Forget old notices."""
    from wiki.notifications import marking

    marking.prune()
