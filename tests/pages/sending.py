"""Fills in forms as a browser does: what the page holds, with some fields changed."""

import html5lib

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def fields(response, form="data-writing"):
    """Give the fields of the form that has this attribute (or of the only one with a method, without)."""
    tree = html5lib.parse(response.content.decode())
    found = next(one for one in tree.iter(f"{NAMESPACE}form") if form in one.attrib)
    values = {}
    for part in found.iter():
        name, tag = part.get("name"), part.tag.removeprefix(NAMESPACE)
        if not name or tag == "button" or (part.get("type") == "checkbox" and part.get("checked") is None):
            continue
        values[name] = _value(part, tag)
    return values


def _value(part, tag):
    if tag == "textarea":
        return (part.text or "").removeprefix("\n").replace("\n", "\r\n")
    if tag == "select":
        options = list(part.iter(f"{NAMESPACE}option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        return chosen[0].get("value", "") if chosen else ""
    return part.get("value", "on" if part.get("type") == "checkbox" else "")


def send(client, path, *, start=None, **changes):
    """Open a form, change fields (`names__0__text` for names-0-text) and send it."""
    values = fields(start or client.get(path)) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(path, values)


def source(page):
    """Give the whole text of a page, as it is kept."""
    from wiki.pages.state import state_of

    page.refresh_from_db()
    return state_of(page.current).body
