"""One small wiki with a thing of every sort: open, one’s own, somebody else’s, protected, waiting, hidden, deleted."""

from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from articles.models import PreviewLink
from tests.factories import make_article, make_calendar, make_character, make_claim, make_comment, make_page
from tests.permissions import people
from tests.permissions.people import GATE
from wiki.accounts.sessions import token
from wiki.discussion import writing as talk
from wiki.moderation.blocks import written
from wiki.moderation.models import Block, Report, Rule
from wiki.notifications.models import MailPlan, Notice
from wiki.notifications.stopping import path as stopping
from wiki.pages import editing, keeping, synonyms
from wiki.pages.models import FeedToken, Image, Page, Pending, Revision
from wiki.pages.state import NameEntry, PageState
from wiki.spoilers.calendar import current
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate, Release, Work

SOURCE = ("sources", ("A magazine", "", "Press", "2016-01"))
WAITS = "Held for the table."
LOW = written("203.0.113.9")
NOW = f"Now. [She dies.]{{{GATE}}}\n"


def build():
    """Build the wiki; give the people, their sessions, and the words that stand for things in addresses."""
    make_calendar()
    everybody = people.make()
    other = get_user_model().objects.create_user("somebody-else", "else@example.com")
    get_user_model().objects.create_user("quiet-one")
    admin = everybody["administrator"]
    words = _pages(other, admin) | _talk(other, admin) | _rest(other, admin)
    words |= {"gate": GATE, "group": Group.objects.get(name="Trusted").pk}
    own = {role: _own(person, role, words["plain"]) for role, person in everybody.items()}
    sessions = {role: people.browser(person) for role, person in everybody.items() if person}
    return SimpleNamespace(people=everybody, sessions=sessions, words=words, own=own)


def _pages(other, admin):
    open_page = make_page("Open", "First.\n", author=admin)
    make_page("Open", "An insult.\n", page=open_page, author=other)
    make_page("Open", "A phone number.\n", page=open_page, author=other)
    make_page("Open", "Now.\n", page=open_page, author=other)
    beyond = make_page("Open", NOW, page=open_page, author=other).current
    first, insult, number, last, _ = Revision.objects.filter(page=open_page).order_by("pk")
    Revision.objects.filter(pk=insult.pk).update(hidden_text="moderators")
    Revision.objects.filter(pk=number.pk).update(hidden_text="administrators")
    make_page("Secret", "Who knows.\n", gate=GATE, author=other, tags=[("Secrets", "")])
    make_page("Tagged", "Tagged.\n", tags=[("Places", ""), ("Spots", ""), ("Haunts", "")])
    same = {"gate": "", "reason": "One word", "person": admin, "lens": Lens.everything}
    spots = synonyms.merge(tag="Spots", into="Places", **same)
    guarded = {level: make_page(f"For {level}", "Guarded.\n") for level in ("accounts", "trusted", "moderators")}
    for level, page in guarded.items():
        keeping.protect(page.pk, level=level, person=admin)
    gone = make_page("Gone", "Gone.\n", author=other)
    keeping.delete(gone.pk, person=admin, lens=Lens.everything, reason="Empty")
    make_character("Hero", ("played_by", "Ann Actor"))
    make_character("Mask", gate=GATE)
    make_article("Report", ("authors", "Ann Writer"), ("works", "JJ"), SOURCE, author=admin)
    make_claim("Claim")
    draft = make_article("Draft", SOURCE, status="Draft", author=other)
    PreviewLink.objects.create(page=draft, made_by=other, token="a-preview")
    return {f"for_{level}": page.current.public_id for level, page in guarded.items()} | {
        "first": first.public_id,
        "insult": insult.public_id,
        "number": number.public_id,
        "last": last.public_id,
        "beyond": beyond.public_id,
        "draft_now": draft.current.public_id,
        "gone": Revision.objects.filter(page=gone).latest("pk").public_id,
        "nothing": "0" * 16,
        "synonym": spots.public_id,
    }


