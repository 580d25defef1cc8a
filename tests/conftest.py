"""Set-up that all tests share: people, lenses, and a small calendar."""

import os

import pytest
from django.core.cache import cache
from django.db import connection

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the tests' thread


def pytest_configure(config):
    from hypothesis import HealthCheck, settings

    settings.register_profile("alias", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("alias")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Give the pool's connections back before the test database is dropped."""
    yield
    if connection.vendor == "postgresql":
        connection.close()
        connection.close_pool()
        _end_other_sessions(connection.settings_dict)


def _end_other_sessions(own):
    """End what a thread of the live server may still hold, and wait: it keeps the database from being dropped."""
    import time

    import psycopg

    address = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT'] or 5432}/postgres"
    with psycopg.connect(address, autocommit=True) as server:
        for _ in range(100):
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            if not server.execute(query, [own["NAME"]]).fetchall():
                return
            time.sleep(0.1)


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


@pytest.fixture
def moderator(django_user_model):
    from django.contrib.auth.models import Permission

    person = django_user_model.objects.create_user("foggy", "foggy@example.com")
    person.user_permissions.add(Permission.objects.get(codename="moderate", content_type__app_label="pages"))
    return person


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything has to run (ALIAS_NO_SKIPS, as in .ci/run), a skipped test is a failed one."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("ALIAS_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"


@pytest.fixture
def run_jobs(db):
    """Do every job that waits, when the test says so; periodic ones only where it asks for them."""
    from wiki.queue.worker import run_all

    return run_all
