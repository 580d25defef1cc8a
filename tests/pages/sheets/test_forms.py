"""Editing facts in the browser: what a person sees they change, what they do not see stays, what is wrong is said."""

import pytest

from characters.kind import SHEET
from tests.factories import make_character, make_page
from tests.pages.sending import fields, send
from tests.pages.test_edit import see
from tests.pages.test_images import picture, upload
from wiki.pages.models import Page, Revision
from wiki.pages.state import by_field, state_of

EDIT = "/wiki/kilgrave/edit/"


@pytest.fixture
def kilgrave(calendar):
    facts = [("continuity", "Netflix series"), ("status", "Alive"), ("status", "Dead", "JJ 1x03", "JJ 1x03")]
    appearances = [("appearances", (f"JJ {label}", "main", "")) for label in ("1x01", "1x03")]
    return make_character("Kilgrave", *facts, *appearances)


def sheet(page):
    page.refresh_from_db()
    return {name: [entry[1:] for entry in found] for name, found in by_field(state_of(page.current).sheet).items()}


def test_a_fact_is_changed_and_what_is_hidden_stays(client, kilgrave):
    see(client, "JJ 1x02")
    before = sheet(kilgrave)
    sent = send(client, EDIT, **{"sheet-status-0-text": "Missing", "sheet-status-0-source": "jj 1x2"})
    assert sent.status_code == 302
    assert sheet(kilgrave) == before | {
        "status": [(("Missing",), "", "JJ 1x02"), (("Dead",), "JJ 1x03", "JJ 1x03")],
    }


def test_the_form_holds_no_trace_of_what_is_hidden(client, kilgrave):
    see(client, "JJ 1x02")
    values = fields(client.get(EDIT))
    assert [values["sheet-status-0-text"], values["sheet-status-1-text"]] == ["Alive", ""]
    see(client, "JJ 1x03")
    values = fields(client.get(EDIT))
    assert [values["sheet-status-1-text"], values["sheet-status-1-gate"]] == ["Dead", "JJ 1x03"]


def test_sending_a_form_as_it_is_changes_nothing(client, kilgrave):
    see(client, "JJ 1x03")
    count = Revision.objects.count()
    assert send(client, EDIT).status_code == 302
    assert Revision.objects.count() == count


def test_an_emptied_value_is_taken_away(client, kilgrave):
    see(client, "JJ 1x03")
    send(client, EDIT, **{"sheet-status-1-text": "", "sheet-continuity-0-text": " "})
    assert sheet(kilgrave).keys() == {"status", "appearances"}
    assert len(sheet(kilgrave)["status"]) == 1


def test_a_section_leaves_the_facts_alone(client, kilgrave):
    make_character("Kilgrave", ("status", "Alive"), body="Intro.\n\n## Part\n\nOld.\n", page=kilgrave)
    response = client.get(f"{EDIT}?section=0")
    values = fields(response)
    assert not [name for name in values if name.startswith("sheet-")]
    assert client.post(EDIT, values | {"body": "## Part\n\nNew.\n"}).status_code == 302
    assert sheet(kilgrave) == {"status": [(("Alive",), "", "")]}


def test_the_appearances_have_a_form_of_their_own_and_stay(client, kilgrave):
    see(client, "JJ 1x02")
    values = fields(client.get(EDIT))
    assert not [name for name in values if name.startswith("sheet-appearances")]
    send(client, EDIT, **{"sheet-species-0-text": "Human"})
    assert [entry[0][0] for entry in sheet(kilgrave)["appearances"]] == ["JJ 1x01", "JJ 1x03"]


BAD = [
    (
        "sheet-debut_date-0-text",
        "2015-02-31",
        "“2015-02-31” is no date; write 2015-11-20, 2015-11, 2015-autumn or 2015.",
    ),
    ("sheet-first_appearance-0-text", "JJ 9x99", "“JJ 9x99” is no release; write one such as JJ 1x05 or ALIAS #24."),
    ("sheet-links-0-text", "javascript:alert(1)", "This is no address; write one that starts with https://."),
    ("sheet-status-0-source", "https://", "This is no address; write one that starts with https://."),
    ("sheet-status-0-gate", "JJ 9x99", "Jessica Jones has seasons 1, 2, 3."),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD, ids=[field for field, _, _ in BAD])
