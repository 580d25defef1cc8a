"""Who is what to whom: the later replaces the earlier, the picture shows what the list says, and nothing else."""

import itertools

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from characters import kinship, relations
from characters.bonds import Person
from characters.drawing import HEIGHT, draw
from characters.relations import Relation
from tests.factories import fact, make_character
from tests.pages.test_edit import see
from wiki.spoilers.lens import Lens

SVG = "{http://www.w3.org/2000/svg}"


def told(lens):
    return [(one.other.title, one.says, one.one.title) for one in relations.everywhere(lens)]


def test_every_kind_has_an_inverse_that_leads_back():
    assert [kind for kind in kinship.KINDS if kinship.inverse(kinship.inverse(kind)) != kind] == []


def test_a_later_one_that_is_visible_replaces_an_earlier(calendar, lens_at):
    make_character("Trish")
    pair = [("relationships", ("Trish", "friend")), ("relationships", ("Trish", "enemy"), "JJ 1x03")]
    make_character("Jessica", *pair)
    assert told(Lens.empty) == [("Trish", "is a friend of", "Jessica")]
    assert told(lens_at("JJ 1x02")) == [("Trish", "is a friend of", "Jessica")]
    assert told(lens_at("JJ 1x03")) == [("Trish", "is an enemy of", "Jessica")]


@pytest.mark.parametrize("first", ["Jessica", "Trish"])
def test_of_what_both_pages_tell_the_one_that_opens_later_holds(calendar, lens_at, first):
    """Whichever page is the older one."""
    facts = {"Jessica": ("Trish", "enemy", "JJ 1x03"), "Trish": ("Jessica", "friend", "")}
    for name in (first, *[one for one in facts if one != first]):
        other, kind, gate = facts[name]
        make_character(name, ("relationships", (other, kind), gate))
    assert [says for _, says, _ in told(Lens.empty)] == ["is a friend of"]
    assert [says for _, says, _ in told(lens_at("JJ 1x03"))] == ["is an enemy of"]


def test_a_relation_reads_right_from_both_sides(client, calendar):
    make_character("Jessica")
    make_character("Alisa", ("relationships", ("Jessica", "child")))
    alisa, jessica = client.get("/characters/alisa/").text, client.get("/characters/jessica/").text
    assert 'href="/characters/jessica/">Jessica</a> <span class="note">child</span>' in alisa
    assert 'href="/characters/alisa/">Alisa</a> <span class="note">parent</span>' in jessica


def test_hidden_characters_leave_no_trace_in_the_picture(client, calendar):
    make_character("Hope")
    make_character(
        "Kilgrave", ("relationships", ("Hope", "victim"), "JJ 1x02"), ("relationships", ("Reva", "killed"), "JJ 1x03")
    )
    make_character("Reva", gate="JJ 1x03")
    see(client, "JJ 1x02")
    shown = client.get("/characters/relations/").text
    assert ("Hope" in shown, "Reva" in shown) == (True, False)
    see(client, "JJ 1x03")
    assert "Reva" in client.get("/characters/relations/").text


def test_the_picture_says_what_the_list_says(client, calendar):
    make_character("Hope"), make_character("Jeri")
    make_character("Kilgrave", ("relationships", ("Hope", "victim")), ("relationships", ("Jeri", "enemy")))
    tree = html5lib.parse(client.get("/characters/relations/").content.decode())
    texts = sorted("".join(one.itertext()) for one in tree.iter(f"{SVG}text"))
    assert texts == ["Hope", "Jeri", "Kilgrave", "enemies", "torments"]
    assert len(list(tree.iter(f"{SVG}line"))) == 2
    listed = client.get("/characters/relations/").text.partition("In words")[2]
    assert ("torments" in listed, "is an enemy of" in listed) == (True, True)


def test_the_picture_of_one_shows_what_holds_among_those_around(calendar, lens_at):
    make_character("Hope"), make_character("Far")
    make_character("Jeri", ("relationships", ("Hope", "client")), ("relationships", ("Far", "friend")))
    page = make_character("Kilgrave", ("relationships", ("Hope", "victim")), ("relationships", ("Jeri", "enemy")))
    found = {frozenset((one.one.title, one.other.title)) for one in relations.around(page.pk, Lens.empty)}
    assert found == {frozenset(pair) for pair in (("Kilgrave", "Hope"), ("Kilgrave", "Jeri"), ("Jeri", "Hope"))}


def test_a_relation_to_a_name_without_a_page_is_drawn_as_missing(client, calendar):
    from wiki.pages.models import Page

    make_character("Hope", ("relationships", ("Ruben", "friend")))
    assert Page.objects.count() == 1
    assert 'class="missing"' in client.get("/characters/hope/relations/").text


PEOPLE = [
    Person(number, f"Person {'x' * (number % 7)} {number}", f"p{number}", f"/p{number}/") for number in range(1, 13)
]
PAIRS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda pair: pair[0] != pair[1]))


def _is_inside(node, drawing):
    across = node.left >= 0 and node.left + node.width <= drawing.width
    return across and node.top >= 0 and node.top + HEIGHT <= drawing.height


def _overlap(one, other):
    apart = one.left >= other.left + other.width or other.left >= one.left + one.width
    return not apart and abs(one.top - other.top) < HEIGHT


@settings(max_examples=40)
@given(PAIRS)
def test_no_sign_stands_on_another_and_the_drawing_depends_on_the_relations_alone(pairs):
    listed = [Relation(one, other, "friend") for one, other in pairs]
    drawings = draw(listed)
    assert drawings == draw(listed)
    for drawing in drawings:
        assert [node for node in drawing.nodes if not _is_inside(node, drawing)] == []
        pairs_of_signs = itertools.combinations(drawing.nodes, 2)
        assert [pair for pair in pairs_of_signs if _overlap(*pair)] == []
    assert {node.person for drawing in drawings for node in drawing.nodes} == {end for pair in pairs for end in pair}


@pytest.mark.parametrize("count", [1, 3])
def test_the_picture_takes_a_constant_number_of_queries(client, calendar, django_assert_num_queries, count):
    for number in range(count):
        make_character(f"Friend {number}")
    make_character("Jessica", *(tuple(fact("relationships", (f"Friend {n}", "friend"))[:2]) for n in range(count)))
    with django_assert_num_queries(8):
        client.get("/characters/relations/")
