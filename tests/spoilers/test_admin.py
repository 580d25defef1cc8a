import pytest

from tests.factories import lens_at
from wiki.spoilers import calendar as calendars
from wiki.spoilers.models import Part, Release, Work
from wiki.spoilers.sealed import unseal


@pytest.fixture
def moderator(client, admin, calendar):
    client.force_login(admin)
    return client


def form(release=None, **changes):
    work = Work.objects.get(code="JJ")
    base = {
        "work": work.pk,
        "part": "",
        "position": 10,
        "label": "4x01",
        "date": "",
        "date_precision": "",
        "new_title": "",
        "new_gate": "",
        "certainty": "confirmed",
        "new_source": "",
    }
    if release:
        base |= {"part": release.part_id or "", "position": release.position, "label": release.label}
        base |= {"date": release.date.isoformat(), "date_precision": release.date_precision}
    return base | changes


def url(release):
    return f"/admin/spoilers/release/{release.pk}/change/"


def a_release(label="1x03"):
    return Release.objects.get(work__code="JJ", label=label)


def test_a_moderator_sees_a_title_through_their_own_lens(moderator):
    assert "Title of 1x03" not in moderator.get(url(a_release())).text
    moderator.post("/progress/", {"work": "JJ", "until": "1x02"})
    assert "Title of 1x03" in moderator.get(url(a_release())).text


def test_saving_a_release_keeps_the_title_that_one_may_not_see(moderator):
    release = a_release()
    gate = release.title_gate
    assert moderator.post(url(release), form(release, position=99)).status_code == 302
    release = a_release()
    assert (release.position, unseal(release.title), release.title_gate) == (99, "Title of 1x03", gate)


def test_a_new_release_has_its_title_behind_the_release_before(moderator):
    moderator.post("/admin/spoilers/release/add/", form(new_title="AKA New", label="s4e1"))
    release = a_release("4x01")
    assert unseal(release.title) == "AKA New"
    assert lens_at("JJ 3x03").sees(release.title_gate)
    assert not lens_at("JJ 3x02").sees(release.title_gate)
    assert "4x01" in calendars.current().by_code["JJ"].by_label


