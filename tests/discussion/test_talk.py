"""A page's talk: what is said, for whom, and who reads it."""

import re

import pytest

from tests.discussion.forms import form_of, say
from tests.factories import make_comment, make_page
from tests.pages.test_edit import see
from wiki.discussion import following
from wiki.discussion.models import Comment, Follow


@pytest.fixture
def hope(calendar):
    return make_page("Hope", "Hope runs. [She stops.]{JJ 1x02}\n")


def test_what_somebody_says_is_for_those_who_are_where_they_are(client, hope, reader):
    client.force_login(reader)
    see(client, "JJ 1x02")
    response = say(client, "/talk/hope/", text="She *stops* so well.")
    assert response.status_code == 302
    comment = Comment.objects.get()
    assert (comment.gate_text, comment.author, comment.page) == ("JJ 1x02", reader, hope)
    text = client.get("/talk/hope/").text
    assert "She <em>stops</em> so well." in text
    assert "1 comment," in text
    client.logout()
    below = client.get("/talk/hope/").text
    assert "stops" not in below
    assert "Nobody has said anything yet" in below
    unknown, hidden = (client.get(f"/talk/hope/{one}/") for one in ("0" * 16, comment.pk))
    assert (hidden.status_code, hidden.content) == (unknown.status_code, unknown.content)
    see(client, "JJ 1x02")
    assert "She <em>stops</em>" in client.get("/talk/hope/").text
    assert client.get(f"/talk/hope/{comment.pk}/")["Location"] == f"/talk/hope/#c-{comment.pk}"


def test_every_page_tells_how_much_its_reader_can_read_and_the_newest(client, hope, people):
    author = people("malcolm")
    for number in range(4):
        make_comment(hope, f"Number {number}", "JJ 1x02" if number > 1 else "", author=author)
    for path in ("/wiki/hope/", "/wiki/hope/edit/", "/wiki/hope/history/", "/wiki/hope/links/"):
        assert re.search(r'Talk <span class="count">2</span>', client.get(path).text), path
    below = client.get("/wiki/hope/").text
    assert "Number 1" in below
    assert "Number 3" not in below
    see(client, "JJ 1x02")
    text = client.get("/wiki/hope/").text
    assert re.search(r'Talk <span class="count">4</span>', text)
    assert re.findall(r"Number \d", text) == ["Number 3", "Number 2", "Number 1"]


def test_the_kept_frame_of_a_page_shows_what_is_said_at_once(client, hope, people, settings):
    settings.DEBUG = False
    author = people("malcolm")
    assert "Hello" not in client.get("/wiki/hope/").text
    made = make_comment(hope, "Hello", author=author)
    assert "Hello" in client.get("/wiki/hope/").text
    assert "Hello" in client.get("/wiki/hope/").text
    from wiki.discussion import writing

    writing.delete(made, person=author)
    assert "Hello" not in client.get("/wiki/hope/").text


def test_a_page_that_was_asked_for_before_takes_one_query(client, hope, people, django_assert_num_queries, settings):
    settings.DEBUG = False
    make_comment(hope, "Hidden", "JJ 1x02", author=people("malcolm"))
    client.get("/wiki/hope/")
    with django_assert_num_queries(1):
        client.get("/wiki/hope/")


@pytest.mark.parametrize("count", [1, 3])
def test_talk_takes_a_constant_number_of_queries(client, hope, people, reader, django_assert_num_queries, count):
    from wiki.discussion import writing
    from wiki.discussion.writing import Said
    from wiki.spoilers.lens import Lens

    author = people("malcolm")
    for number in range(count):
        made = make_comment(hope, f"[[Hope]] @trish {number}", author=author)
        make_comment(hope, f"Yes, @malcolm {number}", author=reader, answers=made)
        writing.change(made, Said("Other words, [[Hope]] @trish", "", author, Lens.everything))
    client.force_login(reader)
    client.get("/talk/hope/")
    with django_assert_num_queries(20, exact=False):
        client.get("/talk/hope/")
    client.logout()
    client.get("/talk/")
    with django_assert_num_queries(6):
        client.get("/talk/")


