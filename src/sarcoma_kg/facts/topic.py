"""The tumour that a paper is about, for a case whose own sentences do not name it.

"Clear cell sarcoma is rare. We saw three patients …": the first words name what all three had.
`headed` puts that name before the sentences of such a case, as a title would; the readers of
the diagnosis need not know where it comes from.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sarcoma_kg.assertion import CERTAIN
from sarcoma_kg.facts import diagnosis
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.doubt import is_quoted
from sarcoma_kg.facts.objection import NAMELESS, objection
from sarcoma_kg.records import Mention, Sentence

_I = re.IGNORECASE
_HEADING = 4  # words of a heading, at most
_GROUP = re.compile(
    r"^(?:(?:malignant|soft[ -]tissue|bone|spindle[ -]cell|mesenchymal|high[ -]grade|uterine|"
    r"primary|cardiac|breast|dermal|cutaneous)\s+)*(?:sarcomas?|mesenchymal tumou?rs?)$",
    _I,
)
# the case tells of some tumour, and somebody has looked at it
_TUMOUR = re.compile(
    r"\b(?:tumou?rs?|mass(?:es)?|lesions?|nodules?|lump|plaque|biops\w+|histolog\w+|neoplasm)\b", _I
)
# it was no tumour after all: "histology revealed an abscess"
_ANOTHER = re.compile(
    r"\b(?:biops\w+|histolog\w*|histopatholog\w*|patholog\w*|microscop\w*|cultures?|examination|"
    r"specimen|it|lesion|mass)\b[^.;]{0,40}?\b(?:showed|revealed|confirmed|disclosed|demonstrated|reported|"
    r"yielded|was|were|consistent\s+with|diagnostic\s+of|(?:proved|turned\s+out|found)\s+to\s+be)\s+"
    r"(?:(?!no\b|not\b|without\b|excluded\b)[\w-]+\s+){0,3}?"
    r"(?:\w+itis|(?!necrosis|fibrosis|mitosis|acanthosis)\w{3,}osis|abscess|infection|ha?ematoma|"
    r"granuloma\w*|cyst|inflammation|malformation|angiomatosis|infarct\w*|aneurysm)\b",
    _I,
)
_OPERATED = re.compile(r"\b(?:\w+ectomy|amputat\w+|resect\w+|excis\w+)\b", _I)
_SAME = re.compile(
    r"\b(?:same|similar|identical)\s+(?:\w+\s+){0,2}?(?:tumou?r|diagnosis|disease|lesion|"
    r"histolog\w+|entity|neoplasm|malignancy|sarcoma|condition)\b",
    _I,
)


def headed(charts: Sequence[Chart], sentences: Sequence[Sentence]) -> list[Chart]:
    """Give the charts, each that names no sarcoma with the tumour of its paper before it."""
    nameless = {chart.case for chart in charts if _is_nameless(chart)}
    if not nameless:
        return list(charts)
    subject = _subject(charts, sentences)
    found: list[Chart] = []
    for chart in charts:
        name = subject
        if chart.case in nameless and name is None and found and _tells(chart, _SAME):
            name = _diagnosed(found[-1])
        lent = chart.case in nameless and name is not None and not _tells(chart, _ANOTHER)
        if lent and name is not None and (_tells(chart, _TUMOUR) or _is_treated(chart)):
            found.append(_with_title(chart, name))
        else:
            found.append(chart)
    return found


def _is_nameless(chart: Chart) -> bool:
    """Whether a case names no sarcoma: nothing else either, or only a benign tumour.

    That is one that spread, or one whose name the text doubts by quotation marks.
    """
    why = objection(chart)
    if why == NAMELESS:
        return True
    found = diagnosis.find(chart) if why else None
    if found is None or found.concept.facet("behaviour") == "malignant":
        return False
    return is_quoted(chart, found.best) or (
        any(
            mention.label == "metastasis" and mention.context == "present"
            for _, mention in chart.mentions("event")
        )
    )


def _is_treated(chart: Chart) -> bool:
    """Whether a case is treated as a tumour is: an organ is taken out, and a drug given."""
    return _tells(chart, _OPERATED) and any(chart.mentions("drug", "regimen"))


def _tells(chart: Chart, words: re.Pattern[str]) -> bool:
    return any(words.search(sentence.text) for sentence in chart.sentences)


def _subject(
    charts: Sequence[Chart], sentences: Sequence[Sentence]
) -> tuple[Sentence, Mention] | None:
    """Give the sarcoma that the opening names most often, with its first sentence."""
    chart = charts[0]
    told = (each for chart in charts for each in chart.sentences if len(each.tokens) > _HEADING)
    first = min((sentence.start for sentence in told), default=0)
    named = [
        (sentence, mention)
        for sentence in sentences
        if sentence.background and (not sentence.cases) and sentence.start < first
        for mention in _sarcomas(chart, sentence)
    ]
    if not named:
        return None
    counts = Counter(mention.term for _, mention in named)
    return max(named, key=lambda pair: (counts[pair[1].term], -pair[1].start))


def _sarcomas(chart: Chart, sentence: Sentence) -> Iterator[Mention]:
    """Give the sarcomas, and no mere groups of them, that a sentence names."""
    for mention in sentence.of("disease"):
        concept = chart.concept(mention)
        if concept and diagnosis.is_sarcoma(concept) and not _GROUP.match(mention.text):
            yield mention


def _diagnosed(chart: Chart) -> tuple[Sentence, Mention] | None:
    found = diagnosis.find(chart)
    return (found.sentence, found.best) if found and found.times else None


def _with_title(chart: Chart, name: tuple[Sentence, Mention]) -> Chart:
    """Put the name alone, without what its sentence says of it, before the case."""
    sentence, mention = name
    tokens = tuple(t for t in sentence.tokens if mention.start <= t.start < mention.end)
    title = replace(
        sentence, start=mention.start, end=mention.end, text=mention.text, role="title",
        cases=(chart.case,), background=False, tokens=tokens,
        mentions=(replace(mention, assertion=CERTAIN),),
    )  # fmt: skip
    return replace(chart, sentences=(title, *chart.sentences), memo={})
