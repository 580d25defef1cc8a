import pytest

from tests.corpora import needs_corpora, shared
from tests.factories import make_page
from wiki.pages.cleaning import NAME_MAX, Refused
from wiki.pages.editing import save_page
from wiki.pages.models import Link, Name, Page, PageTag, Revision
from wiki.pages.state import NameEntry, PageState, TagEntry, state_of


def save(page=None, **values):
    return save_page(state=PageState(**({"names": (NameEntry("Hope"),)} | values)), page=page)


def test_an_unchanged_state_makes_no_revision(calendar):
    page = make_page(body="a\n")
    assert save_page(state=state_of(page.current), page=page) == page.current
    assert Revision.objects.count() == 1


def test_a_text_is_kept_in_its_one_form(calendar):
    revision = save(names=(NameEntry("  Hope \u0041\u030a "),), body="\ufeff\n\na\r\nb\r\n\n\n")
    state = state_of(revision)
    assert (state.names[0].text, state.body) == ("Hope \u00c5", "a\nb\n")


@pytest.mark.parametrize(
    ("values", "field", "index", "said"),
    [
        ({"names": ()}, "names", 0, "needs a title"),
        ({"names": (NameEntry("A", "", "alias"),)}, "names", 0, "needs a title"),
        ({"names": (NameEntry("A"), NameEntry(" "))}, "names", 1, "cannot be empty"),
        ({"names": (NameEntry("A" * (NAME_MAX + 1)),)}, "names", 0, "at most 150"),
        ({"names": (NameEntry("A|B"),)}, "names", 0, "cannot hold the character |"),
        ({"names": (NameEntry("A\u202eB"),)}, "names", 0, "U+202E"),
        ({"names": (NameEntry("New"),)}, "names", 0, "needed for a page of the site"),
        ({"names": (NameEntry("A", "JJ 1x31"),)}, "names", 0, "season 1 of Jessica Jones has 3 episodes"),
        ({"names": tuple(NameEntry(f"A{n}") for n in range(101))}, "names", 100, "at most 100 names"),
        ({"tags": (TagEntry("A", "XX 1"),)}, "tags", 0, "no work with this code"),
        ({"tags": tuple(TagEntry(f"A{n}") for n in range(101))}, "tags", 100, "at most 100 tags"),
        ({"names": (NameEntry("a" + "\u0300\u0316" * 20),)}, "names", 0, "accents"),
        ({"body": "a" + "\u0300\u0316" * 200_000}, "body", 0, "accents"),
        (
            {"body": "".join(f"[a]{{JJ {' ' * n} 1x01}}" for n in range(301))},
            "body",
            1,
            "300 different gates",
        ),
        ({"body": "a\n\n::: spoiler JJ 1x01\n"}, "body", 3, "never closed"),
        ({"body": "[a]{JJ 9x01}"}, "body", 1, "Column 5: JJ 9x01"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(calendar, values, field, index, said):
    """Law 2."""
    with pytest.raises(Refused) as raised:
        save(**values)
    assert [(one.field, one.index) for one in raised.value.refusals if said in one.message] == [(field, index)]
    assert Page.objects.count() == 0


def test_every_reason_is_given_at_once(calendar):
    with pytest.raises(Refused) as raised:
        save(names=(NameEntry("A|B"),), tags=(TagEntry(""),), body=":::\n")
    assert [one.field for one in raised.value.refusals] == ["names", "tags", "body"]


def test_an_unknown_kind_is_refused(calendar):
    with pytest.raises(KeyError):
        make_page(kind="nothing")


def test_records_follow_the_current_revision(calendar):
    page = make_page(
        names=[("Agency", "JJ 1x02", "alias")],
        tags=[("Places", ""), ("Closed", "JJ 1x03")],
        body="[[Hope]]\n\n::: spoiler JJ 1x02\n[[Nuke]] [x]{DEF 1x01 else [[Hell]]}\n:::\n",
    )
    rows = {link.target: (link.gate, link.unless) for link in Link.objects.select_related("gate", "unless")}
    both = [sorted(one) for one in rows["hell"][0].alternatives]
    assert rows["hope"] == (None, None)
    assert len(rows["nuke"][0].alternatives[0]) == 1
    assert both == [sorted(rows["nuke"][0].alternatives[0])]
    assert rows["hell"][1] is not None
    assert sorted(Name.objects.values_list("slug", "kind")) == [("agency", "alias"), ("alias-investigations", "title")]
    assert sorted(PageTag.objects.values_list("tag__slug", flat=True)) == ["closed", "places"]
    save_page(state=PageState(names=(NameEntry("Other"),)), page=page)
    assert (Link.objects.count(), PageTag.objects.count(), Name.objects.get().slug) == (0, 0, "other")


def test_two_gates_of_one_meaning_make_one_tag(calendar):
    make_page(tags=[("Closed", "JJ 1x03"), ("closed", "JJ s1e3")])
    assert PageTag.objects.count() == 1


def test_records_can_be_thrown_away_and_rebuilt(calendar):
    from django.core.management import call_command

    make_page(names=[("A", "JJ 1x02", "alias")], tags=[("T", "JJ 1x03")], body="[[X]] [[[Y]]]{JJ 1x02}\n")
    make_page("Hope", "[[Alias Investigations]]\n")

    def rows():
        names = sorted(Name.objects.values_list("page_id", "slug", "kind", "rank", "gate_id"))
        links = sorted(Link.objects.values_list("page_id", "target", "unless_id"))
        return names, links, sorted(PageTag.objects.values_list("content_object_id", "tag__slug", "gate_id"))

    before = rows()
    for model in (Name, Link, PageTag):
        model.objects.all().delete()
    call_command("rebuild_records", verbosity=0)
    assert rows() == before


@needs_corpora
def test_naughty_strings_are_refused_with_a_sentence_or_kept(calendar):
    import unicodedata

    for text in shared("naughty_strings.json"):
        for values in (
            {"names": (NameEntry(text),)},
            {"tags": (TagEntry(text),)},
            {"body": text},
            {"tags": (TagEntry("a", text),)},
        ):
            try:
                state = state_of(save(**values))
            except Refused as refused:
                assert all(one.message.endswith(".") or "Column" in one.message for one in refused.refusals)
                continue
            wanted = " ".join(unicodedata.normalize("NFC", text).split())
            if "names" in values:
                assert state.names[0].text == wanted
            elif "body" in values:
                assert " ".join(state.body.split()) == wanted.lstrip("\ufeff")


def test_what_stands_twice_is_kept_once(calendar):
    names = (NameEntry("Hope"), NameEntry("Hope S.", "", "alias"), NameEntry("Hope S.", "", "alias"))
    page = save(names=names, tags=(TagEntry("Dead man"), TagEntry("Dead  Man!"), TagEntry("Dead man", "JJ 1x02"))).page
    state = state_of(page.current)
    assert [name.text for name in state.names] == ["Hope", "Hope S."]
    assert [(tag.text, tag.gate) for tag in state.tags] == [("Dead man", ""), ("Dead man", "JJ 1x02")]