def test_a_bad_value_gets_a_message_at_its_field(client, kilgrave, field, value, message):
    before = Revision.objects.count()
    answer = send(client, EDIT, body="Something new.\n", **{field: value})
    assert (answer.status_code, Revision.objects.count()) == (422, before)
    after = answer.text.partition(f'name="{field}"')[2]
    assert message in after[: after.index("</div>")].replace("&#x27;", "'")
    kept = fields(answer)
    assert (kept[field], kept["body"].strip()) == (value, "Something new.")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("Nobody", "There is no page called “Nobody”; write that page first"),
        ("Kilgrave", "A page cannot stand in its own sheet here."),
    ],
)
def test_a_relation_needs_another_page_that_is_there(client, kilgrave, page, message):
    answer = send(client, EDIT, **{"sheet-relationships-0-page": page, "sheet-relationships-0-kind": "friend"})
    assert answer.status_code == 422
    assert message in answer.text
    assert fields(answer)["sheet-relationships-0-page"] == page


def test_a_page_beyond_the_lens_is_refused_like_none(client, kilgrave):
    make_page("Nuke", gate="JJ 1x03")
    named = {"sheet-counterparts-0-page": "Nuke", "sheet-counterparts-0-note": "x"}
    hidden = send(client, EDIT, **named)
    assert (hidden.status_code, "There is no page called “Nuke”" in hidden.text) == (422, True)
    see(client, "JJ 1x03")
    assert send(client, EDIT, **named).status_code == 302


def test_half_a_value_is_asked_for_the_rest(client, kilgrave):
    make_character("Hope")
    answer = send(client, EDIT, **{"sheet-relationships-0-page": "Hope"})
    assert "Say something for “What they are to this character”, too." in answer.text


def test_five_thousand_values_get_a_message_and_the_rest_is_kept(client, kilgrave):
    values = fields(client.get(EDIT)) | {"body": "Kept.\n"}
    many = {f"sheet-powers-{number}-text": f"Power {number}" for number in range(5000)}
    answer = client.post(EDIT, values | many | {"sheet-powers-TOTAL_FORMS": "5000"})
    assert answer.status_code == 422
    assert "“Powers” can hold 200 values; this is more." in answer.text
    assert fields(answer)["body"].strip() == "Kept."


def test_more_lines_are_to_be_had_without_a_script(client, kilgrave):
    values = fields(client.get(EDIT))
    answer = client.post(EDIT, values | {"more": "sheet-powers", "sheet-powers-0-text": "Orders"})
    again = fields(answer)
    assert answer.status_code == 200
    assert (again["sheet-powers-0-text"], again["sheet-powers-TOTAL_FORMS"]) == ("Orders", "4")
    assert "sheet-powers-3-text" in again


@pytest.mark.parametrize("more", ["nonsense", "sheet-powers-0-text", "\x00", "names", "sheet-appearances"])
def test_odd_wishes_for_more_lines_do_no_harm(client, kilgrave, more):
    values = fields(client.get(EDIT))
    assert client.post(EDIT, values | {"more": more}).status_code == 200


def test_a_new_character_is_written_with_its_facts(client, calendar):
    start = client.get("/wiki/new/?kind=character&name=Hope+Shlottman")
    sent = {"sheet-played_by-0-text": "Erin Moriarty", "body": "A student.\n", "names-0-kind": "title"}
    answer = send(client, "/wiki/new/", start=start, **sent)
    assert answer["Location"] == "/characters/hope-shlottman/"
    assert Page.objects.get().kind == "character"
    assert sheet(Page.objects.get()) == {"played_by": [(("Erin Moriarty",), "", "")]}


@pytest.mark.parametrize("title", ["Relations", "Performers"])
def test_a_character_cannot_take_an_address_of_the_site(client, calendar, title):
    start = client.get("/wiki/new/?kind=character")
    answer = send(client, "/wiki/new/", start=start, names__0__text=title, names__0__kind="title")
    assert (answer.status_code, Page.objects.count()) == (422, 0)
    answer = send(client, "/wiki/new/", start=client.get("/wiki/new/"), names__0__text=title, names__0__kind="title")
    assert (answer.status_code, Page.objects.count()) == (302, 1)


def test_an_unknown_kind_makes_a_plain_page(client, calendar):
    assert client.get("/wiki/new/?kind=nonsense").status_code == 200
    send(client, "/wiki/new/", names__0__text="Plain", names__0__kind="title", kind="nonsense")
    assert Page.objects.get().kind == "page"


def two_edit(client, django_user_model, mine, theirs):
    """Let two people open the form, and send theirs first."""
    other = type(client)()
    for one in (client, other):
        one.force_login(django_user_model.objects.create_user(f"p{id(one)}"))
        see(one, "JJ 1x03")
    first, second = client.get(EDIT), other.get(EDIT)
    assert send(other, EDIT, start=second, **theirs).status_code == 302
    return send(client, EDIT, start=first, **mine)


