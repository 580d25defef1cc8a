"""Fills in the form for a comment as a browser does."""

import html5lib


def form_of(response):
    """Give the fields of the form for a comment."""
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    form = next(one for one in tree.iter("form") if "comment-form" in one.get("class", ""))
    values = {one.get("name"): one.get("value", "") for one in form.iter("input")}
    return values | {one.get("name"): (one.text or "").removeprefix("\n") for one in form.iter("textarea")}


def say(client, path, **changes):
    """Open the form at an address, fill it in, and send it."""
    return client.post(path, form_of(client.get(path)) | changes)
