"""Screens as data: which questions an act asks, on which page, and how each question stands on the screen.

Pure: the words come from `prompts.jsonl` and `forms.toml`; who may see a screen is not decided here. At most three
questions to write about stand on a page, as the practice asks.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from schemas.readings import Field, Option
from schemas.vocabulary import Act, Kind, Way
from service.practice import library

MOST_CHARACTERS = 3000
"""What fits into one answer; told before sending, and never cut."""
LINE = 150

OWN = "own"
"""The choice of an offer that has no ready wording."""

Pages = tuple[tuple[str, ...], ...]

SAME: dict[Act, Pages] = {
    Act.open: (("kind", "parties", "open.c.size"),),
    Act.screen: (("scr.stop", "scr.danger", "scr.formal"), ("scr.say", "scr.cost", "scr.rating")),
    Act.choose_way: (("way",),),
    Act.write_private: (("me.what", "me.need"), ("me.words", "me.bound", "me.pattern")),
    Act.rest: (("until",),),
    Act.send_note: (("one.note", "send"),),
    Act.answer_short: (("short",),),
    Act.want: (("pat.want", "wear", "pat.what", "instead"),),
    Act.propose_facilitator: (("facilitator",),),
    Act.agree_facilitator: (("agree_facilitator",),),
    Act.serve: (("serve",),),
    Act.grant: (("grant",),),
    Act.decide: (("decide",),),
    Act.after_check: (("chk.harder",),),
    Act.later: (("until",),),
    Act.decline: (("when",),),
    Act.timeline: (("link",),),
    Act.care: (("care.worry", "care.fair"),),
    Act.ready: (("ready.read", "with", "ready.view", "ready.hard"),),
    Act.acknowledge_none: (("ack.none", "keep"),),
    Act.facts: (("ack.facts",),),
    Act.reflect: (("ref.heard", "ref.sense", "send"),),
    Act.check_reflection: (("ref.check", "ref.more"),),
    Act.acknowledge_again: (("ack2.add", "add"),),
    Act.answer_change: (("agree",),),
    Act.settle_changes: (("changes",),),
    Act.recommit: (("rec.if", "rec.then", "together", "rec.for", "rec.when"),),
    Act.recommit_system: (("rec.link", "owner", "due"),),
    Act.answer_recommitment: (("rec.ok", "change"),),
    Act.settle_recommitments: (("list",),),
    Act.offer: (("to", "offer", "offer_text"),),
    Act.answer_offer: (("offer_answer",),),
    Act.learning: (("learned",),),
    Act.learning_agree: (("post",),),
    Act.adjust: (("until",),),
    Act.soak: (("until",),),
    Act.pause: (("until",),),
}
BY_KIND: dict[Act, dict[Kind, Pages]] = {
    Act.describe: {
        Kind.conflict: (("open.c.name", "open.c.moment", "open.c.signs", "open.c.hope"),),
        Kind.incident: (
            ("open.i.ref", "over_on", "night", "place", "side"),
            ("open.i.sides", "open.i.between", "open.i.learn"),
        ),
    },
    Act.invite: {Kind.conflict: (("ready.read", "manager"),), Kind.incident: (("ready.read", "closest"),)},
    Act.accept: {Kind.conflict: (("manager",),), Kind.incident: (("side", "closest"),)},
    Act.another_way: {Kind.conflict: (("other_way",),), Kind.incident: (("other_way", "side", "closest"),)},
    Act.join_in: {Kind.conflict: ((),), Kind.incident: (("side", "closest"),)},
    Act.send_short: {
        Kind.conflict: (("ack.c.part", "ack.c.effect", "ack.c.offer", "send"),),
        Kind.incident: (("ack.i.part", "ack.i.effect", "ack.i.offer", "send"),),
    },
    Act.acknowledge: {
        Kind.conflict: (
            ("ack.m.view",),
            ("ack.c.part", "ack.c.effect", "ack.c.offer"),
            ("audience", "sum.text"),
            ("keep",),
        ),
        Kind.incident: (
            ("ack.m.view",),
            ("ack.i.part", "ack.i.effect", "ack.i.offer"),
            ("audience", "sum.text"),
            ("keep",),
        ),
    },
    Act.express: {
        Kind.conflict: (
            ("exp.c.saw", "exp.c.felt", "exp.c.story"),
            ("exp.c.mattered", "exp.c.under", "exp.c.context"),
            ("exp.c.ask", "audience", "sum.text", "keep"),
        ),
        Kind.incident: (
            ("exp.i.seat", "exp.i.expect", "exp.i.press"),
            ("exp.i.cost", "exp.i.need", "exp.c.context"),
            ("audience", "sum.text"),
            ("keep",),
        ),
    },
    Act.renegotiate: {
        Kind.conflict: (("ren.c.differ", "ren.c.offer", "ren.c.ask"), ("ren.c.outside", "ren.c.differ2", "send")),
        Kind.incident: (("ren.i.learn", "ren.i.system", "ren.i.talk"), ("ren.c.outside", "ren.c.differ2", "send")),
    },
    Act.pulse: {
        Kind.conflict: (
            ("pul.heard", "pul.underst", "pul.rely", "pul.easier"),
            ("pul.wear", "pul.team", "pul.out", "close.show"),
        ),
        Kind.incident: (
            ("pul.heard", "pul.underst", "pul.rely", "pul.easier"),
            ("pul.wear", "pul.team", "pul.learn", "pul.out", "close.show"),
        ),
    },
}
AS_OWNER: Pages = (("chk.own", "chk.miss"),)
AS_BENEFICIARY: Pages = (("chk.ben",),)
FOR_THE_SYSTEM: Pages = (("moved",),)
"""A check-in asks the owner and the person it is for different things, and of a system change only whether it moved."""

LINES = frozenset({"open.c.name", "open.i.ref"})
DATES = frozenset({"rec.when"})
PEOPLE = frozenset({"rec.for"})
LINKS = frozenset({"rec.link"})
NEEDED = frozenset({
    "open.c.name", "open.i.ref", "open.c.size", "one.note", "pat.want", "chk.harder", "ready.read",
    "ref.check", "rec.if", "rec.then",
    "ack.c.part", "ack.i.part", "ack.none", "ref.heard", "rec.for", "rec.when", "rec.link", "rec.ok", "chk.own",
    "chk.ben", "pul.out",
})  # fmt: skip
"""Prompts that cannot be left empty. All others can; what a step as a whole needs is the act's matter."""
MANY = frozenset({"open.c.signs"})

