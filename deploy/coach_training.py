"""Trains the wording coach: `python -m deploy.coach_training` writes `service/domain/coach/model.json` anew.

A support vector machine for each category, solved by dual coordinate descent in whole numbers (how far a feature
moves is a logarithm that is rounded to a sixteenth first), so that every machine and every Python writes the same
file. A feature may move the faster, the more often drafts with it have the category than drafts without: naive Bayes
log-count ratios (Wang and Manning, "Baselines and Bigrams", ACL 2012). Thresholds come from sentences whose families
were left out of a training of their own.
With `--check` nothing is written; it ends with 1 when the file is not what the sentences and tables give.
"""

import hashlib
import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deploy.coach_sentences import Line, lines
from deploy.coach_thresholds import decisive, said, thresholds
from service.domain.coach import EXITS, features, judging, model, reading
from service.domain.coach.verdict import ANY_EXIT, ANY_NOTE

MODEL = Path(__file__).parents[1] / "service" / "domain" / "coach" / "model.json"
SCALE = 1 << 16
EPOCHS = 8
SLACK = {True: 12, False: 25}
"""How hard a sentence pulls: the smaller, the harder. Flagged ones are few, so they pull harder."""
FEWEST_FAMILIES = 3
"""A feature that only one or two families have says more about them than about a category."""
MOST_WEIGHTS = {"own": 100_000, "any_voice": 80_000}
"""So many are written for a view: those that move most sentences."""
HELD_OUT = 4
"""One family in so many is left out of the training that the thresholds come from."""
UNSEEN = 0.5
"""Drafts that are added to every count (Laplace), so that none is zero: a feature that was never seen without a
category is no proof of it."""
STRIDE = 16
"""Strides, which say how far a feature moves against others, are whole numbers, so many to one."""

Whole = NDArray[np.int64]
Weights = Mapping[str, Sequence[int]]
"""Feature -> places of categories (as in `model.VIEWS`), each followed by a weight."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Drafts as numbers: the names of features, those of all drafts one after another (draft `n` has
    `features[begins[n] : begins[n + 1]]`), and which draft has which category."""

    names: list[str]
    features: Whole
    begins: Whole
    has: NDArray[np.bool_]


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
    rules = decisive(taught, seen)
    left_out = [_left_out(line.family) for line in taught]
    known = [at for at, out in enumerate(left_out) if not out]
    unknown = [at for at, out in enumerate(left_out) if out]
    weighed = model.read(written(weigh(taught, seen, known), {}, []))
    limits = thresholds(
        [taught[at] for at in unknown],
        [judging.scores(seen[at], weighed) for at in unknown],
        said([seen[at] for at in unknown], frozenset(rules)),
    )
    return written(weigh(taught, seen, range(len(taught))), limits, rules)


def _left_out(family: str) -> bool:
    return int(hashlib.sha256(family.encode()).hexdigest(), 16) % HELD_OUT == 0


def weigh(
    taught: Sequence[Line], seen: Sequence[tuple[features.Seen, ...]], chosen: Sequence[int]
) -> dict[str, Weights]:
    """For each view what its features weigh, learned from the chosen drafts."""
    found = {}
    for view in model.VIEWS:
        drafts = _drafts(taught, seen, chosen, view)
        found[view] = _largest(drafts, _descend(drafts, _strides(drafts)), MOST_WEIGHTS[view])
    return found


def _drafts(
    taught: Sequence[Line], seen: Sequence[tuple[features.Seen, ...]], chosen: Sequence[int], view: str
) -> Drafts:
    together = [judging.together(seen[at], view) for at in chosen]
    families: dict[str, set[str]] = defaultdict(set)
    for at, of_draft in zip(chosen, together, strict=True):
        for name in of_draft:
            if len(families[name]) < FEWEST_FAMILIES:
                families[name].add(taught[at].family)
    names = [model.BIAS, *sorted(name for name, of_name in families.items() if len(of_name) >= FEWEST_FAMILIES)]
    number = {name: at for at, name in enumerate(names)}
    rows = [[0, *sorted(number[name] for name in of_draft if name in number)] for of_draft in together]
    return Drafts(
        names,
        features=np.array([name for row in rows for name in row], dtype=np.int64),
        begins=np.cumsum([0, *map(len, rows)]),
        has=np.array([[_has(taught[at], label) for label in model.VIEWS[view]] for at in chosen]),
    )


