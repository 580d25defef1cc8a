"""Every route of the site with the requests that the harness makes of it. A route without an entry fails a test."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from wiki.markup import slugify
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
    found = {
        "home": [_get("home")],
        "favicon": [_get("favicon")],
        "pages:all_pages": [_get("pages:all_pages", tail=tail) for tail in SLUG_TAILS],
        "pages:page": [_get("pages:page", name) for name in sorted(names)] + [_get("pages:page", "No Such_Page")],
        "pages:links": [_get("pages:links", name) for name in sorted(names)],
        "pages:tags": [_get("pages:tags")],
        "pages:tag": [_get("pages:tag", tag) for tag in sorted(tags)],
        "spoilers:works": [_get("spoilers:works")],
        "spoilers:work": [_get("spoilers:work", code) for code in ("JJ", "jj", "FILM", "NONE")],
        "spoilers:progress": [
            _get("spoilers:progress"),
            _get("spoilers:progress", tail="?back=/wiki/"),
            *[("POST", reverse("spoilers:progress"), data) for data in PLACES],
        ],
        "accounts:login": [
            _get("accounts:login"),
            ("POST", reverse("accounts:login"), {"username": "walker", "password": "wrong"}),
        ],
        "accounts:logout": [_get("accounts:logout"), ("POST", reverse("accounts:logout"), {})],
        "errors": [
            ("GET", "/no/such/route/", {}),
            ("GET", "/wiki/a%00b/", {}),
            ("POST", "/wiki/agency-0/", {}),
            ("POST without token", reverse("spoilers:progress"), {"work": "JJ", "until": ""}),
            ("GET from elsewhere", "/wiki/agency-0/", {}),
        ],
    }
    return found | _admin()


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


def _admin():
    """Give the admin's routes, each with what a moderator may open."""
    found = {f"admin:{name}": [_get(f"admin:{name}")] for name in SITE}
    found["admin:app_list"] = [_get("admin:app_list", "spoilers"), _get("admin:app_list", "auth")]
    found["admin:view_on_site"] = [("GET", "/admin/r/1/1/", {}), ("GET", "/admin/r/999/1/", {})]
    found["admin:(?P<url>.*)$"] = [("GET", "/admin/no/such/page/", {})]
    for model in admin.site._registry:
        found |= _model_admin(model, f"admin:{model._meta.app_label}_{model._meta.model_name}")
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
