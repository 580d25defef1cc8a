"""Goes through the doors as a browser does: signs up with the code from the mail, and in."""

import re

from allauth.account.models import EmailAddress
from altcha.v2 import Challenge, Payload, solve_challenge
from django.core import mail

PASSWORD = "alias-investigations-42"
SIGN_UP = {"username": "malcolm", "email": "malcolm@example.com", "password1": PASSWORD}


def solved(client):
    """Fetch a puzzle and solve it, as the page's script does."""
    challenge = Challenge.from_dict(client.get("/accounts/challenge/").json())
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def sign_up(client, **changes):
    """Send the form of a sign-up with a solved puzzle."""
    return client.post("/accounts/signup/", SIGN_UP | {"work": solved(client)} | changes)


def code(number=-1):
    """Read the code in a mail."""
    return re.search(r"^ {4}(\S+)$", mail.outbox[number].body, re.M)[1]


def confirm(client, path="/accounts/confirm-email/"):
    return client.post(path, {"code": code()})


def sign_in(client, login="malcolm", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": login, "password": password} | more)


def reauthenticate(client, password=PASSWORD, following="/accounts/"):
    return client.post(f"/accounts/reauthenticate/?next={following}", {"password": password})


def make_person(django_user_model, name="malcolm", **columns):
    """Make somebody who has confirmed their address."""
    person = django_user_model.objects.create_user(name, f"{name}@example.com", PASSWORD, **columns)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
