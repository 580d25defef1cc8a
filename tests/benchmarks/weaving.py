"""Measures weaving: `python -m tests.benchmarks.weaving`. Prints milliseconds, the best of five."""

import time

from wiki.markup import project, weave

FILLER = "The rain does not stop for anyone in Hell’s Kitchen, and neither does she. " * 8
PARAGRAPH = (
    "Jessica Jones opens the door of Alias Investigations and finds a case that nobody else would take. "
    "She owes it to [the girl who died]{JJ 1x09} to look again, and the neighbours hear her do it. "
    "Malcolm lives down the hall; Luke runs the bar. "
)
BLOCK = "::: spoiler JJ 1x13\nKilgrave stands on the pier.\n:::\n"


def text(paragraphs: int = 100) -> str:
    """Some 100 kB with 200 hidden parts."""
    return "\n".join(f"## Part {n}\n\n{PARAGRAPH}\n\n{BLOCK}\n{FILLER}\n" for n in range(paragraphs))


def sees(gate: str) -> bool:
    return gate == "JJ 1x01"


def best(task) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main() -> None:
    whole = text()
    shown = project(whole, sees, keep_gates=True)
    edits = {
        "one word": shown.replace("finds a case", "takes a case", 1),
        "one word in every paragraph": shown.replace("finds a case", "takes a case"),
        "a paragraph moved": "\n\n".join((parts := shown.split("\n\n"))[40:] + parts[:40]),
        "all replaced": "Nothing of it is left.\n\n" * 4000,
        "all gone": "",
    }
    print(f"{len(whole) / 1000:.0f} kB, {whole.count('{') + whole.count('spoiler')} hidden parts")
    for name, edited in edits.items():
        print(f"{name:30}{best(lambda edited=edited: weave(edited, whole, sees)):8.0f} ms")


if __name__ == "__main__":
    main()
