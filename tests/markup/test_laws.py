"""Law 1 for a text: what is rendered does not depend on what is hidden, whatever that holds."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.markup import lex, project, render
from wiki.markup.lexer import Kind
from wiki.markup.links import Target

GATES = ["JJ 1x01", "JJ 1x02", "DEF 1x01"]

words = st.sampled_from(
    ["Jessica", "the door", "*night*", "[[Hope]]", "`code`", "rain.", "[ref]", "note[^1]", "<b>b</b>"]
)
hostile_lines = st.sampled_from(
    [
        "\\:::",
        "```",
        "~~~~",
        "[ref]: /x",
        "[^1]: note",
        "# Head",
        "Head\n====",
        "<div>",
        "<!--",
        "</div>",
        "| a |\n|---|",
        "> q",
        "- l",
        "***",
        "    c",
        "",
        "[[Hope]]",
        "]\\{JJ",
        "&#0;",
    ]
)
hidden_text = st.lists(st.one_of(words, hostile_lines), max_size=6).map("\n".join)
hidden_words = st.lists(words, max_size=4).map(lambda found: " ".join(["so", *found]))


def inline(inside, gate):
    return st.builds(lambda text, name: f"[{text}]{{{name}}}", inside, gate)


def block(inside, gate):
    return st.builds(lambda text, name: f"\n::: spoiler {name}\n{text}\n:::\n", inside, gate)


@st.composite
def two_texts(draw):
    """Draw two texts that differ only inside gates that are shut, and which gates are open."""
    opened = draw(st.sets(st.sampled_from(GATES)))
    shut = [gate for gate in GATES if gate not in opened]
    first, second = _pieces(draw, sorted(opened), shut, depth=2)
    return first, second, opened


def _pieces(draw, opened, shut, depth):
    first = second = ""
    for _ in range(draw(st.integers(1, 5))):
        kinds = (
            ["words", "line"] + ["open"] * (bool(opened) and depth > 0) + ["shut", "shut block", "else"] * bool(shut)
        )
        one, two = _piece(draw, draw(st.sampled_from(kinds)), opened, shut, depth)
        first, second = first + one, second + two
    return first, second


def _piece(draw, kind, opened, shut, depth):
    if kind == "words":
        text = draw(words) + " "
        return text, text
    if kind == "line":
        text = "\n" + draw(hostile_lines) + "\n"
        return text, text
    if kind == "open":
        gate = draw(st.sampled_from(opened))
        inner = _pieces(draw, opened, shut, depth - 1)
        return tuple(f"\n::: spoiler {gate}\n{text}\n:::\n" for text in inner)
    gate = draw(st.sampled_from(shut))
    if kind == "shut block":
        return tuple(f"\n::: spoiler {gate}\n{draw(hidden_text)}\n:::\n" for _ in "12")
    other = f" else {draw(words)}" if kind == "else" else ""
    return tuple(f"[{draw(hidden_words)}]{{{gate}{other}}} " for _ in "12")


def rendered(text, opened):
    return render(project(text, lambda gate: gate in opened), lambda slug: Target(f"/wiki/{slug}/", True))


@given(two_texts())
def test_rendering_depends_on_nothing_hidden(texts):
    first, second, opened = texts
    assert rendered(first, opened) == rendered(second, opened)


@given(st.text(alphabet="[]{}:\\ \nabJ1xelspoir#`>-|", max_size=200))
def test_tokens_cover_any_source_without_a_gap(source):
    lexed = lex(source)
    spans = sorted((token.start, token.end) for token in lexed.tokens if token.end > token.start)
    assert "".join(source[start:end] for start, end in spans) == source
    depth = 0
    for token in lexed.tokens:
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
        assert depth >= 0
    assert depth == 0


@given(st.text(alphabet="[]{}:\\ \nabJ1xelspoir#`>-|", max_size=200))
def test_nothing_of_a_text_survives_in_a_gate_that_is_shut(source):
    """Whatever stands in a shut block, balanced or not, a word at its start is not shown."""
    text = f"before\n\n::: spoiler SHUT 1\ncanary {source}\n:::\n\nafter\n"
    assert "canary" not in project(text, lambda gate: gate != "SHUT 1")


@given(st.sets(st.sampled_from(GATES)), st.sets(st.sampled_from(GATES)), st.data())
def test_seeing_more_hides_nothing_but_an_else(few, more, data):
    """Law 3 for a text without “else”: every visible word stays visible."""
    text = " ".join(data.draw(st.lists(st.one_of(words, inline(hidden_words, st.sampled_from(GATES))), max_size=8)))
    below = project(text, lambda gate: gate in few).split()
    above = project(text, lambda gate: gate in few | more)
    assert all(word.strip(".") in above for word in below)
