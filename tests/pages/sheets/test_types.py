"""Each type of value: its one form, what it refuses and how it says so."""

import pytest

from wiki.markup.links import Target
from wiki.pages.sheets.types import BadValue, Choice, Date, PageName, Picture, ReleaseLabel, Shown, Source, Text, Url

STATUS = Choice(choices=("Alive", "Dead"))
IMAGE = "0123456789abcdef0123456789abcdef.png"


def resolve(slug):
    return Target(f"/wiki/{slug}/", slug == "known")


@pytest.mark.parametrize(
    ("kind", "text", "cleaned"),
    [
        (Text(), "Radio host", "Radio host"),
        (STATUS, "dead", "Dead"),
        (Date(), "1976", "1976"),
        (Date(), "2015-11", "2015-11"),
        (Date(), "2016-02-29", "2016-02-29"),
        (PageName(), "Trish Talk", "Trish Talk"),
        (ReleaseLabel(), "jj s1e2", "JJ 1x02"),
        (ReleaseLabel(), "ALIAS # 02", "ALIAS #2"),
        (Url(), "https://example.org/a?b=c", "https://example.org/a?b=c"),
        (Picture(), IMAGE, f"/images/{IMAGE}"),
        (Picture(), f"https://wiki.example/images/{IMAGE}", f"/images/{IMAGE}"),
        (Source(), "jj 1x1", "JJ 1x01"),
        (Source(), "https://example.org/", "https://example.org/"),
        (Source(), "Trish Talk", "[[Trish Talk]]"),
        (Source(), "A.K.A. Max", "[[A.K.A. Max]]"),
        (Source(), "NEW x y/z", "[[NEW x y/z]]"),
        (Source(), "FILM film", "FILM film"),
    ],
)
def test_a_value_is_brought_into_its_one_form(calendar, kind, text, cleaned):
    assert kind.clean(text, calendar) == cleaned
    assert kind.clean(cleaned, calendar) == cleaned


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (Text(), "x" * 301, "at most 300 characters"),
        (Text(), "a\u202eb", "cannot be seen"),
        (STATUS, "Undead", "none of Alive, Dead"),
        (Date(), "2015-02-31", "is no date; write 2015-11-20, 2015-11, 2015-autumn or 2015"),
        (Date(), "2015-13", "is no date"),
        (Date(), "0000", "is no date"),
        (Date(), "٢٠١٥", "is no date"),
        (PageName(), "[[Trish]]", "cannot hold the character ["),
        (ReleaseLabel(), "JJ 9x99", "is no release"),
        (ReleaseLabel(), "JJ s1", "is no release"),
        (ReleaseLabel(), "x" * 100_000, "is no release"),
        (Url(), "javascript:alert(1)", "This is no address"),
        (Url(), "ftp://example.org/", "This is no address"),
        (Picture(), "/images/../secret.png", "This is no picture"),
        (Picture(), "https://elsewhere.example/a.png", "This is no picture"),
        (Source(), "data://x", "This is no address"),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence(calendar, kind, text, message):
    with pytest.raises(BadValue) as refused:
        kind.clean(text, calendar)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        (Text(), "<b>", Shown("<b>")),
        (Date(), "1976", Shown("1976")),
        (Date(), "2015-11", Shown("November 2015")),
        (Date(), "2015-11-20", Shown("20 November 2015")),
        (PageName(), "Known", Shown("Known", "/wiki/known/")),
        (PageName(), "Nowhere", Shown("Nowhere", "/wiki/nowhere/", is_missing=True)),
        (ReleaseLabel(), "ALIAS #2", Shown("ALIAS #2", "/works/ALIAS/%232/")),
        (Url(), "https://example.org/a", Shown("example.org", "https://example.org/a", is_outside=True)),
        (Picture(), f"/images/{IMAGE}", Shown("", picture=f"/images/{IMAGE}")),
        (Source(), "JJ 1x02", Shown("JJ 1x02", "/works/JJ/1x02/")),
        (Source(), "[[Known]]", Shown("Known", "/wiki/known/")),
        (Source(), "[[A.K.A. Max]]", Shown("A.K.A. Max", "/wiki/a-k-a-max/", is_missing=True)),
        (Source(), "FILM film", Shown("FILM film", "/works/FILM/film/")),
        (Source(), "ÄB x/y", Shown("ÄB x/y")),
        (Text(url_name="characters:performer"), "Ann Actor", Shown("Ann Actor", "/characters/performers/ann-actor/")),
    ],
)
def test_a_value_is_shown(kind, text, shown):
    assert kind.shown(text, resolve) == shown
