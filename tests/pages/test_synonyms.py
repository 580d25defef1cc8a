import pytest
from django.urls import reverse

from tests.factories import lens_at, make_article, make_character, make_page
from wiki.moderation.models import LogEntry
from wiki.pages import looking, record, synonyms, tagging
from wiki.pages.editing import MayNotEdit
from wiki.pages.models import PageTag, Synonym
from wiki.pages.synonyms import NotMerged
from wiki.spoilers import editing
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release


@pytest.fixture
def merge(calendar, moderator):
    def merge(tag, into, *, gate="", lens=None):
        about = {"gate": gate, "reason": "They mean the same", "person": moderator}
        return synonyms.merge(tag=tag, into=into, lens=lens or Lens.everything, **about)

    return merge


def tags(lens=None):
    return [tuple(tag) for tag in tagging.tags(lens or Lens.empty)]


def titles(slug, lens=None):
    return [line.title for line in tagging.tagged(slug, lens or Lens.empty).lines]


@pytest.fixture
def pubs(calendar):
    make_page("One", tags=[("Pubs", "")])
    make_page("Two", tags=[("Bars", "")])
    make_page("Three", tags=[("Bars", ""), ("Pubs", "")])


def test_two_tags_are_counted_as_one(client, pubs, merge):
    merge("pubs", "Bars")
    assert tags() == [("Bars", "bars", 3)]
    assert titles("bars") == ["One", "Three", "Two"]
    response = client.get("/tags/pubs/")
    assert (response.status_code, response["Location"]) == (302, "/tags/bars/")


def test_an_address_of_several_tags_follows_synonyms(client, pubs, merge):
    make_page("Four", tags=[("Pubs", ""), ("Zoos", "")])
    merge("Pubs", "Bars")
    assert client.get("/tags/pubs+zoos/")["Location"] == "/tags/bars+zoos/"
    assert titles("bars+zoos") == ["Four"]
    assert client.get("/tags/bars+pubs/")["Location"] == "/tags/bars/"


def test_a_page_keeps_what_its_author_typed(client, pubs, merge):
    merge("Pubs", "Bars")
    make_page("Typed later", tags=[("pubs", "")])
    assert [tag.text for tag in looking.editable("typed-later", Lens.empty).state.tags] == ["pubs"]
    assert '<a href="/tags/pubs/">Pubs</a>' in client.get("/wiki/one/").text
    assert titles("bars") == ["One", "Three", "Two", "Typed later"]


def test_taken_back_the_tags_are_two_again(client, pubs, merge, moderator):
    before = tags()
    synonym = merge("Pubs", "Bars")
    synonyms.part(synonym, reason="They differ", person=moderator)
    assert tags() == before == [("Bars", "bars", 2), ("Pubs", "pubs", 2)]
    assert client.get("/tags/pubs/").status_code == 200
    assert set(PageTag.objects.values_list("typed", "unless")) == {("", None)}
    synonyms.part(synonym, reason="Once more", person=moderator)
    assert LogEntry.objects.filter(action="part_tags").count() == 1


def test_who_knows_one_of_two_tags_learns_nothing(client, calendar, merge):
    make_page("One", tags=[("Nuke", "JJ 1x02"), ("Soldiers", "")])
    make_page("Two", tags=[("Simpson", "")])
    synonym = merge("Nuke", "Simpson")
    assert synonym.gate_text == "JJ 1x02"
    assert tags() == [("Simpson", "simpson", 1), ("Soldiers", "soldiers", 1)]
    assert client.get("/tags/nuke/").status_code == client.get("/tags/no-such/").status_code == 404
    assert tags(lens_at("JJ 1x02")) == [("Simpson", "simpson", 2), ("Soldiers", "soldiers", 1)]


def test_a_later_gate_keeps_two_known_tags_apart(client, calendar, merge):
    make_page("One", tags=[("Nuke", "")])
    make_page("Two", tags=[("Simpson", "")])
    make_page("Three", tags=[("Nuke", "JJ 1x03")])
    merge("Nuke", "Simpson", gate="JJ 1x02")
    assert tags() == [("Nuke", "nuke", 1), ("Simpson", "simpson", 1)]
    assert client.get("/tags/nuke/").status_code == 200
    assert tags(lens_at("JJ 1x02")) == [("Simpson", "simpson", 2)]
    assert tags(lens_at("JJ 1x03")) == [("Simpson", "simpson", 3)]
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    assert client.get("/tags/nuke/")["Location"] == "/tags/simpson/"