def test_a_gate_can_be_written(moderator):
    release = a_release()
    moderator.post(url(release), form(release, new_gate="DEF 1x01"))
    assert lens_at("DEF 1x01").sees(a_release().title_gate)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"new_gate": "JJ 1x31"}, "season 1 of Jessica Jones has 3 episodes"),
        ({"date": "2016-01-01", "date_precision": ""}, "A date and its precision go together"),
        ({"position": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(moderator, changes, said):
    response = moderator.post(url(a_release()), form(a_release(), **changes))
    assert response.status_code == 200
    assert said in response.text


def test_a_part_of_another_work_is_refused(moderator):
    other = Part.objects.get(work__code="DEF")
    assert "belongs to another work" in moderator.post(url(a_release()), form(a_release(), part=other.pk)).text


def announced(*labels, code="JJ"):
    """Take the dates away: what is out cannot be deleted."""
    releases = Release.objects.filter(work__code=code, **({"label__in": labels} if labels else {}))
    releases.update(date=None, date_precision="")
    return list(releases.values_list("pk", flat=True))


def test_what_is_out_cannot_be_deleted(moderator):
    """Whether a gate names it must not show, so that it is out is the one reason."""
    for path in (
        f"/admin/spoilers/release/{a_release().pk}/delete/",
        f"/admin/spoilers/work/{a_release().work_id}/delete/",
    ):
        assert "JJ 1x03 is out; take its date away first" in moderator.get(path).text
        moderator.post(path, {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [a_release().pk], "post": "yes"}
    moderator.post("/admin/spoilers/release/", data)
    assert a_release().label == "1x03"


def test_the_label_of_what_is_out_and_the_code_of_a_work_stay(moderator):
    release = a_release()
    moderator.post(url(release), form(release, label="1x99"))
    assert a_release().pk == release.pk
    assert 'name="code"' not in moderator.get(f"/admin/spoilers/work/{release.work_id}/change/").text


def test_deleting_a_release_changes_the_calendar(moderator):
    [pk] = announced("1x03")
    moderator.post(f"/admin/spoilers/release/{pk}/delete/", {"post": "yes"})
    assert "1x03" not in calendars.current().by_code["JJ"].by_label
    assert lens_at("JJ 1x02").sees(a_release("2x01").title_gate)


def test_deleting_several_releases_changes_the_calendar(moderator):
    data = {"action": "delete_selected", "_selected_action": announced("3x02", "3x03"), "post": "yes"}
    moderator.post("/admin/spoilers/release/", data)
    assert "3x02" not in calendars.current().by_code["JJ"].by_label


def test_a_new_release_comes_last_unless_it_says_otherwise(moderator):
    moderator.post("/admin/spoilers/release/add/", form(label="4x01", position=""))
    assert a_release("4x01").position == 10


@pytest.mark.parametrize("label", ["#4", "foo bar", "1x", ""])
def test_a_label_is_of_the_form_that_gates_use(moderator, label):
    response = moderator.post("/admin/spoilers/release/add/", form(label=label))
    assert "labelled like 1x13" in response.text or "This field is required" in response.text


def test_a_work_is_edited_with_its_parts(moderator):
    work = Work.objects.get(code="DEF")
    part = work.parts.get()
    data = {"code": "DEF", "title": "Defenders", "short_title": "Defenders", "kind": "series", "position": 2}
    data |= {"parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 1, "parts-0-id": part.pk, "parts-0-work": work.pk}
    data |= {"parts-0-number": 1, "parts-0-title": "The one"}
    assert moderator.post(f"/admin/spoilers/work/{work.pk}/change/", data).status_code == 302
    entry = calendars.current().by_code["DEF"]
    assert (entry.title, entry.parts) == ("Defenders", ((1, "The one"),))


def test_the_list_takes_a_constant_number_of_queries(moderator, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        moderator.get("/admin/spoilers/release/")


def test_readers_may_not_enter(client, reader, calendar):
    client.force_login(reader)
    assert client.get("/admin/spoilers/release/").status_code == 302


def test_readers_keep_their_place_when_their_release_goes(moderator, admin):
    moderator.post("/progress/", {"work": "JJ", "until": "1x03"})
    [pk] = announced("1x03")
    moderator.post(f"/admin/spoilers/release/{pk}/delete/", {"post": "yes"})
    assert str(admin.bookmarks.get().until) == "JJ 1x02"


def test_deleting_a_work_shuts_its_gates(moderator):
    from tests.factories import make_page

    make_page(body="[x]{DEF 1x01} [y]{JJ 1x01} z\n")
    moderator.post("/progress/", {"work": "JJ", "until": "all"})
    announced(code="DEF")
    moderator.post(f"/admin/spoilers/work/{Work.objects.get(code='DEF').pk}/delete/", {"post": "yes"})
    assert "DEF" not in calendars.current().by_code
    assert "<p>y z</p>" in moderator.get("/wiki/alias-investigations/").text
    announced()
    data = {"action": "delete_selected", "_selected_action": [Work.objects.get(code="JJ").pk], "post": "yes"}
    moderator.post("/admin/spoilers/work/", data)
    assert "<p>z</p>" in moderator.get("/wiki/alias-investigations/").text


@pytest.mark.parametrize(
    "query",
    [
        "title__startswith=T",
        "title=x",
        "title__regex=[",
        "title_gate=1",
        "new_title=x",
        "part=" + "9" * 26,
        "work__code=JJ",
    ],
)
def test_no_query_tells_of_titles(moderator, query):
    """Whether such a query is refused must not depend on the titles: it is, always."""
    assert moderator.get(f"/admin/spoilers/release/?{query}").status_code in (302, 400)


def test_the_filter_beside_the_list_works(moderator):
    work = Work.objects.get(code="DEF")
    text = moderator.get(f"/admin/spoilers/release/?work__id__exact={work.pk}").text
    assert ("DEF 1x02</a>" in text, "JJ 1x02</a>" in text) == (True, False)


def test_no_pattern_is_asked_of_people(moderator):
    assert moderator.get("/admin/accounts/user/?username__regex=[").status_code in (302, 400)


def test_queries_cannot_look_into_sealed_columns(db):
    from django.core.exceptions import FieldError

    for lookup in ("title", "title__startswith", "title__regex", "title__in", "title__gt", "title__lower"):
        with pytest.raises(FieldError):
            list(Release.objects.filter(**{lookup: "x"}))


def test_the_history_says_nothing_of_titles(moderator):
    release = a_release("3x03")
    moderator.post(url(release), form(release, new_title="AKA Other", new_gate="DEF 1x01", position=99))
    text = moderator.get(f"/admin/spoilers/release/{release.pk}/history/").text
    assert ("Changed Position" in text, "Title" in text.split("<tbody>")[1]) == (True, False)
    moderator.post(url(release), form(release, new_title="AKA Third", position=99))
    assert moderator.get(f"/admin/spoilers/release/{release.pk}/history/").text.count("<tr>") == text.count("<tr>")


def test_releases_entered_out_of_order_do_not_open_titles(moderator):
    film = Work.objects.get(code="FILM")
    for label, position in (("two", 3), ("one", 2)):
        moderator.post(
            "/admin/spoilers/release/add/", form(work=film.pk, label=label, position=position, new_title=label)
        )
    gates = {release.label: release.title_gate.alternatives for release in film.releases.exclude(label="film")}
    pks = {release.label: release.pk for release in film.releases.all()}
    assert gates == {"one": (frozenset({pks["film"]}),), "two": (frozenset({pks["one"]}),)}


def test_moving_a_release_to_another_work_is_seen_in_both(moderator):
    from wiki.spoilers import editing

    film, other = Work.objects.get(code="FILM"), Work.objects.get(code="DEF")
    release = Release.objects.get(work=film)
    calendars.current()
    release.work, release.position = other, 9
    editing.save_release(release)
    found = calendars.current().by_code
    assert (len(found["FILM"].releases), len(found["DEF"].releases)) == (0, 3)


def test_a_position_that_is_taken_is_refused_also_where_the_work_stays(moderator):
    release = a_release()
    response = moderator.post(url(release), form(release, position=1))
    assert "Another release of this work stands at this position." in response.text
    moderator.post(url(release), form(release, position=""))
    assert a_release().position == 3
