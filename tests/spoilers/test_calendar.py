from tests.factories import make_page
from wiki.pages.models import Revision
from wiki.spoilers import calendar as calendars
from wiki.spoilers import editing
from wiki.spoilers.models import Release, Work


def test_the_calendar_is_read_once_for_each_state(calendar, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert calendars.current().by_code["JJ"].releases[2].label == "1x03"


def test_a_changed_work_is_read_anew(calendar):
    work = Work.objects.get(code="DEF")
    Release.objects.create(work=work, position=3, label="1x03")
    editing.touch([work])
    assert [release.label for release in calendars.current().by_code["DEF"].releases] == ["1x01", "1x02", "1x03"]


def test_gates_mean_the_calendar_of_today(calendar, client):
    make_page(body="[all]{DEF all} seen\n")
    client.post("/progress/", {"work": "DEF", "until": "1x02"})
    assert "<p>all seen</p>" in client.get("/wiki/alias-investigations/").text
    before = Revision.objects.get().gates
    work = Work.objects.get(code="DEF")
    Release.objects.create(work=work, position=3, label="1x03")
    editing.touch([work])
    assert Revision.objects.get().gates != before
    assert "<p>seen</p>" in client.get("/wiki/alias-investigations/").text


def test_a_gate_whose_release_is_gone_is_shut_for_everybody(calendar, client):
    """Law 2."""
    make_page(body="[never]{DEF 1x02} seen\n", names=[("Gated", "DEF 1x02", "alias")])
    release = Release.objects.get(work__code="DEF", label="1x02")
    work = release.work
    release.delete()
    editing.touch([work])
    client.post("/progress/", {"work": "DEF", "until": "all"})
    text = client.get("/wiki/alias-investigations/").text
    assert "<p>seen</p>" in text
    assert client.get("/wiki/gated/").status_code == 404


def test_labels_have_one_form():
    forms = {"s1e3": "1x03", "1x3": "1x03", "S01E03": "1x03", "# 07": "#7", "#7": "#7", " Film  One ": "film one"}
    assert {label: calendars.canonical_label(label) for label in forms} == forms
