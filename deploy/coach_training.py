"""Trains the wording coach: `python -m deploy.coach_training` writes `service/domain/coach/model.json` anew.

A support vector machine for each category, solved by dual coordinate descent in whole numbers, so that every machine
and every Python writes the same file. Thresholds come from sentences whose families were left out of the training.
With `--check` nothing is written; it ends with 1 when the file is not what the sentences and tables give.
"""

import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from deploy.coach_sentences import Line, lines
from deploy.coach_thresholds import decisive, said, thresholds
from service.domain.coach import EXITS, features, judging, model, reading
from service.domain.coach.verdict import ANY_EXIT, ANY_NOTE

MODEL = Path(__file__).parents[1] / "service" / "domain" / "coach" / "model.json"
SCALE = 1 << 16
CHOOSING = 3
"""Passes by which the features that are kept are found."""
EPOCHS = 8
"""Passes by which they are weighed."""
SLACK = {True: 12, False: 25}
"""How hard a sentence pulls: the smaller, the harder. Flagged ones are few, so they pull harder."""
FOLDS = 3
FEWEST_FAMILIES = 2
"""A feature that only one family has says more about that family than about a category."""
MOST_FEATURES = {"own": 16000, "any_voice": 14000}
"""So many are kept for a view, and learned once more without the others: those whose weights move most sentences."""
SMALLEST = 2
"""Weights below that, in 1/64, are left out of the file."""

PACES = (0, 1, 3)
"""Features are learned in full, at half, and at an eighth of that: words; neighbours, classes and rules; pairs of
classes, of which there are many that say much the same."""

LANE = 48
"""Bits for one category while all are learned at once; weights and scores stay far below half of what fits."""
HALF, ONES = 1 << (LANE - 1), (1 << LANE) - 1

Example = tuple[Sequence[int], ...]  # the features of a draft, by pace


def main() -> None:
    """Trains and writes, or checks."""
    text = train([*lines("train"), *lines("development")])
    if "--check" in sys.argv[1:]:
        if text != MODEL.read_text(encoding="utf-8"):
            sys.exit("model.json is not what the sentences and tables give: run make coach.")
        return
    MODEL.write_text(text, encoding="utf-8")


def train(taught: Sequence[Line]) -> str:
    """The model file for these sentences."""
    seen = [features.see(reading.sentences(line.text), line.step, line.kind) for line in taught]
    scores = held_out(taught, seen)
    weights = weigh(taught, seen, range(len(taught)))
    rules = decisive(taught, seen)
    return written(weights, thresholds(taught, scores, said(seen, frozenset(rules))), rules)


def held_out(taught: Sequence[Line], seen: Sequence[tuple[features.Seen, ...]]) -> list[dict[str, int]]:
    """For every draft its scores by a model that knows no line of its family."""
    fold = [int(hashlib.sha256(line.family.encode()).hexdigest(), 16) % FOLDS for line in taught]
    found: list[dict[str, int]] = [{} for _ in taught]
    for number in range(FOLDS):
        weights = weigh(taught, seen, [at for at in range(len(taught)) if fold[at] != number])
        weighed = model.read(written(weights, {}, []))
        for at in range(len(taught)):
            if fold[at] == number:
                found[at] = judging.scores(seen[at], weighed)
    return found


def weigh(
    taught: Sequence[Line], seen: Sequence[tuple[features.Seen, ...]], chosen: Iterable[int]
) -> dict[str, dict[str, dict[str, int]]]:
    """View -> category -> feature -> weight, learned from the chosen drafts."""
    chosen = list(chosen)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for view, labels in model.VIEWS.items():
        names = _shared(taught, seen, chosen, view)
        weights = _weigh_view(taught, seen, chosen, names, view, CHOOSING)
        names = _kept(seen, chosen, names, weights, view)
        weights = _weigh_view(taught, seen, chosen, names, view, EPOCHS)
        found[view] = {
            label: {names[at]: weight for at, weight in enumerate(of_label) if weight}
            for label, of_label in zip(labels, weights, strict=True)
        }
    return found


def _weigh_view(
    taught: Sequence[Line],
    seen: Sequence[tuple[features.Seen, ...]],
    chosen: Sequence[int],
    names: list[str],
    view: str,
    epochs: int,
) -> list[list[int]]:
    """For each category of a view the weights of these features, in their order."""
    number = {name: at for at, name in enumerate(names)}
    paces = [_pace(name) for name in names]
    rows: list[Example] = []
    for at in chosen:
        known = [number[name] for name in (model.BIAS, *judging.together(seen[at], view)) if name in number]
        rows.append(tuple([each for each in known if paces[each] == pace] for pace in PACES))
    labels = model.VIEWS[view]
    flagged = [sum(_has(taught[at], label) << place for place, label in enumerate(labels)) for at in chosen]
    return _descend(rows, flagged, len(labels), len(names), epochs)


