"""The jobs of pages. They take ids and nothing else, and look when they are done."""

from __future__ import annotations

from django_tasks import task


@task()
def count_anew(synonym: int) -> None:
    """Write the uses of tags anew that a synonym changes."""
    from wiki.pages import synonyms  # which needs this module

    synonyms.count_anew(synonym)
