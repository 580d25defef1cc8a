"""The search page: what it finds, in which order, and for whom."""

import io
import re
from html import unescape

import pytest
from django.core.management import call_command

from tests.factories import fact, make_character, make_comment, make_page
from wiki.discussion import writing
from wiki.pages import keeping
from wiki.pages.editing import save_page
from wiki.pages.models import Page
from wiki.pages.state import NameEntry, PageState
from wiki.search import record
from wiki.search.models import Passage
from wiki.spoilers.lens import Lens


def titles(response):
    return [unescape(one) for one in re.findall(r'<li>\s*<h2><a href="[^"]*">([^<]*)</a>', response.text)]


def search(client, words, **more):
    response = client.get("/search/", {"q": words, **more})
    assert response.status_code == 200
    return response


def see(client, label):
    client.post("/progress/", {"work": "JJ", "until": label})


@pytest.fixture
def wiki(calendar):
    make_page("Kilgrave", "A man with a *voice*. He [dies]{JJ 1x03}.\n", tags=[("Villains", "")])
    make_page("Purple Man", "Kilgrave of the comics.\n")
    make_page("Voices", "## Kilgrave\n\nOthers hear him.\n")
    make_page("Kilgrave's house", "A house.\n")


def test_pages_are_found_by_name_then_heading_then_text(client, wiki):
    assert titles(search(client, "kilgrave")) == ["Kilgrave", "Kilgrave's house", "Voices", "Purple Man"]


def test_the_exact_name_is_offered_and_a_begun_one_is_not(client, wiki):
    assert 'Go to <a href="/wiki/kilgrave/">Kilgrave</a>' in search(client, "KILGRÁVE").text
    assert "Go to" not in search(client, "kilgr").text
    assert titles(search(client, "kilgr")) == ["Kilgrave", "Kilgrave's house"]


def test_a_facet_that_was_typed_with_a_capital_is_taken_off(client, wiki):
    answer = search(client, "man Tag:villains")
    assert titles(answer) == ["Kilgrave"]
    assert '<a href="?q=man" aria-current="true">Villains</a>' in answer.text


def test_hidden_text_is_found_by_who_sees_it(client, wiki):
    assert titles(search(client, "dies")) == []
    assert titles(search(client, "kilgrave -dies")) == titles(search(client, "kilgrave"))
    see(client, "1x03")
    assert titles(search(client, "dies")) == ["Kilgrave"]
    assert "Kilgrave" not in titles(search(client, "kilgrave -dies"))
    assert "He <mark>dies</mark>." in search(client, "dies").text


def test_a_hidden_page_is_not_found_and_not_counted(client, wiki):
    make_page("Nuke", "Kilgrave knows him.\n", gate="JJ 1x03", tags=[("Villains", "")])
    below = search(client, "kilgrave")
    assert "4 pages." in below.text
    assert "Nuke" not in below.text
    assert re.search(r"Villains</a> <span>1</span>", below.text)
    see(client, "1x03")
    assert re.search(r"Villains</a> <span>2</span>", search(client, "kilgrave").text)
    assert titles(search(client, "nuke"))[0] == "Nuke"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"man with a voice"', ["Kilgrave"]),
        ('"voice with a man"', []),
        ("man voice", ["Kilgrave"]),
        ("comics OR hear", ["Purple Man", "Voices"]),
        ("hous*", ["Kilgrave's house"]),
        ("houses", ["Kilgrave's house"]),
        ("kilgrave -comics -house", ["Kilgrave", "Voices"]),
        ("tag:villains", ["Kilgrave"]),
        ("kind:character", []),
        ("man tag:villains", ["Kilgrave"]),
        ("kilgrave -tag:villains", ["Kilgrave's house", "Purple Man", "Voices"]),
        ("kilgrave -kind:page", []),
        ("kind:page -tag:villains -tag:robots", ["Kilgrave's house", "Purple Man", "Voices"]),
        ("-kind:page", []),
        ("others kilgrave", ["Voices"]),
    ],
)
def test_what_one_can_ask_for(client, wiki, words, expected):
    found = titles(search(client, words))
    assert sorted(found) == sorted(expected)


def test_words_on_one_page_are_found_wherever_they_stand(client, calendar):
    make_page("Trish", "She was Patsy.\n\nNow she talks on the radio.\n")
    make_page("Patsy", "A comic.\n")
    assert titles(search(client, "patsy radio")) == ["Trish"]
    assert titles(search(client, "radio -patsy")) == []