def _has(line: Line, label: str) -> bool:
    if label == ANY_NOTE:
        return bool(line.labels)
    return not line.labels.isdisjoint(EXITS) if label == ANY_EXIT else label in line.labels


def _strides(drafts: Drafts) -> Whole:
    """How far each feature moves for each category when a draft pulls: squares of strides, so `STRIDE**2` to one."""
    drafts_of = np.repeat(np.arange(len(drafts.has)), np.diff(drafts.begins))
    every = np.bincount(drafts.features, minlength=len(drafts.names))[:, None]
    flagged = np.stack(
        [np.bincount(drafts.features[of_label[drafts_of]], minlength=len(drafts.names)) for of_label in drafts.has.T],
        axis=1,
    )
    total = drafts.has.sum(axis=0)
    with_it = (flagged + UNSEEN) / (total + 2 * UNSEEN)
    without = (every - flagged + UNSEEN) / (len(drafts.has) - total + 2 * UNSEEN)
    stride = np.rint((1 + np.abs(np.log(with_it / without))) / 2 * STRIDE).astype(np.int64)
    stride[0] = STRIDE
    slower = np.array([_slower(name) for name in drafts.names])[:, None]
    squared: Whole = stride * stride >> slower
    return squared


def _slower(name: str) -> int:
    """Words move at their full pace, neighbours, classes and rules at half of it, and pairs of classes, of which there
    are many that say much the same, at an eighth."""
    if name.startswith("p:"):
        return 3
    return 0 if name.startswith("s:") or not (" " in name or ":" in name) else 1  # halvings


def _descend(drafts: Drafts, strides: Whole) -> Whole:
    """Dual coordinate descent for the squared hinge loss (Hsieh and others, ICML 2008), for all categories at once.
    Drafts that no longer pull are looked at less often. Answers what each feature weighs for each category."""
    drafts_of = np.repeat(np.arange(len(drafts.has)), np.diff(drafts.begins))
    sizes = np.zeros(drafts.has.shape, dtype=np.int64)
    np.add.at(sizes, drafts_of, strides[drafts.features])
    slack = np.where(drafts.has, SLACK[True], SLACK[False])
    sizes = sizes // STRIDE**2 + slack
    sides = np.where(drafts.has, 1, -1)
    weights, pulls = np.zeros(strides.shape, dtype=np.int64), np.zeros(drafts.has.shape, dtype=np.int64)
    chance = random.Random(1)  # noqa: S311 - an order that is the same everywhere, and no secret
    order = list(range(len(drafts.has)))
    for epoch in range(EPOCHS):
        chance.shuffle(order)
        rests = epoch % 4 and epoch > 1
        for at in order:
            pull = pulls[at]
            if rests and not pull.any():
                continue
            names = drafts.features[drafts.begins[at] : drafts.begins[at + 1]]
            here = weights[names]
            slope = sides[at] * here.sum(axis=0) - SCALE + pull * slack[at]
            moved = np.maximum(0, pull - slope // sizes[at])
            step = (moved - pull) * sides[at]
            if step.any():
                pulls[at] = moved
                weights[names] = here + (strides[names] * step + STRIDE**2 // 2) // STRIDE**2
    return weights


def _largest(drafts: Drafts, weights: Whole, most: int) -> Weights:
    """The weights, in 1/`model.UNIT`, whose squares, summed over the drafts that have the feature, are the largest."""
    every = np.bincount(drafts.features, minlength=len(drafts.names))
    small = (weights * model.UNIT + SCALE // 2) // SCALE
    moved = np.where(small == 0, 0, weights**2 * every[:, None])
    moved[0] = np.iinfo(np.int64).max
    found: dict[str, list[int]] = {}
    for at in sorted(np.argsort(-moved, axis=None, kind="stable")[:most].tolist()):
        name, place = divmod(at, weights.shape[1])
        if moved[name, place]:
            found.setdefault(drafts.names[name], []).extend((place, int(small[name, place])))
    return found


def written(weights: Mapping[str, Weights], limits: Mapping[str, int], rules: list[str]) -> str:
    """The model as JSON, a feature a line."""
    parts = [f'"thresholds": {json.dumps(limits)}', f'"decisive": {json.dumps(rules, indent=0)}']
    for view, of_view in weights.items():
        rows = (
            f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(pairs, separators=(',', ':'))}"
            for name, pairs in of_view.items()
        )
        parts.append(f'"{view}": {{\n' + ",\n".join(rows) + "\n}")
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    main()
