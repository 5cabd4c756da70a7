"""What a paper claims about no single patient: novelty, recommendations, survival, frequency.

Phrases in `claim.tsv`. The quote of a claim is its clause, cut short. Claims are case 0.
"""

import re
from collections.abc import Iterator, Sequence

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Quantity, Sentence
from sarcoma_kg.stems import holds

_HINTS = (
    "first", "second", "third", "th", "only", "few", "case", "report", "knowledge", "rare",
    "unusual", "unique", "uncommon", "exception", "recommend", "suggest", "should", "must",
    "propos", "choice", "mainstay", "corner", "standard", "important", "essential", "necess",
    "crucial", "mandat", "surviv", "rate", "incidence", "prevalence", "account", "represent",
    "compris", "constitut", "common", "usual", "option", "consider", "advoc", "never",
    "novel", "interesting", "typically", "effective", "frequen", "advi", "ought", "deserv", "%",
    "half", "quarter", "proven", "merit", "warrant", "million", "call", "ratio", "rank", "demand",
)  # fmt: skip
_LONGEST = 220  # characters of a quote: a clause, not a paragraph
_NEAREST = 3  # figures of a sentence that may be those of a claim
_MOST = {"novelty": 3, "recommendation": 4, "survival": 3, "frequency": 4}
# a novelty among papers, and not in the course of a patient
_OF_PAPERS = re.compile(
    r"knowledge|literature|report|describ|publi[sc]|known|record|\bever\b|world|paper"
)
_ORDINALS = ("first", "second", "third")
_PATIENT = re.compile(r"\b(?:she|he|the\s+patient|our\s+patient|his|her)\b")
# what befell somebody
_PAST = re.compile(
    r"\b(?:was|were|had|did|underwent|received|showed|revealed|developed|presented|remained|cells|"
    r"nuclei|stain\w*|index|necrosis|dose|patient['’]s|our|we)\b"
)
_CLAUSE = re.compile(r"[;]\s|\.\s|,\s(?:and|but|which|who|with|including|while|although)\s")


# a figure behind this belongs to another clause than what stands before it
_APART = re.compile(
    r"[;?!]\s|\.(?:\s|\W?\d|\[)|,?\s(?:and|but|yet|while|whereas|although|though)\s"
    r"(?:the|an?|its|their|it|they|this|these|local|distant|metasta\w+|recurren\w+|relapse\w*)\b"
)
# and so where a frequency is told: "it is rare, and 40–60 % relapse", "it is rare, with …"
_APART_FROM_RARITY = re.compile(
    r",\s(?:with|including|which|who)\s|(?:,|\band)\s+(?=\d[\d.\s–-]*%)"
)
_FIGURES = ("survival", "frequency")


def read(document: Document, sentences: tuple[Sentence, ...], ontology: Ontology) -> list[Fact]:
    """Give the claims of a paper in text order, a few of each sort at most."""
    chart = Chart(0, document.text, sentences, ontology)
    counts: dict[str, int] = {}
    facts = []
    for sentence in sentences:
        low = lowered(sentence.text)
        if not holds(low, _HINTS):
            continue
        for fact in _claims(chart, sentence, low):
            counts[fact.value] = counts.get(fact.value, 0) + 1
            if counts[fact.value] <= _MOST[fact.value]:
                facts.append(fact)
    return facts


def _claims(chart: Chart, sentence: Sentence, low: str) -> Iterator[Fact]:
    """Give a claim of each kind: by the first phrase that has a figure, else by the first."""
    told = phrases("claim").find(low)
    best: dict[str, tuple[Found, Quantity | None]] = {}
    for found in told:
        kind = found.meaning
        if (kind in best and best[kind][1]) or not _stands(sentence, low, found):
            continue
        quantity = _percent(sentence, low, found, told) if kind in _FIGURES else None
        if quantity is not None or (kind not in best and kind != "survival"):
            best[kind] = found, quantity
    for kind, (found, quantity) in best.items():
        yield chart.fact(
            "claim", kind, _span(sentence, found), f"claim-{kind}-{found.row['group']}",
            quantity=quantity, note=_note(low, found) if kind == "survival" else "",
        )  # fmt: skip