VALUES = {"open.c.size": "size", "other_way": "way"}
"""Prompts whose choices have values of the vocabulary: the table of labels they use."""
SCALES = frozenset({"pul.heard", "pul.underst", "pul.rely", "pul.wear", "pul.team"})


def pages_of(act: Act, kind: Kind | None) -> Pages:
    """Which questions stand on which page; one empty page for an act that asks nothing."""
    if act in SAME:
        return SAME[act]
    by_kind = BY_KIND.get(act)
    return by_kind[kind] if by_kind and kind else ((),)


@cache
def places(kind: Kind) -> Mapping[str, int]:
    """Where each question stands among all that are asked in a review of this kind."""
    forms = (*SAME.values(), *(by_kind[kind] for by_kind in BY_KIND.values()))
    names = dict.fromkeys(name for pages in forms for page in pages for name in page)
    return {name: place for place, name in enumerate(names)}


def as_asked(answers: Mapping[str, str], kind: Kind) -> dict[str, str]:
    """Answers in the order in which they are asked; a database may hand them out in another."""
    known = places(kind)
    return {name: answers[name] for name in sorted(answers, key=lambda name: known.get(name, len(known)))}


LAST = frozenset({"keep", "send", "add"})
"""What is to happen with the words: it stands on the last page that asks something."""


def joined(pages: Pages) -> Pages:
    """These pages as one person turns them: none that asks nothing, and none only for what is to happen."""
    made: list[tuple[str, ...]] = []
    for page in pages:
        if made and page and LAST.issuperset(page):
            made[-1] += page
        elif page:
            made.append(page)
    return tuple(made) or ((),)


BY_WAY: dict[tuple[Act, Way], Pages] = {
    (Act.pulse, Way.fast): (("pul.rely", "pul.out"),),
    (Act.pulse, Way.note): (("pul.easier", "pul.wear", "pul.out"),),
    (Act.recommit, Way.note): (("rec.if", "rec.then", "rec.when"),),
}
"""Where a way asks less than the others."""


