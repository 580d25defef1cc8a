"""What the search page says that one can ask for: each of its examples finds something in the first wiki."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit


def test_every_example_leads_to_what_it_says_and_finds_something(client, first_wiki):
    text = client.get("/search/").text
    examples = re.findall(r'<dt><a href="([^"]*)"><code>([^<]*)</code>', text)
    assert len(examples) == 10
    for address, shown in examples:
        assert parse_qs(urlsplit(unescape(address)).query)["q"] == [unescape(shown)]
        assert re.search(r'search-count">\d+ pages?', client.get(f"/search/{unescape(address)}").text), shown
