"""The allow-list that every rendered text passes: what raw HTML may hold, and nothing else."""

import re

import nh3

# No h1: a page has one, its title.
TAGS = set(
    "h2 h3 h4 h5 h6 p br hr em strong b i u del s ins sub sup mark small kbd samp var abbr cite q dfn code pre "
    "blockquote ul ol li dl dt dd table caption thead tbody tfoot tr th td figure figcaption img a div span section "
    "details summary ruby rt rp bdi bdo time wbr".split()
)
ATTRIBUTES = {
    "*": {"title", "lang", "dir", "id", "class"},
    "a": {"href", "rel", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "time": {"datetime"},
    "details": {"open"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
# Content goes with these; of every other unknown element only the tag does.
WITH_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "math",
    "svg",
    "textarea",
    "title",
    "xmp",
}
# Only ids that we make ourselves: any other could stand in for a property of `document` (DOM clobbering).
OWN_ID = re.compile(r"h-[^\s\"'<>&=`]{1,220}|fn(?:ref)?\d{1,6}(?::\d{1,6})?")
OWN_CLASS = re.compile(r"missing|footnotes?(?:-[a-z]+)?|align-(?:left|right|center)|language-[\w+#.-]{1,40}")
# Images come from this site only: one from elsewhere would tell that site who reads what.
OWN_IMAGE = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
# nh3 takes what starts with a control character for a relative address; a browser might not.
SAFE_URL = re.compile(r"(?:https?:|mailto:|[^\x00-\x20:]*(?:[/?#]|\Z))[^\x00-\x1f]*", re.I)
REL = "nofollow ugc"


def sanitise(html: str) -> str:
    """Give the part of an HTML fragment that is on the allow-list, well formed."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_filter,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if OWN_ID.fullmatch(value) else None
    if name == "class":
        return " ".join(word for word in value.split() if OWN_CLASS.fullmatch(word)) or None
    if name in ("href", "cite"):
        return value if SAFE_URL.fullmatch(value) else None
    if name == "src":
        return value if OWN_IMAGE.fullmatch(value) else None
    if name == "rel":
        return REL if tag == "a" else None
    return value