def pages_for(act: Act, kind: Kind | None, way: Way) -> Pages:
    """The same, for one way of going about it."""
    return BY_WAY.get((act, way)) or pages_of(act, kind)


@cache
def texts() -> Mapping[str, Any]:
    """`forms.toml`, read once."""
    return tomllib.loads(resources.files(__package__).joinpath("forms.toml").read_text(encoding="utf-8"))


def title(act: Act, names: tuple[str, ...], *, above: bool = False) -> str:
    """At most 24 characters: the act's own, or the one of the first prompt among `names` (earlier pages' come last)."""
    own = texts()["title"].get(act.value)
    prompts = (library.prompt(n, above=above).title for n in names if n in library.prompts())
    return str(own or next(prompts, act.value))


def notes(act: Act, cases: Iterable[str] = (), **facts: str) -> list[str]:
    """The sentences above the questions: those of the first of the `cases` that has its own, or else the act's."""
    table = texts()["notes"]
    own = (table[f"{act}.{case}"] for case in cases if f"{act}.{case}" in table)
    lines: list[str] = next(own, table.get(act.value, []))
    return [line.format_map(facts) for line in lines]


def line(table: str, name: str, **facts: str) -> str:
    """One sentence of a table of sentences: `coach`, `invitation`, `beside`, `alone` or `untitled`."""
    return str(texts()[table][name]).format_map(facts)


def labels(name: str) -> Mapping[str, str]:
    """value -> label of a choice."""
    found: Mapping[str, str] = texts()["labels"].get(VALUES.get(name, name), {})
    if name == "offer":
        return {**library.offers().wording, OWN: "In my own words"}
    return library.offers().answers if name == "offer_answer" else found


def field(
    name: str,
    initial: str | list[str] | None = None,
    options: list[Option] | None = None,
    people: int = 2,
    *,
    above: bool = False,
) -> Field:
    """One question as it stands on a screen, where so many take part, or for the one with more say.

    `options` replaces the data files' choices.
    """
    known = name in library.prompts()
    made = of_prompt(library.prompt(name, people, above=above)) if known else of_table(name)
    if options is not None:
        made.options, made.kind = options, "choice" if made.kind == "person" else made.kind
    made.initial = initial if initial not in (None, "", []) else made.initial
    return made


def is_asked(name: str) -> bool:
    """Whether this is a question of today's practice; one that was dropped since has no label any more."""
    return name in library.prompts() or name in texts()["fields"]


def of_table(name: str) -> Field:
    """A question of `forms.toml`."""
    row = dict(LINK if name == "link" else texts()["fields"][name])
    row.pop("options", None)
    made = Field(name=name, options=options_of(name), **row)
    if made.kind == "text":
        made.max_length = MOST_CHARACTERS
    return made


LINK = {"kind": "link", "label": "Where is the timeline?", "hint": "An address beginning with https://"}


def of_prompt(prompt: library.Prompt) -> Field:
    """A prompt of the practice: a choice where it has choices, else a text with its starter filled in."""
    name = prompt.id
    choices = options_of(name) or numbered(prompt)
    kind = kind_of(name, bool(choices))
    return Field(
        name=name,
        kind=kind,
        label=prompt.label,
        hint=texts()["hints"].get(name) or (prompt.note if choices else prompt.helper) or None,
        placeholder=prompt.placeholder or None if kind in ("text", "line", "link") else None,
        initial=prompt.starter or None if kind in ("text", "line") else None,
        options=choices,
        optional=name not in NEEDED,
        max_length={"text": MOST_CHARACTERS, "line": LINE}.get(kind),
    )


def kind_of(name: str, has_choices: bool) -> Any:
    table = ((LINES, "line"), (DATES, "date"), (PEOPLE, "person"), (LINKS, "link"), (MANY, "choices"))
    special = next((kind for names, kind in table if name in names), None)
    return special or ("choice" if has_choices else "text")


def options_of(name: str) -> list[Option]:
    return [Option(value=value, label=label) for value, label in labels(name).items()]


def numbered(prompt: library.Prompt) -> list[Option]:
    """Choices of a prompt that have no values of their own: numbered from 1."""
    if prompt.id not in SCALES | MANY:
        return []
    return [Option(value=str(n), label=label) for n, label in enumerate(prompt.choices, 1)]
