"""Tags in the worlds of the harness: synonyms that moderators made, and the page that describes a tag."""

import hashlib
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.worlds.clocks import NOW
from wiki.markup import slugify
from wiki.moderation.models import LogEntry
from wiki.pages import synonyms
from wiki.pages.models import Synonym, Tag
from wiki.spoilers.calendar import current
from wiki.spoilers.grammar import parse
from wiki.spoilers.models import Gate


@dataclass(frozen=True)
class Same:
    """A tag that is counted as another one, for who sees the gate."""

    tag: str
    into: str
    gate: str = ""
    why: str = "One word for it"
    key: str = ""

    @property
    def id(self):
        return hashlib.sha256(f"synonym {self.key}".encode()).hexdigest()[:16]


def describe(gates, word):
    """Give a synonym that all know, and some that lead on to a tag that not all do."""
    hidden = [
        Same("Spots", word("synonym", gate), gate, word("synonymwhy", gate), f"spots {gate}") for gate in gates[:2]
    ]
    return (Same("Venues", "Places", key="venues"), *hidden)


def vary(same, sees, how):
    """Change what somebody cannot see. A hidden synonym also comes to lead from a tag that all know."""
    found = []
    for one in same:
        if not one.gate or sees(one.gate):
            found.append(one)
        elif how == "replaced":
            found.append(replace(one, into="Quite Other", why="Other words"))
        elif how == "doubled":
            found += [one, replace(one, into="Secrets", key=f"{one.key} again")]
        elif how == "crowded":
            found += [one, replace(one, tag="Places", into="Intruding", key=f"{one.key} crowd")]
        elif how == "reordered":
            found.insert(0, one)
    return tuple(found)


def build(same):
    """Merge the tags, and write that into the log."""
    calendar, person = current(), get_user_model().objects.get(username="hogarth")
    for one in same:
        tag, into = map(_tag, (one.tag, one.into))
        gate = Gate.objects.intern(parse(one.gate, calendar)) if one.gate else None
        about = {"gate_text": one.gate, "gate": gate, "made_by": person, "public_id": one.id}
        row = Synonym.objects.create(tag=tag, into=into, text=one.tag, into_text=one.into, **about)
        synonyms.count_anew(row.pk)
        touched = [one.gate] if one.gate else []
        LogEntry.objects.create(
            who=person, action="merge_tags", synonym=row, touched=touched, why=one.why, at=NOW, public_id=one.id
        )


def _tag(name):
    slug = slugify(name)
    return Tag.objects.get_or_create(slug=slug, defaults={"name": slug})[0]


def slugs(worlds):
    """Give the slugs of all tags of the synonyms of some world."""
    return {slugify(name) for world in worlds for one in world.same for name in (one.tag, one.into)}


def admin_requests(worlds):
    """Give the requests for merging and parting tags, by all names and ids of some world."""
    ids = [*sorted({one.id for world in worlds for one in world.same}), "0" * 16]
    looks = [reverse("admin:pages_synonym_change", args=[one]) for one in ids]
    names = [("Venues", "Secrets"), ("Spots", "Heroes"), ("Scoops", "Places"), ("Heroes", "Places")]
    forms = [{"tag": tag, "into": into, "gate": "", "reason": "One word"} for tag, into in names]
    return {
        "admin:pages_synonym_add": [("POST", reverse("admin:pages_synonym_add"), form) for form in forms],
        "admin:pages_synonym_change": [("GET", one, {}) for one in looks]
        + [("POST", one, {"reason": "Two words"}) for one in looks],
    }


LOOKS = ("/tags/", "/tags/places/", "/tags/spots/", "/admin/pages/synonym/", "/log/")
