"""What is put into a page besides rendered text: data for machines, other addresses of pictures."""

from __future__ import annotations

import json
from typing import Any

from wiki.markup.render import Html

# Nothing in the data can end the element that holds it, or start a comment.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def data_block(data: Any) -> Html:
    """Write data as an element that browsers do not run: JSON for linked data (https://www.w3.org/TR/json-ld11/)."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).translate(ESCAPES)
    return Html(f'<script type="application/ld+json">{text}</script>')


def with_pictures_at(html: Html, before: str, after: str) -> Html:
    """Lead the pictures of a rendered text elsewhere. In a text itself quotation marks are written otherwise."""
    return Html(html.replace(f' src="{before}', f' src="{after}'))
