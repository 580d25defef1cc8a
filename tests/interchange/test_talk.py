"""The talk of the demo."""

import pytest

from tests.factories import lens_at, make_page
from wiki.discussion.models import Comment
from wiki.discussion.texts import through
from wiki.interchange import folder, talk
from wiki.spoilers.lens import Lens


def test_the_first_wiki_has_talk_at_several_places(db):
    from tests.interchange.test_content import CONTENT

    folder.load(CONTENT)
    count = talk.load(CONTENT / "talk.yaml")
    assert count == Comment.objects.count() >= 10
    assert talk.load(CONTENT / "talk.yaml") == 0
    seen = [Comment.objects.visible_to(lens_at(*gates)).count() for gates in ((), ("JJ 1x03",), ("JJ s1",))]
    assert seen == sorted(set(seen))
    assert not Comment.objects.filter(author__password__startswith="pbkdf2").exists()
    assert all("@" in through(one, Lens.everything) for one in Comment.objects.filter(gate_text="JJ 2x07"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("- {author: a, text: b, page: Nobody}", "talk.yaml:1: There is no page “Nobody”."),
        ("\n- {author: a, text: b, page: Hope, gate: JJ 9x99}", "talk.yaml:2: JJ 9x99"),
        ("- {author: a, text: b, page: Hope, replies: [{text: c}]}", "talk.yaml:1: A comment is a mapping"),
        ("- {author: a, text: b", "talk.yaml:2: This is not YAML"),
    ],
)
def test_a_file_that_is_wrong_says_nothing(calendar, tmp_path, text, wrong):
    make_page("Hope")
    (tmp_path / "talk.yaml").write_text(text)
    with pytest.raises(talk.NotSaid, match=wrong.split(":")[1]) as error:
        talk.load(tmp_path / "talk.yaml")
    assert str(error.value).startswith(wrong)
    assert not Comment.objects.exists()


def test_a_thread_is_said_in_order(calendar, tmp_path):
    make_page("Hope")
    (tmp_path / "talk.yaml").write_text(
        "- {author: a, text: One, page: Hope, replies: [{author: b, text: Two, gate: JJ 1x02}]}"
    )
    assert talk.load(tmp_path / "talk.yaml") == 2
    first, second = Comment.objects.oldest_first()
    assert (second.parent, second.author.username, second.gate_text) == (first, "b", "JJ 1x02")
