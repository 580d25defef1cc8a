import pytest

from tests.accounts.doors import make_person


@pytest.fixture
def malcolm(django_user_model):
    return make_person(django_user_model)


@pytest.fixture
def ruben(django_user_model):
    return make_person(django_user_model, "ruben")
