"""Every route of the site with the requests that the harness makes of it. A route without an entry fails a test."""

from itertools import pairwise

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.worlds import finding, order, people, talk
from tests.worlds import tags as tags_of_worlds
from tests.worlds.order import waiting_ids
from tests.worlds.world import FEED_TOKEN, PNG, picture_name, revision_id
from wiki.markup import slugify
from wiki.pages.views.special import LISTS
from wiki.spoilers.models import Release

SLUG_TAILS = ("", "?page=2", "?page=nonsense", "?page=-1")


def routes():
    """List the names of all routes of the resolver, with their namespaces; unnamed ones by their pattern."""
    return sorted(_walk(get_resolver().url_patterns, ""))


def _walk(patterns, prefix):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name or pattern.pattern}"


def requests(worlds):
    """Map each route to its requests, (method, path, data), with every slug that any of the worlds knows."""
    names = {slugify(name.text) for world in worlds for page in world.pages for name in page.names} | {"no-such-page"}
    tags = {slugify(tag.text) for world in worlds for page in world.pages for tag in page.tags} | {"no-such-tag"}
    tags |= tags_of_worlds.slugs(worlds)
    found = {
        "home": [_get("home")],
        "favicon": [_get("favicon")],
        "pages:all_pages": [_get("pages:all_pages", tail=tail) for tail in SLUG_TAILS],
        "pages:page": [_get("pages:page", name) for name in sorted(names)] + [_get("pages:page", "No Such_Page")],
        "pages:links": [_get("pages:links", name) for name in sorted(names)],
        "pages:tags": [_get("pages:tags")],
        "pages:tag": [_get("pages:tag", tag) for tag in [*sorted(tags), *_pairs(sorted(tags))]],
        "spoilers:works": [_get("spoilers:works")],
        "spoilers:on_this_day": [_get("spoilers:on_this_day")],
        "spoilers:on_day": [_get("spoilers:on_day", day) for day in ("11-20", "11-21", "02-30", "x")],
        "spoilers:work": [_get("spoilers:work", code) for code in ("JJ", "jj", "FILM", "NONE")],
        "spoilers:progress": [
            _get("spoilers:progress"),
            _get("spoilers:progress", tail="?back=/wiki/"),
            *[("POST", reverse("spoilers:progress"), data) for data in PLACES],
        ],
        "errors": [
            ("GET", "/no/such/route/", {}),
            ("GET", "/wiki/a%00b/", {}),
            ("POST", "/wiki/agency-0/", {}),
            ("POST without token", reverse("spoilers:progress"), {"work": "JJ", "until": ""}),
            ("GET from elsewhere", "/wiki/agency-0/", {}),
        ],
    }
    found |= _steps(sorted(names))
    found |= order.requests(worlds, sorted(names))
    found |= people.requests(_get)
    found |= finding.requests(_get)
    found |= talk.requests(worlds, FEED_TOKEN)
    return (
        found
        | _writing(worlds, sorted(names))
        | _changes(worlds)
        | _characters(worlds)
        | _news(worlds)
        | _admin(worlds)
    )


def _pairs(tags):
    """Give addresses of two tags: each with one that many pages carry, and each with the next."""
    return [*(f"{tag}+places" for tag in tags if tag < "places"), *map("+".join, pairwise(tags))]


def _steps(names):
    """Give the requests of who has taken steps: what they opened, and pages as they were before."""
    tails = ("", "?step=1", "?step=2", "?step=3", "?step=9", "?step=x", "?page=2", "?step=1&page=2")
    finished = ("JJ 1x01", "JJ 1x02", "jj s2e1", "ALIAS #1", "JJ 9x99", "FILM film", "")
    reading = ({"page": "agency-0"}, {"page": "hidden-target-0"}, {"page": "no-such"}, {"all": "1"}, {})
    return {
        "pages:unlocked": [_get("pages:unlocked", tail=tail) for tail in tails],
        "pages:previously": [
            _get("pages:previously", name, tail=f"?before={step}") for name in names for step in (1, 2)
        ]
        + [_get("pages:previously", "agency-0", tail=tail) for tail in ("", "?before=9", "?before=x")],
        "pages:read": [("POST", reverse("pages:read"), data) for data in reading],
        "spoilers:finished": [("POST", reverse("spoilers:finished"), {"release": one}) for one in finished],
        "spoilers:undo": [("POST", reverse("spoilers:undo"), {"step": one}) for one in ("1", "2", "3", "x", "")],
    }


