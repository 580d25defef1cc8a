"""Set-up that all tests share: people, lenses, and a small calendar."""

import os

import pytest
from django.core.cache import cache

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the tests' thread


def pytest_configure(config):
    from hypothesis import HealthCheck, settings

    settings.register_profile("alias", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("alias")


@pytest.fixture(autouse=True)
def _cold_cache():
    cache.clear()


@pytest.fixture
def calendar(db):
    """Jessica Jones with three seasons of three, The Defenders with two, Alias in two volumes, a film to come."""
    from tests.factories import make_calendar

    return make_calendar()


@pytest.fixture
def lens_at(calendar):
    """Make a lens from gate texts: what each names has been seen."""
    from tests.factories import lens_at

    return lens_at


@pytest.fixture
def reader(django_user_model):
    return django_user_model.objects.create_user("trish", password="talk-to-me-42")


@pytest.fixture
def admin(django_user_model):
    return django_user_model.objects.create_superuser("jeri", password="hogarth-and-42")
