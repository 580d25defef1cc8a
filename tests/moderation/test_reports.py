"""Reporting a spoiler: gone at once for those below its gate, from history too; confirmed or lifted afterwards."""

import pytest

from tests.factories import make_character, make_page
from tests.pages.sending import fields, send, source
from tests.pages.test_edit import see
from wiki.moderation import reports
from wiki.moderation.models import LogEntry, Report
from wiki.moderation.reports import DecidedAlready
from wiki.pages import deciding, pending
from wiki.pages.editing import MayNotEdit
from wiki.pages.models import Page, Revision
from wiki.spoilers.lens import Lens

SPOILER = "Kilgrave dies at the docks, by her own hands."
BODY = f"A detective.\n\n{SPOILER}\n\nShe drinks.\n\nAt night.\n"
SEALED = BODY.replace(SPOILER, f"::: spoiler JJ 1x03\n{SPOILER}\n:::")


@pytest.fixture
def jessica(calendar, admin):
    """A page whose second edit added a spoiler without a gate; a third mended a word of it, a fourth other things."""
    texts = [
        ("A detective.\n\nShe drinks.\n", "Begun"),
        (BODY.replace("docks", "dcoks").replace("\n\nAt night.", ""), "How it ends"),
        (BODY.replace("\n\nAt night.", ""), "A slip"),
        (BODY, "When"),
    ]
    page = None
    for text, summary in texts:
        page = make_page("Jessica", text, page=page, author=admin, summary=summary)
    return page


def passage_id(client, words, path="/report/jessica/"):
    """Give the id of the passage that holds some words, as the form offers it."""
    shown = client.get(path).text
    return shown.split(words)[0].rsplit('value="', 1)[1].split('"')[0]


def send_report(client, words="at the docks", gate="JJ 1x03", path="/report/jessica/", **more):
    return client.post(path, {"what": "spoiler", "passage": passage_id(client, words, path), "gate": gate} | more)


EVERYWHERE = ("/wiki/jessica/", "/wiki/jessica/history/", "/recent/", "/recent/atom/", "/", "/wiki/jessica/edit/")


def everything_about(client, ids):
    """Join all that a reader can get of the page and its revisions."""
    paths = [*EVERYWHERE, *(f"/wiki/jessica/at/{one}/" for one in ids)]
    paths += [f"/wiki/jessica/diff/{a}/{b}/" for a in ("previous", *ids) for b in ids]
    return " ".join(client.get(path).text for path in paths)


def test_what_is_reported_is_gone_at_once_and_everywhere(newcomer, client, jessica):
    ids = list(Revision.objects.values_list("public_id", flat=True))
    stranger, knowing = client.__class__(), see(client.__class__(), "JJ 1x03")
    assert "docks" in everything_about(stranger, ids)
    assert send_report(newcomer)["Location"] == "/wiki/jessica/"
    ids = list(Revision.objects.values_list("public_id", flat=True))
    for word in ("docks", "dcoks", "Kilgrave", "How it ends", "Sealed"):
        assert (word, word in everything_about(stranger, ids)) == (word, False)
    assert [one in everything_about(knowing, ids) for one in ("docks", "dcoks", "How it ends")] == [True] * 3
    assert source(jessica) == SEALED


def test_its_history_is_that_of_a_page_on_which_it_never_was(newcomer, client, jessica):
    send_report(newcomer)
    shown = client.__class__().get("/wiki/jessica/history/").text
    assert ("2 revisions" in shown, "Begun" in shown, "When" in shown) == (True, True, True)


def test_the_reporter_sees_no_more_than_before(newcomer, jessica):
    send_report(newcomer, note="My note")
    newcomer.get("/")  # takes the message away
    mine = newcomer.get("/reports/").text
    assert ("Jessica" in mine, "docks" in mine, "JJ 1x03" in mine, "My note" in mine) == (True, False, False, False)
    assert "docks" in see(newcomer, "JJ 1x03").get("/reports/").text