def test_two_people_change_different_facts_and_both_are_kept(client, django_user_model, kilgrave):
    mine, theirs = {"sheet-continuity-0-text": "Television"}, {"sheet-species-0-text": "Human"}
    assert two_edit(client, django_user_model, mine, theirs).status_code == 302
    found = sheet(kilgrave)
    assert (found["continuity"], found["species"]) == ([(("Television",), "", "")], [(("Human",), "", "")])


def test_two_people_change_one_fact_and_see_both_values(client, django_user_model, kilgrave):
    mine, theirs = {"sheet-status-1-text": "Missing"}, {"sheet-status-1-text": "Unknown"}
    answer = two_edit(client, django_user_model, mine, theirs)
    assert answer.status_code == 409
    row = answer.text.partition("<th>Status</th>")[2].partition("</tr>")[0]
    assert row == "<td>Unknown {JJ 1x03}</td><td>Missing {JJ 1x03}</td>"
    assert sheet(kilgrave)["status"][1][0] == ("Unknown",)
    assert send(client, EDIT, start=answer).status_code == 302
    assert sheet(kilgrave)["status"][1][0] == ("Missing",)


def test_a_draft_keeps_the_facts(client, django_user_model, kilgrave):
    client.force_login(django_user_model.objects.create_user("trish"))
    values = fields(client.get(EDIT)) | {"sheet-powers-0-text": "Orders"}
    assert client.post("/wiki/kilgrave/draft/", values).status_code == 200
    assert fields(client.get(f"{EDIT}?draft=1"))["sheet-powers-0-text"] == "Orders"


def test_undo_takes_a_fact_back_and_leaves_later_ones(client, kilgrave):
    see(client, "JJ 1x03")
    send(client, EDIT, **{"sheet-species-0-text": "Human"})
    kilgrave.refresh_from_db()
    undone = kilgrave.current.public_id
    send(client, EDIT, **{"sheet-powers-0-text": "Orders"})
    assert client.post(f"/wiki/kilgrave/undo/{undone}/").status_code == 302
    found = sheet(kilgrave)
    assert ("species" in found, found["powers"]) == (False, [(("Orders",), "", "")])


def test_an_old_revision_shows_its_facts(client, kilgrave):
    see(client, "JJ 1x02")
    first = kilgrave.current.public_id
    send(client, EDIT, **{"sheet-status-0-text": "Missing"})
    text = client.get(f"/wiki/kilgrave/at/{first}/").text
    assert ("Alive" in text, "Missing" in text, "Dead" in text) == (True, False, False)


def test_every_field_of_the_declaration_has_its_form(client, kilgrave):
    text = client.get(EDIT).text
    found = [field.name for field in SHEET if f'name="sheet-{field.name}-0-' in text]
    assert found == [field.name for field in SHEET if not field.has_own_form]


@pytest.fixture
def door(client, calendar, reader):
    """The address of a picture that is for those who have seen JJ 1x02."""
    client.force_login(reader)
    return upload(client, picture(), gate="JJ 1x02").json()["image_path"]


def test_a_picture_is_shown_in_the_infobox_from_its_gate_on(client, kilgrave, door):
    see(client, "JJ 1x02")
    told = {"sheet-image-0-text": door, "sheet-image-0-alt": "A purple door", "sheet-image-0-gate": "JJ 1x02"}
    assert send(client, EDIT, **told).status_code == 302
    assert f'<img src="{door}" alt="A purple door">' in client.get("/characters/kilgrave/").text
    assert f'<img src="{door}"' in client.get("/characters/").text
    see(client, "JJ 1x01")
    assert [door in client.get(path).text for path in ("/characters/kilgrave/", "/characters/")] == [False, False]


def test_a_picture_cannot_stand_outside_of_its_gate(client, kilgrave, door):
    see(client, "JJ 1x02")
    told = {"sheet-image-0-text": door, "sheet-image-0-alt": "A purple door"}
    answer = send(client, EDIT, **told)
    assert (answer.status_code, "The picture here is behind JJ 1x02" in answer.text) == (422, True)
    assert fields(answer)["sheet-image-0-text"] == door


def test_a_picture_needs_words(client, kilgrave, door):
    answer = send(client, EDIT, **{"sheet-image-0-text": door})
    assert "Say something for “What it shows”, too." in answer.text


def test_a_value_is_kept_in_the_one_form_of_its_accents(client, kilgrave):
    send(client, EDIT, **{"sheet-powers-0-text": "Cafe\u0301  talk"})
    assert sheet(kilgrave)["powers"] == [(("Caf\u00e9 talk",), "", "")]


def test_accents_piled_on_one_letter_are_refused_at_their_field(client, kilgrave):
    answer = send(client, EDIT, **{"sheet-powers-0-text": "a" + "\u0301" * 100_000})
    assert (answer.status_code, "More than 30 accents stand on one letter here." in answer.text) == (422, True)
