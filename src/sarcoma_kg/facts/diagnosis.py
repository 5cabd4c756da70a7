"""What the tumour is: the final diagnosis among provisional, rejected and partial ones.

Every tumour that the text names is weighed by the words about it (`diagnosis.tsv`), by how exact
its name is, and by how often it is named; the heaviest is the diagnosis. The weights order the
candidates of one case and mean nothing beyond it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.cue import cues
from sarcoma_kg.facts.doubt import Naming, Settled, settled
from sarcoma_kg.ontology import Concept, Ontology
from sarcoma_kg.records import Fact, Mention, Sentence
from sarcoma_kg.terms import Term

#: The behaviours of a tumour that is to be treated as a malignant one.
MALIGNANT = frozenset({"malignant", "intermediate"})
# how far a cue reaches, in characters
_FAR, _NEAR, _TOUCHING = 160, 60, 4
_REACH = {"case": 61, "is": 30, "component": 25, "provisional": 60, "other": 60}
_LATE = 1.2  # what a late sentence of the case weighs more than the first
_SURER = 2.0  # how much heavier a tumour of unknown behaviour must be
_LEAST_OF_SUBTYPE = 0.0
#: The weight of a tumour that some words state.
STATED = 3.0
# tumours that belong here by custom, wherever a vocabulary puts them
_BY_NAME = re.compile(
    r"sarcoma\b|sarcomatoid mesothel|hemangioendothelioma|hemangiopericytoma|"
    r"primitive neuroectodermal|"
    r"fibrous tumor|gastrointestinal stromal tumor$|small round cell tumor|rhabdoid tumor",
    re.IGNORECASE,
)
# of bone by their place, and no mesenchymal tumours
_OF_BLOOD = re.compile(r"lymphoma\b|myeloma\b|plasmacytoma\b|leukemia\b", re.IGNORECASE)
_SARCOMA = frozenset({"sarcoma", "mesenchymal"})
#: Names of spread, and of no primary tumour.
MATOSIS = re.compile(r"(?:sarco|carcino)matosis", re.IGNORECASE)
#: Names that say no more than "a tumour".
GENERIC = re.compile(
    r"^(?:malignant |benign |soft[ -]tissue |mesenchymal |metastatic |bone |skin |recurrent |"
    r"primary )*"
    r"(?:neoplasms?|tumou?rs?|mass(?:es)?|lesions?|cancer|carcinoma|malignancy|cysts?|polyps?"
    r"|nodules?|metasta\w+)(?: of .*)?$",
    re.IGNORECASE,
)
# names of a whole group
_GROUP = re.compile(
    r"^(?:malignant |soft[ -]tissue |bone |spindle[ -]cell |mesenchymal |high[ -]grade )*"
    r"(?:radiation[ -](?:induced|associated|related) |post-?radiation |radiogenic )?"
    r"(?:sarcomas?|(?:mesenchymal|(?:small )?(?:blue )?round[ -](?:blue[ -])?cell|spindle[ -]cell)"
    r" (?:tumou?rs?|neoplasms?))$",
    re.IGNORECASE,
)
_PARTIAL_AFTER = re.compile(
    r"^(?:['’]s)?[\s-]*(?:like\b|-?type\b|component|differentiation|areas?\b|features|cells?\b"
    r"|screening)",
    re.IGNORECASE,
)
# "a stromal tumour or a haematoma": neither is sure
_EITHER = re.compile(r"^\s*(?:\([^)]{1,15}\)\s*)?(?:,\s*)?or\s+(?:an?\s+)?\w{5,}", re.IGNORECASE)
_DEDIFFERENTIATION = re.compile(
    r"\bdedifferentiation\s+(?:of|in|within)\s+(?:an?|the)?\s*$", re.IGNORECASE
)
_GRADING = frozenset(
    {"high", "low", "intermediate", "grade", "1", "2", "3", "conventional", "primary"}
)
# "synovial sarcoma, monophasic type"
_VARIANT = re.compile(
    r",?\s*\(?(?:of\s+(?:the\s+)?)?(?P<word>[\w-]{5,})[\s-]+(?:type|variant|subtype|form|histology"
    r"|pattern)\b"
    # "RMS, alveolar"
    r"|,\s*(?P<kind>[\w-]{5,})(?=\s*[,.;)])",
    re.IGNORECASE,
)
_MODIFIERS = frozenset(
    [
        "extraskeletal", "dedifferentiated", "malignant", "pleomorphic", "myxoid",
        "epithelioid", "undifferentiated", "cutaneous", "cardiac", "primary", "embryonal",
        "alveolar", "botryoid", "congenital", "infantile", "juvenile", "sclerosing",
        "radiation-induced", "radiation-associated", "post-radiation", "mesenchymal",
        "extragastrointestinal", "parosteal", "periosteal", "intimal", "uterine",
        "retroperitoneal", "telangiectatic",
    ]
)  # fmt: skip
_HISTOLOGY = frozenset(
    [
        "dedifferentiated", "pleomorphic", "myxoid", "epithelioid", "embryonal", "alveolar",
        "botryoid", "sclerosing", "mesenchymal", "telangiectatic", "parosteal", "periosteal",
        "undifferentiated", "spindle", "clear",
    ]
)  # fmt: skip
_FORMER = re.compile(
    r"\b(?:cured|surviv\w+)\b[^.;]{0,30}\bof\b|\bat\s+(?:the\s+)?age\s+of\b[^.;]{0,60}\bhad\b|\bat\s+(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b[^.;]{0,30}\bhad\s+(?:had|been|undergone|received)\b"
    r"|\bhad\b[^.;]{0,60}\b(?:in\s+(?:childhood|infancy)|as\s+(?:a\s+child|an\s+infant))\b|\b(?:in\s+(?:childhood|infancy)|as\s+(?:a\s+child|an\s+infant))\b[^.;]{0,60}\b(?:had|of|for)\b",
    re.IGNORECASE,
)
# the only cues that may follow the name: "a lipoma was confirmed"
_AFTER = re.compile(r"confirmed|established|diagnosed|verified|prove", re.IGNORECASE)
_DENIED = frozenset({"absent", "family", "background"})
_DOUBTED = frozenset({"hypothetical"})
# what a doubt that is settled weighs: proved, it makes up for the words of doubt
_SETTLED: dict[Settled, float] = {"proved": 8.0, "standing": -2.0}


@dataclass(slots=True)
class Candidate:
    """A tumour that the text names, with what speaks for it."""

    concept: Concept
    best: Mention
    sentence: Sentence
    weight: float = 0.0
    times: int = 0  # named as something that is, or was, so
    now: int = 0  # named as something that is so
    sure: bool = False
    former: bool = False  # named only as one of former years
    places: list[int] = field(default_factory=list)


def find(chart: Chart) -> Candidate | None:
    """Give the final diagnosis of the tumour that the case is about, if the text names one."""
    found = candidates(chart)
    if not found:
        return None
    tumours = [each for each in found if is_sarcoma(each.concept) and each.times] or found
    tumours = _without_benign(tumours)
    own = _own_of_several(chart, tumours)
    if own is not None:
        return own
    present = [each for each in tumours if each.now and not each.former] or tumours
    top = max(tumours, key=lambda each: (each.weight, -each.best.start))
    if top not in present and any(each.weight > 0 for each in present):
        top = max(present, key=lambda each: (each.weight, -each.best.start))
    return _exact(chart, _subtype(chart, _histological(top, tumours), tumours))


def _histological(top: Candidate, tumours: list[Candidate]) -> Candidate:
    """Prefer, of names that agree, the one that says more of histology to one that only places.

    "dedifferentiated leiomyosarcoma" where the text says "mesenteric leiomyosarcoma" too.
    """
    rivals = [
        each
        for each in tumours
        if each.now and each.weight > 0 and _says_more(each.concept, top.concept)
    ]
    return max(rivals, key=lambda each: each.weight, default=top)


def _subtype(chart: Chart, top: Candidate, tumours: list[Candidate]) -> Candidate:
    """Prefer the subtype that the text names as so: "monophasic synovial sarcoma".

    A "cardiac sarcoma" only places what another name calls an intimal sarcoma.
    """
    placed = is_group(top.best) or _only_places(chart.ontology, top.concept.id)
    below = [
        each
        for each in tumours
        if each.now
        and each.weight > _LEAST_OF_SUBTYPE
        and not is_group(each.best)
        and each.concept.facet("behaviour") == top.concept.facet("behaviour")
        and (
            str(top.concept.id) in _above(chart.ontology, each.concept.id)
            or (placed and not each.former and not _only_places(chart.ontology, each.concept.id))
        )
    ]
    return max(below, key=lambda each: each.weight, default=top)


@lru_cache(maxsize=1024)
def _only_places(ontology: Ontology, tumour: Term) -> bool:
    """Whether the name of a tumour says where a sarcoma is, and nothing of its histology."""
    *words, last = ontology[tumour].label.lower().split()
    return last == "sarcoma" and bool(words and ontology.candidates(" ".join(words), "site"))


def _without_benign(found: list[Candidate]) -> list[Candidate]:
    """Leave out benign tumours beside a malignant one that is stated.

    One of unknown behaviour stays where it is stated much more surely.
    """
    weights = [e.weight for e in found if e.concept.facet("behaviour") in MALIGNANT and e.now]
    most = max(weights, default=0.0)
    if most <= 0:
        return found
    return [
        each
        for each in found
        if each.concept.facet("behaviour") in MALIGNANT
        or (each.concept.facet("behaviour") and most < STATED and each.weight > most + _SURER)
        or (
            not each.concept.facet("behaviour")
            and each.weight > most + (0.0 if each.sure else _SURER)
        )
    ]


def read(chart: Chart) -> list[Fact]:
    """Give the diagnosis of the case."""
    found = find(chart)
    if found is None or not found.times:
        return []
    rule = "diagnosis-confirmed" if found.sure else "diagnosis-named"
    span = (found.best.start, found.best.end)
    fact = chart.of_concept("diagnosis", found.concept, span, rule)
    plain = [term for term in _plain(chart.ontology, found.concept.id) if term not in fact.terms]
    return [replace(fact, terms=(*fact.terms, *plain))]


@lru_cache(maxsize=1024)
def _plain(ontology: Ontology, tumour: Term) -> tuple[Term, ...]:
    """Give the identifiers of the histology to whose name a tumour's only adds a place or a grade.

    "cardiac angiosarcoma" is found as an angiosarcoma too (docs/facts.md, rule 15).
    """
    concept = ontology[tumour]
    words = _name_words(concept)
    for above in ontology.ancestors(concept.id):
        added = words - _name_words(above)
        if not above.identifiers or not _name_words(above) <= words or not added:
            continue
        if added <= _GRADING or ontology.candidates(
            " ".join(w for w in concept.label.lower().split() if w in added), "site"
        ):
            return above.identifiers
    return ()


def _name_words(concept: Concept) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", concept.label.lower())) - {"of", "the"}


def _exact(chart: Chart, found: Candidate) -> Candidate:
    """Give the more exact tumour that words before the name make of it.

    "extraskeletal (soft tissue) epithelioid osteosarcoma", "dedifferentiation of a GIST": where
    the vocabulary has the name with that word, it is meant.
    """
    mention, sentence = found.best, found.sentence
    before = sentence.text[
        max(0, mention.start - sentence.start - 60) : mention.start - sentence.start
    ]
    before = re.split(r"[.;:,]", before)[-1]
    words = [word.lower() for word in re.findall(r"[A-Za-z-]{5,}", before)][-4:]
    if _DEDIFFERENTIATION.search(before):
        words.append("dedifferentiated")
    variant = _VARIANT.match(sentence.text, mention.end - sentence.start)
    if variant:
        word = (variant["word"] or variant["kind"]).lower()
        entity = mention.text.split()[-1]  # "pelvic RMS": the place stands before it
        for name in (mention.text, entity) if word in _HISTOLOGY else (mention.text,):
            concept = _sarcoma_of_name(chart.ontology, f"{word} {name}")
            if concept is not None:
                return replace(found, concept=concept)
    for word in reversed(words):
        if word not in _MODIFIERS:
            continue
        concept = _sarcoma_of_name(chart.ontology, f"{word} {mention.text}")
        if concept is not None:
            start = mention.start
            place = before.lower().rfind(word)
            if place >= 0:
                start = mention.start - len(before) + place
            text = chart.text[start : mention.end]
            longer = replace(mention, start=start, text=text, term=concept.id)
            return replace(found, concept=concept, best=longer)
    return found


def _sarcoma_of_name(ontology: Ontology, name: str) -> Concept | None:
    """Give the first sarcoma that surely bears a name."""
    return next(
        (
            match.concept
            for match in ontology.candidates(name, "disease")
            if match.how in ("label", "exact", "old") and is_sarcoma(match.concept)
        ),
        None,
    )


def may_be_malignant(concept: Concept) -> bool:
    """Whether a tumour is to be treated as a malignant one, or is a sarcoma of any behaviour."""
    behaviour = concept.facet("behaviour")
    return behaviour in MALIGNANT or (not behaviour and _BY_NAME.search(concept.label) is not None)


def is_group(mention: Mention) -> bool:
    """Whether a name says no more than "a tumour", or "a sarcoma"."""
    return bool(GENERIC.match(mention.text) or _GROUP.match(mention.text))


def is_sarcoma(concept: Concept) -> bool:
    """Whether a concept is a sarcoma or another mesenchymal tumour."""
    if _OF_BLOOD.search(concept.label):
        return False
    return concept.facet("group") in _SARCOMA or bool(_BY_NAME.search(concept.label))


def candidates(chart: Chart) -> list[Candidate]:
    """Give every tumour that the text of a case names, weighed; found once per chart."""
    if "diagnosis" not in chart.memo:
        found = _named(chart)
        _share(chart, found)
        chart.memo["diagnosis"] = found
    known: list[Candidate] = chart.memo["diagnosis"]
    return known


def _named(chart: Chart) -> list[Candidate]:
    by_term: dict[str, Candidate] = {}
    heaviest: dict[str, float] = {}
    named = list(namings(chart))
    exact = [each for each in named if not is_group(each.mention)]
    final = settled(
        chart,
        [each for each in exact if each.mention.context in _DOUBTED],
        [each for each in exact if each.mention.context not in _DOUBTED],
    )
    for number, sentence, mention, concept in named:
        weight, sure = _weigh(sentence, mention, concept)
        how = final.get(mention.start)
        doubted = mention.context in _DOUBTED and how is None
        if doubted:
            weight -= 7
        elif how is not None:
            weight += _SETTLED[how]
        elif mention.context == "history":
            weight -= 5
        weight += _LATE * number / len(chart.sentences)
        key = str(concept.id)
        each = by_term.get(key)
        if each is None:
            each = by_term[key] = Candidate(concept, mention, sentence)
            heaviest[key] = -99.0
        each.former = (each.former or not each.times) and of_former_years(sentence, mention)
        each.times += not doubted
        each.now += not doubted and mention.context != "history"
        each.places.append(number)
        if weight > heaviest[key]:
            heaviest[key] = weight
            each.best, each.sentence, each.weight, each.sure = mention, sentence, weight, sure
    for each in by_term.values():
        each.weight += min(each.times - 1, 3) * 0.7
    return list(by_term.values())


def namings(chart: Chart) -> Iterator[Naming]:
    """Give each naming of a tumour that may be the patient's."""
    for number, sentence in enumerate(chart.sentences):
        for mention in sentence.of("disease"):
            concept = chart.concept(mention)
            if concept is None or mention.context in _DENIED or MATOSIS.search(mention.text):
                continue
            yield Naming(number, sentence, mention, concept)