def test_a_form_that_was_open_before_does_not_bring_it_back(newcomer, client, jessica):
    other = client.__class__()
    start = other.get("/wiki/jessica/edit/")
    send_report(newcomer)
    send(
        other,
        "/wiki/jessica/edit/",
        start=start,
        body=fields(start)["body"].replace("At night", "By night"),
    )
    assert source(jessica) == SEALED.replace("At night", "By night")


def test_a_form_that_was_open_when_the_spoiler_came_last_asks_what_is_meant(newcomer, client, calendar):
    page = make_page("Jessica", "A detective.\n")
    make_page("Jessica", f"A detective.\n\n{SPOILER}\n", page=page)
    other = client.__class__()
    start = other.get("/wiki/jessica/edit/")
    send_report(newcomer)
    response = send(other, "/wiki/jessica/edit/", start=start, body=f"A detective!\n\n{SPOILER}\n")
    assert (response.status_code, "A detective!" in response.text) == (409, True)
    assert "::: spoiler JJ 1x03" in source(page)


def test_an_edit_that_waited_does_not_bring_it_back(newcomer, client, jessica, admin, settings):
    settings.REVIEW_PEOPLE = "anonymous"
    other = client.__class__()
    send(other, "/wiki/jessica/edit/", body=BODY.replace("At night", "By night"))
    send_report(newcomer)
    (low,), (view,) = pending.queue(Lens.empty), pending.queue(Lens.everything)
    assert ("docks" in low.state.body, "docks" in view.state.body) == (False, True)
    deciding.approve(view, person=admin)
    assert source(jessica) == SEALED.replace("At night", "By night")


def test_an_edit_that_waits_and_brings_it_anew_brings_it_sealed(newcomer, client, jessica, admin, settings):
    settings.REVIEW_PEOPLE = "anonymous"
    other = client.__class__()
    send(other, "/wiki/jessica/edit/", body=f"{BODY}\nKilgrave dies at the docks, so they say.\n")
    assert len(pending.queue(Lens.empty)) == 1
    send_report(newcomer)
    assert pending.queue(Lens.empty) == []  # nobody decides on what they do not see
    deciding.approve(pending.queue(Lens.everything)[0], person=admin)
    assert "docks" not in client.__class__().get("/wiki/jessica/").text
    assert source(jessica).count("::: spoiler JJ 1x03") == 2


def test_why_a_report_was_confirmed_is_told_to_who_sees_what_it_hides(newcomer, jessica, moderator):
    send_report(newcomer)
    (view,) = reports.queue(Lens.everything)
    reports.confirm(view, person=moderator, lens=Lens.everything, reason="He does die there")
    below = newcomer.get("/reports/").text
    assert ("confirmed" in below, "die there" in below) == (True, False)
    assert "die there" in see(newcomer, "JJ 1x03").get("/reports/").text


def test_a_moderator_lifts_a_seal_and_all_is_as_it_was(newcomer, client, jessica, moderator):
    before = everything_about(client.__class__(), [])
    send_report(newcomer)
    (view,) = reports.queue(Lens.everything)
    reports.lift(view, person=moderator, lens=Lens.everything, reason="It is on the poster")
    assert source(jessica) == BODY
    assert not [seals for seals in Revision.objects.values_list("seals", flat=True) if seals]
    after = client.__class__().get("/wiki/jessica/").text
    assert ("docks" in before, "docks" in after, reports.queue(Lens.everything)) == (True, True, [])
    assert "It is on the poster" in newcomer.get("/reports/").text
    with pytest.raises(DecidedAlready):
        reports.confirm(view, person=moderator, lens=Lens.everything)


def test_a_confirmed_seal_stays(newcomer, jessica, moderator):
    send_report(newcomer)
    (view,) = reports.queue(Lens.everything)
    reports.confirm(view, person=moderator, lens=Lens.everything, reason="Thank you")
    assert ("::: spoiler JJ 1x03" in source(jessica), reports.queue(Lens.everything)) == (True, [])
    assert [str(one.action) for one in LogEntry.objects.all()] == ["confirm"]


