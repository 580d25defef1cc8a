"""One comment: answered, changed, taken away, and what it said before."""

import re

import pytest

from tests.discussion.forms import form_of, say
from tests.factories import make_comment, make_page
from tests.pages.test_edit import see
from wiki.discussion import rules, texts, writing
from wiki.discussion.models import Comment
from wiki.discussion.writing import MayNot, Said
from wiki.spoilers.lens import Lens


@pytest.fixture
def hope(calendar):
    return make_page("Hope", "Hope runs. [She stops.]{JJ 1x02}\n")


@pytest.fixture
def made(hope, reader):
    return make_comment(hope, "She ran.", author=reader)


def path(comment, action=""):
    return f"/talk/hope/{comment.pk}/{action + '/' if action else ''}"


def test_an_answer_joins_the_thread_and_its_author_follows_it(client, made, people):
    author = people("malcolm")
    client.force_login(author)
    assert "She ran." in client.get(path(made, "reply")).text
    assert say(client, path(made, "reply"), text="She did.").status_code == 302
    reply = Comment.objects.get(parent=made)
    assert (reply.author, reply.answers) == (author, made)
    assert made.follows.filter(person=author).exists()


def test_an_answer_to_what_is_gone_keeps_its_text(client, made, people, reader):
    client.force_login(people("malcolm"))
    sent = form_of(client.get(path(made, "reply"))) | {"text": "She did."}
    writing.delete(made, person=reader)
    response = client.post(path(made, "reply"), sent)
    assert response.status_code == 404
    assert "She did." in response.text


@pytest.mark.parametrize("action", ["", "reply", "edit", "delete", "hide", "history"])
def test_what_is_beyond_the_lens_answers_like_what_is_not_there(client, hope, reader, action):
    hidden = make_comment(hope, "Hidden", "JJ 1x02", author=reader)
    client.force_login(reader)
    one, other = client.get(path(hidden, action)), client.get(path(hidden, action).replace(hidden.pk, "0" * 16))
    assert (one.status_code, other.status_code) == (404, 404)
    strip = re.compile(rb'value="\w{64}"')
    assert strip.sub(b"", one.content) == strip.sub(b"", other.content)
    see(client, "JJ 1x02")
    assert client.get(path(hidden, action)).status_code in (200, 302, 403)


@pytest.mark.parametrize("action", ["", "reply", "edit", "delete", "hide", "history"])
def test_a_comment_is_found_on_its_own_page_and_by_a_plain_id_only(client, made, reader, action):
    make_page("Trish", "Walks.\n")
    client.force_login(reader)
    for wrong in (path(made, action).replace("hope", "trish"), path(made, action).replace(made.pk, "a%00b")):
        assert client.get(wrong).status_code == 404
    assert client.delete(path(made, action)).status_code == 405


def test_only_its_author_changes_a_comment(client, made, people, moderator, reader):
    for other in (people("malcolm"), moderator):
        client.force_login(other)
        assert client.get(path(made, "edit")).status_code == 403
        assert client.post(path(made, "edit"), {"text": "Not hers", "gate": "", "form": "x"}).status_code == 403
        with pytest.raises(MayNot):
            writing.change(made, Said("Not hers", "", other, Lens.everything))
        with pytest.raises(PermissionError):
            texts.whole(made, other)
    client.force_login(reader)
    assert form_of(client.get(path(made, "edit")))["text"] == "She ran."
    assert say(client, path(made, "edit"), text="She walked.").status_code == 302
    shown = client.get("/talk/hope/").text
    assert "She walked." in shown
    assert "She ran." not in shown
    assert ">changed</a>" in shown


def test_what_a_comment_said_before_is_kept(client, made, reader):
    client.force_login(reader)
    say(client, path(made, "edit"), text="She walked.")
    say(client, path(made, "edit"), text="She walked.")  # nothing new
    say(client, path(made, "edit"), text="She flew.")
    text = client.get(path(made, "history")).text
    assert re.findall(r"<p>(She \w+\.)</p>", text) == ["She flew.", "She walked.", "She ran."]


def test_who_has_come_further_is_offered_the_gate_of_today(client, made, reader):
    client.force_login(reader)
    see(client, "JJ 1x02")
    form = form_of(client.get(path(made, "edit")))
    assert (form["text"], form["gate"]) == ("She ran.", "JJ 1x02")
    assert "It was for everybody" in client.get(path(made, "edit")).text
    client.post(path(made, "edit"), form | {"text": "She ran, and stopped."})
    client.logout()
    assert "She ran" not in client.get("/talk/hope/").text
    assert "She ran, and stopped." in see(client, "JJ 1x02").get("/talk/hope/").text


def test_a_change_of_hidden_words_is_no_change_for_others(client, made, reader):
    writing.change(made, Said("She ran. [And stopped.]{JJ 1x02}", "", reader, Lens.everything))
    assert ">changed</a>" not in client.get("/talk/hope/").text
    assert re.findall(r"<p>(She .*)</p>", client.get(path(made, "history")).text) == ["She ran."]
    see(client, "JJ 1x02")
    assert ">changed</a>" in client.get("/talk/hope/").text
    text = client.get(path(made, "history")).text
    assert re.findall(r"<p>(She .*)</p>", text) == ["She ran. And stopped.", "She ran."]


