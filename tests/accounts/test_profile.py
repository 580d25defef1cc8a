import pytest
from django.test import Client

from tests.accounts.doors import sign_in
from tests.factories import make_page
from wiki.accounts.models import Profile
from wiki.spoilers.sealed import SealedText

PATH, PERSON = "/accounts/profile/", "/people/malcolm/"
ABOUT = "I like [[Hope]].\n\n::: spoiler JJ 1x02\nNot after the second.\n:::\n\nShe [dies]{JJ 1x03 else is well}."


def reader_at(label):
    browser = Client()
    browser.post("/progress/", {"work": "JJ", "until": label})
    return browser


@pytest.fixture
def known(client, calendar, malcolm):
    """Give somebody who has written a page, so that theirs is there for others, signed in with nothing watched."""
    make_page("Hope", author=malcolm)
    client.force_login(malcolm)
    return malcolm


def save(client, about=ABOUT, **more):
    return client.post(PATH, {"pronouns": "he", "about": about, "works": ["JJ"]} | more)


def test_what_somebody_says_shows_to_each_as_far_as_they_have_come(client, known):
    assert save(client)["Location"] == PERSON
    nobody, second, third = (reader_at(label).get(PERSON).text for label in ("", "1x02", "1x03"))
    assert ('<a href="/wiki/hope/">Hope</a>' in nobody, ">he<" in nobody) == (True, True)
    assert '<a href="/works/JJ/">Jessica Jones</a>' in nobody
    assert ("Not after" in nobody, "Not after" in second) == (False, True)
    assert ("dies" in second, "is well" in second, "dies" in third) == (False, True, True)
    assert "Not after" not in client.get(PERSON).text  # its owner's own page is through their lens, too


def test_its_owner_has_all_of_it_in_the_form_and_loses_nothing_below(client, known):
    save(client)
    assert "Not after the second." in client.get(PATH).text
    save(client, about=ABOUT.replace("I like", "I still like"))
    assert "Not after the second." in reader_at("1x02").get(PERSON).text


def test_a_page_without_anything_visible_is_not_there(client, calendar, malcolm):
    client.force_login(malcolm)
    save(client)
    assert Client().get(PERSON).status_code == 404
    assert "I like" in client.get(PERSON).text
    make_page("Hope", author=malcolm)
    assert "I like" in Client().get(PERSON).text


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ("::: spoiler JJ 1x02\nopen", "Line 1"),
        ("fine\n\n[x]{JJ 9x99}", "Line 3"),
        ("[x]{ZZ 1x01}", "Line 1"),
        (":::", "Line 1"),
        ("x" * 10_001, "at most 10000"),
        ("a\0b", "Null characters"),
    ],
)
def test_what_cannot_be_read_is_refused_and_kept(client, known, about, reason):
    answer = save(client, about=about)
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert about.strip()[-8:].replace("\0", "") in answer.text.replace("\0", "")
    assert not Profile.objects.exists()


def test_a_work_that_there_is_not_is_refused(client, known):
    assert save(client, works=["NONE"]).status_code == 422
    assert save(client, works=["JJ", "ALIAS"]).status_code == 302
    assert Profile.objects.get().works.count() == 2


def test_in_the_database_it_is_sealed(client, known):
    save(client)
    with pytest.raises(SealedText):
        str(Profile.objects.get().about)


def test_a_gate_that_is_there_no_more_is_shut(client, known):
    from wiki.spoilers.models import Release

    save(client)
    reader = reader_at("1x03")
    assert "dies" in reader.get(PERSON).text
    Release.objects.filter(work__code="JJ", label="1x03").update(label="1x99")
    from wiki.spoilers.models import Work, new_stamp

    Work.objects.filter(code="JJ").update(stamp=new_stamp())
    assert "is well" in reader.get(PERSON).text


def test_text_stays_text(client, known):
    save(client, about="<script>alert(1)</script> ![x](https://evil.example/x.png)", pronouns="<b>he</b>")
    page = reader_at("").get(PERSON).text
    assert "<script>alert" not in page
    assert "<img" not in page  # no picture from elsewhere
    assert "&lt;b&gt;he" in page


def test_somebody_without_account_is_asked_to_sign_in(client, db):
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"


def test_other_methods_are_refused(client, known):
    assert client.put(PATH).status_code == 405


def test_a_form_sets_nothing_but_its_fields_and_nobody_elses(client, known, ruben):
    save(client, person=ruben.pk, id="1", username="x", is_staff="on")
    known.refresh_from_db()
    assert (Profile.objects.get().person, known.username, known.is_staff) == (known, "malcolm", False)


def test_saving_too_often_is_too_much_and_keeps_the_text(client, known):
    answers = [save(client) for _ in range(31)]
    assert (answers[29].status_code, answers[30].status_code) == (302, 429)
    assert "Not after the second." in answers[30].text
    assert answers[30]["Retry-After"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_persons_page_takes_as_many_queries_for_many_works_as_for_one(
    client, known, count, django_assert_max_num_queries
):
    save(client, works=["JJ", "ALIAS", "DEF"][:count])
    reader = reader_at("1x02")
    reader.get(PERSON)
    with django_assert_max_num_queries(10):
        reader.get(PERSON)


def test_signing_in_again_shows_the_same_form(client, known):
    save(client)
    sign_in(client)
    assert 'value="JJ"' in client.get(PATH).text
