"""Editing through a lens, in the browser’s way: forms in, pages out."""

import pytest

from tests.factories import make_page
from tests.pages.sending import fields, send, source
from wiki.pages.models import Name, Page, Revision
from wiki.pages.state import state_of

EDIT = "/wiki/hope/edit/"
BODY = (
    "Hope runs.\n\nShe meets [her father]{JJ 2x03 else a stranger}.\n\n"
    "::: spoiler JJ 1x03\nShe dies.\n:::\n\nThe end.\n"
)


@pytest.fixture
def hope(calendar):
    return make_page("Hope", BODY, names=[("Hope Shlottman", "JJ 1x03", "alias")], tags=[("Victims", "JJ 1x03")])


def see(client, *labels):
    """Move a client's bookmarks."""
    for label in labels:
        work, until = label.split()
        client.post("/progress/", {"work": work, "until": until})
    return client


def test_the_form_holds_what_its_editor_sees_and_nothing_else(client, hope):
    sent = fields(client.get(EDIT))
    assert sent["body"] == "Hope runs.\r\n\r\nShe meets a stranger.\r\n\r\nThe end.\r\n"
    assert "dies" not in client.get(EDIT).text
    assert sent["names-0-text"] == "Hope"
    assert sent["names-1-text"] == sent["tags-0-text"] == ""


def test_an_open_gate_is_there_to_be_edited(client, hope):
    sent = fields(see(client, "JJ 1x03").get(EDIT))
    assert "::: spoiler JJ 1x03\r\nShe dies.\r\n:::" in sent["body"]
    assert [sent["names-1-text"], sent["names-1-gate"], sent["tags-0-text"]] == ["Hope Shlottman", "JJ 1x03", "Victims"]


def test_an_edit_below_the_gates_keeps_all_that_is_hidden(client, hope):
    text = "Hope runs fast.\r\n\r\nShe meets an odd stranger.\r\n\r\nThe very end.\r\n"
    response = send(client, EDIT, body=text, summary="Words")
    assert (response.status_code, response["Location"]) == (302, "/wiki/hope/")
    expected = (
        BODY.replace("runs", "runs fast").replace("a stranger", "an odd stranger").replace("The end", "The very end")
    )
    assert source(hope) == expected
    state = state_of(hope.current)
    assert [name.text for name in state.names] == ["Hope", "Hope Shlottman"]
    assert [tag.text for tag in state.tags] == ["Victims"]


def test_an_unknown_gate_is_refused_with_line_and_reason_and_the_text_kept(client, hope):
    response = send(client, EDIT, body="One.\n\nTwo [x]{JJ 9x99}.\n")
    assert response.status_code == 422
    assert "Line 3</a>. Column 9: JJ 9x99" in response.text
    assert fields(response)["body"] == "One.\r\n\r\nTwo [x]{JJ 9x99}.\r\n"
    assert source(hope) == BODY


def test_a_change_elsewhere_merges_and_says_so(client, hope):
    start = client.get(EDIT)
    send(client, EDIT, body=fields(start)["body"].replace("The end", "The very end"))
    response = send(client, EDIT, start=start, body=fields(start)["body"].replace("runs", "walks"))
    assert response.status_code == 302
    assert "both are in it now" in client.get("/wiki/hope/").text
    assert source(hope) == BODY.replace("The end", "The very end").replace("runs", "walks")


def test_a_change_of_the_same_line_brings_both_versions(client, hope):
    start = client.get(EDIT)
    send(client, EDIT, body=fields(start)["body"].replace("runs", "flies"))
    response = send(client, EDIT, start=start, body=fields(start)["body"].replace("runs", "walks"), summary="Mine")
    assert response.status_code == 409
    assert "<del>flies</del>" in response.text
    assert "<ins>walks</ins>" in response.text
    assert source(hope) == BODY.replace("runs", "flies"), "nothing is saved until it is settled"
    settled = fields(response)
    assert "Hope walks.\r\nHope flies.\r\n" in settled["body"]
    assert settled["summary"] == "Mine"
    assert (
        send(client, EDIT, start=response, body=settled["body"].replace("walks.\r\nHope", "walks and")).status_code
        == 302
    )
    assert source(hope) == BODY.replace("runs", "walks and flies")


