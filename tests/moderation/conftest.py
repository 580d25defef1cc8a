import pytest

from wiki.accounts import roles


@pytest.fixture
def moderator(django_user_model):
    person = django_user_model.objects.create_user("hogarth", password="x")
    roles.give(person, roles.Role.MODERATOR)
    return django_user_model.objects.get(pk=person.pk)


@pytest.fixture
def desk(client, moderator):
    """A moderator's browser."""
    browser = client.__class__()
    browser.force_login(moderator)
    return browser


@pytest.fixture
def newcomer(client, reader):
    client.force_login(reader)
    return client
