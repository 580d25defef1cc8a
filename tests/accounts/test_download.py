import io
import json
import zipfile

import pytest
from django.test import Client

from tests.factories import make_page
from tests.worlds.world import PNG
from wiki.accounts import profiles
from wiki.pages import drafts, images, watching
from wiki.pages.editing import save_page
from wiki.pages.state import NameEntry, PageState

PATH = "/accounts/download/"


def opened(client):
    answer = client.post(PATH)
    assert answer["Content-Disposition"] == 'attachment; filename="alias-malcolm.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


@pytest.fixture
def busy(client, calendar, malcolm, ruben):
    """Give somebody who has done a bit of everything, some of it beyond where they say they are."""
    from django.http import QueryDict

    body = "Open words. [Gated words.]{JJ 1x02}\n"
    hope = make_page("Hope", body, author=malcolm, summary="A beginning")
    state = PageState(names=(NameEntry("Hope"),), body=body + "\n::: spoiler JJ 1x03\nLater words.\n:::\n")
    save_page(state=state, page=hope, author=malcolm, summary="A later summary")
    make_page("Beyond", "Words beyond.\n", gate="JJ 1x03", author=malcolm)
    make_page("Others", "Words of others.\n", author=ruben)
    for gate in ("", "JJ 1x03"):
        words = images.Words(f"A door {gate}", gate=gate)
        images.take_in(io.BytesIO(PNG), len(PNG), page=hope, words=words, uploader=malcolm)
    drafts.keep(malcolm, hope, QueryDict("body=A+draft+[x]{JJ 1x03}&csrfmiddlewaretoken=secret"))
    profiles.save(person=malcolm, pronouns="he", about="About [me]{JJ 1x03}.", works=[])
    watching.watch(malcolm, hope)
    client.force_login(malcolm)
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    return malcolm


def test_everything_one_wrote_is_there_as_far_as_one_sees(client, busy):
    files = opened(client)
    everything = "\n".join(files.values())
    revisions = [text for name, text in files.items() if name.startswith("revisions/")]
    assert len(revisions) == 1
    assert "[Gated words.]{JJ 1x02}" in revisions[0]
    assert "summary: A beginning" in revisions[0]
    for word in ("Later words", "A later summary", "Words beyond", "Beyond", "Words of others", "A door JJ 1x03"):
        assert word not in everything, word
    assert files["about.md"] == "About [me]{JJ 1x03}."
    assert json.loads(files["drafts/1.json"])["body"] == "A draft [x]{JJ 1x03}"
    assert "secret" not in everything
    assert json.loads(files["bookmarks.json"]) == [{"work": "JJ", "until": "1x02", "also": [], "not": []}]
    assert json.loads(files["watchlist.json"]) == ["Hope"]
    assert json.loads(files["account.json"])["addresses"][0]["email"] == "malcolm@example.com"
    assert [name for name in files if name.endswith(".png")] != []
    assert [words["alt"] for words in json.loads(files["pictures/words.json"]).values()] == ["A door"]


def test_further_on_there_is_more(client, busy):
    client.post("/progress/", {"work": "JJ", "until": "1x03"})
    files = opened(client)
    everything = "\n".join(files.values())
    assert len([name for name in files if name.startswith("revisions/")]) == 3
    assert all(word in everything for word in ("Later words", "A later summary", "Words beyond", "A door JJ 1x03"))
    assert "Words of others" not in everything


def test_names_of_files_lead_nowhere_else(client, busy):
    assert [name for name in opened(client) if name.startswith("/") or ".." in name or "\\" in name] == []


@pytest.mark.parametrize("count", [1, 3])
def test_many_revisions_take_as_many_queries_as_one(client, busy, count, django_assert_max_num_queries):
    for number in range(count):
        make_page(f"Page {number}", author=busy)
    with django_assert_max_num_queries(32):
        opened(client)


def test_the_fourth_time_in_an_hour_is_too_much(client, malcolm):
    client.force_login(malcolm)
    answers = [client.post(PATH) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "3600"
    assert "A little slower" in answers[-1].text
    for answer in answers[:3]:
        answer.close()


def test_the_page_says_what_is_in_it(client, malcolm):
    client.force_login(malcolm)
    assert "One file with your revisions" in client.get(PATH).text
    assert client.put(PATH).status_code == 405


def test_somebody_without_account_is_asked_to_sign_in(db):
    assert Client().post(PATH)["Location"] == f"/accounts/login/?next={PATH}"
