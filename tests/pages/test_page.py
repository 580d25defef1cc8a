import re

import pytest

from tests.factories import make_page

URL = "/wiki/alias-investigations/"


def prose(response):
    return response.text.split('<div class="prose">')[1].split("</div>")[0].strip()


def test_a_page_shows_title_text_tags_contributors_and_date(client, calendar, reader):
    import datetime

    when = datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)
    make_page(body="## One\n\na\n\n## Two\n\nb\n", tags=[("Places", "")], author=reader, saved_at=when)
    text = client.get(URL).text
    for expected in (
        "<title>Alias Investigations · Alias</title>",
        "<h1>Alias Investigations</h1>",
        '<a href="#h-two">Two</a>',
        '<h2 id="h-one">One</h2>',
        '<a href="/tags/places/">Places</a>',
        'Written by <a href="/people/trish/">trish</a>.',
        "9 March 2026",
        '<a href="/wiki/alias-investigations/links/">',
    ):
        assert expected in text


def test_hidden_text_is_not_there_and_shows_to_those_who_have_seen(client, calendar):
    make_page(body="He [dies]{JJ 1x03}.\n")
    assert prose(client.get(URL)) == "<p>He.</p>"
    client.post("/progress/", {"work": "JJ", "until": "1x03"})
    assert prose(client.get(URL)) == "<p>He dies.</p>"


def test_a_hidden_page_answers_like_an_unknown_one(client, calendar):
    make_page("Nuke", gate="JJ 1x03")
    hidden, unknown = client.get("/wiki/nuke/"), client.get("/wiki/luke/")  # the page names what was asked for
    named = unknown.content.replace(b"Luke", b"Nuke")
    headers = [{name: value for name, value in one.headers.items() if name != "ETag"} for one in (hidden, unknown)]
    assert (hidden.status_code, hidden.content, headers[0]) == (404, named, headers[1])
    client.post("/progress/", {"work": "JJ", "until": "1x03"})
    assert client.get("/wiki/nuke/").status_code == 200


def test_the_last_visible_title_is_the_one_shown(client, calendar):
    make_page("The masked woman", names=[("Trish Walker", "JJ 1x02", "title"), ("Patsy", "", "alias")])
    assert "<h1>The masked woman</h1>" in client.get("/wiki/the-masked-woman/").text
    assert "Also known as Patsy" in client.get("/wiki/the-masked-woman/").text
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    response = client.get("/wiki/the-masked-woman/")
    assert (response.status_code, response["Location"]) == (302, "/wiki/trish-walker/")
    assert "<h1>Trish Walker</h1>" in client.get("/wiki/trish-walker/").text


@pytest.mark.parametrize("path", ["/wiki/patsy/", "/wiki/Alias%20Investigations/", "/wiki/Alias_Investigations/"])
def test_other_names_and_forms_lead_to_the_page(client, calendar, path):
    make_page(names=[("Patsy", "", "redirect")])
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0] == URL
    assert "Patsy" not in response.text


def test_a_name_taken_beyond_the_lens_does_not_stand_in_the_way(client, calendar):
    make_page("Nuke", "hidden one\n", gate="JJ 1x03")
    make_page("Nuke", "visible one\n")
    assert "visible one" in client.get("/wiki/nuke/").text


def test_a_link_to_a_hidden_page_looks_like_a_link_to_none(client, calendar):
    make_page("Nuke", gate="JJ 1x03")
    make_page(body="[[Nuke]]\n")
    assert prose(client.get(URL)) == '<p><a href="/wiki/nuke/" class="missing">Nuke</a></p>'
    client.post("/progress/", {"work": "JJ", "until": "1x03"})
    assert prose(client.get(URL)) == '<p><a href="/wiki/nuke/">Nuke</a></p>'


def test_names_in_other_scripts_have_addresses(client, calendar):
    make_page("Джессика Джонс", "[[Кафе Ünïted]]\n")
    make_page("Кафе Ünïted")
    text = client.get("/wiki/джессика-джонс/").text
    assert "<h1>Джессика Джонс</h1>" in text
    assert 'class="missing"' not in text