def _pace(name: str) -> int:
    if name.startswith("p:"):
        return 3
    return 0 if name.startswith("s:") or not (" " in name or ":" in name) else 1


def _kept(
    seen: Sequence[tuple[features.Seen, ...]],
    chosen: Sequence[int],
    names: list[str],
    weights: list[list[int]],
    view: str,
) -> list[str]:
    """The features whose weights, squared and summed over the sentences that have them, are the largest."""
    count = Counter(name for at in chosen for name in judging.together(seen[at], view))
    ranked = sorted(
        (-count[name] * max(of_label[at] ** 2 for of_label in weights), name)
        for at, name in enumerate(names)
        if name != model.BIAS
    )
    return [model.BIAS, *sorted(name for _, name in ranked[: MOST_FEATURES[view]])]


def _has(line: Line, label: str) -> bool:
    if label == ANY_NOTE:
        return bool(line.labels)
    return not line.labels.isdisjoint(EXITS) if label == ANY_EXIT else label in line.labels


def _shared(
    taught: Sequence[Line], seen: Sequence[tuple[features.Seen, ...]], chosen: Iterable[int], view: str
) -> list[str]:
    families: dict[str, set[str]] = defaultdict(set)
    for at in chosen:
        for each in seen[at]:
            for name in getattr(each, view):
                if len(families[name]) < FEWEST_FAMILIES:
                    families[name].add(taught[at].family)
    return [model.BIAS, *sorted(name for name, in_families in families.items() if len(in_families) >= FEWEST_FAMILIES)]


def _descend(rows: Sequence[Example], flagged: Sequence[int], labels: int, width: int, epochs: int) -> list[list[int]]:
    """Dual coordinate descent for the squared hinge loss, for all categories at once: each has a lane of its own in a
    whole number, as in `model`. Sentences that no longer pull are looked at less often.

    `flagged`: for each sentence the categories that it has, a bit each. Answers for each category its weights.
    """
    raised = sum(HALF << (LANE * label) for label in range(labels))
    weights, pulls = [0] * width, [[0] * labels for _ in rows]
    sizes = [sum(len(of_pace) * 8 >> pace for pace, of_pace in zip(PACES, names, strict=True)) // 8 for names in rows]
    chance = random.Random(1)  # noqa: S311 - an order that is the same everywhere, and no secret
    order = list(range(len(rows)))
    for epoch in range(epochs):
        chance.shuffle(order)
        rests = epoch % 4 and epoch > 1
        for at in order:
            looked_at = [label for label, pull in enumerate(pulls[at]) if pull] if rests else range(labels)
            if not looked_at:
                continue
            score = sum(sum(map(weights.__getitem__, of_pace)) for of_pace in rows[at]) + raised
            steps = [0] * len(PACES)
            for label in looked_at:
                here = (score >> (LANE * label) & ONES) - HALF
                step = _step(here, pulls[at], label, sizes[at], positive=bool(flagged[at] >> label & 1))
                for number, pace in enumerate(PACES) if step else ():
                    steps[number] += (step >> pace) << (LANE * label)
            for step, of_pace in zip(steps, rows[at], strict=True) if any(steps) else ():
                for name in of_pace:
                    weights[name] += step
    return [[(weight + raised >> (LANE * label) & ONES) - HALF for weight in weights] for label in range(labels)]


def _step(score: int, pulls: list[int], label: int, size: int, *, positive: bool) -> int:
    """How far the weights of a sentence move for one category; keeps how hard it pulls from now on."""
    pull = pulls[label]
    slope = (score if positive else -score) - SCALE + pull * SLACK[positive]
    pulls[label] = moved = max(0, pull - slope // (size + SLACK[positive]))
    return moved - pull if positive else pull - moved


def written(weights: dict[str, dict[str, dict[str, int]]], limits: dict[str, int], rules: list[str]) -> str:
    """The model as JSON, a feature a line."""
    parts = [f'"thresholds": {json.dumps(limits)}', f'"decisive": {json.dumps(rules, indent=0)}']
    for view, labels in model.VIEWS.items():
        of: dict[str, list[int]] = defaultdict(list)
        for place, label in enumerate(labels):
            for name, weight in weights[view][label].items():
                small = round(weight * model.UNIT / SCALE)
                if abs(small) >= SMALLEST or name == model.BIAS:
                    of[name] += [place, small]
        rows = (
            f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(of[name], separators=(',', ':'))}"
            for name in sorted(of)
        )
        parts.append(f'"{view}": {{\n' + ",\n".join(rows) + "\n}")
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    main()
