"""Asks search the questions of tests/search/quality.csv. Run: DEBUG=true python -m tests.benchmarks.search_quality

`… answers` writes tests/search/answers.json anew instead, after the order of what is found was changed on purpose.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path


def main() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from tests.search.judging import ANSWERS, answers, judged
    from wiki.interchange import folder

    call_command("migrate", verbosity=0)
    folder.load(Path(settings.BASE_DIR) / "wiki" / "content")
    if sys.argv[1:] == ["answers"]:
        lines = [f"{json.dumps(query)}: {json.dumps(found)}" for query, found in answers().items()]
        ANSWERS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        return
    found = judged()
    for one in found:
        note = f"  (guessed: {one.guess})" if one.guess else ""
        verdict = "right" if one.is_right else "WRONG"
        print(f"{verdict:6}{one.sort:16}{one.query:38}{one.lens or 'nothing':10}{one.first}{note}")
    all_of, right = (Counter(one.sort for one in some) for some in (found, [one for one in found if one.is_right]))
    print(", ".join(f"{sort} {right[sort]} of {count}" for sort, count in all_of.items()))
    print(f"{right.total()} of {all_of.total()} right")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(place) / 'quality.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        import django

        django.setup()
        main()
