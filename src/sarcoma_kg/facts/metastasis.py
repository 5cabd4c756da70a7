"""Where the tumour spread, ever in the course; and that it did not, where the text says so.

`spread` finds the places beside words of spread and of lesions. Here the words themselves
(mentions of kind `event`, label `metastasis`) are judged, and those without a place beside them
get the one that was sampled, or that of the lesion told before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sarcoma_kg.facts import another, no_spread
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import is_sarcoma
from sarcoma_kg.facts.organ import NO_SITE, coarse, is_own, is_usual, own_words, row
from sarcoma_kg.facts.spread import Seen, rows, wordless
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence

_PROVED = re.compile(
    r"\b(?:lesions?|nodules?|mass|masses|tumou?rs?|biops\w+|histolog\w*|histopatholog\w*"
    r"|patholog\w*|"
    r"(?:wedge\s+|surgical\s+|lung\s+)?(?:resection|excision)|metastasectomy"
    r"|aspirat\w+)\b[^.;]{0,80}"
    r"\b(?:revealed|showed|confirmed|proved|diagnosed|identified|consistent)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_FOUND_TO_BE = re.compile(
    r"(?:(?!\b(?:with|without|no)\b)[^.]){0,70}\b(?:showed|shows|revealed|confirmed|prov(?:ed|en)"
    r"|identified|diagnosed|"
    r"demonstrated|disclosed|consistent|compatible|turned\s+out|interpreted|regarded|considered"
    r"|deemed|judged|representing|in\s+keeping)\b"
    r"(?:(?!\b(?:sarcoma|tumou?r)\s+with\b)[^.;,]){0,40}",
    re.IGNORECASE,
)
_SAMPLE_OF = re.compile(
    r"\b(?:biops\w+|histology|examination|resection|excision|aspirat\w+|cytology|specimens?|"
    r"nodules?|lesions?|mass(?:es)?|tumou?rs?|uptake|foci|opacit\w+|shadows?|deposits?)\s+"
    r"(?:of|from|in|on|within)\s+(?:(?:the|a|this|her|his|left|right|both|enlarged"
    r"|bilateral)\s+)*$",
    re.IGNORECASE,
)
_LESION = re.compile(
    r"^\s+(?:(?:wedge\s+)?resection|nodules?|nodularit\w+|lesions?|mass|masses|tumou?rs?|biops\w+"
    r"|opacit\w+|deposits?)\b",
    re.IGNORECASE,
)
# "spinal metastases": the adjective is no name of a place in the vocabulary
_SPINAL = re.compile(r"\b(?P<word>spinal|spine)\s+(?:bone\s+|bony\s+)?$", re.IGNORECASE)
# "unresectable or metastatic disease" says neither
_EITHER = re.compile(
    r"\b(?:unresectable|advanced|recurrent|inoperable|residual)\s*(?:or|and/or|/)\s*$",
    re.IGNORECASE,
)
# "metastases to the lung are common": said of the tumour in general
_OF_KIND = re.compile(
    r"\b(?:tumou?rs|sarcomas|lesions|desmoids|\w+omas|gists)\s+(?:(?:do|does|may|can|rarely"
    r"|usually|often|mainly|mostly"
    r"|generally|typically|commonly|almost|never|not|always|to)\s+)*$|sites?\s+of\s+$",
    re.IGNORECASE,
)
# "it did not metastasise" is told of a patient, "they do not" of a kind of tumour
_INFINITIVE = re.compile(r"metastasi[sz]e", re.IGNORECASE)
_DID = re.compile(
    r"\b(?:did\s+(?:\w+\s+){0,3}|(?:began|begun|started|continued|went\s+on|was\s+seen)\s+to\s+)$",
    re.IGNORECASE,
)
_TRUTH = re.compile(r"metastasi[sz]es\b", re.IGNORECASE)
_IN_GENERAL = re.compile(
    r"[^.;]{0,60}\b(?:are|is)\s+"
    r"(?:(?:very|relatively|extremely|most|quite|also|not|an?|well)[\s-]+)*"
    r"(?:(?:found|seen)\s+in\s+(?:\w+\s+){0,4}(?:of|patients|cases)|known|feature|habit|hallmark"
    r"|characteristic|encountered|reported|described|common|frequent|rare|uncommon|unusual"
    r"|infrequent|exceptional|typical)(?:ly)?\b",
    re.IGNORECASE,
)
_SITE_OF_SPREAD = re.compile(
    r"\s+(?:was|were|being|is|are)\s+(?:the\s+|also\s+)*(?:(?:first|only|sole|main|initial"
    r"|second)\s+)?sites?\s+of\s+"
    r"(?:distant\s+|the\s+)?|\s+(?:nodules?|lesions?|mass(?:es)?|tumou?rs?)\s+(?:was"
    r"|were)\s+(?:an?\s+|also\s+|in\s+fact\s+)*",
    re.IGNORECASE,
)
_SOON = 2  # sentences after which lesions are told to be metastases
_KAPOSI = re.compile(r"disseminated\s+(?:\w+\s+)?kaposi", re.IGNORECASE)
_NODES_PROVED = re.compile(r"\b(?:lymph)?adenopath(?:y|ies)\b", re.IGNORECASE)


def read(chart: Chart, primary: Sequence[Concept] = ()) -> list[Fact]:
    """Give one row per site of spread; `any` where no site is stated, or absent where denied.

    `primary` are the places where the tumour arose: lesions there are no spread.
    """
    words = list(_words(chart))
    refused = [event for _, event, told in words if not told]
    own = own_words(primary)
    told_of = [
        each for each in wordless(chart, own) if not any(_overlap(each, event) for event in refused)
    ]
    seen = [each for each in told_of if not each.denied]
    facts = [fact for each in seen if each.sure for fact in rows(chart, each)]
    unplaced: list[tuple[int, Mention]] = []
    for number, event, told in words:
        if told == "present" and not any(each.sure and _overlap(each, event) for each in seen):
            sentence = chart.sentences[number]
            beside = _beside(chart, sentence, event) or _only(chart, sentence, own)
            facts += [beside] if beside else []
            unplaced += [] if beside else [(number, event)]
    facts += _proved_later(chart, seen, [number for number, _ in unplaced])
    if not facts and unplaced:
        number, event = unplaced[0]
        facts = _lesion_before(chart, number, event) or [
            chart.fact("metastasis", "any", (event.start, event.end), "metastasis-unplaced")
        ]
    denied = _denied(chart, told_of)
    if not facts:
        return _nowhere(chart, [e for _, e, told in words if told == "absent"], told_of) + denied
    sites: dict[str, Fact] = {}
    for fact in facts:
        if fact.value in sites:
            chart.retold.append(fact)
        sites.setdefault(fact.value, fact)
    return [*sites.values(), *(fact for fact in denied if fact.value not in sites)]


def _words(chart: Chart) -> Iterator[tuple[int, Mention, str]]:
    """Give each word of spread with the number of its sentence and how it stands.

    It is told as `present` or `absent`, or empty where the sentence tells of no spread.
    """
    for number, sentence in enumerate(chart.sentences):
        for event in sentence.of("event"):
            if event.label == "metastasis":
                yield number, event, _told(chart, sentence, event)


def _overlap(seen: Seen, event: Mention) -> bool:
    base = seen.sentence.start
    return event.start < base + seen.end and base + seen.start < event.end


def _told(chart: Chart, sentence: Sentence, event: Mention) -> str:
    if _of_another(chart, sentence, event):
        return ""
    start = event.start - sentence.start
    if (
        # disseminated intravascular coagulation
        any(m.start <= event.start and event.end < m.end for m in sentence.of("finding"))
        or _KAPOSI.match(sentence.text, start)  # many lesions of the skin, no metastases
        or (_INFINITIVE.fullmatch(event.text) and not _DID.search(sentence.text[:start]))
    ):
        return ""
    if event.context == "absent":
        return "absent"
    if event.context != "present" or _doubted(sentence, event):
        return ""
    return "present"


def _nowhere(chart: Chart, events: list[Mention], told_of: list[Seen]) -> list[Fact]:
    """Write that there was no spread at all, if the text says so of no place or of all."""
    for event in events:
        if not any(_overlap(each, event) for each in told_of):
            span = (event.start, event.end)
            return [chart.fact("metastasis", "any", span, "metastasis-denied", polarity="absent")]
    return no_spread.read(chart)


def _denied(chart: Chart, told_of: list[Seen]) -> list[Fact]:
    """Write the places that had no spread."""
    found = [
        replace(fact, polarity="absent")
        for each in told_of
        if each.denied and (each.sure or each.likely)
        for fact in rows(chart, each)
    ]
    return list({fact.value: fact for fact in reversed(found)}.values())


def _proved_later(chart: Chart, seen: list[Seen], unplaced: list[int]) -> list[Fact]:
    """Give lesions of unsure nature that one of the next sentences calls metastases."""
    return [
        fact
        for each in seen
        if not each.sure
        and any(
            0 <= later - chart.sentences.index(each.sentence) <= (_SOON if each.likely else 0)
            for later in unplaced
        )
        for fact in rows(chart, each)
    ]


def _beside(chart: Chart, sentence: Sentence, event: Mention) -> Fact | None:
    """Give the place that was sampled, or that is called a site of spread, before the word.

    "Biopsy of the skin nodule confirmed metastatic …", "the lung was the first site of metastasis".
    """
    start = event.start - sentence.start
    for mention in sentence.of("site"):
        concept = chart.concept(mention)
        begin, end = mention.start - sentence.start, mention.end - sentence.start
        if concept is None or end > start or NO_SITE.match(concept.label):
            continue
        between = sentence.text[end:start]
        sample = _SAMPLE_OF.search(sentence.text[:begin]) or _LESION.match(sentence.text[end:])
        if _SITE_OF_SPREAD.fullmatch(between) or (sample and _FOUND_TO_BE.fullmatch(between)):
            return row(chart, mention, concept)
    return _spinal(chart, sentence, event) or _adenopathy(chart, sentence, event)


def _only(chart: Chart, sentence: Sentence, own: frozenset[str]) -> Fact | None:
    """Give the one place that a sentence names outside the primary site, if it is a usual one."""
    places = {
        mention.term: mention
        for mention in sentence.of("site")
        if is_usual(chart, mention) and not is_own(chart, mention, own)
    }
    mention = next(iter(places.values()), None)
    concept = chart.concept(mention) if mention and len(places) == 1 else None
    return row(chart, mention, concept) if mention and concept else None


def _lesion_before(chart: Chart, number: int, event: Mention) -> list[Fact]:
    """Give the place of the lesion that proved to be a metastasis, told in a sentence before.

    "A nodule was seen in the thyroid. … The lesion was confirmed as a metastasis."
    """
    proof = chart.sentences[number]
    if not _PROVED.search(proof.text[: event.start - proof.start]):
        return []
    for sentence in reversed(chart.sentences[max(1, number - 3) : number]):
        for mention in reversed(sentence.of("site")):
            concept = chart.concept(mention)
            after = sentence.text[mention.end - sentence.start :]
            if concept is not None and _LESION.match(after) and not NO_SITE.match(concept.label):
                return [row(chart, mention, concept)]
    return []


def _spinal(chart: Chart, sentence: Sentence, event: Mention) -> Fact | None:
    """Read the spine before the words of spread: "spinal metastases"."""
    match = _SPINAL.search(sentence.text[: event.start - sentence.start])
    if match is None:
        return None
    start = sentence.start + match.start("word")
    return coarse(chart, "bone", (start, start + len(match.group("word"))))


def _adenopathy(chart: Chart, sentence: Sentence, event: Mention) -> Fact | None:
    """Read enlarged nodes that proved to be metastases."""
    start = event.start - sentence.start
    match = _NODES_PROVED.search(sentence.text[:start])
    if match is None or not _FOUND_TO_BE.fullmatch(sentence.text[match.end() : start]):
        return None
    return coarse(
        chart, "lymph node", (sentence.start + match.start(), sentence.start + match.end())
    )


def _doubted(sentence: Sentence, event: Mention) -> bool:
    start = event.start - sentence.start
    before = sentence.text[max(0, start - 80) : start]
    after = sentence.text[event.end - sentence.start :]
    general = (
        _OF_KIND.search(before) if event.text.lower().endswith("e") else _TRUTH.match(event.text)
    )
    return bool(_EITHER.search(before) or general) or bool(
        re.match(r"\s*(?:potential|work-?up|screening|survey|evaluation)\b", after, re.IGNORECASE)
        or _IN_GENERAL.match(after)
    )


def _of_another(chart: Chart, sentence: Sentence, event: Mention) -> bool:
    """Whether the words of spread are those of another tumour ("metastatic carcinoma")."""
    for mention in sentence.of("disease"):
        beside = 0 <= mention.start - event.end <= 12 or 0 <= event.start - mention.end <= 1  # noqa: PLR2004 - characters
        if beside or event.start < mention.end <= event.end:
            concept = chart.concept(mention)
            other = concept is not None and not is_sarcoma(concept)
            if other and mention.text.lower() not in ("tumor", "tumour", "cancer", "metastasis"):
                return (
                    concept is not None
                    and concept.facet("group") == "other"
                    and not another.is_another(chart, mention)
                    and not re.match(
                        r"metast|neoplasm|malignant neoplasm|secondary",
                        concept.label,
                        re.IGNORECASE,
                    )
                )
    return False
