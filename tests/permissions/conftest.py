"""The wiki of the table: built once for all rows. Each test’s own transaction takes back what it does to it."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.permissions import world
from tests.permissions.asking import everything


@pytest.fixture(scope="module")
def wiki(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(REVIEW_PEOPLE="new"), transaction.atomic():
        made = world.build()
        made.before = everything()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _cold_cache(request):
    """Let rows that only read share what they have in the cache: that makes the table twice as quick."""
    yield
    row = request.node.callspec.params["row"] if "wiki" in request.fixturenames else None
    if row is None or row.method == "POST" or row.situation in ("passed", "blocked"):
        cache.clear()
