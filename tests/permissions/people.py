"""Who asks: one person of each role, each with a browser."""

import re

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.test import Client

from wiki.accounts import roles
from wiki.moderation import blocks
from wiki.spoilers.models import Bookmark, Release

ROLES = ("anonymous", "new", "trusted", "moderator", "administrator")
GATE = "JJ 1x02"


def make():
    """Make a person of each role; give them by role, None for who has no account."""
    people = {
        role: get_user_model().objects.create_user(f"{role}-one", f"{role}@example.com", "x") for role in ROLES[1:]
    }
    for role in ("trusted", "moderator"):
        roles.give(people[role], role)
    people["administrator"].is_superuser = True
    people["administrator"].save()
    roles.give(people["administrator"], "administrator")
    for person in people.values():
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return {"anonymous": None, **people}


def browser(person):
    """Sign somebody in; give the word of their session."""
    client = Client()
    client.force_login(person)
    key = client.session.session_key
    UserSession.objects.create(user=person, session_key=key, ip="127.0.0.1")  # as signing in by hand does
    return key


def pass_the_gate(person, client):
    """Let somebody have seen what opens the gate."""
    if person is None:
        client.post("/progress/", {"work": "JJ", "until": GATE.split()[1]})
        return
    release = Release.objects.get(work__code="JJ", label=GATE.split()[1])
    Bookmark.objects.update_or_create(user=person, work=release.work, defaults={"until": release})


def block(person, by):
    """Keep somebody from writing: an account, or the address that people without one come from."""
    whom = {"person": person} if person else {"network": "127.0.0.1"}
    by = get_user_model().objects.create_superuser("the-other-one") if person == by else by
    blocks.block(by=by, reason="Vandalism", **whom)


def normalised(text):
    """Leave out the token of the form, which is another in each answer."""
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", text)
