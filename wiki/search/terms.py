"""Words as they are compared: without accents and case, and by their stems."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer
from django.conf import settings

# What snowball calls the languages of LANGUAGE_CODE; words of others are compared as they are.
LANGUAGES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"['’ʼ]s\b|['’ʼ]")
LONGEST = 60  # characters of a word


def words(text: str) -> list[str]:
    """Cut a text into words as they are compared: letters and digits, without accents, case and a possessive's s."""
    folded = unicodedata.normalize("NFKD", POSSESSIVE.sub("", text)).casefold()
    bare = "".join(char for char in folded if not unicodedata.combining(char)) if not folded.isascii() else folded
    return [word[:LONGEST] for word in WORD.findall(bare)]


def stems(words: list[str]) -> list[str]:
    """Give the stem of each word, in the wiki's language."""
    return [stem(word) for word in words]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Give the stem of a word that `words` gave. Words with digits have none."""
    stemmer = _stemmer()
    return str(stemmer.stemWord(word)) if stemmer and word.isalpha() else word


@cache
def _stemmer() -> snowballstemmer.stemmer | None:
    language = LANGUAGES.get(settings.LANGUAGE_CODE.partition("-")[0].lower())
    return snowballstemmer.stemmer(language) if language else None
