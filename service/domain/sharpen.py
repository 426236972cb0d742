"""Whether the "then" of an if-then names one action of one's own, or only means well.

English, as tables to be read. A vague "then" gets one request to sharpen and may be kept; nothing here holds it back.
A text is cut where actions are strung together ("stop and name one lead"); each piece loses its lead-in ("then I
will", "always"), and is then looked at from its first word. So "improve communication" is vague, and "open a ticket
to improve the alert" is not.
"""

import re

# What may stand before the action without being one.
LEAD_INS = (
    r"then",
    r"(will|shall|going to|to)",
    r"and",
    r"also",
    r"please",
    r"just",
    r"simply",
    r"always",
    r"really",
    r"definitely",
    r"first",
    r"immediately",
    r"either",
    r"make sure (that )?(to )?",
    r"be sure to",
    r"start to",
    r"remember to",
)

# A first person who acts. A team that speaks through its voice is one: "our team will".
FIRST_PERSON = (
    r"(i|we)( both| each| two| all)? (will|shall|can|could|would|should|must|might|may|need to|have to|am going to"
    r"|are going to|promise to|commit to|agree to)",
    r"(i|we)'(ll|m going to|re going to|d)( both| each| all)?",
    r"(my|our) (team|side|shift|on-call) (will|shall|can)",
    r"(i|we)( both| each| all)?",
    r"let's",
    r"let us",
)

# Good intentions, at the beginning of a piece: nobody can see whether they happened.
VAGUE = (
    r"(try|attempt|aim|hope|want|wish|like|love|strive|seek|intend|endeavou?r|mean)\b"
    r"( to| not to| and| my| our| hard|$)",
    r"(do|give it|give|try) (my|our) (very )?(best|utmost|all)",
    r"do (better|more|less|whatever|everything|what i can|what we can)",
    r"(be|become|get|stay|act|feel|sound|seem) (a |an |the )?(\w+ly )?(bit |little |lot |much )?"
    r"(more|less|better|nicer|kinder|clearer|calmer|quicker|faster|firmer|softer|friendlier|stronger|tougher)\b",
    r"(be|become|get|stay|act|remain) (very |so |extra |super |a bit |a little )?"
    r"(careful|mindful|aware|conscious|considerate|respectful|patient|open|open-minded|kind|nice|fair|professional"
    r"|supportive|transparent|proactive|responsive|honest|calm|positive|flexible|thoughtful|helpful|attentive"
    r"|understanding|cooperative|reliable|sensitive|polite|clear|good|there for)\b(?! (at|by|until|from) \d)",
    r"(communicate|collaborate|cooperate|align|coordinate|listen|talk|speak|work|plan|share|help|support|behave)"
    r"( together)?( with (you|them|each other|one another|everyone))?( a bit| a little| much| even)?"
    r" (more|better|closer|harder|well|openly|clearly|properly|honestly|effectively|carefully|smarter)\b",
    r"(communicate|collaborate|cooperate|align|improve|listen|behave|care|change|adapt|reflect)( more| better)?$",
    r"(boost|strengthen|optimi[sz]e|foster|promote|increase|raise|build|rebuild|show|value|respect)"
    r" (on |up |the |my |our |your |how |better |more |greater )*"
    r"(communication|collaboration|teamwork|trust|awareness|respect|relationship|transparency|attitude|tone|skills?"
    r"|(i|we) \w+|this|that|it|things|empathy|understanding|appreciation|you|them|each other)$",
    r"(improve|enhance)\b",
    r"(pay|give|bring) (\w+ )?(more |better |closer |extra |greater |careful )?attention",
    r"(keep|bear|hold|have) \w*( \w+)?\s?in mind",
    r"keep (an eye|a closer eye)",
    r"(think(?! out loud)|consider|know|understand|realise|realize|recogni[sz]e|appreciate|remember|feel|care"
    r"|respect|value|trust|believe|prioriti[sz]e|focus|embrace)\b",
    r"work (on|towards?|hard|harder)\b",
    r"(\w+ )(it |this |that |things |you |them )?(better|more)$",
    r"avoid (conflicts?|problems|this|that|it|mistakes|friction|drama)\b",
    r"get (along|on better)",
    r"(take|have) (more |better |extra |greater |special )?(care|responsibility|ownership|notice|time)$",
    r"make (an|more of an|a bigger|a better|a real|every|more) effort",
    r"(not|never|don't|won't) (let (it|this|that)|do (it|that|this))( happen)?( again)?$",
    r"(have|show|bring|keep) (a |an |the |more |better )*"
    r"(attitude|empathy|patience|understanding|respect|communication)",
)

