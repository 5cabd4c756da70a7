"""Where the tumour spread, ever in the course; and that it did not, where the text says so.

Sites hang on the words of spread (mentions of kind `event`, label `metastasis`): before them
("liver and lung metastases"), after them ("metastatic disease to the lungs"), or in a list.
"""

import re
from collections.abc import Iterator, Sequence

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import is_sarcoma
from sarcoma_kg.facts.spread import NO_SITE, coarse, own_words, row, rows, wordless
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Fact, Mention, Sentence

_WORD = (
    r"(?:the|a|an|her|his|their|its|both|left|right|bilateral\w*|multiple|several|numerous|two|three|"
    r"distant|upper|lower|middle|regional|local|mediastinal|axillary|inguinal|pelvic|cervical|"
    r"abdominal|hilar|para-?aortic|retroperitoneal|contralateral|ipsilateral|other|small|large|"
    r"diffuse|extensive|widespread|further|new|synchronous|metachronous|solitary|single|many|"
    r"residual|isolated|possible|lobes?|of|region|soft|area|intra\w+|sub\w+|parenchyma|level|levels|"
    r"[cdlst]\d{1,2}|subcutaneous|thoracic|lumbar|second|first|third|as|well|lesions?|nodules?|foci|disease|tissues?)"
)
_BEFORE = re.compile(
    rf"^[\s-]+(?:(?:and|or|/|,)\s*)?(?:(?:{_WORD}|to|tumou?r|cell|parenchymal|wall|bed)[\s-]+)*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[\s,]*(?:\([^)]{0,60}\)\s*)?(?:(?:lesions?|disease|nodules?|foci|deposits?|tumou?rs?|spread|growths?|"
    r"masses|mass|implants?|sites?|involvement|progression|recurrence|cells?|process)\s+)?(?:(?:was|were|had|has|have|been|is|are|later|also|"
    r"subsequently|found|detected|seen|identified|noted|discovered|present|developed|appeared|occurred|"
    r"located|confirmed|diagnosed|revealed|evident|localized|situated|arising|first|initially)\s+)*"
    rf"(?:(?:to|in|into|at|on|within|of|involving|involved|affecting|affected|throughout|including|included|"
    rf"comprised|were)\s+)?(?:{_WORD}[\s-]+)*$",
    re.IGNORECASE,
)
_DIRECT = re.compile(rf"^\s+(?:{_WORD}[\s-]+)*$", re.IGNORECASE)
_LIST = re.compile(
    rf"^\s*(?:\([^)]{{0,30}}\)\s*)?(?:,\s*(?:and|as well as)?|and|or|as\s+well\s+as|followed\s+by|"
    rf"/|&|,)\s*(?:(?:then|later|subsequently|finally|also)\s+)?(?:(?:to|in|into|on|at|of)\s+)?(?:{_WORD}[\s-]+)*$",
    re.IGNORECASE,
)
_PROVED = re.compile(
    r"\b(?:lesions?|nodules?|mass|masses|tumou?rs?|biops\w+|histolog\w*|histopatholog\w*|patholog\w*|"
    r"(?:wedge\s+|surgical\s+|lung\s+)?(?:resection|excision)|metastasectomy|aspirat\w+)\b[^.;]{0,80}"
    r"\b(?:revealed|showed|confirmed|proved|diagnosed|identified|consistent)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_FOUND_TO_BE = re.compile(
    r"(?:(?!\b(?:with|without|no)\b)[^.]){0,70}\b(?:showed|shows|revealed|confirmed|prov(?:ed|en)|identified|diagnosed|"
    r"demonstrated|disclosed|consistent|compatible|turned\s+out|interpreted|regarded|considered|deemed|judged|representing|in\s+keeping)\b"
    r"(?:(?!\b(?:sarcoma|tumou?r)\s+with\b)[^.;,]){0,40}",
    re.IGNORECASE,
)
_SAMPLE_OF = re.compile(
    r"\b(?:biops\w+|histology|examination|resection|excision|aspirat\w+|cytology|specimens?|"
    r"nodules?|lesions?|mass(?:es)?|tumou?rs?|uptake|foci|opacit\w+|shadows?|deposits?)\s+"
    r"(?:of|from|in|on|within)\s+(?:(?:the|a|this|her|his|left|right|both|enlarged|bilateral)\s+)*$",
    re.IGNORECASE,
)
_LESION = re.compile(
    r"^\s+(?:(?:wedge\s+)?resection|nodules?|nodularit\w+|lesions?|mass|masses|tumou?rs?|biops\w+|opacit\w+|deposits?)\b",
    re.IGNORECASE,
)
# "spinal metastases": the adjective is no name of a place in the vocabulary
_SPINAL = re.compile(r"\b(?P<word>spinal|spine)\s+(?:bone\s+|bony\s+)?$", re.IGNORECASE)
_GOVERNED = re.compile(
    r"\b(?:in|of|from|at|on|to)\s+(?:the|his|her|their|a)\s+(?:\w+\s+)?(?:(?:left|right|upper|lower)\s+)?$",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:rule\s+out|exclude|search\s+for|risk\s+of|potential|suspicious|suspected|suspicion|suggestive"
    r"|possib\w+|if|may|might|could|prone|tendency|evaluat\w+\s+for|looking\s+for|without|no)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_NO_OTHER_SITES = re.compile(
    r"\bno\s+(?:(?:evidence\s+of\s+|signs?\s+of\s+)?(?:(?:nodal|regional)\s+(?:or|and)\s+)?(?:other|distant|visceral|systemic|extra-?\w+)\s+"
    r"(?:locations?|disease|spread|lesions?|deposits?|involvement)|other\s+sites?\s+of\s+disease)\b"
    r"|\b(?:metastatic|staging|dissemination|systemic)\s+(?:evaluation|work-?\s?up|survey|screening|investigations?|examinations?|studies)\b"
    r"[^.;]{0,110}?\b(?:negative|normal|clear|unremarkable|non-?contributory)\b",
    re.IGNORECASE,
)
# "unresectable or metastatic disease" says neither
_EITHER = re.compile(
    r"\b(?:unresectable|advanced|recurrent|inoperable|residual)\s*(?:or|and/or|/)\s*$",
    re.IGNORECASE,
)
# "metastases to the lung are common": said of the tumour in general
_OF_KIND = re.compile(
    r"\b(?:tumou?rs|sarcomas|lesions|desmoids|\w+omas|gists)\s+(?:(?:do|does|may|can|rarely|usually|often|mainly|mostly"
    r"|generally|typically|commonly|almost|never|not|always|to)\s+)*$|sites?\s+of\s+$",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(
    r"[^.;]{0,60}\b(?:are|is)\s+(?:(?:very|relatively|extremely|most|quite|also|not|an?|well-?)\s+)*(?:known|feature|habit|characteristic|hallmark|encountered|reported|described|common|frequent|rare"
    r"|uncommon|unusual|infrequent|exceptional|typical)(?:ly)?\b",
    re.IGNORECASE,
)
# the first of a list of organs in brackets behind the words of spread
_IN_BRACKETS = re.compile(r"^[^.;,()]{0,25}\((?:(?:in|to|the|both|left|right)\s+)*$", re.IGNORECASE)
_SITE_OF_SPREAD = re.compile(
    r"\s+(?:was|were|being|is|are)\s+(?:the\s+|also\s+)*(?:(?:first|only|sole|main|initial|second)\s+)?sites?\s+of\s+"
    r"(?:distant\s+|the\s+)?$"
    r"|\s+(?:nodules?|lesions?|mass(?:es)?|tumou?rs?)\s+(?:was|were)\s+(?:an?\s+|also\s+|in\s+fact\s+)*$",
    re.IGNORECASE,
)
_SOON = 2  # sentences after which lesions are told to be metastases
_NEVER = re.compile(
    r"[^.;]{0,90}?\b(?:was|were|has\s+been|have\s+been|had)?\s*never\s+(?:been\s+)?(?:seen|found|detected|developed|observed"
    r"|noted|documented|appeared|occurred)",
    re.IGNORECASE,
)
_NODES_PROVED = re.compile(r"\b(?:lymph)?adenopath(?:y|ies)\b", re.IGNORECASE)


def read(chart: Chart, primary: Sequence[Concept] = ()) -> list[Fact]:
    """Give one row per site of spread; `any` where no site is stated, or absent where denied.

    `primary` are the places where the tumour arose: lesions there are no spread.
    """
    found: dict[str, Fact] = {}
    unstated: list[tuple[int, Fact]] = []
    denied: Fact | None = None
    refused: list[tuple[int, int]] = []  # words of spread that tell of none
    for number, sentence in enumerate(chart.sentences):
        for event in sentence.of("event"):
            if event.label != "metastasis":
                continue
            span = (event.start, event.end)
            told = _told(chart, sentence, event)
            if told != "present":
                refused.append(span)
                if told == "absent":
                    denied = denied or chart.fact(
                        "metastasis", "any", span, "metastasis-denied", polarity="absent"
                    )
                continue
            sites = _sites(chart, sentence, event)
            facts = [row(chart, mention, concept) for mention, concept in sites]
            if not facts:
                one = _spinal(chart, sentence, event) or _adenopathy(chart, sentence, event)
                facts = [one] if one else []
            for fact in facts:
                found.setdefault(fact.value, fact)
            if not facts:
                fact = chart.fact("metastasis", "any", span, "metastasis-unplaced")
                unstated.append((number, fact))
    for fact in _elsewhere(chart, primary, refused, [number for number, _ in unstated]):
        found.setdefault(fact.value, fact)
    if found:
        return list(found.values())
    if unstated:
        return _lesion_before(chart, unstated[0][1]) or [unstated[0][1]]
    return [denied] if denied else _no_other_site(chart)


def _told(chart: Chart, sentence: Sentence, event: Mention) -> str:
    """Say how words of spread stand: present, absent, or neither where they tell of no spread."""
    if _of_another(chart, sentence, event):
        return ""
    if any(m.start <= event.start and event.end < m.end for m in sentence.of("finding")):
        return ""  # disseminated intravascular coagulation
    if event.context == "absent" or _NEVER.match(sentence.text, event.end - sentence.start):
        return "absent"
    if event.context != "present" or _doubted(sentence, event):
        return ""
    return "present"


def _elsewhere(
    chart: Chart,
    primary: Sequence[Concept],
    refused: list[tuple[int, int]],
    unplaced: list[int],
) -> Iterator[Fact]:
    """Read lesions seen outside the primary site, where they are spread.

    Lesions of unsure nature are spread where one of the next sentences tells of metastases
    without a place (`unplaced` are the numbers of such sentences).
    """
    own = own_words(primary)
    numbers = {id(sentence): number for number, sentence in enumerate(chart.sentences)}
    for seen in wordless(chart, own):
        base = seen.sentence.start
        if any(start < base + seen.end and base + seen.start < end for start, end in refused):
            continue
        number = numbers[id(seen.sentence)]
        if seen.sure or any(number <= later <= number + _SOON for later in unplaced):
            yield from rows(chart, seen)


def _lesion_before(chart: Chart, unstated: Fact) -> list[Fact]:
    """Give the place of the lesion that proved to be a metastasis, told in a sentence before.

    "A nodule was seen in the thyroid. … The lesion was confirmed as a metastasis."
    """
    number = next(
        n for n, s in enumerate(chart.sentences) if s.start <= unstated.evidence.start < s.end
    )
    proof = chart.sentences[number]
    if not _PROVED.search(proof.text[: unstated.evidence.start - proof.start]):
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


def _no_other_site(chart: Chart) -> list[Fact]:
    """Read "no other locations": a denial without the word metastasis."""
    for sentence in chart.sentences:
        match = _NO_OTHER_SITES.search(sentence.text)
        if match:
            start = sentence.start + match.start()
            span = (start, start + len(match.group()))
            return [
                chart.fact("metastasis", "any", span, "metastasis-elsewhere", polarity="absent")
            ]
    return []


def _doubted(sentence: Sentence, event: Mention) -> bool:
    start = event.start - sentence.start
    before = sentence.text[max(0, start - 80) : start]
    after = sentence.text[event.end - sentence.start :]
    general = event.text.lower().endswith("e") and _OF_KIND.search(before)
    return bool(_DOUBT.search(before) or _EITHER.search(before) or general) or bool(
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
                    and not re.match(
                        r"metast|neoplasm|malignant neoplasm|secondary",
                        concept.label,
                        re.IGNORECASE,
                    )
                )
    return False


def _sites(chart: Chart, sentence: Sentence, event: Mention) -> list[tuple[Mention, Concept]]:
    """Give the places that hang on the words of spread, with the rest of their lists."""
    text, base = sentence.text, sentence.start
    sites = [
        (mention, concept)
        for mention in sentence.of("site")
        if (concept := chart.concept(mention)) is not None and not NO_SITE.match(concept.label)
    ]
    start, end = event.start - base, event.end - base
    chosen: list[int] = []
    named = [m for m in sentence.of("disease") if not m.text.lower().startswith("metasta")]
    for number, (mention, _) in enumerate(sites):
        a, b = mention.start - base, mention.end - base
        if a >= end and _names_the_tumour(text, mention, named, text[end:a]):
            continue
        if start <= a and b <= end:
            chosen.append(number)
        elif b <= start:
            gap = text[b:start]
            if len(gap) < 60 and (_BEFORE.match(gap) or _SITE_OF_SPREAD.match(gap)):  # noqa: PLR2004 - characters
                chosen.append(number)
        elif (
            a >= end
            and (
                (a - end < 90 and _AFTER.match(_plain(sentence, event.end, mention.start)))  # noqa: PLR2004 - characters
                or _IN_BRACKETS.match(text[end:a])
            )
        ):
            chosen.append(number)
    if not chosen:
        chosen += _sampled(text, base, sites, start)
    for number in list(chosen):
        _extend(text, base, sites, chosen, number, start)
    return [sites[number] for number in sorted(set(chosen))]


def _sampled(text: str, base: int, sites: list[tuple[Mention, Concept]], start: int) -> list[int]:
    """Give the place that was sampled: "biopsy of the skin nodule confirmed metastatic …"."""
    for number, (mention, _) in enumerate(sites):
        a, b = mention.start - base, mention.end - base
        if b > start or not _FOUND_TO_BE.fullmatch(text[b:start]):
            continue
        if _SAMPLE_OF.search(text[:a]) or _LESION.match(text[b:]):
            return [number]
    return []


def _names_the_tumour(text: str, mention: Mention, named: list[Mention], gap: str) -> bool:
    """Whether a place belongs to a tumour's name: "metastatic mesenteric leiomyosarcoma"."""
    if re.search(r"\b(?:to|in|into|at|on)\b", gap):
        return any(m.start <= mention.start and mention.end <= m.end for m in named)
    return any(
        m.start <= mention.start < m.end or 0 <= m.start - mention.end < 25  # noqa: PLR2004 - characters
        for m in named
    )


def _plain(sentence: Sentence, start: int, end: int) -> str:
    """Give the text between two offsets, the names of tumours in it written as "tumour"."""
    text = sentence.text[start - sentence.start : end - sentence.start]
    for mention in sentence.of("disease"):
        if start <= mention.start and mention.end <= end:
            text = text.replace(mention.text, "tumour")
    return text


def _extend(
    text: str,
    base: int,
    sites: list[tuple[Mention, Concept]],
    chosen: list[int],
    number: int,
    event: int,
) -> None:
    """Add the neighbours of a chosen place in its list, to both sides."""
    for step in (1, -1):
        place = number
        while 0 <= place + step < len(sites):
            first, second = sorted((place, place + step))
            gap = text[sites[first][0].end - base : sites[second][0].start - base]
            if len(gap) > 60 or not _LIST.match(gap):  # noqa: PLR2004 - characters
                break
            place += step
            if place in chosen:
                break
            # "a tumour in his scrotum and lung metastases": the scrotum is not in the list
            before = sites[number][0].start - base < event
            if step < 0 and before and _GOVERNED.search(text[: sites[place][0].start - base]):
                break
            chosen.append(place)