def _talk(other, admin):
    page = Page.objects.get(names__slug="open")
    said = {name: make_comment(page, f"A {name} word.", author=other) for name in ("plain", "crude", "regretted")}
    talk.hide(said["crude"], person=admin, reason="Crude")
    talk.delete(said["regretted"], person=other)
    said["knowing"] = make_comment(page, "She will die.", GATE, author=other)
    report = Report.objects.create(page=page, what="other", reporter=other, note="Look at it")
    return {name: one.pk for name, one in said.items()} | {"report": report.public_id}


def _rest(other, admin):
    page, gate = Page.objects.get(names__slug="open"), Gate.objects.intern(parse(GATE, current()))
    pictures = {"seen": {}, "veiled": {"gate": gate, "gate_text": GATE}, "held": {"is_held": True}}
    for name, about in pictures.items():
        _picture(f"{name}.png", other, page=page, **about)
    _picture("lone.png", other, page=None)
    FeedToken.objects.create(person=other, token="a-feed")
    plan = MailPlan.objects.create(person=other, key="k" * 16)
    notice = Notice.objects.create(person=other, category="review", subject="x")
    passkey = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs"})
    people.browser(other)
    rule = Rule.objects.create(name="Links", least_links=3, message="Fewer links, please.")
    edit = _waiting(other, "edit", f"{NOW}\nA waiting word.\n")
    return {
        "edit": edit.public_id,
        "edit_version": f"{edit.sent_at:%Y%m%d%H%M%S%f}",
        "edit_beyond": _waiting(other, "beyond", f"{NOW}\n[He lives.]{{{GATE}}}\n").public_id,
        "unsigned": _waiting(None, "unsigned", f"{NOW}\nWords of nobody.\n").public_id,
        "stop": stopping(plan).split("/")[-2],
        "notice": notice.pk,
        "passkey": passkey.pk,
        "session": token(UserSession.objects.get(user=other)),
        "rule": rule.pk,
        "block": Block.objects.create(network="203.0.113.9", low=LOW, high=LOW, reason="Vandalism", made_by=admin).pk,
        "plan": plan.pk,
        "work": Work.objects.get(code="JJ").pk,
        "release": Release.objects.get(label="2x01").pk,
        "other": other.pk,
        "admin": admin.pk,
    }


def _picture(name, person, **about):
    image = Image(name=name, width=2, height=2, alt="A door", uploader=person, **about)
    image.file.save(name, ContentFile(b"not looked at"), save=False)
    image.save()


def _waiting(person, form, body, title="Open"):
    """Send an edit of the open page that waits."""
    page = Page.objects.get(names__slug="open")
    sent = {"base": page.current.public_id, "form": form, "held_for": WAITS}
    state = PageState(names=(NameEntry(title),), body=body)
    author = person or SimpleNamespace(is_authenticated=False, address="203.0.113.5", pk=None)
    return editing.edit_page(page=page.pk, edit=editing.Edit(state, author, Lens.everything, **sent)).pending


def _own(person, role, said):
    """Make what is somebody’s own. Of what is kept for accounts alone there is nothing without one."""
    if person is None:
        return {"role": role, "name": "nobody"} | dict.fromkeys(("mine", "my_edit", "my_notice"), "0" * 16)
    page = Page.objects.get(names__slug="open")
    make_article(f"Own {role}", SOURCE, status="Draft", author=person)
    _picture(f"{role}.png", person, page=page)
    _picture(f"held-{role}.png", person, page=page, is_held=True)
    FeedToken.objects.create(person=person, token=f"feed-{role}")
    edit = _waiting(get_user_model().objects.get(username="somebody-else"), role, f"{NOW}\nWords of one’s own.\n")
    Pending.objects.filter(pk=edit.pk).update(author=person)
    notice = Notice.objects.create(person=person, category="reply", subject=said)
    return {
        "role": role,
        "name": person.username,
        "pk": person.pk,
        "mine": make_comment(page, f"Said by {role}.", author=person).pk,
        "my_edit": edit.public_id,
        "my_notice": notice.pk,
    }
