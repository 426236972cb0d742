"""The linear model: weights of features for each category, learned from the sentences that the project ships.

`model.json` is written by `python -m deploy.coach_training` and by nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import repeat

from .verdict import ANY_EXIT, ANY_NOTE, EXITS, LANGUAGE

VIEWS = {"own": (*LANGUAGE, ANY_NOTE), "any_voice": (*EXITS, ANY_EXIT)}
"""Which features judge which categories: the author's own voice, or everything that is said."""
BIAS = "*"
"""The feature that every sentence has."""
UNIT = 64
"""Weights and thresholds are whole numbers, so many to one."""


LANE = 20
"""Bits for one category: all weights of a feature stand side by side in one whole number and are added at once."""
_HALF = 1 << (LANE - 1)
_ONES = (1 << LANE) - 1
_RAISED = sum(_HALF << (LANE * place) for place in range(max(map(len, VIEWS.values()))))
"""Lifts every lane above zero, so that none borrows from the next."""


@dataclass(frozen=True, slots=True)
class Weights:
    """For some categories: feature -> its weights, side by side in the order of `labels`."""

    labels: tuple[str, ...]
    of: Mapping[str, int]

    def scores(self, features: Iterable[str]) -> dict[str, int]:
        """The sum of weights for each category."""
        return self._apart(self.of.get(BIAS, 0) + sum(map(self.of.get, features, repeat(0))))

    def weight(self, feature: str, label: str) -> int:
        """What one feature says about one category."""
        shift = LANE * self.labels.index(label)
        return ((self.of.get(feature, 0) + _RAISED) >> shift & _ONES) - _HALF

    def _apart(self, beside: int) -> dict[str, int]:
        raised = beside + _RAISED
        return {label: (raised >> (LANE * place) & _ONES) - _HALF for place, label in enumerate(self.labels)}


@dataclass(frozen=True, slots=True)
class Model:
    """`own` judges the author's own voice (language categories), `any_voice` everything said (exit signals)."""

    own: Weights
    any_voice: Weights
    thresholds: Mapping[str, int]
    decisive: frozenset[str]
    """Rules that decide alone."""


@cache
def shipped() -> Model:
    """The model beside this module."""
    return read(resources.files(__package__).joinpath("model.json").read_text(encoding="utf-8"))


def read(text: str) -> Model:
    """A model from its JSON."""
    told = json.loads(text)
    weights = [
        Weights(labels, {name: _beside(pairs) for name, pairs in told[view].items()}) for view, labels in VIEWS.items()
    ]
    return Model(weights[0], weights[1], told["thresholds"], frozenset(told["decisive"]))


def _beside(pairs: list[int]) -> int:
    """Places of categories, each followed by a weight, as one number."""
    return sum(weight << (LANE * place) for place, weight in zip(pairs[::2], pairs[1::2], strict=True))
