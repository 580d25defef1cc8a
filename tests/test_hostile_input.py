"""Other people's hostile and odd strings, in every place that takes text outside a page's body."""

import pytest
from django.core.cache import cache

from tests.corpora import load, needs_corpora, shared
from tests.factories import make_page
from tests.markup.html import XHTML
from wiki.pages.cleaning import Refused
from wiki.spoilers.models import Part, Release, Work


def skeleton(html):
    """Give the elements and attribute names of a document, without the texts in it."""
    import html5lib

    document = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=True)
    return [(str(one.tag).removeprefix(XHTML), tuple(sorted(one.attrib))) for one in document.iter()]


@needs_corpora
def test_hostile_titles_of_works_parts_and_releases_stay_text(client, calendar):
    payloads = [case["payload"] for case in load("xss.json")]
    work = Work.objects.get(code="JJ")
    release = Release.objects.get(work=work, label="1x01")
    paths = ("/works/", "/works/JJ/", "/progress/", "/")
    dull = {path: skeleton(client.get(path).text) for path in paths}
    for payload in payloads[::6]:
        Work.objects.filter(pk=work.pk).update(title=payload[:200], short_title=payload[:100])
        Part.objects.filter(work=work, number=1).update(title=payload[:200])
        Release.objects.filter(pk=release.pk).update(title=payload)
        assert {path: skeleton(client.get(path).text) for path in paths} == dull, payload


@needs_corpora
def test_hostile_names_and_tags_are_refused_or_stay_text(client, calendar):
    make_page("Dull", tags=[("Dull", "")])
    dull = skeleton(client.get("/wiki/dull/").text)
    for number, case in enumerate(load("xss.json")):
        text = f"{case['payload'][:100]} {number}"
        try:
            made = make_page(text, tags=[(text, "")])
        except Refused:
            continue
        slug = made.names.get().slug
        assert skeleton(client.get(f"/wiki/{slug}/").text) == dull, text
        assert client.get(f"/tags/{slug}/").status_code == 200


@needs_corpora
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/progress/", ("work", "until")),
        ("/progress/", ("seen", "back")),
        ("/accounts/login/", ("login", "password", "next")),
    ],
)
def test_naughty_strings_in_forms_get_an_answer(client, calendar, path, fields):
    for text in shared("naughty_strings.json"):
        for field in fields:
            data = {"work": "JJ", "until": "", "exactly": "on" if field == "seen" else ""} | {field: text}
            cache.clear()  # or it would be too often
            assert client.post(path, data).status_code in (200, 302, 422), (field, text)


@needs_corpora
def test_naughty_strings_in_addresses_get_an_answer(client, calendar):
    from urllib.parse import quote

    for text in shared("naughty_strings.json"):
        cache.clear()  # tags together are limited
        part = quote(text.encode(errors="surrogatepass"), safe="")
        for path in (
            f"/wiki/{part}/",
            f"/tags/{part}/",
            f"/works/{part}/",
            f"/wiki/?page={part}",
            f"/progress/?back={part}",
        ):
            assert client.get(path, follow=True).status_code in (200, 404), path


@needs_corpora
def test_naughty_strings_in_the_admin_get_an_answer(client, admin, calendar):
    client.force_login(admin)
    work = Work.objects.get(code="FILM")
    for text in shared("naughty_strings.json"):
        base = {"work": work.pk, "part": "", "position": 9, "label": "x", "date": "", "date_precision": ""}
        data = base | {"new_title": text, "label": text[:20], "new_gate": ""}
        for changed in (data, base | {"new_title": "", "new_gate": text}):
            assert client.post("/admin/spoilers/release/add/", changed).status_code in (200, 302), text
        Release.objects.filter(work=work, position=9).delete()
        assert client.get("/admin/spoilers/release/", {"q": text}).status_code in (200, 302), text


@needs_corpora
def test_naughty_strings_in_every_field_of_the_editor_get_an_answer_and_are_kept(client, calendar):
    from tests.pages.sending import fields

    make_page("Hope", "Hope [runs]{JJ 1x02}.\n")
    start = fields(client.get("/wiki/hope/edit/"))
    for number, text in enumerate(load("naughty_strings.json")[::4]):
        for name in ("body", "summary", "tags-0-text", "names-1-text", "tags-0-gate", "base", "section"):
            if number % 7 == len(name) % 7 or number % 31 == 0:
                response = client.post("/wiki/hope/edit/", start | {"tags-0-text": "Tag", "preview": "1", name: text})
                assert response.status_code in (200, 422), (name, text)
        response = client.post("/wiki/hope/edit/", start | {"body": f"{text}\n\n[x]{{JJ 9x99}}"})
        assert response.status_code in (409, 422), text
        kept = fields(response)["body"].replace("\r", "")
        assert text.replace("\r", "").strip()[:40].split("\n")[0] in kept or "\ufffd" in kept, text
