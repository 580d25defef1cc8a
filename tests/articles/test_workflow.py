"""From the first draft to the day it is withdrawn: who may take which step, and what is there for whom."""

import threading

import pytest
from django.db import connection

from articles import workflow
from articles.models import Article
from articles.states import state_now
from tests.articles.sending import SOURCE, step
from tests.factories import lens_at, make_article, make_calendar, make_page
from tests.pages.sending import send
from tests.pages.test_edit import see
from wiki.pages.cleaning import Refused
from wiki.pages.editing import MayNotEdit
from wiki.pages.models import Page, Revision
from wiki.pages.state import state_of
from wiki.spoilers.lens import Lens

NEW = "/wiki/new/?kind=article"


def status(page):
    page.refresh_from_db()
    return state_now(state_of(page.current))


def test_an_article_goes_from_draft_to_withdrawn(calendar, writer, desk, client):
    nobody = client.__class__()
    values = {"sheet__sources__0__title": "A magazine", "names__0__text": "A second season", "body": "It comes.\n"}
    assert send(writer, NEW, **values)["Location"] == "/news/a-second-season/"
    assert nobody.get("/news/a-second-season/").status_code == 404
    assert "Draft." in writer.get("/news/a-second-season/").text
    step(writer, "a-second-season", "In review", note="Please look")
    assert step(desk, "a-second-season", "Published").status_code == 302
    assert nobody.get("/news/a-second-season/").status_code == 200
    assert "A second season" in nobody.get("/news/").text
    assert "Tick this to withdraw the article." in step(desk, "a-second-season", "Withdrawn").text
    assert nobody.get("/news/a-second-season/").status_code == 200
    step(desk, "a-second-season", "Withdrawn", note="Not true", sure="on")
    assert nobody.get("/news/a-second-season/").status_code == 404
    assert "A second season" not in nobody.get("/news/").text
    history = writer.get("/wiki/a-second-season/history/").text
    told = ["In review: Please look", "Published", "Withdrawn: Not true"]
    assert [history.index(one) for one in reversed(told)] == sorted(history.index(one) for one in told)
    assert history.count("changed the status") == 3


def test_to_everybody_else_what_is_not_out_does_not_exist(calendar, writer, desk, client, reader):
    draft = make_article("Secret plans", SOURCE, status="Draft", author=reader, tags=[("Plans",)])
    make_page("Links to it", "See [[Secret plans|this]].\n")
    nobody = client.__class__()
    paths = ["/news/", "/recent/", "/tags/", "/wiki/", "/special/all/", "/names/?q=secret", "/sitemap-articles-1.xml"]
    paths += ["/news/feed/atom/", "/people/trish/", "/news/tags/plans/", "/special/orphaned/"]
    for path in paths:
        assert "ecret plans" not in nobody.get(path).text, path
    assert 'href="/wiki/secret-plans/"' in nobody.get("/wiki/links-to-it/").text
    for who in (writer, desk):
        assert 'href="/news/secret-plans/"' in who.get("/wiki/links-to-it/").text
        assert "Secret plans" in who.get("/news/desk/").text
    for path in ("/wiki/secret-plans/edit/", "/wiki/secret-plans/history/", "/news/secret-plans/status/"):
        assert nobody.get(path).status_code in (302, 404)
        assert writer.get(path).status_code == 200
    assert nobody.get("/wiki/secret-plans/history/").status_code == 404
    assert draft.current.author == reader


def test_another_person_with_an_account_sees_no_draft_either(calendar, client, reader, django_user_model):
    make_article("Secret plans", SOURCE, status="Draft", author=reader)
    client.force_login(django_user_model.objects.create_user("simpson"))
    assert client.get("/news/secret-plans/").status_code == 404
    assert client.get("/news/secret-plans/status/").status_code == 404
    assert "Secret" not in client.get("/news/desk/").text


def test_gates_hold_for_editors_too(calendar, desk):
    make_article("He dies", SOURCE, gate="JJ 1x03", status="Draft")
    assert "He dies" not in desk.get("/news/desk/").text
    assert desk.get("/news/he-dies/").status_code == 404
    assert "He dies" in see(desk, "JJ 1x03").get("/news/desk/").text


@pytest.mark.parametrize(
    ("now", "to", "who"),
    [
        ("Draft", "Published", "writer"),
        ("In review", "Published", "writer"),
        ("Published", "Withdrawn", "writer"),
        ("Withdrawn", "Draft", "writer"),
        ("Draft", "In review", "nobody else"),
    ],
)
def test_a_step_is_for_those_who_may_take_it(calendar, reader, django_user_model, now, to, who):
    page = make_article("Plans", SOURCE, status=now, author=reader)
    person = reader if who == "writer" else django_user_model.objects.create_user("simpson")
    with pytest.raises(MayNotEdit):
        workflow.move_on(page.pk, to=to, person=person, lens=Lens.everything)
    assert status(page) == now


