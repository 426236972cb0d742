"""Whose voice a word is in: words that are quoted, reported, denied or owned as a guess are not the author's stance."""

import re
import tomllib
from functools import cache
from importlib import resources

from . import needs
from .reading import Sentence

_TURNS = frozenset(["but", "however", "yet", "although", "though", "except", "because", "so"])

_CONDITION = re.compile(r"\b(?:if|unless|had you) (?:\w+ ){0,4}\w+$")
"""What would have been said was not: nobody's words follow."""
_BEFORE = 80
"""Letters before the end of a verb in which such a condition stands."""


def not_own(sentence: Sentence, words: str, starts: list[int]) -> list[bool]:
    """For each word of a sentence, whether it is said in another voice than the author's own of now.

    `words` is the sentence as one string, `starts` where each word begins in it.
    """
    quoted = _quoted(sentence)
    at = {start: index for index, start in enumerate(starts)}
    for name, whole in (("reported", False), ("denied", False), ("guessed", True)):
        pattern, needed = _patterns()[name]
        if not any(string in words for string in needed):
            continue
        for match in pattern.finditer(words):
            if name == "reported" and _CONDITION.search(words[max(0, match.end() - _BEFORE) : match.end()]):
                continue
            following = match.end() + 1
            index = at.get(following)
            if index is not None and match.start() in at:
                _cover(quoted, sentence, index, whole=whole)
    return quoted


def forward(words: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return bool(_patterns()["forward"][0].search(words))


def owning(words: str) -> bool:
    """Whether something is owned in these words, of one sentence or of several."""
    pattern, needed = _patterns()["owning"]
    return any(string in words for string in needed) and bool(pattern.search(words))


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], frozenset[str]]]:
    """Each pattern with strings of which one is in every text that it matches."""
    tables = tomllib.loads(resources.files(__package__).joinpath("stance.toml").read_text(encoding="utf-8"))
    plain = {name: pattern.replace("\n", "") for name, pattern in tables.items()}
    return {
        name: (re.compile(pattern), (needs.one_of_each(pattern) or (frozenset({""}),))[0])
        for name, pattern in plain.items()
    }


def _cover(covered: list[bool], sentence: Sentence, begin: int, *, whole: bool) -> None:
    for index in range(begin, len(covered)):
        if not whole and index > begin and (sentence.words[index].text in _TURNS or index in sentence.pauses):
            return
        if whole and sentence.words[index].text == "but":
            return
        covered[index] = True


def _quoted(sentence: Sentence) -> list[bool]:
    """Words in quotation marks. A single one or two are a name or irony rather than somebody's words."""
    flags = [word.quoted for word in sentence.words]
    begin = 0
    while begin < len(flags):
        end = begin
        while end < len(flags) and flags[end] == flags[begin]:
            end += 1
        whole = end - begin == len(flags)
        if flags[begin] and end - begin < 3 and not whole:
            flags[begin:end] = [False] * (end - begin)
        begin = end
    return flags
