"""Why a text gives no facts: another language, an animal, no patient, a series, no sarcoma."""

import re
from collections.abc import Sequence

from sarcoma_kg.facts import diagnosis
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.records import Document, Sentence

_I = re.IGNORECASE
# the commonest words of English prose: fewer than one word in twelve is no English
_ENGLISH = frozenset(
    [
        "the", "of", "and", "a", "an", "in", "to", "was", "were", "with", "is", "are", "for",
        "by", "on", "that", "at", "as", "from", "had", "has", "he", "she", "it", "his", "her",
        "not", "no", "after", "which", "this", "we", "be", "or", "who", "patient", "showed",
    ]
)  # fmt: skip
# and those of other languages in Latin letters; none is English too
_FOREIGN = frozenset(
    [
        "de", "la", "el", "los", "las", "del", "y", "que", "con", "por", "una", "le", "les", "des",
        "une", "du", "et", "dans", "avec", "pour", "der", "das", "und", "ein", "eine", "mit", "von",
        "den", "dem", "nicht", "wurde", "di", "il", "che", "della", "dei", "da", "do", "na", "em",
        "com", "uma", "het", "een", "van", "med", "av", "ett", "w", "z", "dla", "bir", "ve", "ile",
    ]
)  # fmt: skip
_LEAST_ENGLISH = 0.12
_LEAST_OF_NOTES = 0.04  # telegraphic notes leave these words out
_LEAST_WORDS = 12  # too few words to tell a language by
# lower case only: a "CAT scan" is no cat
_ANIMAL = re.compile(
    r"\b(?:dogs?|canine|cats?|feline|horses?|equine|mare|gelding|bovine|cows?|ferrets?|rabbits?|"
    r"retriever|shepherd|terrier|mongrel|mixed[- ]breed|parrot|hamster|rats?|murine|neutered|"
    r"spayed|[Vv]eterinar\w*|Labrador|Rottweiler|Dachshund|Poodle|Greyhound|Beagle|bitch|"
    r"[Ss]tallion|pony|goats?|sheep|budgerigar|hedgehogs?|guinea pigs?|crossbred?|crossbreed|"
    r"alpaca|llama|tiger|lion|shorthair|Siamese|Dobermann?|Great Dane|St\.? Bernard)\b"
)
# a word of each of these names, as tokens have it
_ANIMALS = frozenset(
    [
        "dog", "canine", "cat", "feline", "horse", "equine", "mare", "gelding", "bovine", "cow",
        "ferret", "rabbit", "retriever", "shepherd", "terrier", "mongrel", "breed", "parrot",
        "hamster", "rat", "murine", "neutered", "spayed", "labrador", "rottweiler", "dachshund",
        "poodle", "greyhound", "beagle", "bitch", "stallion", "pony", "goat", "sheep", "budgerigar",
        "hedgehog", "pig", "crossbred", "crossbreed", "alpaca", "llama", "tiger", "lion",
        "shorthair", "siamese", "doberman", "dobermann", "dane", "bernard", "veterinary",
        "veterinarian",
    ]
)  # fmt: skip
_ANIMAL_OF_AGE = re.compile(
    rf"\b(?:year|month|week)s?[- ]old,?\s+(?:[\w-]+,?\s+){{0,5}}?{_ANIMAL.pattern}"
)
_HUMAN = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|girls?|boys?|patients?|lady|gentleman|infants?|child|children|female|male)\b",
    _I,
)
_MANY = re.compile(
    r"\b(?P<count>\d{2,5})\s+(?:(?!and\b|or\b|of\b|to\b)[a-z-]+\s+){0,4}?(?:patients|cases|women|men|children|tumou?rs)\b",
    _I,
)
_STUDY = re.compile(
    r"\b(?:retrospective\w*|cohort|consecutive|enrolled|randomi[sz]ed|trials?|phase\s+I{1,3}|median\s+(?:age|follow|survival|progression)|"
    r"were\s+(?:included|identified|reviewed|analy[sz]ed|retrieved|enrolled)|databases?|registry|systematic\w*|meta-analysis|overall\s+survival\s+(?:was|rates?))\b",
    _I,
)
_FEWEST_OF_SERIES = 10
_ONE = re.compile(
    r"\b(?:an?|this|the|our|one)\s+(?:[\w-]+\s+){0,6}?(?:patient|man|woman|boy|girl|male|female|case|infant|child|lady|gentleman)\b"
    r"|\b(?:case\s+(?:report|presentation|\d)|she|he|his|her)\b",
    _I,
)


_SOME = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|both|all|these)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:patients|women|men|cases|children|girls|boys)\b|\b(?:was|were)\s+(?:resected|excised|treated|operated)\b",
    _I,
)


def reason(
    document: Document, sentences: Sequence[Sentence], charts: Sequence[Chart]
) -> str | None:
    """Say in one line why a document has no facts of a sarcoma case; nothing where it has."""
    words = [
        token.norm for sentence in sentences for token in sentence.tokens if token.norm.isalpha()
    ]
    if not words:
        return "no prose: the text holds no sentence that can be read"
    if not _is_english(words):
        return "not English: only English text is read"
    animals = not _ANIMALS.isdisjoint(words) or "eterinar" in document.text
    other = _of_others(document.text, charts, animals)
    if other:
        return other
    if not charts or not any(_told(chart) for chart in charts):
        return "no patient: the text tells of no single case"
    objections = [diagnosis.objection(chart) for chart in charts]
    if all(objections):
        return f"no sarcoma: {objections[0]}"
    return None


def _is_english(words: Sequence[str]) -> bool:
    """Whether words are English prose, or English notes that leave the small words out."""
    if len(words) < _LEAST_WORDS:
        return True
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share >= _LEAST_ENGLISH:
        return True
    foreign = sum(word in _FOREIGN for word in words) / len(words)
    return share >= _LEAST_OF_NOTES and foreign < share / 2


def _of_others(text: str, charts: Sequence[Chart], named: bool) -> str | None:
    """Say whether a text is about animals (where it has `named` any), or a series of numbers."""
    animals = len(_ANIMAL.findall(text)) if named else 0
    humans = len(_HUMAN.findall(text)) if animals else 0
    if animals > humans and (
        animals > 1 or _ANIMAL_OF_AGE.search(text) or re.search(r"\bveterinar", text, _I)
    ):
        return "a veterinary case: only human patients are kept"
    many = _MANY.search(text)
    if many and int(many.group("count")) >= _FEWEST_OF_SERIES and _STUDY.search(text):
        if any(_introduced(chart) for chart in charts):
            return None
        return f"a series of {many.group('count')} patients: no single patient is told"
    return None


def _introduced(chart: Chart) -> bool:
    """Whether the case has a patient with an age of his or her own."""
    return any(
        mention.quantity is not None and mention.quantity.low == mention.quantity.high
        and re.match(
            r"[\s-]*(?:old)?[\s,-]*(?:\w+\s+){0,3}(?:man|woman|male|female|boy|girl|"
            r"patient)", sentence.text[mention.end - sentence.start :], _I)
        for sentence, mention in chart.mentions("age")
    )  # fmt: skip


def _told(chart: Chart) -> bool:
    """Whether a case has sentences that tell of a person, of two or three, or of a course."""
    return any(
        _ONE.search(sentence.text)
        or _SOME.search(sentence.text)
        or sentence.of("age", "duration", "size")
        for sentence in chart.sentences
    )