def _news(worlds):
    """Give the requests for articles, claims, their lists and feeds, and the calendar."""
    specs = [page for world in worlds for page in world.pages if page.kind in ("article", "claim")]
    names = sorted({slugify(name.text) for page in specs for name in page.names})
    writers = sorted({slugify(e.values[0]) for page in specs for e in page.sheet if e.field in ("authors", "said_by")})
    tags = sorted({slugify(tag.text) for page in specs for tag in page.tags} | {"no-such-tag"})
    tokens, works = (FEED_TOKEN, "forged"), ("JJ", "DEF", "NO")
    times = (("Published", ""), ("Withdrawn", ""), ("Published", "2101-01-01T10:00"))
    steps = [{"to": to, "at": at, "sure": "on"} for to, at in times]
    maps = [("articles", 1), ("articles", 2), ("pages", 1), ("pages", 2), ("works", 1), ("x", 1), ("pages", 0)]
    return {
        "articles:news": [_get("articles:news", tail=tail) for tail in (*SLUG_TAILS, "?kind=news", "?kind=review")],
        "articles:month": [_get("articles:month", month) for month in ("2020-01", "2020-02", "2020-13", "x")],
        "articles:tag": [_get("articles:tag", tag) for tag in tags],
        "articles:work": [_get("articles:work", code) for code in (*works, "jj")],
        "articles:author": [_get("articles:author", name) for name in [*writers, "nobody"]],
        "articles:feed": [_get("articles:feed", form) for form in ("atom", "rss", "none")],
        "articles:feed_mine": [_get("articles:feed_mine", form, one) for form in ("atom", "rss") for one in tokens],
        "articles:tag_feed": [_get("articles:tag_feed", tag, "atom") for tag in tags],
        "articles:tag_feed_mine": [_get("articles:tag_feed_mine", tag, "rss", FEED_TOKEN) for tag in tags],
        "articles:work_feed": [_get("articles:work_feed", code, "rss") for code in works],
        "articles:work_feed_mine": [_get("articles:work_feed_mine", one, "atom", t) for one in works for t in tokens],
        "articles:fresh": [_get("articles:fresh")],
        "articles:claims": [_get("articles:claims", tail=tail) for tail in ("", "?status=debunked", "?work=JJ")]
        + [_get("articles:claims", tail=f"?person={name}") for name in writers]
        + [_get("articles:claims", tail="?status=speculation&page=2")],
        "articles:claim": [_get("articles:claim", name) for name in [*names, "no-such", "agency-0"]],
        "articles:desk": [_get("articles:desk")],
        "articles:preview": [_get("articles:preview", token) for token in ("early-0", "early-1", "early-2", "forged")],
        "articles:preview_image": [
            _get("articles:preview_image", token, name) for token in ("early-0", "forged") for name in _pictures(worlds)
        ],
        "articles:article": [_get("articles:article", name) for name in [*names, "no-such", "agency-0"]],
        "articles:status": [_get("articles:status", name) for name in [*names, "no-such"]]
        + [("POST", reverse("articles:status", args=["report-0"]), step) for step in steps],
        "articles:share": [("POST", reverse("articles:share", args=[name]), {}) for name in names]
        + [("POST", reverse("articles:share", args=["report-0"]), {"revoke": "early-0"})],
        "articles:calendar": [_get("articles:calendar")],
        "articles:ics": [_get("articles:ics")],
        "sitemaps": [_get("sitemaps")],
        "sitemap": [_get("sitemap", *one) for one in maps],
        "robots": [_get("robots")],
    }


