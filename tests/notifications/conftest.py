"""People who are told."""

import pytest

from tests.factories import make_page


@pytest.fixture
def hope(calendar):
    return make_page("Hope", "Hope runs. [She stops.]{JJ 1x02}\n")


@pytest.fixture
def trish(reader):
    """A reader with an address."""
    type(reader).objects.filter(pk=reader.pk).update(email="trish@example.com")
    reader.refresh_from_db()
    return reader


@pytest.fixture
def malcolm(django_user_model):
    return django_user_model.objects.create_user("malcolm", "malcolm@example.com")


@pytest.fixture
def sent(run_jobs):
    """Do all jobs, and give the mails that they sent."""
    from django.core import mail

    def give():
        mail.outbox.clear()
        run_jobs()
        return list(mail.outbox)

    return give


@pytest.fixture
def move():
    """Move somebody's bookmark."""
    from wiki.spoilers.models import Bookmark, Release

    def to(person, label):
        code, label = label.split()
        release = Release.objects.get(work__code=code, label=label)
        Bookmark.objects.update_or_create(user=person, work=release.work, defaults={"until": release})

    return to
