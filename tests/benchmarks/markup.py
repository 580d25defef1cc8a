"""Milliseconds to project and render 10 kB, and to judge 1000 gates. Run: python -m tests.benchmarks.markup"""

import random
import statistics
import time

from wiki import markup
from wiki.markup.links import Target
from wiki.spoilers.condition import Condition
from wiki.spoilers.lens import Lens

ROUNDS = 50


def page(size=10_000):
    """Write a page as people do: headings, lists, a table, links, and a gate every few lines."""
    rng = random.Random(1)
    words = (
        "Jessica walks past the bar and the rain keeps falling on the office door of [[Alias Investigations]]".split()
    )
    text = ""
    while len(text) < size:
        text += (
            f"## Part {len(text)}\n\n"
            + " ".join(rng.choices(words, k=60))
            + " [and dies]{JJ 1x13}. *So* it **goes**.\n\n"
        )
        text += "- one [link](https://example.org/)\n- [two]{JJ 2x01 else three}\n\n"
        text += (
            "::: spoiler JJ s1\n" + " ".join(rng.choices(words, k=40)) + "\n:::\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        )
    return text[:size].rsplit("\n\n", 1)[0]


def milliseconds(task):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        task()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def report(name, value, goal):
    print(f"{name}: {value:.2f} ms, goal {goal} ms {'reached' if value < goal else 'MISSED'}")


def main():
    text = page()
    shown = markup.project(text, lambda gate: gate != "JJ 2x01")
    report("lex and project 10 kB", milliseconds(lambda: markup.project(text, lambda gate: gate != "JJ 2x01")), 2)
    report(
        "render 10 kB cold", milliseconds(lambda: markup.render(shown, lambda slug: Target(f"/wiki/{slug}/", True))), 25
    )
    rng = random.Random(2)
    gates = [Condition.any_of([rng.sample(range(400), 3), rng.sample(range(400), 2)]) for _ in range(1000)]
    lens = Lens(frozenset(range(250)))
    report("judge 1000 gates", milliseconds(lambda: [lens.sees(gate) for gate in gates]), 1)


if __name__ == "__main__":
    main()
