"""The table of permissions: each route, asked by each role in each situation that matters to it.

A row reads: in this situation, this sentence holds, so the roles get this. The rows stand in the files that `ROWS` is
made of; what the outcomes mean stands in rows.py.
"""

import pytest
from django.db import connection

from tests.permissions import accounts, admin, finding, keeping, looking_back, news, order, reading, talk, writing
from tests.permissions.asking import ask, outcome, told
from tests.permissions.people import ROLES
from tests.permissions.rows import OUTCOMES
from tests.worlds.catalogue import routes

ROWS = [
    *reading.ROWS,
    *finding.ROWS,
    *writing.ROWS,
    *looking_back.ROWS,
    *keeping.ROWS,
    *news.ROWS,
    *talk.ROWS,
    *order.ROWS,
    *accounts.ROWS,
    *admin.ROWS,
]
# PostgreSQL is asked every fourth of them: what a role may do is decided before the database comes into it.
ASKED = [(row, role) for row in ROWS for role, what in zip(ROLES, row.outcomes, strict=True) if what != "-"]
if connection.vendor == "postgresql":
    ASKED = ASKED[::4]
SITUATIONS = {"plain", "own", "other's", "protected", "waiting", "hidden", "passed", "blocked", "deleted"}


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "role"), ASKED, ids=[f"{row.name}: {role}" for row, role in ASKED])
def test_each_role_gets_what_the_table_says(wiki, row, role):
    expected = row.outcomes[ROLES.index(role)]
    path, response, changed = ask(row, wiki, role)
    if expected == "none":
        _, like, _ = ask(row, wiki, role, at=row.nothing)
        words = (row.query if row.nothing[0] == "?" else row.at).format(**wiki.words | wiki.own[role])
        assert response.status_code == 404, row.says
        assert told(response, words, row.nothing) == told(like, words, row.nothing), row.says
    elif expected in ("done", "waits"):
        wanted = {"pages.Pending+"} if expected == "waits" else set(row.changes.split())
        assert response.status_code in (200, 302), row.says
        assert wanted <= changed, row.says
    else:
        assert outcome(path, response) == expected, row.says
    if expected == "waits":
        assert {one.partition("+")[0].partition(".id")[0] for one in changed} <= {"pages.Pending"}, row.says
    if row.method == "GET" or expected not in ("done", "waits"):
        assert changed == set(), row.says


def test_every_route_has_a_row():
    assert sorted(set(routes()) - {row.route for row in ROWS}) == []


def test_every_row_has_a_route():
    assert sorted({row.route for row in ROWS} - set(routes())) == []


def test_every_row_is_a_sentence_of_its_own_in_the_words_of_the_table():
    for row in ROWS:
        assert row.says.endswith("."), row
        assert row.situation in SITUATIONS, row
        assert row.nothing or "none" not in row.outcomes, row
        assert row.changes or "done" not in row.outcomes, row
        assert all(one in OUTCOMES or one.isdigit() for one in row.outcomes), row
    names = [row.name for row in ROWS]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_situation_is_in_the_table():
    assert {row.situation for row in ROWS} == SITUATIONS
