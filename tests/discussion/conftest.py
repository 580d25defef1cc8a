"""People who talk."""

import pytest


@pytest.fixture
def people(django_user_model):
    """Make accounts by name."""

    def make(*names, **options):
        found = [django_user_model.objects.create_user(name, f"{name}@example.com", **options) for name in names]
        return found[0] if len(found) == 1 else found

    return make
