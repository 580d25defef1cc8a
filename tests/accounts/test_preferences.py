import datetime

import pytest
from django.test import Client

from tests.factories import make_page
from wiki.accounts import links

PATH = "/accounts/preferences/"


@pytest.fixture
def page(calendar):
    when = datetime.datetime(2020, 5, 1, 23, 30, tzinfo=datetime.UTC)
    return make_page("Hope", saved_at=when)


def prefer(client, **more):
    return client.post(PATH, {"theme": "dark", "diff_style": "one", "time_zone": "Asia/Tokyo"} | more)


def test_the_theme_stands_on_every_page_and_in_nobody_elses(client, page, malcolm, ruben, settings):
    settings.DEBUG = False  # frames of pages are kept
    client.force_login(malcolm)
    other, nobody = Client(), Client()
    other.force_login(ruben)
    assert prefer(client)["Location"] == PATH
    for path in ("/wiki/hope/", "/", "/wiki/none/", "/accounts/"):
        assert '<html lang="en" data-theme="dark">' in client.get(path).text, path
        assert '<html lang="en" data-theme="system">' in nobody.get(path, follow=True).text, path
        assert '<html lang="en" data-theme="system">' in other.get(path).text, path
    assert nobody.get("/wiki/hope/")["Cache-Control"] == "public, no-cache"


def test_times_are_on_ones_own_clock_and_nobody_elses(client, page, malcolm, settings):
    settings.DEBUG = False
    client.force_login(malcolm)
    assert "Last changed on" in client.get("/wiki/hope/").text
    prefer(client)
    mine, theirs = client.get("/wiki/hope/").text, Client().get("/wiki/hope/").text
    assert ("2 May 2020" in mine, "1 May 2020" in mine) == (True, False)
    assert ("2 May 2020" in theirs, "1 May 2020" in theirs) == (False, True)
    assert "2 May 2020, 08:30" in client.get("/wiki/hope/history/").text
    assert "1 May 2020, 23:30" in Client().get("/wiki/hope/history/").text


def test_releases_come_out_on_the_sites_clock(client, calendar, malcolm, monkeypatch):
    from django.utils import timezone

    from wiki.spoilers.models import Release

    noon = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
    Release.objects.filter(label="film").update(date=datetime.date(2026, 11, 21), date_precision="day")
    client.force_login(malcolm)
    prefer(client, time_zone="Pacific/Kiritimati")  # where it is the 21st already
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert "To be released 21 November 2026" in client.get("/works/FILM/film/").text


def test_changes_show_as_one_likes_them_and_the_address_says_otherwise(client, page, malcolm):
    from wiki.pages.editing import save_page
    from wiki.pages.state import NameEntry, PageState

    after = save_page(state=PageState(names=(NameEntry("Hope"),), body="Quite other words.\n"), page=page)
    path = f"/wiki/hope/diff/previous/{after.public_id}/"
    client.force_login(malcolm)
    assert 'class="two-columns"' in client.get(path).text
    prefer(client)
    assert 'class="one-column"' in client.get(path).text
    assert 'class="two-columns"' in client.get(f"{path}?view=two").text
    assert 'class="two-columns"' in Client().get(path).text


@pytest.mark.parametrize(
    "bad", [{"theme": "neon"}, {"diff_style": ""}, {"time_zone": "Mars/Olympus"}, {"time_zone": "../../etc/passwd"}]
)
def test_what_there_is_not_is_refused(client, malcolm, bad):
    client.force_login(malcolm)
    assert prefer(client, **bad).status_code == 422
    malcolm.refresh_from_db()
    assert (malcolm.theme, malcolm.time_zone) == ("system", "")


def test_a_zone_that_is_gone_from_the_database_does_no_harm(client, page, malcolm):
    type(malcolm).objects.update(time_zone="Gone/Away")
    client.force_login(malcolm)
    assert "1 May 2020" in client.get("/wiki/hope/").text


def test_a_form_sets_nothing_but_its_fields(client, malcolm):
    client.force_login(malcolm)
    prefer(client, username="x", is_superuser="on", email="x@example.com", likeness="y")
    malcolm.refresh_from_db()
    assert (malcolm.username, malcolm.is_superuser, malcolm.theme) == ("malcolm", False, "dark")


def test_other_apps_hang_their_pages_in(client, malcolm, monkeypatch):
    monkeypatch.setattr(links, "_links", [])
    client.force_login(malcolm)
    assert "Mails" not in client.get(PATH).text
    links.register(links.Link("Mails", "pages:watchlist", "What comes by mail"))
    links.register(links.Link("Mails", "pages:watchlist", "What comes by mail"))
    for path in (PATH, "/accounts/"):
        page = client.get(path).text
        assert page.count("What comes by mail") == 1
    assert '<a href="/watchlist/">Open' in page


def test_somebody_without_account_is_asked_to_sign_in(client, db):
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"


def test_other_methods_are_refused(client, malcolm):
    client.force_login(malcolm)
    assert client.put(PATH).status_code == 405
