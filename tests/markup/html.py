"""Trees of a real HTML5 parser, to compare and to search in."""

import re

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"


def tree(html):
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)


def shape(html):
    """A nested tuple of a fragment, without the white space that HTML ignores."""
    return _shape(tree(html), in_pre=False)


def _shape(element, *, in_pre):
    in_pre = in_pre or element.tag == f"{XHTML}pre"
    children = [_text(element.text, in_pre)]
    for child in element:
        children += [_shape(child, in_pre=in_pre), _text(child.tail, in_pre)]
    attributes = tuple(sorted(_aligned(name, value) for name, value in element.attrib.items()))
    return (str(element.tag).removeprefix(XHTML), attributes, tuple(filter(None, children)))


def _aligned(name, value):
    """Take the two ways to align a cell for one: `align` is obsolete, `style` its successor."""
    return ("align", value.removeprefix("text-align:")) if name == "style" else (name, value)


def _text(text, in_pre):
    return text or "" if in_pre else re.sub(r"\s+", " ", text or "").strip()