def _characters(worlds):
    """Give the requests for characters: each character of each world, each filter, as it was earlier, and the grid."""
    specs = [page for world in worlds for page in world.pages if page.kind == "character"]
    names = sorted({slugify(name.text) for page in specs for name in page.names})
    players = sorted({slugify(e.values[0]) for page in specs for e in page.sheet if e.field == "played_by"})
    earlier = ("", "?before=1", "?before=2", "?as_of=JJ+1x01", "?as_of=ALIAS+%231", "?as_of=JJ+9x99")
    ids = sorted({revision_id(page, 0) for page in specs})
    return {
        "characters:characters": [_get("characters:characters", tail=tail) for tail in FILTERS],
        "characters:all_relations": [_get("characters:all_relations")],
        "characters:performer": [_get("characters:performer", name) for name in [*players, "nobody"]],
        "characters:character": [_get("characters:character", name) for name in [*names, "no-such", "agency-0"]]
        + [_get("characters:character", "hero-0", tail=tail) for tail in earlier],
        "characters:counterparts": [_get("characters:counterparts", name) for name in names]
        + [_get("characters:counterparts", "hero-0", tail=tail) for tail in earlier],
        "characters:relations": [_get("characters:relations", name) for name in names]
        + [_get("characters:relations", "hero-0", tail=tail) for tail in earlier],
        "characters:appearances": [_get("characters:appearances", name) for name in names],
        "characters:grid": [_get("characters:grid", name, "JJ", 1) for name in [*names, "agency-0"]]
        + [_get("characters:grid", "hero-0", code, number) for code, number in (("FILM", 0), ("JJ", 9), ("NO", 1))]
        + [("POST", reverse("characters:grid", args=["hero-0", "JJ", 1]), _grid(base)) for base in ["", *ids[:3]]],
        "spoilers:release": [
            _get("spoilers:release", *one)
            for one in (
                ("JJ", "1x01"),
                ("JJ", "1x02"),
                ("JJ", "2x01"),
                ("ALIAS", "#1"),
                ("DEF", "1x01"),
                ("JJ", "s1e2"),
            )
        ]
        + [_get("spoilers:release", "JJ", "9x99"), _get("spoilers:release", "NO", "1x01")],
    }


FILTERS = (
    *("", "?view=table", "?sort=appearances", "?sort=newest&page=2", "?status=dead", "?status=alive&work=JJ"),
    *("?continuity=netflix-series", "?played_by=ann-actor", "?tag=fallen", "?tag=heroes", "?counterpart=yes"),
    *("?counterpart=no&view=table", "?work=ALIAS", "?status=missing", "?work=DEF", "?page=nonsense&sort=x"),
)


def _grid(base):
    """Fill in the grid of JJ’s first season, the last line beyond most readers."""
    ids = Release.objects.filter(work__code="JJ", part__number=1).order_by("position").values_list("pk", flat=True)
    fields = {f"{name}-{pk}": "" for pk in ids for name in ("role", "credited", "gate")}
    return fields | {f"role-{ids[0]}": "guest", f"role-{ids[2]}": "main", "base": base, "form": f"grid {base}"}


