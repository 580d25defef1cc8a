"""Claims: one place for what was said, many for where it is shown."""

import re

import pytest

from articles.claims import all_claims
from tests.factories import lens_at, make_article, make_character, make_claim
from tests.pages.sending import send
from tests.pages.test_edit import see
from wiki.spoilers.lens import Lens

HELLCAT = "Trish becomes Hellcat"


@pytest.fixture
def told(calendar):
    """An article makes three claims, one of them hidden; two have pages, with outcomes behind gates."""
    make_character("Trish Walker")
    make_claim(
        HELLCAT,
        ("works", "JJ"),
        ("about", "Trish Walker"),
        ("said_by", "Melissa Rosenberg"),
        ("statuses", ("Confirmed", "2019-06-14"), "JJ 3x01", "JJ 3x01"),
        ("outcome", ("Partly true", "She takes the mask."), "JJ 3x01", "JJ 3x02"),
        ("outcome", ("True", "She takes the name."), "JJ 3x03"),
    )
    make_claim("It comes in 2017", ("statuses", ("Debunked", "2018-03-08")), ("outcome", ("False", "It came in 2018.")))
    return make_article(
        "It returns",
        ("works", "DEF"),
        ("claims", (HELLCAT, "Speculation", "")),
        ("claims", ("It comes in 2017", "Reported", "A magazine")),
        ("claims", ("He is really dead", "Confirmed", ""), "JJ 1x03"),
    )


def claims(lens):
    return {line.statement: (line.status, line.verdict) for line in all_claims(lens)}


def test_a_claim_stands_as_far_as_one_may_know(told):
    assert claims(Lens.empty) == {HELLCAT: ("Speculation", ""), "It comes in 2017": ("Debunked", "False")}
    assert claims(lens_at("JJ 3x01")) == {
        HELLCAT: ("Confirmed", "Partly true"),
        "He is really dead": ("Confirmed", ""),
        "It comes in 2017": ("Debunked", "False"),
    }
    assert claims(lens_at("JJ 3x03"))[HELLCAT] == ("Confirmed", "True")


def test_an_article_tells_what_was_said_then_and_what_is_known_now(client, told):
    def line():
        text = re.sub(r"<[^>]+>|\s+", " ", client.get("/news/it-returns/").text)
        return " ".join(text.split()).partition(HELLCAT)[2].partition("It comes in 2017")[0].strip()

    assert line() == "Speculation then."
    see(client, "JJ 3x01")
    assert line() == "Speculation then. Settled since: partly true . She takes the mask."
    see(client, "JJ 3x03")
    assert line() == "Speculation then. Settled since: true . She takes the name."


def test_a_claim_that_is_changed_in_one_place_is_changed_everywhere(client, told):
    paths = ("/news/it-returns/", "/news/claims/", "/news/claims/trish-becomes-hellcat/")
    before = [client.get(path).text for path in paths]  # and into the caches
    made = send(
        client,
        "/wiki/trish-becomes-hellcat/edit/",
        sheet__statuses__0__status="Rumoured",
        sheet__statuses__0__date="2017",
    )
    assert made.status_code == 302
    after = [client.get(path).text for path in paths]
    assert ["Rumoured" in text for text in before] == [False] * 3
    assert ["Rumoured" in text for text in after] == [True] * 3


def test_a_claim_has_a_history_with_dates_and_sources(client, told):
    text = see(client, "JJ 3x01").get("/news/claims/trish-becomes-hellcat/").text
    steps = re.findall(r"<li><strong>([^<]+)</strong> <span class=\"note\">([^<]+)<a href=\"([^\"]+)\">", text)
    assert steps == [
        ("Speculation", "18 January 2016: ", "/news/it-returns/"),
        ("Confirmed", "14 June 2019: ", "/works/JJ/3x01/"),
    ]
    assert "Melissa Rosenberg" in text
    assert '<a href="/characters/trish-walker/">Trish Walker</a>' in text


def test_a_claim_without_a_page_is_known_by_its_words(client, told):
    assert "He is really dead" not in client.get("/news/claims/").text
    text = see(client, "JJ 1x03").get("/news/claims/").text
    assert 'href="/wiki/new/?kind=claim&amp;name=He+is+really+dead" class="missing"' in text
    make_claim("He is really dead", ("statuses", ("Debunked", "2020")))
    assert claims(lens_at("JJ 1x03"))["He is really dead"] == ("Debunked", "")


def test_a_claim_of_an_article_that_is_not_out_is_known_to_nobody(calendar):
    make_article("Plans", ("claims", ("It comes", "Rumoured", "")), status="Scheduled", published="2100-01-01T00:00Z")
    make_claim("It comes", ("statuses", ("Reported", "2016")))
    assert claims(Lens.empty) == {"It comes": ("Reported", "")}


@pytest.mark.parametrize(
    ("query", "below", "above"),
    [
        ("", [HELLCAT, "It comes in 2017"], [HELLCAT, "He is really dead", "It comes in 2017"]),
        ("?status=speculation", [HELLCAT], []),
        ("?status=confirmed", [], [HELLCAT, "He is really dead"]),
        ("?work=JJ", [HELLCAT], [HELLCAT]),
        ("?work=DEF", [], ["He is really dead"]),
        ("?person=a-magazine", ["It comes in 2017"], ["It comes in 2017"]),
        ("?person=nobody", [], []),
        ("?status=debunked&work=JJ&page=99", [], []),
    ],
)
def test_claims_are_chosen_by_status_work_and_person(client, told, query, below, above):
    def listed():
        return re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', client.get(f"/news/claims/{query}").text)

    assert sorted(listed()) == sorted(below)
    see(client, "JJ 3x01")
    assert sorted(listed()) == sorted(above)


def test_names_beyond_the_lens_lead_nowhere(client, calendar):
    """A hidden claim of the same words changes nothing of what is told of them."""
    make_article("It returns", ("claims", ("It comes", "Reported", "")))
    before = client.get("/news/claims/").text, client.get("/news/it-returns/").text
    make_claim("It comes", ("outcome", ("False", "Never.")), gate="JJ 1x03")
    assert (client.get("/news/claims/").text, client.get("/news/it-returns/").text) == before
    assert "Never." in see(client, "JJ 1x03").get("/news/claims/").text


def test_the_table_costs_the_same_for_one_and_for_three(client, told, django_assert_num_queries):
    client.get("/news/claims/")
    for count in (1, 3):
        for number in range(count):
            make_claim(f"More {count} {number}", ("statuses", ("Reported", "2016"), "", "[[Trish Walker]]"))
        with django_assert_num_queries(12):
            client.get("/news/claims/")
    with django_assert_num_queries(3):
        client.get("/news/claims/?status=reported")