def test_sheets_tags_pictures_and_talk_are_searched(client, calendar, reader, moderator):
    page = make_character(
        "Jessica", fact("played_by", "Krysten Ritter"), fact("status", "Alive"), fact("status", "Dead", "JJ 1x03")
    )
    said = make_comment(page, "What a ride.", "JJ 1x02", author=reader)
    assert titles(search(client, "ritter kind:character")) == ["Jessica"]
    assert titles(search(client, "alive")) == ["Jessica"]
    assert titles(search(client, "ride")) == []
    see(client, "1x03")
    assert titles(search(client, "alive")) == []
    assert titles(search(client, "dead")) == ["Jessica"]
    assert titles(search(client, "ride")) == ["Jessica"]
    said.refresh_from_db()
    writing.hide(said, person=moderator, reason="x")
    assert titles(search(client, "ride")) == []


def test_a_fact_that_was_found_stands_beside_how_the_text_begins(client, calendar):
    make_character("Jessica", fact("played_by", "Krysten Ritter"), body="[She falls.]{JJ 1x03} She runs.\n")
    text = search(client, "ritter").text
    assert "<span>Played by</span> Krysten <mark>Ritter</mark></p>" in text
    assert '<p class="search-snippet">She runs.</p>' in text
    see(client, "1x03")
    assert '<p class="search-snippet">She falls. She runs.</p>' in search(client, "ritter").text


def test_a_result_of_talk_leads_to_what_was_said(client, calendar, reader):
    said = make_comment(make_page("Hope", "Runs.\n"), "What a ride.", author=reader)
    assert f'href="/talk/hope/{said.pk}/"' in search(client, "ride").text


def test_nothing_found_leads_to_the_nearest_that_one_sees(client, wiki):
    make_page("Kilgrove", "Hidden.\n", gate="JJ 1x03")
    text = search(client, "kilgrve").text
    assert "Here is what was found for <strong>kilgrave</strong>" in text
    assert titles(search(client, "kilgrve")) == titles(search(client, "kilgrave"))
    assert "kilgrove" not in text.lower()
    see(client, "1x03")
    assert "kilgrove" in search(client, "kilgrve").text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", ""),
        ("-kilgrave", "There is nothing to look for in “-kilgrave”."),
        ("voice kind:character", 'Look for <a href="?q=voice">voice</a> everywhere.'),
        ("kind:character", "Nothing that you can see fits “kind:character”."),
        ("Wendy Ross", '<a href="/wiki/new/?name=Wendy%20Ross">Write it</a>'),
        ('"Wendy Ross"', "Nothing that you can see has these words."),
    ],
)
def test_who_finds_nothing_is_told_what_to_do_next(client, wiki, words, said):
    main = search(client, words).text.partition("<main")[2]
    told = ("There is nothing", "everywhere.", "Nothing that you", "Write it")
    assert said in main
    assert any(one in main for one in told) == bool(words)
    assert ("Write it" in main) == (words == "Wendy Ross")
    assert ("everywhere." in main) == (words == "voice kind:character")


def test_no_guess_is_offered_that_finds_nothing_either(client, wiki):
    assert "Did you mean" not in search(client, "kilgrve kind:character").text
    assert "Here is what was found" in search(client, "kilgrve tag:villains").text


def test_nothing_is_searched_for_in_the_place_of_a_phrase(client, wiki):
    text = search(client, '"kilgrve"').text
    assert '<a href="?q=kilgrave">kilgrave</a>' in text
    assert "Here is what was found" not in text


def test_a_result_leads_to_its_heading(client, wiki):
    text = search(client, "hear").text
    assert '<a href="/wiki/voices/#h-kilgrave">Kilgrave</a>' in text


def test_a_sentence_is_shown_rather_than_a_fact(client, calendar):
    make_character("Luke", ("powers", "Great strength"), body="They trust in his strength.\n")
    assert "They trust in his <mark>strength</mark>." in search(client, "strength").text


def test_what_is_found_alike_stands_in_the_order_of_names(client, calendar):
    for name in ("Wendy", "Hope", "Ruben"):
        make_page(name, "Somebody waits.\n")
    assert titles(search(client, "waits")) == ["Hope", "Ruben", "Wendy"]


def test_many_results_are_shown_page_by_page_in_a_fixed_number_of_queries(
    client, calendar, django_assert_num_queries, django_assert_max_num_queries
):
    for number in range(25):
        make_page(f"Case {number:02}", "A case of words.\n", tags=[("Cases", "")])
    make_page("Lone", "Something else of words.\n", tags=[("Others", "")])
    search(client, "words")
    with django_assert_max_num_queries(25) as few:
        search(client, "something else")
    with django_assert_num_queries(len(few)):
        search(client, "words case")
    second = search(client, "words", page=2)
    assert len(titles(second)) == 6
    assert 'href="?q=words&amp;page=1"' in second.text