@pytest.mark.parametrize(
    ("tag", "into", "gate", "field"),
    [
        ("None", "Open", "", "tag"),
        ("Open", "None", "", "into"),
        ("Hidden", "Open", "", "tag"),
        ("Open", "On a hidden page", "", "into"),
        ("Open", "open", "", "into"),
        ("Gated", "Open", "JJ 1x01", "gate"),
        ("Gated", "Open", "JJ 1x02 or DEF 1x01", "gate"),
        ("Gated", "Open", "JJ 9x99", "gate"),
        ("Gated", "Open", "JJ 1x03", "gate"),
    ],
)
def test_what_a_moderator_cannot_merge(calendar, merge, tag, into, gate, field):
    make_page("One", tags=[("Open", ""), ("Gated", "JJ 1x02"), ("Hidden", "JJ 1x03")])
    make_page("Two", tags=[("On a hidden page", "")], gate="JJ 1x03")
    with pytest.raises(NotMerged) as caught:
        merge(tag, into, gate=gate, lens=lens_at("JJ 1x02", "DEF 1x01"))
    assert caught.value.field == field
    assert Synonym.objects.count() == 0


def test_a_hidden_tag_is_refused_in_the_words_of_one_that_is_not_there(calendar, merge):
    make_page("One", tags=[("Open", ""), ("Hidden", "JJ 1x03")])
    said = []
    for name in ("Hidden", "Absent"):
        with pytest.raises(NotMerged) as caught:
            merge(name, "Open", lens=Lens.empty)
        said.append(caught.value.message.replace(name, "…"))
    assert said[0] == said[1]


def test_only_moderators_merge_and_part(pubs, merge, reader):
    with pytest.raises(MayNotEdit):
        synonyms.merge(tag="Pubs", into="Bars", gate="", reason="", person=reader, lens=Lens.everything)
    with pytest.raises(MayNotEdit):
        synonyms.part(merge("Pubs", "Bars"), reason="", person=reader)
    assert len(tags()) == 1


def test_synonyms_of_synonyms_are_followed(calendar, merge, moderator):
    for name in "abc":
        make_page(f"Page {name}", tags=[(f"Tag {name}", "")])
    first = merge("Tag a", "Tag b")
    merge("Tag b", "Tag c", gate="JJ 1x02")
    assert tags() == [("Tag b", "tag-b", 2), ("Tag c", "tag-c", 1)]
    assert tags(lens_at("JJ 1x02")) == [("Tag c", "tag-c", 3)]
    synonyms.part(first, reason="", person=moderator)
    assert tags(lens_at("JJ 1x02")) == [("Tag a", "tag-a", 1), ("Tag c", "tag-c", 2)]


def test_a_ring_that_nobody_saw_counts_as_one_tag(calendar, merge):
    """Each of two moderators knows the tags from elsewhere, so neither sees what the other one did."""
    make_page("One", tags=[("Aa", "JJ 1x02"), ("Bb", "JJ 1x02")])
    make_page("Two", tags=[("Aa", "DEF 1x01"), ("Bb", "DEF 1x01")])
    merge("Aa", "Bb", lens=lens_at("JJ 1x02"))
    merge("Bb", "Aa", lens=lens_at("DEF 1x01"))
    assert tags(lens_at("JJ 1x02")) == [("Bb", "bb", 1)]
    assert tags(lens_at("DEF 1x01")) == [("Aa", "aa", 1)]
    assert tags(lens_at("JJ 1x02", "DEF 1x01")) == [("Aa", "aa", 2)]
    assert titles("bb", lens_at("JJ 1x02", "DEF 1x01")) == ["One", "Two"]


def test_rebuilt_records_are_the_same(pubs, merge):
    merge("Pubs", "Bars")
    before = sorted(PageTag.objects.values_list("content_object", "tag__slug", "gate", "unless", "typed"))
    from wiki.pages.models import Page

    record.rebuild(Page.objects.all())
    assert sorted(PageTag.objects.values_list("content_object", "tag__slug", "gate", "unless", "typed")) == before