def of_former_years(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a tumour is told as one that was treated long before: "cured in childhood of"."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    clause = re.split(r"[;.]\s", sentence.text[:start])[-1] + sentence.text[start:end]
    return _FORMER.search(clause) is not None


def _own_of_several(chart: Chart, found: list[Candidate]) -> Candidate | None:
    """Read a list that gives each of several patients a tumour: the third is the third's."""
    for sentence in chart.sentences:
        count = len(sentence.cases)
        if count < 2:  # noqa: PLR2004 - a sentence about one patient lists nothing
            continue
        listed = sorted(
            (
                each
                for each in found
                if each.sentence is sentence and not GENERIC.match(each.best.text)
            ),
            key=lambda each: each.best.start,
        )
        if len(listed) == count:
            return listed[sentence.cases.index(chart.case)]
    return None


def _weigh(sentence: Sentence, mention: Mention, concept: Concept) -> tuple[float, bool]:
    """Weigh one naming of a tumour; say too whether its sentence calls it final."""
    weight, sure = _told(sentence, mention)
    after = sentence.text[mention.end - sentence.start :]
    if _EITHER.match(after):
        weight -= 4
    if _PARTIAL_AFTER.match(after):
        weight -= 5
    if GENERIC.match(mention.text):
        weight -= 4
    elif _GROUP.match(mention.text):
        weight -= 1.5 if " " in mention.text or "-" in mention.text else 3
    if concept.facet("behaviour") == "benign":
        weight -= 1
    if sentence.role == "title":
        weight += 3
    # "sarcoma of the uterus" says no more of the histology than "uterine sarcoma"
    words = mention.text.split(" of ", maxsplit=1)[0].split()
    return weight + 0.4 * min(len(words), 5), sure


def _told(sentence: Sentence, mention: Mention) -> tuple[float, bool]:
    """Weigh the cues of a sentence by where they stand to the tumour's name.

    Of those that state it, the heaviest counts, the next a little; each that takes it back counts.
    """
    text, start, end = (
        sentence.text,
        mention.start - sentence.start,
        mention.end - sentence.start,
    )
    against, said, sure = 0.0, [0.0], False
    for begin, stop, row in cues("diagnosis").find(text):
        if begin < end and stop > start:
            continue
        follows = begin >= end
        distance = begin - end if follows else start - stop
        meaning, amount = row["meaning"], float(row["weight"])
        reach = _REACH.get(meaning, _FAR)
        if meaning in ("final", "stated", "case", "is"):
            if follows and (distance > _NEAR or not _AFTER.match(text[begin:stop])):
                continue
            if distance > reach:
                amount = 0.0 if meaning in ("case", "is") else amount / 2
            sure = sure if amount <= max(said) else meaning == "final"
            said.append(amount)
        elif distance < (_TOUCHING if meaning == "component" and follows else reach):
            against += amount
    said.sort(reverse=True)
    return against + said[0] + 0.3 * sum(said[1:2]), sure


def _share(chart: Chart, found: list[Candidate]) -> None:
    """Let a broader name speak for the narrower one: a leiomyosarcoma for its subtype."""
    for each in found:
        if len(found) == 1 or not is_sarcoma(each.concept) or is_group(each.best):
            continue
        above = _above(chart.ontology, each.concept.id)
        for other in found:
            if each.weight > 0 and (
                str(other.concept.id) in above or _is_subtype(each.concept, other.concept)
            ):
                each.weight += 0.5 + 0.5 * max(other.weight, 0)


def _is_subtype(concept: Concept, other: Concept) -> bool:
    """Whether one is a histological subtype of what the other only places ("mesenteric …")."""
    mine, theirs = concept.label.lower().split(), other.label.lower().split()
    return (
        mine[-1] == theirs[-1]
        and len(theirs) > 1
        and mine[0] in _MODIFIERS
        and theirs[0] not in _MODIFIERS
    )


def _says_more(concept: Concept, other: Concept) -> bool:
    """Whether one names a kind of tissue where the other only adds a place to the same tumour."""
    mine, theirs = concept.label.lower().split(), other.label.lower().split()
    return (
        len(theirs) > 1
        and mine[-1] == theirs[-1]
        and mine[0] in _HISTOLOGY
        and _HISTOLOGY.isdisjoint(theirs)
    )


@lru_cache(maxsize=4096)
def _above(ontology: Ontology, term: Term) -> frozenset[str]:
    return frozenset(str(concept.id) for concept in ontology.ancestors(term))
