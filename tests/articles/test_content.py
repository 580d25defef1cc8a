"""The first newsroom: it reads well for everybody, and what came of its claims shows to those who may know."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.claims import all_claims
from articles.models import Article, Mention
from tests.factories import lens_at
from wiki.interchange import folder
from wiki.pages.models import Name, Revision
from wiki.pages.sheets.types import TEXT_MAX
from wiki.pages.state import by_field, seer, state_of
from wiki.spoilers.lens import Lens
from wiki.spoilers.sealed import unseal

CONTENT = Path(settings.BASE_DIR) / "wiki" / "content"


@pytest.fixture
def newsroom(db):
    folder.load(CONTENT)
    return {one.page_id: one for one in Revision.objects.filter(page__kind="article", current_of__isnull=False)}


def words(revision, lens):
    body = state_of(revision).through(seer(lens, revision.gates)).body
    return len(re.sub(r"[|#*_`\[\]()-]", " ", body).split())


def test_two_articles_are_of_2016_three_later_and_one_is_a_review(newsroom):
    rows = Article.objects.order_by("published_at")
    assert [(row.published_at.year, row.kind) for row in rows] == [
        (2015, "Review"),
        (2016, "News"),
        (2016, "News"),
        (2017, "News"),
        (2018, "News"),
        (2019, "News"),
    ]
    assert {row.status_now for row in rows} == {"Published"}


def test_the_articles_of_2016_have_their_length_sources_and_gate(newsroom):
    everything = Lens.everything
    for row in Article.objects.filter(published_at__year=2016):
        revision = newsroom[row.page_id]
        assert 250 <= words(revision, everything) <= 500
        assert 130 <= words(revision, Lens.empty) < words(revision, lens_at("JJ s1"))
        state = state_of(revision)
        assert "JJ s1" in state.gates
        assert by_field(state.sheet)["sources"]
        assert "“" not in state.body  # nobody is quoted


def test_the_review_reads_without_and_better_with_what_one_has_seen(newsroom):
    row = Article.objects.get(kind="Review")
    lengths = [words(newsroom[row.page_id], lens) for lens in (Lens.empty, lens_at("JJ 1x01"), lens_at("JJ s1"))]
    assert lengths[0] >= 250
    assert lengths == sorted(lengths)
    assert lengths[-1] >= lengths[0] + 100


def test_every_claim_of_an_article_has_its_page_and_its_outcome_its_gate(newsroom):
    named = set(Name.objects.filter(page__kind="claim").values_list("slug", flat=True))
    assert {row.target for row in Mention.objects.all()} <= named
    spoilers = ("Hellcat", "Nuke", "Malcolm", "Tennant")
    below = " ".join(f"{line.statement} {line.outcome}" for line in all_claims(Lens.empty))
    above = " ".join(f"{line.statement} {line.outcome}" for line in all_claims(lens_at("JJ all")))
    assert [word for word in spoilers if word in below] == []
    assert [word for word in spoilers if word not in above] == []


@pytest.mark.parametrize(("seen", "outcomes"), [("JJ 1x13", ""), ("JJ 2x13", "Nuke"), ("JJ all", "Nuke Hellcat")])
def test_whether_they_become_who_they_are_in_the_comics_is_told_when_it_has_been_seen(newsroom, seen, outcomes):
    lines = {line.statement: line for line in all_claims(lens_at(seen))}
    for name in ("Trish Walker becomes Hellcat", "Will Simpson becomes Nuke"):
        assert bool(lines[name].outcome) == (name.split()[-1] in outcomes)


def test_standfirsts_fit_and_tell_nothing(newsroom):
    for revision in newsroom.values():
        entry = by_field(state_of(revision).sheet)["standfirst"][0]
        assert (entry.gate, len(entry.values[0]) <= TEXT_MAX) == ("", True)
    assert not [row for row in Mention.objects.filter(gate=None) if "Hellcat" in unseal(row.name)]