@pytest.mark.parametrize(
    "path",
    [
        "/wiki/a%00b/",
        "/wiki/%2e%2e%2fetc/",
        "/wiki/" + "x" * 3000 + "/",
        "/wiki/%f0%9f%92%a9/",
        "/wiki/%ff%fe/",
        "/tags/%00/",
        "/wiki/?page=" + "9" * 500,
        "/?x=%00",
    ],
)
def test_no_address_breaks_the_server(client, calendar, path):
    response = client.get(path, follow=True)
    assert response.status_code in (200, 404)


@pytest.mark.parametrize("path", [URL, URL + "links/", "/wiki/", "/tags/", "/tags/places/", "/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_answers_no_other_method(client, calendar, path, method):
    make_page(tags=[("Places", "")])
    assert getattr(client, method)(path).status_code == 405


def test_a_page_costs_one_query_warm_for_nobody_three_with_a_cookie_four_signed_in(
    client, calendar, reader, settings, django_assert_num_queries
):
    make_page(body="[a]{JJ 1x01} [[B]] [[C]]\n", tags=[("Places", "")])
    with django_assert_num_queries(7):
        client.get(URL)  # cold: page, history, text, names, talk, gates and related pages
    with django_assert_num_queries(1):
        client.get(URL)
    client.post("/progress/", {"work": "JJ", "until": "1x01"})
    client.get(URL)
    with django_assert_num_queries(2 if settings.REDIS_URL else 3):  # the session has the last steps; one is for works
        client.get(URL)
    client.force_login(reader)
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    client.get(URL)
    with django_assert_num_queries(3 if settings.REDIS_URL else 4):  # Redis has the session; one is for notices
        client.get(URL)


def test_not_found_shows_our_page_under_debug_too(client, calendar, settings):
    settings.DEBUG = True
    for path in ("/wiki/none/", "/no/such/route/", "/nothing"):
        response = client.get(path)
        assert (response.status_code, "<h1>Nothing here</h1>" in response.text) == (404, True)
    assert client.get("/wiki").status_code == 301


def test_who_finds_no_page_can_search_for_it(client, calendar):
    box = re.search(r'<input id="search-here"[^>]*>', client.get("/wiki/jesica-jones/").text)[0]
    assert 'value="Jesica Jones"' in box
    assert 'value=""' in re.search(r'<input id="search-here"[^>]*>', client.get("/nothing/").text)[0]


@pytest.mark.parametrize("path", ["/wiki/%20/", "/wiki/%0a/", "/wiki/%c2%a0/links/", "/tags/%20/"])
def test_an_address_without_a_name_is_not_found(client, calendar, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("cookie", ["a\0bcdefgh", "x", "é" * 20, "a" * 5000])
def test_a_session_key_that_is_none_is_dropped(client, calendar, cookie):
    client.cookies["sessionid"] = cookie
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("charset", ["hex", "rot13", "base64", "nothing"])
def test_an_odd_character_set_is_ignored(client, calendar, charset):
    assert client.get("/wiki/?page=%41", content_type=f"text/plain; charset={charset}").status_code == 200
    body = "--x\r\nContent-Disposition: form-data; name=work\r\n\r\nJJ\r\n--x--\r\n"
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert client.generic("POST", "/progress/", body, content_type=kind).status_code == 302


def test_pages_with_crossed_names_do_not_lead_to_each_other_for_ever(client, calendar):
    for number, (redirect, alias) in enumerate([("X1", "Y1"), ("Y1", "X1")]):
        make_page(f"Title {number}", gate="JJ 1x02", names=[(redirect, "", "redirect"), (alias, "", "alias")])
    assert client.get("/wiki/x1/", follow=True).status_code == 200
    assert client.get("/wiki/y1/", follow=True).status_code == 200


def test_a_name_of_many_signs_can_be_opened(client, calendar):
    page = make_page("★" * 41)
    assert client.get(f"/wiki/{page.names.get().slug}/").status_code == 200


def test_the_front_page_cuts_long_texts_at_a_paragraph_and_never_in_a_gate(client, calendar):
    make_page("Long", "Start.\n\n" + "[canary " + "word " * 3000 + "]{JJ 1x02}\n")
    text = client.get("/").text
    assert "Start." in text
    assert "canary" not in text
