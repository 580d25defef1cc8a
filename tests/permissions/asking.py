"""Makes the request of a row as a role, and tells what came of it."""

from functools import partial
from urllib.parse import quote

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.permissions import people
from tests.worlds.observe import seen

# What a session remembers (such as a message to show), the admin’s own log, and jobs for a worker: they follow from
# other things.
BESIDE = {"admin.LogEntry+", "sessions.Session+", "sessions.Session.session_data", "sessions.Session.expire_date"}
JOBS = ("django_tasks_database.DBTaskResult", "queue.FailedJob")


def ask(row, wiki, role, *, at=""):
    """Make a row's request in its situation; `at` says of what else than the row does."""
    words = wiki.words | wiki.own[role]
    client = _browser(wiki, role)
    _bring_about(row.situation, wiki.people[role], client, wiki)
    before = wiki.before if row.situation not in ("passed", "blocked") else everything()
    query = at if at.startswith("?") else row.query.format(**words)
    path = _path(row.route, row.at if at.startswith("?") else at or row.at, words) + query
    data = {name: _filled(value, words) for name, value in row.data.items()}
    writes = []
    with connection.execute_wrapper(partial(_noting, writes)):
        response = client.post(path, data) if row.method == "POST" else client.get(path)
    response.seen = seen(response)
    return path, response, differences(before, everything()) if writes else set()


def _noting(writes, execute, sql, *more):
    """Note a statement that may write: where there is none, nothing has to be compared."""
    if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE")):
        writes.append(sql)
    return execute(sql, *more)


def _browser(wiki, role):
    client = Client(raise_request_exception=False)
    if role in wiki.sessions:
        client.cookies["sessionid"] = wiki.sessions[role]
    return client


def _bring_about(situation, person, client, wiki):
    if situation == "passed":
        people.pass_the_gate(person, client)
    if situation == "blocked":
        people.block(person, wiki.people["administrator"])


def _path(route, at, words):
    at = at.format(**words)
    return at if at.startswith("/") else reverse(route, args=at.split())


def _filled(value, words):
    if isinstance(value, bytes):
        return SimpleUploadedFile("door.png", value)
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    return value.format(**words)


def everything():
    """Give all rows of all models, by their keys, as the database has them: gated columns are not opened."""
    models = [model for model in apps.get_models() if model._meta.label not in JOBS and model._meta.managed]
    with connection.cursor() as cursor:
        return {model._meta.label: dict(_rows(cursor, model._meta)) for model in models if not model._meta.proxy}


def _rows(cursor, about):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(about.db_table)}")
    names = [column[0] for column in cursor.description]
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        yield row[about.pk.column], row


def differences(before, after):
    """Name what is changed: “pages.Page+” (a row more), “pages.Page-”, “pages.Page.protection” (in a row)."""
    found = set()
    for label, old in before.items():
        new = after[label]
        found |= {f"{label}+"} if new.keys() - old.keys() else set()
        found |= {f"{label}-"} if old.keys() - new.keys() else set()
        found |= {
            f"{label}.{name}" for pk in old.keys() & new.keys() for name in old[pk] if old[pk][name] != new[pk][name]
        }
    return found - BESIDE


def outcome(path, response):
    """Say in the table's words what somebody got."""
    to = response.get("Location", "")
    back = f"?next={quote(path)}"
    if response.status_code == 302 and to in (f"/accounts/login/{back}", f"/admin/login/{back}"):
        return "in"
    if response.status_code == 302 and to.startswith("/accounts/reauthenticate/"):
        return "again"
    return str(response.status_code)


def told(response, word, other):
    """Give all of an answer, with the words of one address for those of another."""
    status, headers, cookies, body = response.seen
    headers = [one for one in headers if one[0] != "ETag"]  # a digest of the body, in which the address stands
    text = repr((status, headers, cookies)) + body.decode(errors="replace")
    for one, two in zip(other.split(), word.split(), strict=True):
        text = text.replace(one, two).replace(one.capitalize(), two.capitalize())
    return text