HOSTILE = ["'", '"', "a' OR 1=1 --", "%", "\\", "NEAR(a b)", "stems:x", "\x00", "ﬀ", "😀", "a" * 5000, "a " * 900]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_is_an_error(client, wiki, words):
    search(client, words)
    assert client.get("/search/suggest/", {"q": words}).status_code == 200


def test_a_deleted_page_and_a_changed_one_are_found_no_more(client, wiki, moderator):
    page = Page.objects.get(names__slug="purple-man")
    keeping.delete(page.pk, person=moderator, lens=Lens.empty, reason="x")
    assert titles(search(client, "comics")) == []
    assert not Passage.objects.filter(page=page).exists()


def test_suggestions_are_visible_names(client, wiki):
    make_page("Kilgrave Junior", "x\n", gate="JJ 1x03")
    asked, names, _, addresses = client.get("/search/suggest/", {"q": "kilg"}).json()
    assert (asked, names) == ("kilg", ["Kilgrave", "Kilgrave's house"])
    assert addresses[0] == "http://testserver/wiki/kilgrave/"
    assert client.get("/search/suggest/", {"q": "hou"}).json()[1] == ["Kilgrave's house"]
    see(client, "1x03")
    assert "Kilgrave Junior" in client.get("/search/suggest/", {"q": "kilg"}).json()[1]


def test_browsers_learn_how_to_search(client, db):
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    assert 'template="http://testserver/search/?q={searchTerms}"' in response.text
    assert 'href="/opensearch.xml"' in client.get("/search/").text


@pytest.mark.parametrize(("module", "path"), [("reading", "/search/"), ("suggesting", "/search/suggest/")])
def test_a_page_that_goes_while_it_is_searched_for_is_left_out(client, wiki, monkeypatch, module, path):
    monkeypatch.setattr(f"wiki.search.{module}.known", lambda open_gates, pages: {})
    response = client.get(path, {"q": "kilgrave"})
    assert (response.status_code, "Kilgrave" in response.text) == (200, False)


def test_searching_very_often_has_to_wait(client, settings, db):
    settings.LIMITS = settings.LIMITS | {"search": "2/minute"}
    statuses = [client.get("/search/?q=a").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_the_end_of_a_comment_is_found_whatever_is_hidden_before_it(client, calendar, reader):
    page = make_page("Hope", "Runs.\n")
    lines = "".join(f"\n\n[a]{{JJ 1x01}} {number} [c]{{JJ 1x02}}" for number in range(200))
    make_comment(page, f"What{lines}\n\nxylophone", author=reader)
    make_comment(page, "Well.", author=reader)
    assert titles(search(client, "xylophone")) == ["Hope"]
    assert list(Passage.objects.order_by("-key").values_list("page", flat=True)[:1]) == [page.pk]


def test_passages_with_keys_of_an_older_version_go_when_all_are_written_anew(client, wiki):
    one = Passage.objects.filter(page__names__slug="voices").latest("key")
    Passage.objects.create(key=4, page=one.page, place=one.place, text="Others", words="others", stems="other", size=1)
    call_command("rebuild_records", only="search", stdout=io.StringIO())
    assert list(Passage.objects.filter(page=one.page, place=one.place)) == [one]


def test_what_is_saved_while_all_are_written_anew_stays(client, wiki, monkeypatch):
    """A passage that was sealed meanwhile would be open again in the results."""
    monkeypatch.setattr("wiki.search.record.TOGETHER", 1)
    page = Page.objects.latest("pk")
    rebuilding = record.rebuild()
    next(rebuilding)
    save_page(state=PageState(names=(NameEntry("Kilgrave's house"),), body="A [house]{JJ 1x03}.\n"), page=page)
    assert list(rebuilding) == [(2, 4), (3, 4), (4, 4)]
    assert "A <mark>house" not in search(client, "house").text
    see(client, "1x03")
    assert "A <mark>house" in search(client, "house").text


@pytest.mark.parametrize("words", ["kilgrave", "kilgrave voice", "", "kilgrvae"])
@pytest.mark.parametrize("term", ["kind:robot", "tag:robots", "work:NO", "by:nobody", "continuity:none", "kind:*"])
def test_a_filter_that_nothing_passes_finds_nothing(client, wiki, words, term):
    assert titles(search(client, f"{words} {term}")) == []


def test_what_stands_in_a_gate_over_several_items_is_hidden(client, calendar):
    make_page("Kilgrave", "He [lives\n- and she dies]{JJ 1x03} on.\n")
    assert titles(search(client, "lives")) == titles(search(client, "dies")) == []
    assert titles(search(client, "he on")) == ["Kilgrave"]
    see(client, "1x03")
    assert titles(search(client, "lives")) == titles(search(client, "dies")) == ["Kilgrave"]