@pytest.mark.parametrize(
    ("now", "to", "reason"),
    [
        ("Published", "Published", "published already"),
        ("Published", "Draft", "cannot become draft"),
        ("Published", "In review", "cannot become in review"),
        ("Draft", "Withdrawn", "cannot become withdrawn"),
        ("Withdrawn", "In review", "cannot become in review"),
    ],
)
def test_a_step_that_does_not_follow_is_refused(calendar, editor, now, to, reason):
    page = make_article("Plans", SOURCE, status=now)
    with pytest.raises(Refused, match=reason):
        workflow.move_on(page.pk, to=to, person=editor, lens=Lens.empty)


def test_without_a_source_that_one_sees_nothing_is_published(calendar, editor):
    page = make_article("Plans", (*SOURCE, "JJ 1x03"), status="Draft")
    with pytest.raises(Refused, match="at least one source"):
        workflow.move_on(page.pk, to="Published", person=editor, lens=Lens.empty)
    workflow.move_on(page.pk, to="Published", person=editor, lens=lens_at("JJ 1x03"))
    assert status(page) == "Published"


def test_two_editors_at_the_same_minute_leave_one_history(calendar, editor, admin):
    page = make_article("Plans", SOURCE, status="In review")
    workflow.move_on(page.pk, to="Published", person=editor, lens=Lens.empty)
    with pytest.raises(Refused, match="published already"):
        workflow.move_on(page.pk, to="Published", person=admin, lens=Lens.empty)
    assert [one.action for one in Revision.objects.filter(page=page)] == ["create", "status"]


def test_no_form_changes_what_only_a_step_changes(calendar, writer, reader):
    forged = {
        "names-0-text": "Out at once",
        "sheet-status-TOTAL_FORMS": "1",
        "sheet-status-INITIAL_FORMS": "0",
        "sheet-status-0-text": "Published",
        "sheet-published-TOTAL_FORMS": "1",
        "sheet-published-INITIAL_FORMS": "0",
        "sheet-published-0-text": "2016-01-01T00:00Z",
    }
    send(writer, NEW, **forged)
    page = Page.objects.get()
    assert status(page) == "Draft"
    send(writer, "/wiki/out-at-once/edit/", **forged | {"body": "More.\n"})
    assert status(page) == "Draft"
    assert Article.objects.get().is_held


@pytest.mark.parametrize("way", ["restore", "undo"])
def test_going_back_in_history_does_not_change_the_status(calendar, writer, editor, reader, way):
    """A revision from before it was published is brought back as a text, not as a draft."""
    page = make_article("Plans", SOURCE, status="Draft", author=reader)
    first = page.current.public_id
    workflow.move_on(page.pk, to="Published", person=editor, lens=Lens.empty)
    page.refresh_from_db()
    send(writer, "/wiki/plans/edit/", body="Other news.\n")
    wanted = first if way == "restore" else page.current.public_id
    writer.post(f"/wiki/plans/{way}/{wanted}/", {})
    assert status(page) == "Published"
    assert "Nothing was changed." in _undo_of_the_status(writer, page)
    if way == "restore":
        assert state_of(page.current).body == "News.\n"


def _undo_of_the_status(client, page):
    step = Revision.objects.get(page=page, action="status").public_id
    return client.post(f"/wiki/plans/undo/{step}/", {}, follow=True).text


def test_a_withdrawn_article_keeps_its_date_when_it_is_published_again(calendar, editor):
    page = make_article("Plans", SOURCE, published="2016-01-18T09:00Z")
    for to in ("Withdrawn", "Published"):
        workflow.move_on(page.pk, to=to, person=editor, lens=Lens.empty)
    assert Article.objects.get().published_at.isoformat() == "2016-01-18T09:00:00+00:00"


def test_a_refused_step_says_why_and_keeps_the_form(calendar, desk):
    make_article("Plans", status="Draft")
    response = step(desk, "plans", "Published", note="At last")
    assert response.status_code == 422
    assert "at least one source" in response.text
    assert 'value="At last"' in response.text


def test_steps_are_posts_and_known(calendar, desk):
    make_article("Plans", SOURCE, status="Draft")
    assert step(desk, "plans", "Nonsense").status_code == 422
    assert step(desk, "plans", "Published", at="soon").status_code == 422
    assert desk.get("/news/plans/share/").status_code == 405
    assert Article.objects.get().status == "Draft"


if connection.vendor == "postgresql":  # SQLite in memory cannot be written by two threads

    @pytest.mark.django_db(transaction=True)
    def test_two_editors_at_the_same_moment_leave_one_history(editor, admin):
        make_calendar()
        page = make_article("Plans", SOURCE, status="In review")
        start, ends = threading.Barrier(2), []

        def publish(person):
            start.wait()
            try:
                workflow.move_on(page.pk, to="Published", person=person, lens=Lens.empty)
                ends.append("published")
            except Refused as error:
                ends.append(error.refusals[0].message)
            finally:
                connection.close()

        threads = [threading.Thread(target=publish, args=(person,)) for person in (editor, admin)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(ends) == ["This article is published already.", "published"]
        assert [one.action for one in Revision.objects.filter(page=page)] == ["create", "status"]