def _writing(worlds, names):
    """Give the requests that write or look back. Ids of revisions are those of all worlds, seen and unseen."""
    ids = sorted({revision_id(page, step) for world in worlds for page in world.pages for step in (0, 1, 2, "gone")})
    agency = ids_of(worlds, "open 0")
    some = [*agency[:3], "0" * 16]
    pages = ["agency-0", "hidden-target-0"]
    return {
        "pages:edit": [_get("pages:edit", name) for name in names]
        + [_get("pages:edit", "agency-0", tail=tail) for tail in ("?section=0", "?section=1", "?section=7", "?draft=1")]
        + [("POST", _path("edit", page), _form(base)) for page in pages for base in [*some, ""]]
        + [("POST", _path("edit", "agency-0"), _form(some[0], body="Oops [x]{JJ 9x99}")), *_meeting(agency)]
        + [("POST", _path("edit", "agency-0"), _form(some[0], preview="1", body="[x]{JJ 1x02} [[Hidden Target 1]]"))],
        "pages:new": [_get("pages:new"), _get("pages:new", tail="?name=Some+Page")]
        + [("POST", reverse("pages:new"), _form("", title=name)) for name in TAKEN]
        + [("POST", reverse("pages:new"), _form("", title=word)) for word in _hidden_names(worlds)[:2]],
        "pages:draft": [("POST", _path("draft", page), _form(some[0])) for page in pages],
        "pages:new_draft": [("POST", reverse("pages:new_draft"), _form("")), _get("pages:new_draft")],
        "pages:history": [_get("pages:history", name) for name in names],
        "pages:diff": [_get("pages:diff", "agency-0", a, b) for a in ["previous", *agency[:2]] for b in some]
        + [_get("pages:diff", "hidden-target-0", "previous", one) for one in ids[:3]]
        + [_get("pages:diff", "agency-0", agency[0], agency[1], tail="?view=one")],
        "pages:at": [_get("pages:at", page, one) for page in pages for one in [*some, *ids[:5]]],
        "pages:undo": [_get("pages:undo", page, one) for page in pages for one in some]
        + [("POST", _path("undo", "agency-0", one), {}) for one in some],
        "pages:restore": [_get("pages:restore", "agency-0", one) for one in some]
        + [("POST", _path("restore", "agency-0", one), {}) for one in some],
        "pages:move": [_get("pages:move", page) for page in pages]
        + [("POST", _path("move", "agency-0"), {"title": t, "keep_redirect": "on"}) for t in TAKEN],
        "pages:delete": [_get("pages:delete", page) for page in pages]
        + [("POST", _path("delete", page), {"reason": "Why"}) for page in pages],
        "pages:merge": [_get("pages:merge", page) for page in pages]
        + [
            ("POST", _path("merge", "lonely-1"), {"into": t, "reason": "Why"})
            for t in ("Agency 1", "No Such", "Hidden Target 0")
        ],
        "pages:protect": [_get("pages:protect", page) for page in pages]
        + [("POST", _path("protect", "agency-0"), {"level": level}) for level in ("moderators", "nonsense")],
        "pages:hide": [_get("pages:hide", "agency-0", one) for one in some]
        + [("POST", _path("hide", "agency-0", one), {"text": "moderators", "reason": "No"}) for one in some[:2]],
        "pages:rollback": [
            ("POST", _path("rollback", page), {"author": who}) for page in pages for who in ("", "hogarth")
        ],
        "pages:deleted": [_get("pages:deleted")],
        "pages:bring_back": [("POST", reverse("pages:bring_back"), {"revision": one}) for one in ids[:3]],
        "pages:waiting": [_get("pages:waiting")],
        "pages:waiting_edit": [_get("pages:waiting_edit", one) for one in waiting_ids(worlds)],
        "pages:withdraw": [("POST", reverse("pages:withdraw", args=[one]), {}) for one in waiting_ids(worlds)],
        "pages:images": [_get("pages:images", name) for name in names]
        + [("POST", _path("images", "agency-0"), {"image": PNG, "alt": "A door", "gate": "JJ 1x02"})],
        "pages:describe_image": [_get("pages:describe_image", "agency-0", name) for name in _pictures(worlds)]
        + [("POST", _path("describe_image", "agency-0", name), {"alt": "Other"}) for name in _pictures(worlds)[:3]],
        "pages:image": [_get("pages:image", name) for name in [*_pictures(worlds), "none.png"]],
        "markdownx_markdownify": [
            ("POST", reverse("markdownx_markdownify"), {"content": text, "as": who})
            for text in ("[[Hidden Target 0]] [[Agency 1]] [x]{JJ 2x01}", "[x]{JJ 9x99}")
            for who in ("", "nothing", "JJ 3x01", "ALIAS #2")
        ],
        "markdownx_upload": [
            ("POST", reverse("markdownx_upload"), {"image": PNG, "alt": "A door", "gate": gate, "page": page})
            for gate in ("", "JJ 1x02", "nonsense")
            for page in ("", "agency-0", "hidden-target-0")[: 1 + 2 * (not gate)]
        ],
        "pages:watch": [_get("pages:watch", page) for page in pages]
        + [("POST", _path("watch", page), {}) for page in pages],
    }


def _changes(worlds):
    """Give the requests for lists of changes, feeds and special pages."""
    people = [*sorted({body.author for world in worlds for page in world.pages for body in page.bodies}), "nobody"]
    agency = ids_of(worlds, "open 0")
    return {
        "pages:recent": [_get("pages:recent", tail=tail) for tail in ("", "?minor=hide", "?minor=only", "?kind=page")]
        + [_get("pages:recent", tail=f"?before={one}") for one in [*agency, "nonsense"]],
        "pages:recent_feed": [_get("pages:recent_feed"), _get("pages:recent_feed", tail="?minor=hide")],
        "pages:recent_feed_mine": [_get("pages:recent_feed_mine", token) for token in (FEED_TOKEN, "forged")],
        "pages:person": [_get("pages:person", name) for name in people],
        "pages:person_feed": [_get("pages:person_feed", name) for name in people],
        "pages:person_feed_mine": [_get("pages:person_feed_mine", name, FEED_TOKEN) for name in people],
        "pages:watchlist": [_get("pages:watchlist")],
        "pages:watched": [("POST", reverse("pages:watched"), {"action": one}) for one in ("read", "revoke", "other")],
        "pages:watchlist_feed": [_get("pages:watchlist_feed", token) for token in (FEED_TOKEN, "forged")],
        "pages:special": [_get("pages:special")],
        "pages:special_list": [_get("pages:special_list", name) for name in [*LISTS, "none"]]
        + [_get("pages:special_list", "wanted", tail="?page=2")],
        "pages:random": [_get("pages:random")],
        "pages:names": [_get("pages:names", tail=f"?q={words}") for words in ("agency", "hid", "cnry", "1", "", "%00")],
    }


