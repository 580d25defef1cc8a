import pytest

from tests.factories import PAST, make_work
from wiki.spoilers import reading
from wiki.spoilers.lens import Lens


def test_the_list_names_every_work(client, calendar):
    text = client.get("/works/").text
    assert [f'href="/works/{code}/"' in text for code in ("JJ", "DEF", "ALIAS", "FILM")] == [True] * 4
    assert "3 seasons, 9 episodes · 2015" in text
    assert "1 film · no date yet" in text or "1 release · no date yet" in text


def test_a_work_shows_its_releases_and_the_titles_that_one_may_know(client, calendar):
    text = client.get("/works/JJ/").text
    assert "20 November 2015" in text
    assert ("Title of 1x01" in text, "Title of 1x02" in text) == (True, False)
    client.post("/progress/", {"work": "JJ", "until": "1x01"})
    text = client.get("/works/JJ/").text
    assert ("Title of 1x02" in text, "Title of 1x03" in text) == (True, False)


def test_a_volume_is_a_set_of_issues(calendar):
    parts = {part.name: [one.label for one in part.releases] for part in reading.work("ALIAS", Lens.empty).parts}
    assert parts == {"Volume 1": ["#1", "#3"], "Volume 2": ["#2", "#4"]}


@pytest.mark.parametrize(("path", "status"), [("/works/jj/", 302), ("/works/NONE/", 404), ("/works/none/", 302)])
def test_codes_are_in_capitals_and_unknown_ones_are_not_found(client, calendar, path, status):
    assert client.get(path).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_a_constant_number_of_queries(client, db, django_assert_num_queries, count):
    for number in range(count):
        make_work(f"W{number}", f"Work {number}", "series", [(1, "1x01", PAST), (2, "2x01", PAST)])
    with django_assert_num_queries(4):
        client.get("/works/")
    with django_assert_num_queries(8):  # two of them for who appears, two for the news
        client.get("/works/W0/")


@pytest.mark.parametrize("path", ["/works/", "/works/JJ/"])
def test_reading_does_not_post(client, calendar, path):
    assert client.post(path).status_code == 405
