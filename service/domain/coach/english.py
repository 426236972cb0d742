"""Whether a draft is in English: a cheap test by script and by the small words that every sentence needs."""

from .reading import Sentence

ENGLISH_TEXT = """
the a an and or but if then that this these those it its is are was were be been am i me my mine we us our you your he
she they them his her their of to in on at by for with from about into over after before when while where who what why
how not no do did does have has had will would can could should must may might so as than too very just only all any
some more most other own same there here up down out again because until against between through during each few both
please sorry thanks okay yes let get got make made want know think said told time work team meeting never always
everyone nobody anyone next last day week today
"""
OTHERS_TEXT = """
der die das und ich du er sie wir ihr nicht ist sind war waren ein eine einen dem den des mit auf für von zu bei auch
aber wenn dass wie noch nur schon immer mich mir dich dir uns euch hast habe haben hat kein keine doch sehr mein dein
el la los las un una unos y yo tú ella nosotros ustedes no es son fue era con por para de del al que qué como pero si
sí muy más mi tu su lo le se me te nos siempre nunca esto eso está están hay
le les des du et je tu il elle nous vous ils elles ne pas est sont était avec pour dans sur que qui quoi mais ou où
très mon ma mes ton ta tes son sa ses ce cette c'est j'ai jamais toujours vous êtes
il lo gli uno e io tu lui lei noi voi loro non è sono era con per di da del della che chi ma se molto più mio tuo suo
sempre mai questo questa hai ho
o a os as um uma eu você ele ela nós eles não é são foi com por para de do da dos que mas se muito mais meu seu sempre
nunca isso está
de het een en ik jij je hij zij wij jullie niet is zijn was met op voor van te bij ook maar als dat dit nog altijd nooit
mij jou ons
i ja ty on ona my wy oni nie jest są był była z na do od w że ale jak co bardzo mój twój zawsze nigdy się to tak
och jag du han hon vi ni de inte är var med på för av till som men om att det den aldrig alltid
ve ben sen o biz siz onlar değil bir bu şu ile için ama çok her hiç de da mi
ang ng mga sa ako ikaw siya kami hindi ay na kung pero
yang dan saya kamu dia kami tidak ini itu dengan untuk dari di ke pada sudah akan tapi
hai hain tha thi mein main tum aap nahi nahin kya kyun ko ka ki ke se par bhi yeh woh mera tera kabhi hamesha
"""
ENGLISH = frozenset(ENGLISH_TEXT.split())
OTHERS = frozenset(OTHERS_TEXT.split()) - ENGLISH
FEW = 3
"""Words; a shorter text says too little about its language and is read as English."""


def is_english(text: str, sentences: tuple[Sentence, ...]) -> bool:
    """Whether the draft can be judged. A text without any letters can: there is nothing to be said about it."""
    letters = sum(character.isalpha() for character in text)
    latin = sum(character.isalpha() and character < "ɐ" for character in text)
    if latin * 2 < letters:
        return False
    words = [word.text for sentence in sentences for word in sentence.words]
    if len(words) < FEW:
        return True
    ours = sum(word in ENGLISH for word in words)
    others = sum(word in OTHERS for word in words)
    return others <= ours if ours * 8 >= len(words) else others * 5 < len(words)