TAKEN = ("Lonely 0", "Hidden Target 0", "Entirely New", "New")


def ids_of(worlds, key):
    """Give the ids of one page's revisions, the hidden ones too."""
    page = next(page for page in worlds[0].pages if page.key == key)
    return [revision_id(page, step) for step in range(4)]


def _path(view, *args):
    return reverse(f"pages:{view}", args=args)


def _form(base, *, title="Agency 0", body="## Same heading\n\nWholly new words.\n", **more):
    """Give what a form sends that replaces a page’s text."""
    entries = {
        f"{name}-{key}": value
        for name, count in (("names", "1"), ("tags", "0"))
        for key, value in (("TOTAL_FORMS", count), ("INITIAL_FORMS", "0"))
    }
    names = {"names-0-text": title, "names-0-gate": "", "names-0-kind": "title"}
    return entries | names | {"base": base, "body": body, "summary": "An edit", "form": f"form {base} {title}"} | more


def _meeting(ids):
    """Edit one line of the first revision, which other revisions did not touch, and one section."""
    return [
        ("POST", _path("edit", "agency-0"), _form(ids[0], body="Quite other words.\n", section="0")),
        ("POST", _path("edit", "agency-0"), _form(ids[1], body="Quite other words.\n", section="1")),
        ("POST", _path("edit", "agency-0"), _form(ids[1], body="In plain sight.\n", form="")),
    ]


def _hidden_names(worlds):
    return [name.text for world in worlds for page in world.pages for name in page.names if name.gate][:4]


def _pictures(worlds):
    return sorted({picture_name(page, alt) for world in worlds for page in world.pages for alt, _ in page.pictures})


PLACES = (
    {"work": "JJ", "until": "1x02"},
    {"work": "JJ", "until": "all"},
    {"work": "JJ", "until": ""},
    {"work": "JJ", "exactly": "on", "seen": ["1x01", "2x01"]},
    {"work": "JJ", "until": "9x99"},
    {"work": "NONE", "until": ""},
    {"work": "FILM", "until": "film"},
)


def _get(name, *args, tail=""):
    return ("GET", reverse(name, args=args) + tail, {})


FEW = 2
SITE = ("index", "login", "logout", "password_change", "password_change_done", "jsi18n", "autocomplete")


def _admin(worlds):
    """Give the admin's routes, each with what a moderator may open."""
    found = {f"admin:{name}": [_get(f"admin:{name}")] for name in SITE}
    found["admin:app_list"] = [_get("admin:app_list", "spoilers"), _get("admin:app_list", "accounts")]
    found["admin:view_on_site"] = [("GET", "/admin/r/1/1/", {}), ("GET", "/admin/r/999/1/", {})]
    found["admin:(?P<url>.*)$"] = [("GET", "/admin/no/such/page/", {})]
    for model in admin.site._registry:
        found |= _model_admin(model, f"admin:{model._meta.app_label}_{model._meta.model_name}")
    for route, asked in tags_of_worlds.admin_requests(worlds).items():
        found[route] += asked
    return found


def _model_admin(model, stem):
    pks = list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:FEW])
    if model is Release:
        pks += list(Release.objects.filter(work__code="JJ", label__in=["2x01", "3x02"]).values_list("pk", flat=True))
    tails = ("", "?q=Cnry", "?q=1x01", "?o=1.2", "?p=7", "?bad=1")
    found = {
        f"{stem}_changelist": [_get(f"{stem}_changelist", tail=tail) for tail in tails],
        f"{stem}_add": [_get(f"{stem}_add")],
    }
    for view in ("change", "history", "delete"):
        found[f"{stem}_{view}"] = [_get(f"{stem}_{view}", pk) for pk in [*pks, 987654]]
    if model is get_user_model():
        found["admin:auth_user_password_change"] = [_get("admin:auth_user_password_change", pk) for pk in pks]
    found["admin:<path:object_id>/"] = [("GET", f"/admin/spoilers/work/{pk}/", {}) for pk in pks[:1]]
    return found
