"""The kinds of page of the newsroom: articles, and the claims that are made in them."""

from __future__ import annotations

from articles import record
from articles.models import Article
from articles.states import STATES, embargo
from articles.suggesting import offer
from wiki.pages.kinds import Kind
from wiki.pages.sheets import Column, Field, Sheet, many, one, picture, table
from wiki.pages.sheets.types import Choice, Date, Moment, PageName, Text, Url, WorkCode

KINDS = ("News", "Review", "Interview", "Opinion")
STATUSES = ("Confirmed", "Reported", "Rumoured", "Speculation", "Open question", "Debunked")
VERDICTS = ("True", "False", "Partly true")


def _sources(hint: str) -> Field:
    return table(
        "sources",
        "Sources",
        Column("title", "Title", Text(), is_needed=True),
        Column("url", "Address", Url()),
        Column("publisher", "Publisher", Text()),
        Column("date", "Date", Date()),
        help=hint,
    )


WORKS = many("works", "Works", WorkCode(), help="The works that it is about, by their codes.")
ABOUT = many("about", "About", PageName(), help="The pages that it is about.")

ARTICLE = Kind(
    name="article",
    label="Article",
    url_name="articles:article",
    template="articles/article.html",
    record=record.write_article,
    is_in_front=False,
    listed_as="News",
    list_url_name="articles:news",
    section="articles",
    out_since=Article.objects.out_since,
    embargo=embargo,
    offer=offer,
    reserved=frozenset({"archive", "authors", "claims", "desk", "feed", "preview", "tags", "works"}),
    sheet=Sheet(
        one(
            "standfirst", "Standfirst", Text(), help="What it is about, in a sentence or two; shown in lists and feeds."
        ),
        one("kind", "Kind", Choice(choices=KINDS)),
        many("authors", "By", Text(url_name="articles:author"), help="In the order of the byline."),
        WORKS,
        ABOUT,
        picture(),
        _sources("Where the news is from. An article needs at least one to be published."),
        table(
            "claims",
            "Claims",
            Column("claim", "Claim", PageName(), is_needed=True),
            Column("status", "As told here", Choice(choices=STATUSES), is_needed=True),
            Column("said_by", "Said by", Text()),
            is_apart=True,
            help="What the article says will be, or may be: a short statement, the same words wherever it is made. "
            "What comes of it is written once, on the claim’s own page, and shown in all articles.",
        ),
        table(
            "corrections",
            "Corrections",
            Column("date", "Date", Date(), is_needed=True),
            Column("text", "What was wrong, and is right now", Text(), is_needed=True),
        ),
        one("status", "Status", Choice(choices=STATES), is_locked=True),
        one("published", "Published", Moment(), is_locked=True),
    ),
)

CLAIM = Kind(
    name="claim",
    label="Claim",
    url_name="articles:claim",
    template="articles/claim.html",
    record=record.write_claim,
    is_in_front=False,
    listed_as="Claims",
    list_url_name="articles:claims",
    sheet=Sheet(
        many("said_by", "Said by", Text()),
        one("said_on", "Said on", Date()),
        WORKS,
        ABOUT,
        table(
            "statuses",
            "Status",
            Column("status", "Status", Choice(choices=STATUSES), is_needed=True),
            Column("date", "Since", Date(), is_needed=True),
            is_apart=True,
            help="A line for each time it changed; leave the old ones. The latest that a reader may see is today’s.",
        ),
        _sources("Where it was said."),
        table(
            "outcome",
            "Outcome",
            Column("verdict", "It turned out", Choice(choices=VERDICTS), is_needed=True),
            Column("text", "How", Text()),
            is_many=False,
            is_apart=True,
            help="What came of it is a spoiler itself: hide it until the release that tells.",
        ),
    ),
)