def test_moderators_know_of_a_report_when_they_see_what_it_is_about(newcomer, jessica, lens_at):
    send_report(newcomer)
    assert reports.queue(lens_at("JJ 1x02")) == []
    (view,) = reports.queue(lens_at("JJ 1x03"))
    assert (view.passage, view.gate, view.reporter) == (SPOILER, "JJ 1x03", "trish")


@pytest.mark.parametrize(("setting", "is_sealed"), [("anonymous", True), ("new", False), ("trusted", False)])
def test_from_which_trust_on_a_report_seals_is_a_setting(client, jessica, settings, setting, is_sealed):
    settings.SEAL_FROM = setting
    send_report(client)
    assert ("::: spoiler" in source(jessica), Report.objects.count()) == (is_sealed, 1)


def test_what_a_reporter_could_not_seal_a_moderator_seals(client, jessica, settings, moderator):
    settings.SEAL_FROM = "trusted"
    send_report(client)
    assert "docks" in client.get("/wiki/jessica/").text
    reports.confirm(reports.queue(Lens.everything)[0], person=moderator, lens=Lens.everything)
    assert "docks" not in client.get("/wiki/jessica/").text


def test_somebody_seals_so_many_a_day_and_no_more(newcomer, jessica, settings):
    settings.SEALS_A_DAY = 1
    send_report(newcomer)
    send_report(newcomer, words="She drinks")
    assert (source(jessica).count("::: spoiler"), Report.objects.count()) == (1, 2)


def test_a_protected_page_is_sealed_as_well_and_nothing_waits(newcomer, jessica, settings):
    settings.REVIEW_PEOPLE = "new"
    Page.objects.update(protection="moderators")
    send_report(newcomer)
    assert "::: spoiler" in source(jessica)


def test_a_fact_is_sealed_in_all_revisions(newcomer, client, calendar):
    hope = make_character("Hope", ("status", "Alive"), ("status", "Dead", "JJ 1x02"))
    make_character("Hope", ("status", "Alive"), ("status", "Dead", "JJ 1x02"), body="More.\n", page=hope)
    see(newcomer, "JJ 1x02")
    send_report(newcomer, words="Dead", gate="JJ 2x01", path="/report/hope/")
    knowing = see(client.__class__(), "JJ 1x02")
    ids = list(Revision.objects.values_list("public_id", flat=True))
    texts = " ".join(knowing.get(f"/wiki/hope/at/{one}/").text for one in ids) + knowing.get("/characters/hope/").text
    assert ("Alive" in texts, "Dead" in texts) == (True, False)
    assert "Dead" in see(client.__class__(), "JJ 2x01").get("/characters/hope/").text


def test_what_was_hidden_within_the_passage_stays_hidden_and_there(newcomer, jessica, calendar):
    make_page("Jessica", BODY.replace("docks", "docks [of Queens]{JJ 2x01}"), page=jessica)
    send_report(newcomer)
    assert source(jessica).count("[of Queens]{JJ 2x01}") == 1
    assert "::: spoiler JJ 1x03\nKilgrave dies at the docks [of Queens]{JJ 2x01}" in source(jessica)


def test_words_marked_on_the_page_choose_the_passage(newcomer, jessica):
    shown = newcomer.get("/report/jessica/?quote=dies+at+the+docks").text
    assert f'value="{passage_id(newcomer, "at the docks")}" checked' in shown
    assert newcomer.get("/report/jessica/?quote=nowhere").text.count(" checked") == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"passage": "", "gate": "JJ 1x03"}, "Choose the passage"),
        ({"gate": "JJ 9x99"}, "9x99"),
        ({"gate": ""}, "gate"),
        ({"what": "other", "note": ""}, "what is wrong"),
        ({"what": "nonsense"}, "not sent"),
    ],
)
def test_a_report_that_says_too_little_is_sent_back(newcomer, jessica, sent, said):
    data = {"what": "spoiler", "passage": passage_id(newcomer, "at the docks"), "gate": "JJ 1x03", "note": "My words"}
    response = newcomer.post("/report/jessica/", data | sent)
    assert (response.status_code, said in response.text) == (422, True)
    assert ("My words" in response.text) == ("note" not in sent)
    assert Report.objects.count() == 0


