"""Search, what a step opened, and what machines read."""

from tests.permissions.rows import get, post

ROWS = [
    get("robots", "plain", "Everybody reads what is open to crawlers.", "200"),
    get("search:search", "plain", "Everybody searches.", "200", query="?q=open"),
    get("search:search", "blocked", "Who is blocked searches on.", "200", query="?q=open"),
    get("search:suggest", "plain", "Everybody is offered names for what they type.", "200", query="?q=op"),
    get("search:description", "plain", "Every browser learns how to search.", "200"),
    get("pages:unlocked", "plain", "Everybody reads what their last step opened.", "200"),
    get(
        "pages:previously",
        "plain",
        "Who took no step has nothing that was before it.",
        "404",
        "open",
        query="?before=1",
    ),
    get(
        "pages:previously",
        "hidden",
        "A hidden page was none before a step either.",
        "none",
        "secret",
        query="?before=1",
        nothing="nought",
    ),
    post(
        "pages:read",
        "plain",
        "Who took no step has nothing to remember of what they read.",
        "302",
        data={"page": "open"},
    ),
    post("pages:read", "hidden", "A hidden page cannot have been read.", "404", data={"page": "secret"}),
    post(
        "spoilers:finished",
        "plain",
        "A release that there is not is finished by nobody.",
        "422",
        data={"release": "x"},
    ),
    post(
        "spoilers:finished",
        "own",
        "Everybody moves on by one release.",
        "302 done done done done",
        data={"release": "JJ 1x01"},
        changes="spoilers.Trail+ spoilers.Bookmark+",
    ),
    post("spoilers:undo", "plain", "Who took no step takes none back.", "302", data={"step": "1"}),
]
