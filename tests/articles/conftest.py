"""Who works in the newsroom: a writer and an editor, each with a browser."""

import pytest
from django.contrib.auth.models import Permission


@pytest.fixture
def writer(client, reader):
    client.force_login(reader)
    return client


@pytest.fixture
def editor(django_user_model):
    person = django_user_model.objects.create_user("malcolm", password="x")
    person.user_permissions.add(Permission.objects.get(codename="publish"))
    return person


@pytest.fixture
def desk(client, editor):
    other = client.__class__()
    other.force_login(editor)
    return other