def test_a_passage_that_went_meanwhile_is_asked_for_again(newcomer, jessica, admin):
    chosen = passage_id(newcomer, "at the docks")
    make_page("Jessica", "All new.\n", page=jessica)
    response = newcomer.post("/report/jessica/", {"what": "spoiler", "passage": chosen, "gate": "JJ 1x03"})
    assert (response.status_code, "not there any more" in response.text) == (409, True)


def test_something_else_is_reported_and_nothing_is_hidden(newcomer, jessica, moderator):
    response = newcomer.post("/report/jessica/", {"what": "other", "note": "Copied from a newspaper"})
    (view,) = reports.queue(Lens.empty)
    assert (response.status_code, view.note, source(jessica)) == (302, "Copied from a newspaper", BODY)
    reports.lift(view, person=moderator, lens=Lens.empty, reason="It is a quotation")
    assert Report.objects.get().state == "dismissed"


def test_only_moderators_decide_and_hidden_pages_are_not_reported(newcomer, reader, jessica, calendar):
    make_page("Nuke", gate="JJ 1x02")
    assert newcomer.get("/report/nuke/").status_code == newcomer.get("/report/no-such/").status_code == 404
    send_report(newcomer)
    (view,) = reports.queue(Lens.everything)
    with pytest.raises(MayNotEdit):
        reports.confirm(view, person=reader, lens=Lens.everything)


def test_an_author_who_changes_a_sealed_edit_puts_no_gate_in_the_wrong_place(
    newcomer, client, jessica, admin, settings
):
    settings.REVIEW_PEOPLE = "new"
    send(newcomer, "/wiki/jessica/edit/", body=BODY.replace("At night", "By night"))
    other = client.__class__()
    other.force_login(admin)
    see(other, "JJ 1x03")
    send_report(other)
    send(newcomer, "/wiki/jessica/edit/", body="A new first line.\n\nA detective.\n\nShe drinks.\n\nBy night.\n")
    (view,) = pending.queue(Lens.empty)
    assert view.state.body == "A new first line.\n\nA detective.\n\nShe drinks.\n\nBy night.\n"
    deciding.approve(view, person=admin)
    assert source(jessica).count("::: spoiler") == 1
    assert f"::: spoiler JJ 1x03\n{SPOILER}\n:::" in source(jessica)


def test_a_passage_that_is_gone_is_sealed_in_the_history(newcomer, client, jessica, settings, moderator, admin):
    settings.SEAL_FROM = "trusted"
    send_report(newcomer)
    make_page("Jessica", "A detective.\n", page=jessica, author=admin)
    settings.SEAL_FROM = "new"
    (view,) = reports.queue(Lens.everything)
    reports.confirm(view, person=moderator, lens=Lens.everything)
    assert (Report.objects.get().is_sealed, source(jessica)) == (True, "A detective.\n")
    ids = list(Revision.objects.values_list("public_id", flat=True))
    stranger, knowing = client.__class__(), see(client.__class__(), "JJ 1x03")
    assert ["docks" in everything_about(one, ids) for one in (stranger, knowing)] == [False, True]


def test_a_passage_that_was_changed_meanwhile_is_sealed_as_it_stands(newcomer, jessica, settings, moderator, admin):
    settings.SEAL_FROM = "trusted"
    send_report(newcomer)
    changed = BODY.replace("own hands", "own two hands")
    make_page("Jessica", changed, page=jessica, author=admin)
    (view,) = reports.queue(Lens.everything)
    reports.confirm(view, person=moderator, lens=Lens.everything)
    assert source(jessica) == SEALED.replace("own hands", "own two hands")
    assert "docks" not in newcomer.get("/wiki/jessica/").text