def test_a_change_behind_a_gate_is_no_conflict_for_who_cannot_see_it(client, hope):
    start = client.get(EDIT)
    other = see(client.__class__(), "JJ 1x03")
    send(other, EDIT, body=fields(other.get(EDIT))["body"].replace("She dies", "She is killed"))
    response = send(client, EDIT, start=start, body=fields(start)["body"].replace("runs", "walks"))
    assert response.status_code == 302
    assert "meanwhile" not in client.get("/wiki/hope/").text
    assert source(hope) == BODY.replace("She dies", "She is killed").replace("runs", "walks")


def test_ones_own_earlier_save_is_no_conflict(client, hope, reader):
    client.force_login(reader)
    start = client.get(EDIT)
    body = fields(start)["body"]
    send(client, EDIT, start=start, body=body.replace("runs", "walks"))
    assert send(client, EDIT, start=start, body=body.replace("runs", "flies")).status_code == 302
    assert source(hope) == BODY.replace("runs", "flies")


def test_the_same_title_changed_twice_clashes(client, hope):
    start = client.get(EDIT)
    send(client, EDIT, names__0__text="Hope S.")
    response = send(client, EDIT, start=start, names__0__text="Miss Hope")
    assert response.status_code == 404, "the page has another address now"
    start = client.get("/wiki/hope-s/edit/")
    send(client, "/wiki/hope-s/edit/", tags__0__text="People")
    assert send(client, "/wiki/hope-s/edit/", start=start, tags__0__text="Women").status_code == 302
    hope.refresh_from_db()
    assert [tag.text for tag in state_of(hope.current).tags] == ["People", "Women", "Victims"]


@pytest.mark.parametrize("base", ["", "0" * 16, "no such revision"])
def test_a_missing_or_forged_base_brings_both_versions(client, hope, base):
    response = send(client, EDIT, base=base, body="Mine alone.\n")
    assert response.status_code == 409
    assert "The end." in response.text
    assert "Mine alone." in fields(response)["body"]
    assert source(hope) == BODY


def test_a_base_beyond_the_lens_is_like_none(client, hope):
    above = see(client.__class__(), "JJ 1x03")
    send(above, EDIT, body=fields(above.get(EDIT))["body"].replace("She dies", "She is killed"))
    hope.refresh_from_db()
    assert send(client, EDIT, base=hope.current.public_id, body="Mine alone.\n").status_code == 409


def test_a_double_click_saves_once(client, hope):
    start = client.get(EDIT)
    for _ in range(2):
        assert send(client, EDIT, start=start, body="Hope walks.\n").status_code == 302
    assert Revision.objects.count() == 2
    start = client.get("/wiki/new/")
    for _ in range(2):
        assert (
            send(client, "/wiki/new/", start=start, names__0__text="Luke", body="He runs a bar.\n").status_code == 302
        )
    assert Page.objects.count() == 2


def test_one_section_is_edited_by_itself(client, calendar):
    page = make_page("Hope", "Intro.\n\n## One\n\nFirst.\n\n### Deep\n\nDeeper.\n\n## Two\n\nSecond.\n")
    sent = fields(client.get(EDIT + "?section=0"))
    assert sent["body"] == "## One\r\n\r\nFirst.\r\n\r\n### Deep\r\n\r\nDeeper.\r\n"
    start = client.get(EDIT + "?section=0")
    send(client, EDIT, body=source(page).replace("Second", "Other"))
    assert send(client, EDIT, start=start, body="## One\n\nNew.\n").status_code == 302
    assert source(page) == "Intro.\n\n## One\n\nNew.\n\n## Two\n\nOther.\n"
    assert client.get(EDIT + "?section=9").status_code == client.get(EDIT + "?section=x").status_code == 404