# An action without "I will" in front of it starts with one of these.
_PLAIN_VERBS_TEXT = """
accept acknowledge add agree announce answer apologise apologize approve archive arrange ask assign attach avoid back
block book break bring build buy call cancel carry cc change check clarify clear close collect come comment commit
compare complete confirm contact copy correct count cover create cut decide decline delay delegate delete deliver demo
deploy describe discuss do document double draft draw drive drop eat email end escalate explain explore file fill find
finish fix flag fly follow forward freeze get give go greet hand hang have help hold include inform interrupt
introduce invite join keep knock label lead learn leave lend let link list listen lock log look mail make mark measure
meet mention merge message mirror move mute name nominate note notify offer open order own pack page pair pass pause
phone pick pin ping plan point post postpone praise prepare present print propose publish pull push put quote raise re
reach read reassign rebook recheck record refer reject release remind remove rename reopen repeat replace reply report
request reread reschedule reserve resolve respond restart retest return reuse revert review rewrite ring roll rotate
run save say schedule see select send set shadow share shift show sign sit sketch skip slack sort speak split stand
start state stay step stop submit suggest sum summarise summarize swap switch sync tag take talk teach tell test text
thank track train transfer turn type undo unmute update upload use verify visit vote wait walk warn withdraw work
write
"""
PLAIN_VERBS = frozenset(_PLAIN_VERBS_TEXT.split())

_PIECES = re.compile(r"\s*(?:[,;:.!?\n]|\band\b|\bthen\b|\s[-–—]\s)\s*")
_NEGATIONS = re.compile(r"^(?:not|never|won't|don't|will not|do not|no longer)\s+")


def _at_start(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(patterns) + r")(?:\s+|$)")


_LEAD_IN = _at_start(LEAD_INS)
_FIRST_PERSON = _at_start(FIRST_PERSON)
_VAGUE = re.compile("^(?:" + "|".join(f"(?:{pattern})" for pattern in VAGUE) + ")")


def vague_then(text: str) -> bool:
    """Whether to ask the author, once, to name an action that either happens or doesn't. An empty text is vague."""
    pieces = _pieces(text)
    return not pieces or any(_means_well(piece) for piece in pieces) or not _acts(pieces[0])


def _pieces(text: str) -> list[str]:
    plain = " ".join(text.lower().replace("’", "'").strip(" .…\"'").split())
    return [piece for piece in _PIECES.split(plain) if piece and _without(_LEAD_IN, piece)]


def _acts(piece: str) -> bool:
    """Whether somebody in the first person does something, or the piece starts with a plain verb."""
    bare = _without(_LEAD_IN, piece)
    deed = _action(piece)
    if _FIRST_PERSON.match(bare):
        return bool(deed)
    return bool(deed) and re.split(r"[^a-z]", deed)[0] in PLAIN_VERBS


def _means_well(piece: str) -> bool:
    return bool(_VAGUE.match(_action(piece)) or _VAGUE.match(_unowned(piece)))


def _action(piece: str) -> str:
    """The piece from its verb on: no lead-in, no first person, no negation."""
    return _NEGATIONS.sub("", _unowned(piece))


def _unowned(piece: str) -> str:
    return _without(_LEAD_IN, _without(_FIRST_PERSON, _without(_LEAD_IN, piece)))


def _without(lead: re.Pattern[str], text: str) -> str:
    while (rest := lead.sub("", text, count=1)) != text:
        text = rest
    return text
