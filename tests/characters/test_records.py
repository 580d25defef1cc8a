"""All rows of characters are records: they follow from the revisions, and can be made anew at any time."""

from django.core.management import call_command

from characters.models import Appearance, Counterpart, Relationship
from tests.factories import make_character
from wiki.interchange import folder
from wiki.interchange.management.commands.demo import CONTENT
from wiki.pages import keeping
from wiki.pages.models import Link, Name, PageTag, Value
from wiki.spoilers import editing as calendar_editing
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release, Work
from wiki.spoilers.sealed import unseal

MODELS = (Appearance, Counterpart, Relationship, Value, Name, Link, PageTag)


def rows():
    """Give every record, without its id."""
    return {
        model.__name__: sorted(
            repr([unseal(value) for name, value in zip(_columns(model), row, strict=True)])
            for row in model._default_manager.values_list(*_columns(model))
        )
        for model in MODELS
    }


def _columns(model):
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def test_every_row_of_the_first_wiki_is_made_anew_from_the_revisions(db):
    folder.load(CONTENT)
    before = rows()
    assert min(len(found) for found in before.values()) >= 10
    for model in MODELS:
        model._default_manager.all().delete()
    call_command("rebuild_records", verbosity=0)
    assert rows() == before


def test_a_second_save_leaves_the_rows_that_rebuilding_makes(calendar, lens_at):
    make_character("Hope")
    first = [("relationships", ("Hope", "friend"), "JJ 1x02"), ("appearances", ("JJ 1x01", "main", ""))]
    made = make_character("Jeri", *first)
    make_character("Jeri", ("appearances", ("JJ 1x03", "guest", "")), ("status", "Alive"), page=made)
    before = rows()
    assert len(before["Appearance"]) == 1
    assert before["Relationship"] == []
    call_command("rebuild_records", verbosity=0)
    assert rows() == before


def test_a_deleted_character_has_no_rows_and_gets_them_back(calendar, admin):
    make_character("Hope")
    made = make_character(
        "Jeri", ("relationships", ("Hope", "client")), ("counterparts", ("Hope", "")), ("status", "Alive")
    )
    before = rows()
    keeping.delete(made.pk, person=admin, lens=Lens.everything, reason="x")
    assert [len(rows()[name]) for name in ("Relationship", "Counterpart", "Value")] == [0, 0, 0]
    keeping.bring_back(made.pk, person=admin, lens=Lens.everything, reason="x")
    assert rows() == before


def test_two_characters_merged_keep_all_their_values(calendar, admin):
    make_character("Friend")
    one = make_character("Hope", ("status", "Dead", "JJ 1x02"), ("appearances", ("JJ 1x01", "main", "")))
    two = make_character("Hope S.", ("status", "Alive"), ("relationships", ("Friend", "friend")))
    keeping.merge(two.pk, into=one.pk, person=admin, lens=Lens.everything, reason="x")
    found = rows()
    assert [len(found[name]) for name in ("Appearance", "Relationship")] == [1, 1]
    assert sorted(one.values.values_list("field", "slug")) == [("status", "alive"), ("status", "dead")]


def test_an_appearance_in_a_release_that_is_gone_is_shut_and_in_no_list(client, calendar):
    make_character("Hope", ("appearances", ("JJ 1x02", "main", "")), ("status", "Alive"))
    Release.objects.filter(work__code="JJ", label="1x02").update(label="1x99")
    calendar_editing.touch(Work.objects.filter(code="JJ"))
    assert Appearance.objects.count() == 0
    assert client.get("/characters/hope/").status_code == 200