def test_what_stood_behind_a_higher_gate_once_stays_there(client, hope, reader):
    made = make_comment(hope, "He dies.", "JJ 1x02", author=reader)
    writing.change(made, Said("No spoilers here.", "", reader, Lens.everything))
    assert "He dies" not in client.get(path(made, "history")).text
    assert ">changed</a>" not in client.get("/talk/hope/").text
    assert "He dies" in see(client, "JJ 1x02").get(path(made, "history")).text


def test_its_author_deletes_a_comment_and_without_answers_nothing_is_left(client, made, reader, people):
    client.force_login(people("malcolm"))
    assert client.get(path(made, "delete")).status_code == 403
    assert client.post(path(made, "delete")).status_code == 403
    client.logout()
    assert client.post(path(made, "delete"))["Location"].startswith("/accounts/login/")
    client.force_login(reader)
    assert "She ran." in client.get(path(made, "delete")).text
    client.post(path(made, "delete"))
    text = client.get("/talk/hope/").text
    assert "She ran." not in text
    assert "taken away" not in text
    assert client.get(path(made))["Location"] == "/talk/hope/"
    assert client.get(path(made, "history")).status_code == 404


def test_the_place_of_a_deleted_comment_stays_while_there_are_answers_that_one_sees(client, made, reader, people):
    answer = make_comment(made.page, "Hidden answer", "JJ 1x02", author=people("malcolm"), answers=made)
    writing.delete(made, person=reader)
    assert "taken away" not in client.get("/talk/hope/").text
    see(client, "JJ 1x02")
    text = client.get("/talk/hope/").text
    assert "A comment stood here. It was taken away." in text
    assert "Hidden answer" in text
    assert "trish" not in text
    assert re.search(r'Talk <span class="count">1</span>', text)
    writing.delete(answer, person=answer.author)
    assert "taken away" not in client.get("/talk/hope/").text


def test_a_moderator_deletes_with_a_reason(client, made, moderator):
    client.force_login(moderator)
    response = client.post(path(made, "delete"))
    assert response.status_code == 422
    assert "This field is required." in response.text
    client.post(path(made, "delete"), {"reason": "Rude"})
    made.refresh_from_db()
    assert (made.state, made.removed_by, texts.reason(made)) == ("deleted", moderator, "Rude")


def test_a_moderator_hides_a_comment_and_shows_it_again(client, made, moderator, reader):
    client.force_login(reader)
    assert client.post(path(made, "hide"), {"reason": "x"}).status_code == 403
    client.force_login(moderator)
    assert client.post(path(made, "hide"), {"reason": ""}).status_code == 422
    client.post(path(made, "hide"), {"reason": "Rude"})
    assert "hidden: Rude" in client.get("/talk/hope/").text
    client.force_login(reader)
    assert "She ran." not in client.get("/talk/hope/").text + client.get("/talk/").text
    assert not rules.may_edit(reader, Comment.objects.get())
    client.force_login(moderator)
    assert "Show this comment again?" in client.get(path(made, "hide")).text
    client.post(path(made, "hide"))
    client.logout()
    assert "She ran." in client.get("/talk/hope/").text


def test_what_its_author_deleted_nobody_brings_back(made, reader, moderator):
    writing.delete(made, person=reader)
    with pytest.raises(MayNot):
        writing.show_again(made, person=moderator)
    assert Comment.objects.get().state == "deleted"


def test_hidden_comments_are_hidden_from_moderators_too_whose_lens_is_shut(client, hope, reader, moderator):
    made = make_comment(hope, "He dies.", "JJ 1x02", author=reader)
    writing.hide(made, person=moderator, reason="He dies")
    client.force_login(moderator)
    assert "dies" not in client.get("/talk/hope/").text
    assert "He dies" in see(client, "JJ 1x02").get("/talk/hope/").text


def test_the_admin_shows_what_the_lens_sees_and_hides_by_way_of_writing(client, hope, reader, admin):
    open_one = make_comment(hope, "She [ran]{JJ 1x03} there.", author=reader)
    hidden = make_comment(hope, "He dies.", "JJ 1x02", author=reader)
    client.force_login(admin)
    listed = client.get("/admin/discussion/comment/").text
    assert open_one.pk in listed
    assert hidden.pk not in listed
    assert client.get(f"/admin/discussion/comment/{hidden.pk}/change/").status_code == 302
    shown = client.get(f"/admin/discussion/comment/{open_one.pk}/change/").text
    assert "She there." in shown
    see(client, "JJ 1x02")
    assert "He dies." in client.get(f"/admin/discussion/comment/{hidden.pk}/change/").text
    data = {"action": "hide", "_selected_action": [hidden.pk]}
    client.post("/admin/discussion/comment/", data)
    assert Comment.objects.get(pk=hidden.pk).state == "hidden"
    client.post("/admin/discussion/comment/", data | {"action": "show_again"})
    assert Comment.objects.get(pk=hidden.pk).state == "shown"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_in_the_admin_takes_a_constant_number_of_queries(
    client, hope, reader, admin, django_assert_num_queries, count
):
    for number in range(count):
        make_comment(hope, f"{number}", author=reader)
    client.force_login(admin)
    client.get("/admin/discussion/comment/")
    with django_assert_num_queries(14, exact=False):
        client.get("/admin/discussion/comment/")
