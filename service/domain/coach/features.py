"""What the linear model sees of a sentence: its words and their neighbours, classes of words, and rule hits."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import lexicon, stance
from .reading import Sentence

SKIP = 7
"""Words between which two classes are seen as a pair."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that hit: which words (first, and one past the last), and whether they are in the author's own voice."""

    rule: lexicon.Rule
    first: int
    last: int
    own: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence with what was seen in it: features, each with the words it is about (first, one past the last)."""

    sentence: Sentence
    hits: tuple[Hit, ...]
    own: dict[str, tuple[int, int]]
    """For the language categories: words in another voice are marked as such."""
    any_voice: dict[str, tuple[int, int]]
    """For the exit signals, which count in any voice."""


def see(sentences: tuple[Sentence, ...], step: str, kind: str) -> tuple[Seen, ...]:
    """Every sentence of a draft with its features, given the step it is written in and the kind of review."""
    joined = [" ".join(word.text for word in sentence.words) for sentence in sentences]
    owns = [stance.owning(words) for words in joined]
    seen: list[Seen] = []
    before: tuple[Hit, ...] = ()
    for number, (sentence, words) in enumerate(zip(sentences, joined, strict=True)):
        starts = _starts(sentence)
        not_own = stance.not_own(sentence, words, starts)
        hits = _hits(words, starts, not_own)
        own, any_voice = _wording(sentence, not_own)
        around = _around(sentence, words, step, kind, first=number == 0, before=before)
        if owns[number]:
            around.append("@owns")
        if any(owns[:number]) or any(owns[number + 1 :]):
            around.append("@owns_elsewhere")
        for hit in hits:
            place = (hit.first, hit.last)
            own.setdefault(f"r:{hit.rule.name}" + ("" if hit.own else "~"), place)
            any_voice.setdefault(f"r:{hit.rule.name}", place)
            if hit.rule.sure and hit.own:
                own.setdefault(f"r:{hit.rule.label}&{kind}", place)
            if hit.rule.sure:
                any_voice.setdefault(f"r:{hit.rule.label}", place)
        whole = (0, len(sentence.words))
        for name in around:
            own[name] = whole
        seen.append(Seen(sentence, hits, own, any_voice))
        before = hits
    return tuple(seen)


def _starts(sentence: Sentence) -> list[int]:
    starts, at = [], 0
    for word in sentence.words:
        starts.append(at)
        at += len(word.text) + 1
    return starts


def _hits(words: str, starts: list[int], not_own: list[bool]) -> tuple[Hit, ...]:
    at = {start: index for index, start in enumerate(starts)}
    found = []
    mixed = any(not_own)
    for rule in lexicon.likely(words):
        match = rule.pattern.search(words)
        while match:
            first = at[match.start()]
            last = first + match.group().count(" ") + 1
            own = not (mixed and not_own[last - 1] and any(not_own[first:last]))
            found.append(Hit(rule, first, last, own))
            match = None if own else rule.pattern.search(words, match.end())
    return tuple(found)


def _around(sentence: Sentence, words: str, step: str, kind: str, *, first: bool, before: tuple[Hit, ...]) -> list[str]:
    texts = [word.text for word in sentence.words]
    found = [f"k:{kind}", f"@{step}", f"^{texts[0]}", "^" + " ".join(texts[:2])]
    if "?" in sentence.ending:
        found += ["?", f"?{texts[0]}"]
    if "!" in sentence.ending:
        found.append("!")
    if stance.forward(words):
        found.append("@forward")
    if len(texts) < 5:
        found.append("@short")
    if not first:
        found.append("@later")
    labels = {hit.rule.label for hit in before}
    if labels & {"but_erasure", "non_apology"}:
        found += ["@after_apology", f"@after_apology^{texts[0]}"]
    return found


def _wording(sentence: Sentence, not_own: list[bool]) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    texts = [word.text for word in sentence.words]
    classes = _classes(sentence, texts)
    any_voice = _grams(texts, [stem(text) for text in texts], classes)
    if not any(not_own):
        return dict(any_voice), any_voice
    marks = ["~" if other else "" for other in not_own]
    own = _grams(
        [mark + text for mark, text in zip(marks, texts, strict=True)],
        [mark + stem(text) for mark, text in zip(marks, texts, strict=True)],
        [tuple(mark + name for name in names) for mark, names in zip(marks, classes, strict=True)],
    )
    own["~"] = (0, len(texts))
    return own, any_voice


def _grams(texts: list[str], stems: list[str], classes: list[tuple[str, ...]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    before: list[tuple[int, tuple[str, ...]]] = []
    for at, text in enumerate(texts):
        here = (at, at + 1)
        found.setdefault(text, here)
        if stems[at] != text:
            found.setdefault(f"s:{stems[at]}", here)
        for name, place in _neighbours(at, stems, classes):
            found.setdefault(name, place)
        if not classes[at]:
            continue
        near = [each for each in before if at - each[0] <= SKIP]
        for name in classes[at]:
            found.setdefault(f"c:{name}", here)
            for back, others in near:
                for other in others:
                    found.setdefault(f"p:{other}>{name}", (back, at + 1))
        before = [*near, (at, classes[at])]
    return found


def _neighbours(at: int, stems: list[str], classes: list[tuple[str, ...]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Two and three words that stand together, and a word beside a class."""
    if at:
        both = (at - 1, at + 1)
        yield f"{stems[at - 1]} {stems[at]}", both
        yield from ((f"{stems[at - 1]} <{name}>", both) for name in classes[at])
        yield from ((f"<{name}> {stems[at]}", both) for name in classes[at - 1])
    if at > 1:
        yield " ".join(stems[at - 2 : at + 1]), (at - 2, at + 1)


def _classes(sentence: Sentence, texts: list[str]) -> list[tuple[str, ...]]:
    """The classes of each word; a phrase gives its classes to its first word."""
    table, lengths = lexicon.classes_of(), lexicon.phrase_lengths()
    found: list[tuple[str, ...]] = []
    for at, word in enumerate(sentence.words):
        names = table.get(word.text, ())
        for length in lengths.get(word.text, ()):
            names += table.get(" ".join(texts[at : at + length]), ())
        found.append(tuple(dict.fromkeys(names)) if names else ("name",) if word.named else ())
    return found


_SUFFIXES = ("ingly", "edly", "fully", "ness", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s")


def stem(text: str) -> str:
    """A word without its common endings; rough on purpose, since only sameness matters."""
    if len(text) < 5:
        return text
    for suffix in _SUFFIXES:
        if text.endswith(suffix) and len(text) - len(suffix) >= 3 and not text.endswith("ss"):
            cut = text[: -len(suffix)]
            if suffix in {"ied", "ies"}:
                return cut + "y"
            if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "sl":
                return cut[:-1]
            return cut.rstrip("e") if len(cut) > 4 else cut
    return text.rstrip("e") if len(text) > 5 else text
