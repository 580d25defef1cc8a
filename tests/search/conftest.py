"""Gives the first content, loaded once for the tests of a module."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    from wiki.interchange import folder

    with django_db_blocker.unblock(), transaction.atomic():
        folder.load(Path(settings.BASE_DIR) / "wiki" / "content")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def first_wiki(_loaded, db):
    """Have the first content there; what a test changes is undone after it."""
