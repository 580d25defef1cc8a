"""What the harness asks of search: words that stand everywhere, words that are hidden, and each sort of query."""

from urllib.parse import quote

WORDS = (
    *("agency", "Agency 0", "same heading", '"same heading"', "agenc*", "hidden OR agency", "agency -quarter"),
    *("cnry", "cnry*", "cnryalias*", "cnryblock", "mixed words", "words", "hero", "hidden target", "lonely 1", "zork"),
    *(
        "kind:character",
        "kind:article report",
        "agency -kind:character",
        "words -tag:secrets",
        "tag:places",
        "tag:secrets agency",
        "by:walker",
        "by:hogarth words",
    ),
    *("work:JJ", "work:DEF", "continuity:earth", "", '" OR - ( NOT *', "-agency", "agecny", "lonley", "quartr 0"),
)
BEGUN = ("a", "ag", "agency 0", "hid", "cnry", "lone", "target", "zo", "", "%", "*", "qua 1")


def requests(get):
    """Give the requests of search. `get` makes one of a route."""
    pages = ("", "&page=2", "&page=nonsense")
    return {
        "search:search": [
            get("search:search", tail=f"?q={quote(words)}{page}") for words in WORDS for page in pages[:1]
        ]
        + [get("search:search", tail=f"?q=words{page}") for page in pages],
        "search:suggest": [get("search:suggest", tail=f"?q={quote(words)}") for words in BEGUN],
        "search:description": [get("search:description")],
    }