def _stands(sentence: Sentence, low: str, found: Found) -> bool:
    kind, group = found.meaning, found.row["group"]
    if kind == "recommendation":
        told = _PATIENT.search(low) or low.startswith(("was ", "were "), found.start)
        if not sentence.background and told and group != "ours":
            return False
        return group != "weak" or _is_general(sentence, low)
    if kind == "novelty":
        return _is_new(sentence, low, found)
    if kind == "frequency":
        if group == "share":
            return _is_general(sentence, low)
        return sentence.background or not _PATIENT.search(low)
    return True


def _is_general(sentence: Sentence, low: str) -> bool:
    """Whether a sentence speaks of a disease: of no patient, and of nothing that was."""
    return sentence.background or not (_PATIENT.search(low) or _PAST.search(low))


def _is_new(sentence: Sentence, low: str, found: Found) -> bool:
    """Whether a novelty is one among papers, and no first event in the course of a patient."""
    group = found.row["group"]
    if group == "count":
        return not any(own in low[:40] for own in ("we report", "we present", "we describe"))
    ordinal = low[found.start : found.end].removeprefix("the ").startswith(_ORDINALS)
    return group != "first" or (sentence.background and not ordinal) or bool(_OF_PAPERS.search(low))


def _span(sentence: Sentence, found: Found) -> tuple[int, int]:
    """Give the clause around a phrase, at most `_LONGEST` characters of it."""
    text = sentence.text
    low = 0
    for match in _CLAUSE.finditer(text, 0, found.start):
        low = match.end()
    following = _CLAUSE.search(text, found.end)
    high = following.start() if following else len(text.rstrip(" .;"))
    if high - low > _LONGEST:
        low = max(low, min(found.start, high - 1))
        high = min(high, max(found.end, low + _LONGEST))
        if high < len(text) and text[high - 1].isalnum() and text[high].isalnum():
            high = max(found.end, text.rfind(" ", low, high))
    return sentence.start + low, sentence.start + max(high, found.end)


def _percent(sentence: Sentence, low: str, found: Found, told: Sequence[Found]) -> Quantity | None:
    """Give the figure of a claim: the nearest that neither clause nor claim of others parts."""
    others = [each for each in told if each.meaning in _FIGURES and each.meaning != found.meaning]
    amounts = sorted(
        (m for m in sentence.of("percent") if m.quantity is not None),
        key=lambda m: abs(m.start - sentence.start - found.end),
    )
    for amount in amounts[:_NEAREST]:
        at, end = amount.start - sentence.start, amount.end - sentence.start
        first, last = (found.end, at) if at >= found.end else (end, found.start)
        if any(first <= each.start and each.end <= last for each in others):
            continue
        if _parts(low, found, first, last):
            continue
        return amount.quantity
    return None


def _parts(low: str, found: Found, first: int, last: int) -> bool:
    """Whether a clause ends between a claim and a figure, which lie around `low[first:last]`."""
    if _APART.search(low, first, last):
        return True
    rarity = found.meaning == "frequency" and first == found.end
    # looks at the figure too, which begins at `last`
    match = _APART_FROM_RARITY.search(low, first) if rarity else None
    return match is not None and match.start() < last


def _note(low: str, found: Found) -> str:
    """Name the survival figure: "5-year overall survival"."""
    around = low[max(0, found.start - 40) : found.end + 30]
    years = re.search(r"\b(\d+|one|two|three|five|ten)[\s-]+years?\b", around)
    what = re.search(
        r"overall|disease[\s-]free|median|event[\s-]free|progression[\s-]free|mortality|recurrence|cure",
        around,
    )
    number = {"one": "1", "two": "2", "three": "3", "five": "5", "ten": "10"}
    parts = [f"{number.get(years.group(1), years.group(1))}-year"] if years else []
    kind = what.group().replace(" ", "-") if what else ""
    parts.append(
        {"mortality": "mortality", "recurrence": "recurrence rate", "cure": "cure rate"}.get(
            kind, f"{kind} survival".strip()
        )
    )
    return " ".join(parts)
