import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.markup import slugify, wiki_links


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jessica Jones", "jessica-jones"),
        ("Luke's  Bar!", "lukes-bar"),
        ("AKA WWJD?", "aka-wwjd"),
        ("Café Ünïted", "café-ünïted"),
        ("ＦＵＬＬ", "full"),
        ("हिन्दी", "हिन्दी"),
        ("!!!", "21-21-21"),
        ("a/b", "a-b"),
    ],
)
def test_slug_of_a_name(name, slug):
    assert slugify(name) == slug


@given(st.text(min_size=1).filter(str.strip))
def test_slug_is_never_empty_and_its_own_slug(name):
    slug = slugify(name)
    assert slug
    assert slugify(slug) == slug
    assert "/" not in slug


def test_links_come_with_the_gates_around_them():
    source = (
        "[[A]]\n\n::: spoiler JJ 1\n[[B|b]] [[[C]]]{JJ 2 else [[D]]}\n:::\n\n`[[E]]`\n\n```\n[[F]]\n```\n[[G#part]]\n"
    )
    assert [tuple(use) for use in wiki_links(source)] == [
        ("a", (), ()),
        ("b", ("JJ 1",), ()),
        ("c", ("JJ 1", "JJ 2"), ()),
        ("d", ("JJ 1",), ("JJ 2",)),
        ("g", (), ()),
    ]


@pytest.mark.parametrize("hidden", ["foo", "```", "`", "~~~\n"])
def test_a_visible_link_is_listed_whatever_is_hidden(hidden):
    block = f"::: spoiler JJ 1\n{hidden}\n:::\n\nSee [[Target|so]] and ` tick.\n"
    span = f"A [x {hidden.strip()} y]{{JJ 1}} [[Target]] and ` tick.\n"
    assert [use.slug for text in (block, span) for use in wiki_links(text) if not use.must] == ["target", "target"]


def test_equal_links_are_listed_once():
    assert [use.slug for use in wiki_links("[[A]] [[a]] [[A|x]]")] == ["a"]