def test_a_page_is_created_and_its_name_is_free_beyond_the_lens(client, calendar):
    make_page("Nuke", "Will Simpson.\n", gate="JJ 1x03")
    above = see(client.__class__(), "JJ 1x03")
    refused = send(above, "/wiki/new/", names__0__text="Nuke", body="A bomb.\n")
    assert (refused.status_code, "There is a page called “Nuke” already" in refused.text) == (422, True)
    assert send(client, "/wiki/new/", names__0__text="Nuke", body="A bomb.\n").status_code == 302
    assert Name.objects.filter(slug="nuke").count() == 2


def test_a_save_behind_ones_own_lens_is_kept_and_told(client, hope):
    response = send(client, EDIT, names__0__gate="JJ 1x03")
    assert response["Location"] == "/"
    assert "behind a gate that you have not reached" in client.get("/").text
    assert client.get("/wiki/hope/").status_code == 404
    assert see(client, "JJ 1x03").get("/wiki/hope/").status_code == 200


def test_protection_is_honoured(client, hope, reader, admin):
    for level, reader_may, admin_may in (("accounts", 200, 200), ("trusted", 403, 200), ("moderators", 403, 200)):
        Page.objects.update(protection=level)
        assert client.__class__().get(EDIT).status_code == 403
        for person, may in ((reader, reader_may), (admin, admin_may)):
            client.force_login(person)
            assert client.get(EDIT).status_code == may
    start = client.get(EDIT)
    response = send(client.__class__(), EDIT, start=start, body="Mine.\n")
    assert (response.status_code, fields(response)["body"]) == (403, "Mine.\r\n")
    assert source(hope) == BODY


def test_without_anonymous_edits_an_account_is_asked_for(client, hope, settings):
    settings.ANONYMOUS_EDITS = False
    assert client.get(EDIT).status_code == 403
    assert client.get("/wiki/new/")["Location"] == "/accounts/login/?next=/wiki/new/"


def test_what_is_too_long_is_refused_in_a_sentence(client, hope):
    response = send(client, EDIT, summary="x" * 10_000)
    assert (response.status_code, "at most 500 characters; this one has 10000" in response.text) == (422, True)
    response = send(client, EDIT, body="x" * (512 * 1024 + 1))
    assert (response.status_code, "longer than 512 KiB" in response.text) == (422, True)
    assert send(client, EDIT, body="words " * 80_000).status_code == 302


def test_the_form_costs_the_same_however_much_there_is(client, hope, django_assert_max_num_queries):
    for number in range(3):
        send(client, EDIT, body=f"Number {number}.\n")
    with django_assert_max_num_queries(11):
        client.get(EDIT)


def test_a_preview_without_javascript_shows_the_text_as_somebody_else_reads_it(client, hope):
    for seen_as, text in (
        ("", "She dies."),
        ("nothing", "She lives."),
        ("JJ 1x02", "She lives."),
        ("JJ 3x01", "She dies."),
    ):
        see(client, "JJ 1x03")
        response = send(client, EDIT, body="[She dies.]{JJ 1x03 else She lives.}", preview="1", **{"as": seen_as})
        assert f'<div class="prose"><p>{text}</p>' in response.text
    assert source(hope) == BODY


def test_a_save_between_the_text_and_its_base_is_not_undone(client, hope):
    """The form's text and its base are read by two queries."""
    from wiki.pages import looking
    from wiki.spoilers.lens import Lens

    found = looking.editable("hope", Lens.empty)
    text = found.state.body
    send(client, EDIT, body=text + "\nMeanwhile.\n")
    assert found.base != looking.editable("hope", Lens.empty).base
    assert send(client, EDIT, base=found.base, body=text.replace("runs", "walks")).status_code == 302
    assert "Meanwhile." in source(hope)
