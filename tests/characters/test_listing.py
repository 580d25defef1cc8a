"""The list of characters: filters, counts and order follow the lens; the number of queries does not grow."""

import pytest

from characters.listing import listing
from tests.factories import make_character, make_page
from tests.pages.test_edit import see
from wiki.spoilers import editing as calendar_editing
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release


@pytest.fixture
def people(calendar):
    make_page("Alias Investigations", tags=[("Heroes", "")])
    make_character(
        "Kilgrave",
        ("continuity", "Netflix series"),
        ("played_by", "David Tennant"),
        ("status", "Alive"),
        ("status", "Dead", "JJ 1x03"),
        ("appearances", ("JJ 1x01", "main", "")),
        ("appearances", ("JJ 1x02", "main", "")),
        ("counterparts", ("Purple Man", ""), "JJ 1x02"),
    )
    make_character("Purple Man", ("continuity", "Earth-616"), ("appearances", ("ALIAS #1", "main", "")))
    make_character(
        "Jessica",
        ("continuity", "Netflix series"),
        ("played_by", "Krysten Ritter"),
        ("status", "Alive"),
        ("appearances", ("JJ 1x01", "main", "")),
        tags=[("Heroes", ""), ("Widows", "JJ 1x03")],
    )
    make_character("Reva", ("continuity", "Netflix series"), ("status", "Dead"), gate="JJ 1x03")


def titles(lens=Lens.empty, **asked):
    return [line.page.title for line in listing(asked, lens).lines]


def counts(name, lens=Lens.empty, **asked):
    facets = {facet.name: facet for facet in listing(asked, lens).facets}
    return {option.value: option.count for option in facets[name].options} if name in facets else {}


def test_all_characters_that_exist_are_listed_by_name(people, lens_at):
    assert titles() == ["Jessica", "Kilgrave", "Purple Man"]
    assert titles(lens_at("JJ 1x03")) == ["Jessica", "Kilgrave", "Purple Man", "Reva"]


@pytest.mark.parametrize(
    ("asked", "below", "above"),
    [
        ({"status": "alive"}, ["Jessica", "Kilgrave"], ["Jessica"]),
        ({"status": "dead"}, [], ["Kilgrave", "Reva"]),
        ({"continuity": "earth-616"}, ["Purple Man"], ["Purple Man"]),
        ({"played_by": "david-tennant"}, ["Kilgrave"], ["Kilgrave"]),
        ({"work": "JJ"}, [], ["Jessica", "Kilgrave"]),
        ({"tag": "heroes"}, ["Jessica"], ["Jessica"]),
        ({"tag": "widows"}, [], ["Jessica"]),
        ({"counterpart": "yes"}, [], ["Kilgrave", "Purple Man"]),
        ({"counterpart": "no"}, ["Jessica", "Kilgrave", "Purple Man"], ["Jessica", "Reva"]),
        ({"status": "alive", "continuity": "netflix-series", "tag": "heroes"}, ["Jessica"], ["Jessica"]),
        ({"status": "nonsense"}, [], []),
        ({"nonsense": "dead"}, ["Jessica", "Kilgrave", "Purple Man"], ["Jessica", "Kilgrave", "Purple Man", "Reva"]),
    ],
)
def test_filters_follow_the_lens(people, lens_at, asked, below, above):
    assert (titles(**asked), titles(lens_at("JJ 1x03"), **asked)) == (below, above)


def test_counts_follow_the_lens_and_the_other_filters(people, lens_at):
    above = lens_at("JJ 1x03")
    assert (counts("status"), counts("status", above)) == ({"alive": 2}, {"alive": 1, "dead": 2})
    assert counts("status", above, continuity="earth-616") == {}
    assert counts("continuity", above, status="dead") == {"netflix-series": 2}
    assert counts("status", above, status="dead") == {"alive": 1, "dead": 2}
    assert (counts("work"), counts("work", above)) == ({}, {"JJ": 2})
    assert (counts("tag"), counts("tag", above)) == ({"heroes": 1}, {"heroes": 1, "widows": 1})
    assert (counts("counterpart"), counts("counterpart", above)) == ({"no": 3}, {"yes": 2, "no": 2})


def test_each_count_is_what_choosing_it_finds(people, lens_at):
    for lens in (Lens.empty, lens_at("JJ 1x02"), lens_at("JJ 1x03", "ALIAS #1")):
        for facet in listing({}, lens).facets:
            for option in facet.options:
                found = listing({facet.name: option.value}, lens).lines.paginator.count
                assert (facet.name, option.value, found) == (facet.name, option.value, option.count)


def test_orders(people, lens_at):
    assert titles(lens_at("JJ 1x02"), sort="appearances") == ["Kilgrave", "Jessica", "Purple Man"]
    assert titles(sort="newest") == ["Jessica", "Purple Man", "Kilgrave"]
    assert titles(sort="nonsense") == titles()


def test_the_page_shows_cards_or_a_table(client, people):
    see(client, "JJ 1x03")
    cards, table = client.get("/characters/").text, client.get("/characters/?view=table&status=dead").text
    assert ("Played by David Tennant. Netflix series." in cards, "<td>David Tennant</td>" in cards) == (True, False)
    assert ("<td>David Tennant</td>" in table, "Jessica" in table.partition("<table")[2]) == (True, False)


def test_long_lists_have_pages_that_keep_the_filter(client, calendar):
    for number in range(30):
        make_character(f"Somebody {number:02}", ("status", "Alive"))
    first = client.get("/characters/?status=alive&view=table")
    assert 'href="?status=alive&amp;sort=name&amp;view=table&amp;page=2"' in first.text
    assert "Somebody 29" in client.get("/characters/?status=alive&page=2").text
    assert client.get("/characters/?page=99").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(client, calendar, django_assert_num_queries, count):
    for number in range(count):
        make_character(f"Somebody {number}", ("status", "Alive"), ("played_by", f"Actor {number}"))
    with django_assert_num_queries(13):
        client.get("/characters/?status=alive&sort=appearances")
    with django_assert_num_queries(5):
        client.get("/characters/?status=alive")


def test_kept_counts_are_never_stale(people, lens_at, client):
    above = lens_at("JJ 1x03")
    assert counts("status", above) == counts("status", above) == {"alive": 1, "dead": 2}
    make_character("Hope", ("status", "Dead"))
    assert counts("status", above) == {"alive": 1, "dead": 3}
    release = Release.objects.get(work__code="JJ", label="1x03")
    release.label = "1x77"
    calendar_editing.save_release(release)
    assert counts("status", above) == {"alive": 2, "dead": 1}


@pytest.mark.parametrize(
    "query", ["page=-1", "page=%00", "status=%00", "tag=" + "x" * 3000, "work=%F0%9F%8E%AD", "sort=&view=&page="]
)
def test_odd_questions_get_an_answer(client, people, query):
    assert client.get(f"/characters/?{query}").status_code == 200
