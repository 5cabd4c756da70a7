"""Eligibility: whether a text tells of a patient with a tumour of ours, and if not, why not.

It asks for evidence of one person: somebody introduced with an age, spoken of as she or he, told
of in the past, with findings of a tumour of her or his own. What else a text is about (a trial, a
series, mice) only raises how much of that evidence is needed, so a case that cites a trial stays a
case. The words of both, with their points, are in `eligibility.tsv`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sarcoma_kg.assertion.tense import is_past, is_present
from sarcoma_kg.facts.animal import is_veterinary
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.language import is_english
from sarcoma_kg.facts.objection import NAMELESS, is_shown_by_genes, is_spoken_of, objection
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Document, Sentence

_I = re.IGNORECASE
# "A 53-year-old, gravida 3, was seen", "a 41-year-old with"
_OLD = re.compile(
    r"\b(?:an?|the|this|our)\s+(?:\w+\s+)?\d+[\s-]*years?[\s-]*old\b|\b(?:y/o|yo)\b|\byears?\s+old\b"
    r"|\bin\s+(?:his|her)\s+(?:early\s+|mid|late\s+)?[\s-]*(?:\d\ds|\w+ties|teens)\b",
    _I,
)
# "F, 48", "72M", "48/F", "Mr. B., 58": of a capital letter
_TELEGRAPHIC = re.compile(
    r"(?:^|(?<=[\s:;,(]))(?:[MF]\s?[,/]?\s?\d{1,2}(?=\s?(?:[,.;:)]|y|yr|years?)\b|[,.;:)])|\d{1,2}\s?(?:y|yr|yo|years?)?\s?[,/-]?\s?[MF](?=[\s,.;:)]))"
    r"|\b(?:Mrs?|Ms|Miss)\.?\s[A-Z][\w.]*,?\s+(?:aged\s+)?\d{1,2}\b"
    r"|\b(?:patient|male|female|man|woman|boy|girl|school(?:girl|boy))\s*(?:[,:(]|of\b|(?=\d+\s?y))\s*(?:aged\s+)?\d{1,2}\b"
    # "Pietersen, 19 y", "H.B., 1957"
    r"|\b[A-Z][a-z]+,\s\d{1,2}\s?(?:y|yo|yrs?)\b|^(?:\d+\.\s+)?[A-Z]\.\s?[A-Z]\.,\s+(?:b\.?\s*)?19\d\d\b"
    r"|\b\d{1,2}\s*(?:[\s-]?(?:y(?:ears?|rs?)?|months?|mos?|weeks?|wks?|days?)(?:[\s-]*old)?)?[\s,/-]*(?:\w+\s+){0,4}?(?:male|female|man|woman|boy|girl|patient|lady|gentleman|infant|child)\b",
)
_PRONOUN = re.compile(r"\b(?:she|he|his|hers?|him|herself|himself)\b(?![-/])", _I)
_HIS_OR_HER = re.compile(
    r"\b(?:his\s+or\s+her|he\s+or\s+she|she\s+or\s+he|her\s+or\s+his|s/he|his/her)\b", _I
)
_OURS = re.compile(r"\b(?:we|our|i|my)\b", _I)
_PAST = re.compile(
    r"\b(?:was|were|had|did|underwent|came|went|became|began|felt|saw|grew|gave|got|took|fell|lost|shrank|spread|"
    r"found|left|said|sent|lay|bore|led|rose|ran|made|met|kept|held|brought|told)\b"
    r"|(?<!is )(?<!are )(?<!be )(?<!been )(?<!being )(?<!the )(?<!a )\b\w{3,}ed\b",
    _I,
)
_TELLING = re.compile(r"\b(?:was|were|be|been|had|did|do|does|will|would|could)\b|n't\b", _I)
_PERFECT = re.compile(r"\b(?:has|have)\s+(?:\w+\s+)?(?:been\b|\w+(?:ed|en|wn)\b)", _I)
# "One, a man of 19, …", "Another had …": of those told of just before
_AMONG = re.compile(r"^\W*(?:one|another)(?:,|\s+(?:had|was|came|is)\b)", _I)
_AT_FIRST = 3  # words of its beginning in which a sentence names its subject
# a look that saves others: these meanings hold a number
_OF_NUMBERS = frozenset({"counted", "of-few"})
_NUMBER = re.compile(
    r"\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twel|teen|twenty|thirt|fift|ninety"
    r"|hundred|thousand|dozen|there were",
    _I,
)
# points of evidence that are needed, by the sentences at least that are about something else
_NEEDED = ((10, 6), (3, 5), (2, 4), (1, 3), (0, 2))
_WHOLE, _MORE = 4, 5  # points of a word that is about the whole text, and what it demands more
_MOST_NEEDED = _NEEDED[0][1] + _MORE
_GENERAL = 4  # sentences in the present, twice as many as in the past: what is always so
_SET_ON = 2  # sentences about many, behind which a person is taken for one of them
_OPENING = 3  # sentences in which a paper says whom it is about
_HEADING = 4  # words, of which a heading has fewer
_MOST_TOLD = 3  # points that sentences about her or him give at most
# notes that give no points yet, alone and where a text is of others too, and the points at most
_FREE_NOTES, _FREE_AMONG, _MOST_NOTES = 1, 6, 3
_MOST_STORY = 4  # points that findings told in a row give at most


def reason(
    document: Document, sentences: Sequence[Sentence], charts: Sequence[Chart]
) -> str | None:
    """Say in one line why a document has no facts of a sarcoma case; nothing where it has."""
    words = [
        token.norm for sentence in sentences for token in sentence.tokens if token.norm.isalpha()
    ]
    if not words:
        return "no prose: the text holds no sentence that can be read"
    if not is_english(words):
        return "not English: only English text is read"
    if is_veterinary(document.text, words):
        return "a veterinary case: only human patients are kept"
    return _no_patient(sentences) or _no_sarcoma(charts)


def _no_sarcoma(charts: Sequence[Chart]) -> str | None:
    """Say why no case of a document has a sarcoma."""
    objections = [objection(chart) for chart in charts]
    for number, chart in enumerate(charts):
        named = is_spoken_of(chart) or is_shown_by_genes(chart)
        if objections[number] == NAMELESS and named:
            objections[number] = ""
    return f"no sarcoma: {objections[0]}" if objections and all(objections) else None


def _no_patient(sentences: Sequence[Sentence]) -> str | None:
    """Say why a document tells of no patient: for want of evidence of one."""
    if not any(sentence.cases for sentence in sentences):
        return "no patient: the text tells of no single case"
    if _evidence(sentences, True, _MOST_NEEDED).points >= _MOST_NEEDED:
        return None  # enough, whatever else the text is about
    needed, sort = _others(sentences)
    if _evidence(sentences, needed > _NEEDED[-1][1], needed).points < needed:
        if sort:
            return f"no patient: it is about a {sort}, and no single patient is told"
        return "no patient: the text tells of no single case"
    return None


def _others(sentences: Sequence[Sentence]) -> tuple[int, str]:
    """Give the points of evidence that a text needs, and what it mostly is about but one patient.

    What a paper says in its discussion does not count.
    """
    sorts: Counter[str] = Counter()
    points = past = present = worst = 0
    few = any(_is_few(sentence.text) for sentence in sentences[:2])
    for sentence in sentences:
        found = dict(_sorts(sentence.text))
        if sentence.role in ("discussion", "conclusions", "background"):
            # but "This article has been retracted" is of the whole text, wherever it stands
            worst = max(worst, *found.values(), 0)
            continue
        if few and not _has(sentence.text, "counted"):  # "the patients" are these two
            found.pop("series of patients", None)
        sorts.update(found)
        most = max(found.values(), default=0)
        if found and sentence.role == "title":
            most += 1  # it says what the whole text is about
        points, worst = points + most, max(worst, most)
        past += is_past(sentence.text)
        present += _states(sentence.text)
    if present >= _GENERAL and present > 2 * past:
        sorts["review"] += 1
        points += 2
    needed = next(needed for least, needed in _NEEDED if points >= least)
    if worst >= _WHOLE:
        needed += _MORE
    return needed, max(sorts, key=lambda sort: sorts[sort]) if sorts else ""


def _states(text: str) -> bool:
    """Whether a sentence says what is so; "has shaved a third off the lesion" tells what was."""
    return (
        is_present(text)
        and not is_past(text)
        and not _PERFECT.search(text)
        and not _is_told(text)
        and not _has(text, "finding")
    )


@lru_cache(4096)  # a sentence is asked of itself and of its neighbours
def _has(text: str, meaning: str) -> bool:
    """Whether a sentence has a phrase of a meaning."""
    if meaning in _OF_NUMBERS and not _NUMBER.search(text):
        return False
    return phrases("eligibility", meaning).search(lowered(text))


def _begins(text: str, meaning: str) -> bool:
    """Whether a sentence begins with a phrase of a meaning."""
    if not _has(text, meaning):
        return False
    found = phrases("eligibility", meaning).find(lowered(text))
    return bool(found) and len(text[: found[0].start].split()) < _AT_FIRST


def _is_few(text: str) -> bool:
    """Whether a sentence begins with two or three patients."""
    first = _begins(text, "few") or _begins(text, "of-few")
    return first and not _has(text, "counted")


@lru_cache(1024)
def _sorts(text: str) -> Mapping[str, int]:
    """Give what else than a patient a sentence is about, each with its points."""
    found: dict[str, int] = {}
    for each in phrases("eligibility", "against").find(lowered(text)):
        group = each.row["group"]
        found[group] = max(found.get(group, 0), int(each.row["points"]))
    if _has(text, "counted"):
        found.setdefault("series of patients", 1)
    return found


@dataclass(slots=True)
class Evidence:
    """What speaks for one patient, or for a few who are told of one by one."""

    told: int = 0  # sentences about her or him
    introduced: int = 0  # somebody with an age
    somebody: int = 0  # somebody without one
    longest: int = 0  # findings told in a row
    free: int = 1  # so many of them give no points yet
    past: bool = False  # told of in the past
    case: bool = False  # a paper that says it reports a case
    few: bool = False  # "Two women each had …"
    notes: int = 0  # sentences without a verb that name something clinical
    free_notes: int = _FREE_NOTES

    @property
    def points(self) -> int:
        """Give the points of all of it."""
        shown = self.longest > 0
        points = 2 * min(self.introduced, 2) + 2 * self.case + 3 * self.few + self.somebody
        # what is always so of "the patient" is told of none
        told = min(self.told, _MOST_TOLD) if self.past or points else 0
        told += min(max(self.notes - self.free_notes, 0), _MOST_NOTES)
        return points + told + shown + min(max(self.longest - self.free, 0), _MOST_STORY)


def _evidence(sentences: Sequence[Sentence], strict: bool, enough: int) -> Evidence:
    """Gather the evidence that a text tells of one person, until its points are enough.

    `strict`: where the text is of others too.
    """
    found = Evidence(free=2, free_notes=_FREE_AMONG) if strict else Evidence()
    many = 0  # sentences so far that are about many
    story = 0  # findings told in a row
    said_so_far = 0  # sentences of the case, headings left out
    for number, sentence in enumerate(sentences):
        if found.points >= enough:
            break
        said = sentence.text
        cues = {each.row["group"] for each in phrases("eligibility", "case").find(lowered(said))}
        others = _sorts(said)
        weighty = max(others.values(), default=0) > 1 and "we" not in cues
        found.case = found.case or (bool(cues) and not weighty)
        if sentence.role == "title":
            found.introduced += not others and _is_introduced(said, True)
            found.few = found.few or (_has(said, "few") and not _has(said, "counted"))
        if not sentence.cases or sentence.role == "title":
            continue
        opening = said_so_far < _OPENING and many < _SET_ON and not (many and _is_one_of_many(said))
        many += bool(others)
        said_so_far += len(said.split()) >= _HEADING
        if weighty:
            story = 0
            continue  # "the typical patient is a man of 70"
        several = _is_few(said) or (_has(said, "few") and not _has(said, "counted"))
        found.few = found.few or (opening and several)
        found.notes += not others and _is_note(sentence)
        told, met = _is_told(said), False
        if opening or not strict or _is_followed(sentences, number):
            among = strict and not opening
            if _is_introduced(said, among):
                met = True
                found.introduced += 1
            if _tells_of_somebody(said, among):
                met = True
                first = opening and _begins(said, "somebody")
                found.somebody = max(found.somebody, 3 if first else 1)
        if told:
            found.told += 1
            found.past = found.past or bool(_PAST.search(said))
        shown = _has(said, "finding") or (not strict and bool(sentence.of("size")))
        step = (met or told) + shown + _has(said, "vital")
        if strict and not opening and _is_one_of_many(said):
            step = min(step, 1)
        if others and not met:
            story, step = 0, min(step, 1)
            found.longest = max(found.longest, step)
            continue
        story += step
        found.longest = max(found.longest, story)
    return found


def _is_note(sentence: Sentence) -> bool:
    """Whether a sentence is a note, without a verb ("Debulking, letrozole")."""
    text = sentence.text
    return (
        bool(sentence.mentions)
        and not text.rstrip().endswith("?")
        and not is_present(text)
        and not _TELLING.search(text)
    )


def _is_followed(sentences: Sequence[Sentence], number: int) -> bool:
    """Whether the sentence before or behind tells of the same person: one of many has one only."""
    return any(
        sentence.cases
        and sentence.role != "title"
        and (_is_told(sentence.text) or _has(sentence.text, "finding"))
        and not _sorts(sentence.text)
        for sentence in (
            *sentences[max(number - 1, 0) : number],
            *sentences[number + 1 : number + 2],
        )
    )


def _is_one_of_many(text: str) -> bool:
    return _has(text, "one-of-many") or bool(_AMONG.match(text))


def _is_introduced(text: str, strict: bool) -> bool:
    """Whether a sentence gives somebody an age of his or her own."""
    if _has(text, "of-many") or (strict and _is_one_of_many(text)):
        return False
    if _has(text, "norm") and is_present(text) and not is_past(text):
        return False  # "in a woman of 70 it is seldom a sarcoma"
    return bool(_TELEGRAPHIC.search(text) or _OLD.search(text)) or _has(text, "introduced")


def _is_told(text: str) -> bool:
    """Whether a sentence tells of her, of him, of "our patient"."""
    if _has(text, "norm") and not _OURS.search(text):
        return False
    return bool(
        _PRONOUN.search(_HIS_OR_HER.sub(" ", text)) or (_has(text, "own") and _PAST.search(text))
    )


def _tells_of_somebody(text: str, strict: bool) -> bool:
    """Whether a sentence tells of somebody who has no age ("A farmer came …")."""
    if _has(text, "norm") or (strict and _is_one_of_many(text)):
        return False
    return _has(text, "somebody") and bool(_PAST.search(_PERFECT.sub(" ", text)))