def test_the_gate_of_a_synonym_follows_the_calendar(client, calendar, merge):
    make_page("One", tags=[("Nuke", "")])
    make_page("Two", tags=[("Simpson", "")])
    merge("Nuke", "Simpson", gate="JJ 1x02")
    release = Release.objects.get(work__code="JJ", label="1x02")
    editing.remove_releases(Release.objects.filter(pk=release.pk))
    assert tags(Lens.everything) == [("Nuke", "nuke", 1), ("Simpson", "simpson", 1)]


def test_many_pages_are_counted_anew_by_a_job(pubs, merge, monkeypatch, run_jobs):
    monkeypatch.setattr(synonyms, "AT_ONCE", 1)
    merge("Pubs", "Bars")
    assert tags() == [("Bars", "bars", 2), ("Pubs", "pubs", 2)]
    run_jobs()
    assert tags() == [("Bars", "bars", 3)]


def test_other_lists_count_them_as_one_at_once(client, calendar, merge):
    make_character("One", tags=[("Pubs", "")])
    make_character("Two", tags=[("Bars", "")])
    assert "Pubs" in client.get("/characters/").text
    merge("Pubs", "Bars")
    make_article("News of a bar", tags=[("Bars", "")])
    for tag in ("bars", "pubs"):
        text = client.get(f"/characters/?tag={tag}").text
        assert (">One<" in text, ">Two<" in text, "Pubs" in text) == (True, True, False)
        assert "News of a bar" in client.get(f"/news/tags/{tag}/").text


# In the admin.

FORM = {"tag": "Pubs", "into": "Bars", "gate": "", "reason": "One word"}


@pytest.fixture
def staff(client, moderator):
    moderator.is_staff = True
    moderator.save()
    client.force_login(moderator)
    return client


def test_a_moderator_merges_and_parts_in_the_admin(staff, pubs):
    response = staff.post(reverse("admin:pages_synonym_add"), FORM, follow=True)
    assert "The two are one tag now." in response.text
    assert tags() == [("Bars", "bars", 3)]
    synonym = Synonym.objects.get()
    address = reverse("admin:pages_synonym_change", args=[synonym.public_id])
    assert address in staff.get(reverse("admin:pages_synonym_changelist")).text
    assert "Part Pubs from Bars?" in staff.get(address).text
    staff.post(address, {"reason": "They differ"})
    assert tags() == [("Bars", "bars", 2), ("Pubs", "pubs", 2)]
    assert staff.get(address).status_code == 404


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(staff, pubs):
    response = staff.post(reverse("admin:pages_synonym_add"), FORM | {"tag": "Nothing"})
    assert response.status_code == 422
    assert "There is no tag called “Nothing”." in response.text
    assert 'value="One word"' in response.text


def test_the_admin_tells_a_moderator_of_no_synonym_beyond_their_lens(staff, calendar, merge):
    make_page("One", tags=[("Nuke", "JJ 1x02"), ("Simpson", "")])
    synonym = merge("Nuke", "Simpson")
    address = reverse("admin:pages_synonym_change", args=[synonym.public_id])
    listed = reverse("admin:pages_synonym_changelist")
    assert (staff.get(address).status_code, "Nuke" in staff.get(listed).text) == (404, False)
    staff.post("/progress/", {"work": "JJ", "until": "1x02"})
    assert (staff.get(address).status_code, "Nuke" in staff.get(listed).text) == (200, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_synonyms_takes_a_constant_number_of_queries(
    staff, calendar, merge, count, django_assert_max_num_queries
):
    make_page("One", tags=[(name, "") for name in "abcdef"])
    for one, other in ("ab", "cd", "ef")[:count]:
        merge(one, other)
    with django_assert_max_num_queries(14):
        staff.get(reverse("admin:pages_synonym_changelist"))


def test_others_do_not_come_in(client, reader, pubs):
    assert client.get(reverse("admin:pages_synonym_add")).status_code == 302
    client.force_login(reader)
    assert client.post(reverse("admin:pages_synonym_add"), FORM).status_code == 302
    assert Synonym.objects.count() == 0


def test_the_log_tells_of_it_to_who_knows_both(client, calendar, merge, moderator):
    make_page("One", tags=[("Nuke", "JJ 1x02"), ("Simpson", "")])
    synonyms.part(merge("Nuke", "Simpson"), reason="No, two", person=moderator)
    text = client.get("/log/").text
    assert ("Nuke" in text, "They mean the same" in text) == (False, False)
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    text = client.get("/log/").text
    assert "merged the tags" in text
    assert "Nuke and Simpson: <q>They mean the same</q>" in text
    assert "No, two" in text
