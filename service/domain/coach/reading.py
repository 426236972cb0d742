"""Reads a draft: words in one spelling with their places in the text, sentences, and what is said in whose voice.

Nothing is judged here. Every word keeps the place of its letters, so that a note can quote the author exactly.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

LONGEST_WORD = 40
"""Letters; a longer run is no word of any language that the coach reads."""

_PIECES = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*['’]?(?<!['’])|\d+(?:[.:,/]\d+)*%?)"
    r"|(?P<end>[.!?…]+|\n+|[।。！？]+)"
    r"|(?P<pause>[,;:()–—]|\s-+\s)"
)
_QUOTES = re.compile(
    r"“[^”\n]{1,400}[”\"]|\"[^\"\n]{1,400}\"|«[^»\n]{1,400}»|„[^“”\n]{1,400}[“”]|‘(?:[^’\n]|’(?=\w)){1,400}’(?!\w)"
    r"|(?<!\w)'(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){1,400}?'(?!\w)"
)
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "prof", "sr", "jr", "vs", "e.g", "i.e", "approx", "no", "st"])
_ENDINGS = {
    "n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am", "'em": "them",
}  # fmt: skip
_IRREGULAR = {"won't": ("will", "not"), "can't": ("can", "not"), "shan't": ("shall", "not"), "ain't": ("is", "not")}
_S_IS_IS = frozenset(
    [
        "he",
        "she",
        "it",
        "that",
        "there",
        "what",
        "who",
        "here",
        "where",
        "how",
        "let",
        "everyone",
        "nobody",
        "everybody",
        "someone",
        "one",
    ]
)


class Word(NamedTuple):
    """One word as it is read; `start` and `end` are the place of its letters in the draft."""

    text: str
    start: int
    end: int
    quoted: bool = False
    named: bool = False
    """Begins with a capital although no sentence begins here."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, how it ended, and before which of its words there is a comma or a dash."""

    words: tuple[Word, ...]
    ending: str
    pauses: frozenset[int]
    start: int
    end: int


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Every word that is read as another, or as several."""
    text = resources.files(__package__).joinpath("spelling.toml").read_text(encoding="utf-8")
    return {word: tuple(read.split()) for table in tomllib.loads(text).values() for word, read in table.items()}


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a draft, in order; those without a word are left out."""
    quotes = quoted_spans(text)
    found: list[Sentence] = []
    words: list[Word] = []
    pauses: set[int] = set()
    for piece in _PIECES.finditer(text):
        if piece.lastgroup == "word":
            words.extend(_read(piece, quotes, first=not words))
        elif piece.lastgroup == "pause":
            pauses.add(len(words))
        elif _ends_here(text, piece, words):
            _close(found, words, pauses, piece.group(), text)
    _close(found, words, pauses, "", text)
    return tuple(found)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Where the text stands in quotation marks, marks included."""
    return [match.span() for match in _QUOTES.finditer(text)]


def _close(found: list[Sentence], words: list[Word], pauses: set[int], ending: str, text: str) -> None:
    if words:
        end = words[-1].end
        while end < len(text) and text[end] in ".!?…\"”’»)'":
            end += 1
        found.append(Sentence(tuple(words), ending.strip(), frozenset(pauses), words[0].start, end))
    words.clear()
    pauses.clear()


def _ends_here(text: str, piece: re.Match[str], words: list[Word]) -> bool:
    mark, after = piece.group(), text[piece.end() : piece.end() + 1]
    if mark == "." and (after.isalnum() or (words and words[-1].text in _TITLES)):
        return False
    if mark in {"...", "…", ".."} and after:
        return text[piece.end() :].lstrip()[:1].isupper()
    return True


def _read(piece: re.Match[str], quotes: list[tuple[int, int]], *, first: bool) -> list[Word]:
    letters, (start, end) = piece.group(), piece.span()
    quoted = any(begin < end and start < stop for begin, stop in quotes)
    named = not first and letters[0].isupper() and letters[1:2].islower()
    return [Word(text, start, end, quoted, named) for text in spelled(letters)]


def spelled(letters: str) -> tuple[str, ...]:
    """One written word, as the words that are read."""
    if len(letters) > LONGEST_WORD:
        return ("…",)
    if letters[0].isdigit():
        return ("0",)
    plain = _APOSTROPHES.sub("'", letters.lower())
    if "'" in plain:
        return _opened(plain)
    if len(plain) > 3 and plain[-1] == plain[-2] == plain[-3]:
        plain = plain.rstrip(plain[-1]) + plain[-1]  # soooo, nooo
    if plain == "us" and letters == "US":
        return ("usa",)
    return spellings().get(plain) or (plain,)


def _opened(plain: str) -> tuple[str, ...]:
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    for ending, read in _ENDINGS.items():
        if plain.endswith(ending) and len(plain) > len(ending):
            return (*spelled(plain[: -len(ending)]), read)
    stem, _, rest = plain.rpartition("'")
    if rest == "s":
        return (stem, "is") if stem in _S_IS_IS else (stem, "'s")
    bare = plain.replace("'", "")
    return spellings().get(bare) or (bare,)
