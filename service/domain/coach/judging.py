"""From a draft to a verdict: which categories it has, which words raised them, and at most two notes."""

from collections.abc import Mapping, Sequence
from math import isqrt

from . import english, features, model, reading
from .verdict import ANY_EXIT, ANY_NOTE, EXITS, LABELS, LANGUAGE, MOST_NOTES, SEVERITY, Finding, Note, Verdict

LONGEST_QUOTE = 160
"""Characters; a longer sentence is shortened around the words that raised the note."""
BY_CHANCE = 12
"""How much more an exit signal has to stand out in a draft of four words than of one, of sixteen than of nine, ..."""
_EVIDENCE = 3
"""So many of the strongest features say which words raised a finding."""


def judge(text: str, step: str, kind: str) -> Verdict:
    """What the coach says of a draft, given its step (`STEPS`) and the kind of review (`KINDS`). Never raises."""
    sentences = reading.sentences(text)
    if not english.is_english(text, sentences):
        return Verdict(english=False)
    weighed = model.shipped()
    seen = features.see(sentences, step, kind)
    scored, where = scores(seen, weighed), dict[str, int]()
    owned = any("@owns" in each.own for each in seen)
    for number, each in reversed(list(enumerate(seen))):
        for hit in each.hits:
            if decides(hit, weighed, owned=owned):
                scored[hit.rule.label] = max(weighed.thresholds[hit.rule.label], scored[hit.rule.label])
                where[hit.rule.label] = number
    labels_found = found_labels(scored, weighed.thresholds, kind)
    found = []
    if labels_found:
        where = best_sentences(seen, weighed, labels_found) | where
        found = [(_finding(label, seen[where[label]], weighed), seen[where[label]].sentence) for label in labels_found]
    found.sort(key=lambda each: (SEVERITY[each[0].label], each[0].start))
    labels = tuple(finding.label for finding, _ in found)
    first_exit = next((finding for finding, _ in found if finding.label in EXITS), None)
    noted = sorted(found, key=lambda each: each[0].label in EXITS and each[0] is not first_exit)
    return Verdict(
        labels=labels,
        findings=tuple(finding for finding, _ in found),
        notes=tuple(_note(text, finding, sentence) for finding, sentence in noted[:MOST_NOTES]),
        hold="threat" in labels,
        route=next((label for label in labels if label in EXITS), None),
    )


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a draft begins and ends, widened to blanks as in a note."""
    return [_whole_words(text, sentence.start, sentence.end) for sentence in reading.sentences(text)]


def decides(hit: features.Hit, weighed: model.Model, *, owned: bool) -> bool:
    """Whether this rule says its category by itself. What is said beside an owned part may stand."""
    sure = not owned if hit.rule.always else hit.rule.name in weighed.decisive
    return sure and (hit.own or hit.rule.label in EXITS)


def found_labels(scores: Mapping[str, int], thresholds: Mapping[str, int], kind: str) -> list[str]:
    """The categories that a draft has. An exit signal of no sure sort takes the likeliest."""
    if not scores:
        return []
    found = [label for label in LABELS if scores[label] >= thresholds[label] and may_apply(label, kind)]
    if scores[ANY_EXIT] >= thresholds[ANY_EXIT] and not set(found) & set(EXITS):
        found.append(max(EXITS, key=lambda label: scores[label]))
    return found


def may_apply(label: str, kind: str) -> bool:
    """Hindsight is about incidents; in a conflict the same words are a demand, which `you_blame` looks at."""
    return label != "hindsight" or kind == "incident"


def together(seen: Sequence[features.Seen], view: str) -> set[str]:
    """The features of a draft, in whichever sentence they are."""
    return set[str]().union(*(getattr(each, view) for each in seen))


def scores(seen: Sequence[features.Seen], weighed: model.Model) -> dict[str, int]:
    """The score of each category for the draft as a whole."""
    alone = weighed.own.scores(together(seen, "own")) | weighed.any_voice.scores(together(seen, "any_voice"))
    return beside_each_other(alone, sum(len(each.sentence.words) for each in seen))


def beside_each_other(alone: Mapping[str, int], words: int) -> dict[str, int]:
    """Each category's score in the light of the others: more where the draft is likely to be something at all, and less
    where it is likelier to be something else. What resembles an exit signal by chance adds up with the number of words.
    The shares were measured on families that the model does not know."""
    anything, (most, second) = alone[ANY_NOTE], sorted((alone[label] for label in LABELS), reverse=True)[:2]
    found = {}
    for label in LABELS:
        other = second if alone[label] == most else most
        found[label] = alone[label] + anything // 5 - max(other, -model.UNIT) // 4
    language = max(alone[label] for label in LANGUAGE)
    found[ANY_EXIT] = alone[ANY_EXIT] + max(alone[label] for label in EXITS) + anything // 2
    found[ANY_EXIT] -= max(language, -model.UNIT) // 4 + BY_CHANCE * isqrt(words)
    return found


def best_sentences(seen: Sequence[features.Seen], weighed: model.Model, labels: Sequence[str]) -> dict[str, int]:
    """For each of these categories the number of the sentence that by itself has most of it."""
    found = dict[str, int]()
    for view, weights in (("own", weighed.own), ("any_voice", weighed.any_voice)):
        asked = [label for label in labels if label in weights.labels]
        alone = [weights.scores(getattr(each, view)) for each in seen] if asked else []
        found |= {label: max(range(len(seen)), key=[each[label] for each in alone].__getitem__) for label in asked}
    return found


def _finding(label: str, seen: features.Seen, weighed: model.Model) -> Finding:
    """The words that weighed most, and the rule that hit, or else the wording that weighed most."""
    weights, places = (weighed.own, seen.own) if label in LANGUAGE else (weighed.any_voice, seen.any_voice)
    by_weight = sorted(((weights.weight(name, label), name) for name in places), reverse=True)
    telling = [name for weight, name in by_weight if weight > 0 and _is_local(places[name], seen)][:_EVIDENCE]
    hit = next(
        (hit for hit in seen.hits if hit.rule.label == label and hit.rule.sure and (hit.own or label in EXITS)), None
    )
    if hit:
        first, last, rule = hit.first, hit.last, hit.rule.name
    else:
        first = min((places[name][0] for name in telling), default=0)
        last = max((places[name][1] for name in telling), default=len(seen.sentence.words))
        rule = "wording: " + (telling[0] if telling else "the sentence as a whole")
    words = seen.sentence.words
    return Finding(label, words[first].start, words[last - 1].end, rule)


def _is_local(place: tuple[int, int], seen: features.Seen) -> bool:
    return place != (0, len(seen.sentence.words))


def _note(text: str, finding: Finding, sentence: reading.Sentence) -> Note:
    """The author's own words: the sentence, or as many whole words around the finding as fit."""
    start, end = _whole_words(text, sentence.start, sentence.end)
    if end - start > LONGEST_QUOTE:
        start, end = _around(text, finding, start, end)
    quote = " ".join(text[start:end].split())
    before = "… " if start > _whole_words(text, sentence.start, sentence.end)[0] else ""
    after = " …" if end < _whole_words(text, sentence.start, sentence.end)[1] else ""
    return Note(finding.label, before + quote + after, start, end, finding.rule)


def _around(text: str, finding: Finding, begin: int, stop: int) -> tuple[int, int]:
    """As many whole words as fit, half of what is over on either side of the finding."""
    start, end = _whole_words(text, finding.start, finding.end)
    room = max(0, LONGEST_QUOTE - (end - start))
    if not room:
        end = min(end, _whole_words(text, start, start + LONGEST_QUOTE)[1])
    low, high = max(begin, start - room // 2), min(stop, end + room // 2)
    while low > begin and low < start and not text[low - 1].isspace():
        low += 1
    while high < stop and high > end and not text[high].isspace():
        high -= 1
    return low, high


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The same place, widened to blanks on either side."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
