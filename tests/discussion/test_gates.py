"""For whom a comment is: its author's place in what the page is about, as they see it."""

import pytest

from tests.discussion.forms import form_of, say
from tests.factories import make_article, make_character, make_page
from tests.pages.test_edit import see
from wiki.discussion.models import Comment


@pytest.fixture
def signed_in(client, reader, calendar):
    client.force_login(reader)
    return client


def offered(client, path="/talk/hope/"):
    form = form_of(client.get(path))
    assert form["gate"] == form["offered"]
    return form["gate"]


def test_a_comment_is_for_where_its_author_is_in_the_works_of_the_page(signed_in):
    make_page("Hope", "Hope runs. [She stops.]{JJ 1x02}\n")
    assert offered(signed_in) == ""
    see(signed_in, "JJ 2x01", "DEF 1x01")
    assert offered(signed_in) == "JJ 2x01"


def test_only_what_the_author_sees_tells_what_a_page_is_about(signed_in):
    make_page("Hope", "Hope runs. [Stops]{JJ 1x02}. [In the other series]{JJ 2x01 and DEF 1x02}.\n")
    see(signed_in, "JJ 1x03", "DEF 1x01")
    assert offered(signed_in) == "JJ 1x03"
    see(signed_in, "JJ 2x01", "DEF 1x02")
    assert offered(signed_in) == "JJ 2x01 and DEF 1x02"


def test_where_nothing_tells_all_works_count(signed_in):
    make_page("Hope", "Hope runs.\n")
    see(signed_in, "JJ 1x02", "ALIAS #2")
    assert offered(signed_in) == "JJ 1x02 and ALIAS #2"


def test_sheets_tell_what_pages_are_about(signed_in):
    see(signed_in, "JJ 1x02", "ALIAS #2", "DEF 1x01")
    make_article("News", ("works", "ALIAS"), ("sources", ("A", "", "", "")))
    make_character("Jess", ("appearances", ("JJ 1x01", "main", ""), "JJ 1x01"))
    assert offered(signed_in, "/talk/news/") == "ALIAS #2"
    assert offered(signed_in, "/talk/jess/") == "JJ 1x02"


def test_single_episodes_that_were_seen_besides_count(signed_in):
    make_page("Hope", "Hope runs. [Stops]{JJ 1x01}.\n")
    see(signed_in, "JJ 1x02")
    signed_in.post("/progress/", {"work": "JJ", "exactly": "on", "seen": ["1x01", "1x02", "2x01", "3x01"]})
    assert offered(signed_in) == "JJ 1x02 and JJ 2x01 and JJ 3x01"
    say(signed_in, "/talk/hope/", text="Well.")
    assert Comment.objects.get().gate_text == "JJ 1x02 and JJ 2x01 and JJ 3x01"


def test_the_gate_is_lowered_only_by_hand(signed_in):
    make_page("Hope", "Hope runs. [Stops]{JJ 1x01}.\n")
    see(signed_in, "JJ 1x02")
    before = form_of(signed_in.get("/talk/hope/")) | {"text": "I know now."}
    see(signed_in, "JJ 2x01")
    response = signed_in.post("/talk/hope/", before)
    assert response.status_code == 409
    assert "Your place in a story has changed" in response.text
    again = form_of(response)
    assert (again["text"], again["gate"]) == ("I know now.", "JJ 2x01")
    assert not Comment.objects.exists()
    assert signed_in.post("/talk/hope/", again | {"gate": "JJ 1x01"}).status_code == 302
    assert Comment.objects.get().gate_text == "JJ 1x01"


def test_what_is_said_for_those_who_are_further_is_out_of_sight(signed_in):
    make_page("Hope", "Hope runs. [Stops]{JJ 1x01}.\n")
    response = say(signed_in, "/talk/hope/", text="I have read ahead.", gate="JJ 3x01")
    assert response["Location"] == "/talk/hope/"
    text = signed_in.get("/talk/hope/").text
    assert "Said, to those who are further than you" in text
    assert "read ahead" not in text
    assert "read ahead" in see(signed_in, "JJ 3x01").get("/talk/hope/").text


def test_gates_follow_the_calendar_and_are_shut_where_they_name_nothing(client, calendar, reader):
    from tests.factories import make_comment
    from wiki.discussion.models import Version
    from wiki.discussion.writing import Said, change
    from wiki.spoilers import editing
    from wiki.spoilers.lens import Lens
    from wiki.spoilers.models import Release

    page = make_page("Hope", "Hope runs.\n")
    made = make_comment(page, "Old [words]{JJ 1x02}", "JJ 1x02", author=reader)
    change(made, Said("New [words]{JJ 1x02}", "JJ 1x02", reader, Lens.everything))
    see(client, "JJ 1x03")
    assert "New words" in client.get("/talk/hope/").text
    release = Release.objects.get(label="1x02", work__code="JJ")
    release.label = "1x22"
    editing.save_release(release)
    for model in (Comment, Version):
        one = model.objects.get()
        assert (one.gate.key, one.gates) == ("", {"JJ 1x02": ""})
    assert "New words" not in client.get("/talk/hope/").text
    assert 'Talk <span class="count">' not in client.get("/wiki/hope/").text
    release.label = "1x02"
    editing.save_release(release)
    assert "New words" in client.get("/talk/hope/").text


def test_an_inner_gate_hides_words_and_nothing_tells_of_it(client, calendar, reader):
    from tests.factories import make_comment

    page = make_page("Hope", "Hope runs.\n")
    make_comment(page, "She [dies]{JJ 1x02} alone.", author=reader)
    below = client.get("/talk/hope/").text
    assert "<p>She alone.</p>" in below
    assert "dies" not in below
    assert "She dies alone" in see(client, "JJ 1x02").get("/talk/hope/").text


def test_a_picture_behind_a_gate_stands_in_no_open_comment(client, calendar, moderator):
    import io

    from tests.worlds.world import PNG
    from wiki.pages import images

    page = make_page("Hope", "Hope runs.\n")
    words = images.Words("Her end", gate="JJ 1x02")
    picture = images.take_in(io.BytesIO(PNG), len(PNG), page=page, words=words, uploader=moderator)
    client.force_login(moderator)
    see(client, "JJ 1x02")
    text = f"![Her end]({picture.url})"
    response = say(client, "/talk/hope/", text=f"Look: {text}", gate="")
    assert response.status_code == 422
    assert "The picture here is behind JJ 1x02" in response.text
    assert say(client, "/talk/hope/", text=f"Look: {text}", gate="JJ 1x02").status_code == 302
