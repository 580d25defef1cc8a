"""Every form is refused that does not come from this site, whatever it would have done."""

import pytest
from django.apps import apps
from django.test import Client

from tests.worlds import world as worlds
from tests.worlds.catalogue import requests

# Mail programs stop a mail with one click and no form of ours (RFC 8058); a signed word in the address stands for it.
WITHOUT = {"notifications:stop"}


def counts():
    """Count the rows of all models, and sum up what may change in place."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_no_form_from_elsewhere_does_anything(db, admin):
    base, _ = worlds.prepare()
    with worlds.standing(base):
        client = Client(enforce_csrf_checks=True)
        client.force_login(admin)
        asked = [
            (route, *one[1:]) for route, found in requests([base]).items() for one in found[:3] if one[0] == "POST"
        ]
        before = counts()
        answers = {(route, path): client.post(path, data).status_code for route, path, data in asked}
        assert counts() == before
    wrong = {key: status for key, status in answers.items() if status != 403 and key[0] not in WITHOUT}
    assert (wrong, len({route for route, _ in answers}) > 25) == ({}, True)


@pytest.mark.parametrize("path", ["/markdownx/markdownify/", "/markdownx/upload/"])
def test_the_widgets_own_addresses_answer_by_our_rules(client, db, path):
    """The library's own upload takes anything from anybody; ours answers under its name, to accounts alone."""
    assert client.get(path).status_code == 405
    assert client.post("/markdownx/upload/", {}).status_code == 403