def test_who_has_no_account_reads_and_keeps_what_they_typed(client, hope):
    text = client.get("/talk/hope/").text
    assert "Sign in</a> to join in" in text
    response = client.post("/talk/hope/", {"text": "I, too!", "gate": "", "offered": "", "form": "x"})
    assert response.status_code == 403
    assert form_of(response)["text"] == "I, too!"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("path", ["/talk/nobody/", "/talk/nuke/", "/talk/nuke/0123456789abcdef/reply/"])
def test_what_was_typed_for_a_page_that_is_not_there_is_kept(client, calendar, reader, path):
    make_page("Nuke", gate="JJ 1x03")
    client.force_login(reader)
    assert client.get(path).status_code == 404
    response = client.post(path, {"text": "My <words>"})
    assert response.status_code == 404
    assert "My &lt;words&gt;" in response.text
    if path == "/talk/nuke/":
        assert see(client, "JJ 1x03").get(path).status_code == 200


@pytest.mark.parametrize(
    ("text", "gate", "wrong"),
    [
        ("", "", "There is nothing here yet to say."),
        ("   ", "", "There is nothing here yet to say."),
        ("x" * 10_001, "", "at most 10,000 characters"),
        ("Well [x]{JJ 9x99}", "", "Line 1, column 10"),
        ("::: spoiler JJ 1x02\nnever closed", "", "Line 1"),
        ("[all of it]{JJ 1x02}", "", "All of this stands behind gates"),
        ("Fine", "JJ 9x99", "Jessica Jones has seasons 1, 2, 3"),
        ("Fine", "JJ 1x01 " * 400, "2000 characters"),
        (" ".join(f"@{number}" for number in range(21)), "", "calls at most 20 people"),
        ("a\0b", "", "Null characters are not allowed"),
    ],
)
def test_what_is_not_fit_is_refused_in_a_sentence_and_kept(client, hope, reader, text, gate, wrong):
    client.force_login(reader)
    response = say(client, "/talk/hope/", text=text, gate=gate)
    assert response.status_code == 422
    assert wrong in response.text
    assert form_of(response)["text"].strip() == text.replace("\0", "�").strip() or "\0" in text
    assert not Comment.objects.exists()


def test_who_says_too_much_waits_and_keeps_their_text(client, hope, reader, settings):
    settings.LIMITS = settings.LIMITS | {"comment": "10/hour"}
    client.force_login(reader)
    for number in range(10):
        assert say(client, "/talk/hope/", text=f"{number}").status_code == 302
    response = say(client, "/talk/hope/", text="One more")
    assert (response.status_code, 0 < int(response["Retry-After"]) <= 3600) == (429, True)
    assert form_of(response)["text"] == "One more"
    assert Comment.objects.count() == 10


