"""The wording coach: looks at phrasings in a draft, names the words and the rule, and offers at most two notes.

Pure and offline; English only. `judge(text, step, kind)` is what the rest of the service needs. Tables:
`spelling.toml`, `words.toml`, `rules.toml`; what was learned from sentences: `model.json`.
"""

from .gentle import is_hard_on_oneself
from .judging import judge, sentence_spans
from .verdict import EXITS, KINDS, LABELS, LANGUAGE, MOST_NOTES, SEVERITY, STEPS, Finding, Note, Verdict

__all__ = [
    "EXITS",
    "KINDS",
    "LABELS",
    "LANGUAGE",
    "MOST_NOTES",
    "SEVERITY",
    "STEPS",
    "Finding",
    "Note",
    "Verdict",
    "is_hard_on_oneself",
    "judge",
    "sentence_spans",
]