def test_a_form_that_is_sent_twice_makes_one_comment(client, hope, reader, people):
    client.force_login(reader)
    sent = form_of(client.get("/talk/hope/")) | {"text": "Once."}
    first, second = (client.post("/talk/hope/", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1
    client.force_login(people("malcolm"))  # somebody else's form of that name is another form
    assert client.post("/talk/hope/", sent)["Location"] != first["Location"]
    assert Comment.objects.count() == 2


def test_a_preview_shows_the_text_and_says_nothing(client, hope, reader):
    client.force_login(reader)
    text = "She *stops*. <b>Loud</b> @trish [ends]{JJ 1x02}"
    response = say(client, "/talk/hope/", text=text, preview="1")
    assert "<p>She <em>stops</em>. &lt;b&gt;Loud&lt;/b&gt; <b>@trish</b></p>" in response.text
    assert form_of(response)["text"] == text
    assert "Line 1, column 10" in say(client, "/talk/hope/", text="Well [x]{JJ 9x99}", preview="1").text
    assert not Comment.objects.exists()


def test_new_people_have_no_pictures_and_nobody_has_headings_or_html(client, hope, people, moderator):
    text = "# Loud\n\n<b id=x>bold</b> ![a](/images/x.png)\n\nText[^1]\n\n[^1]: Note"
    make_comment(hope, text, author=people("malcolm"))
    shown = client.get("/talk/hope/").text
    assert "<img" not in shown
    assert "<h1>Loud" not in shown
    assert "&lt;b id=x&gt;" in shown
    assert "footnote" not in shown
    make_comment(hope, "![a](/images/x.png)", author=moderator)
    assert '<img src="/images/x.png" alt="a">' in client.get("/talk/hope/").text


def test_people_who_are_called_are_shown_so_and_others_are_text(client, hope, people):
    make_comment(hope, "@malcolm, @nobody and a@malcolm.org, `@malcolm`: @malcolm.", author=people("malcolm"))
    text = client.get("/talk/hope/").text
    assert text.count("<b>@malcolm</b>") == 2
    assert "@nobody" in text
    assert "<b>@nobody" not in text


def test_threads_are_two_deep_and_lead_to_their_pages(client, hope, people, reader):
    author = people("malcolm")
    first = make_comment(hope, "First of all", author=author)
    reply = make_comment(hope, "An answer", author=reader, answers=first)
    third = make_comment(hope, "To the answer", author=author, answers=reply)
    assert (reply.parent, third.parent, third.answers) == (first, first, reply)
    text = client.get("/talk/hope/").text
    assert re.search(rf'answers <a href="#c-{reply.pk}">trish</a>', text)
    for number in range(20):
        make_comment(hope, f"Later {number}", author=author)
    assert client.get(f"/talk/hope/{third.pk}/")["Location"] == f"/talk/hope/?page=2#c-{third.pk}"
    assert "To the answer" in client.get("/talk/hope/?page=2").text
    assert "To the answer" not in client.get("/talk/hope/").text


def test_an_answer_is_there_only_for_who_sees_what_it_answers(client, hope, people):
    author = people("malcolm")
    first = make_comment(hope, "Hidden words", "JJ 1x02", author=author)
    make_comment(hope, "Open answer", author=author, answers=first)
    assert (
        "Open answer" not in client.get("/talk/hope/").text + client.get("/talk/").text + client.get("/wiki/hope/").text
    )
    see(client, "JJ 1x02")
    assert "Open answer" in client.get("/talk/hope/").text
    assert "Open answer" in client.get("/talk/").text


def test_who_only_talks_has_a_page_for_those_who_read_them(client, hope, people):
    make_comment(hope, "Hidden", "JJ 1x02", author=people("malcolm"))
    assert client.get("/people/malcolm/").status_code == client.get("/people/nobody/").status_code == 404
    assert see(client, "JJ 1x02").get("/people/malcolm/").status_code == 200


def test_talk_of_a_page_is_found_by_every_name_and_by_no_other_form(client, hope):
    assert client.get("/talk/Hope/")["Location"] == "/talk/hope/"
    assert client.get("/talk/nope/").status_code == 404
    assert client.put("/talk/hope/").status_code == 405


def test_a_page_and_a_thread_are_followed_and_left(client, hope, people, reader):
    thread = make_comment(hope, author=people("malcolm"))
    assert client.post("/talk/hope/follow/").status_code == 302  # to sign in
    client.force_login(reader)
    client.post("/talk/hope/follow/")
    client.post("/talk/hope/follow/")
    client.post("/talk/hope/follow/", {"thread": thread.pk})
    assert following.followed(reader, hope.pk) == {"", thread.pk}
    assert "Stop following this talk" in client.get("/talk/hope/").text
    client.post("/talk/hope/follow/", {"stop": "1"})
    client.post("/talk/hope/follow/", {"thread": thread.pk, "stop": "1"})
    assert not Follow.objects.filter(person=reader).exists()
    assert client.get("/talk/hope/follow/").status_code == 405
    for wrong in ("é", "0" * 16, "\0"):
        assert client.post("/talk/hope/follow/", {"thread": wrong}).status_code == 404


def test_a_thread_beyond_the_lens_cannot_be_followed(client, hope, people, reader):
    thread = make_comment(hope, "Hidden", "JJ 1x02", author=people("malcolm"))
    client.force_login(reader)
    assert client.post("/talk/hope/follow/", {"thread": thread.pk}).status_code == 404
    see(client, "JJ 1x02")
    assert client.post("/talk/hope/follow/", {"thread": thread.pk}).status_code == 302


def test_recent_talk_and_its_feeds_go_through_a_lens(client, hope, people, reader):
    import feedparser

    from wiki.pages import watching

    author = people("malcolm")
    make_comment(hope, "For all & <sundry>", author=author)
    make_comment(hope, "Hidden words", "JJ 1x02", author=author)
    assert "Hidden words" not in client.get("/talk/").text
    feed = feedparser.parse(client.get("/talk/feed/atom/").content)
    assert [(one.title, one.summary) for one in feed.entries] == [
        ("malcolm on Hope", "<p>For all &amp; &lt;sundry&gt;</p>")
    ]
    client.force_login(reader)
    see(client, "JJ 1x02")
    watching.new_token(reader)
    address = f"/talk/feed/atom/{watching.token_of(reader)}/"
    assert address in client.get("/talk/").text
    client.logout()
    mine = client.get(address)
    assert [one.summary for one in feedparser.parse(mine.content).entries] == [
        "<p>Hidden words</p>",
        "<p>For all &amp; &lt;sundry&gt;</p>",
    ]
    assert mine["Cache-Control"] == "private, no-store"
    assert client.get("/talk/feed/atom/forged/").status_code == 404


def test_recent_talk_goes_on_where_its_page_ends(client, hope, people):
    author = people("malcolm")
    for number in range(42):
        make_comment(hope, f"Number {number}.", "JJ 1x02" if number == 5 else "", author=author)
    first = client.get("/talk/")
    assert re.findall(r"Number (\d+)\.", first.text) == [str(one) for one in range(41, 1, -1) if one != 5] + ["1"]
    older = re.search(r'href="(\?before=\w+)"', first.text)[1]
    assert re.findall(r"Number (\d+)\.", client.get(f"/talk/{older}").text) == ["0"]
    hidden = Comment.objects.get(gate_text="JJ 1x02")
    assert client.get(f"/talk/?before={hidden.pk}").content == client.get("/talk/?before=0123").content


def test_an_article_shows_its_newest_comments_and_a_draft_is_talked_about_by_who_works_on_it(client, calendar, reader):
    from tests.factories import make_article

    out, draft = make_article("Out"), make_article("Draft", status="", author=reader)
    make_comment(out, "About the news", author=reader)
    made = make_comment(draft, "About the draft", author=reader)
    assert "About the news" in client.get("/news/out/").text
    for path in ("/talk/draft/", f"/talk/draft/{made.pk}/"):
        assert client.get(path).status_code == 404
    assert "About the draft" not in client.get("/talk/").text
    client.force_login(reader)
    assert "About the draft" in client.get("/news/draft/").text
    assert "About the draft" in client.get("/talk/draft/").text
    assert "About the draft" in client.get("/talk/").text


def test_a_character_as_of_an_earlier_episode_has_the_talk_of_then(client, calendar, people):
    from tests.factories import make_character

    hero = make_character("Hero", ("continuity", "Netflix series"))
    make_comment(hero, "Said later", "JJ 1x03", author=people("malcolm"))
    see(client, "JJ 1x03")
    assert "Said later" in client.get("/characters/hero/").text
    assert "Said later" not in client.get("/characters/hero/?as_of=JJ+1x02").text
