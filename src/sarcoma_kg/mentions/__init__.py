"""Mentions: a text as sentences, each with the terms and amounts that it names in their context.

`find` is the door. It cuts the passages of a document into sentences (`splitting`), these into
words (`words`), looks every name of the ontology up in them (`lexicon`), reads the amounts
(`quantities`), asks how the sentence stands to each (`sarcoma_kg.assertion`) and says which
patient each sentence is about (`patients`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sarcoma_kg import assertion
from sarcoma_kg.assertion import CERTAIN, GENERAL
from sarcoma_kg.assertion.tense import is_past, is_present
from sarcoma_kg.mentions import (
    abbreviations,
    dealing,
    introductions,
    labels,
    patients,
    quantities,
    relatives,
    setting,
    splitting,
    strangers,
    subject,
    words,
)
from sarcoma_kg.mentions.lexicon import lexicon
from sarcoma_kg.mentions.roll import PAIR, Roll, announced, unroll
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.phrase import lowered
from sarcoma_kg.records import Document, Mention, Sentence, Token

__all__ = ["find"]

#: Passages that hold no sentences about anybody.
_SKIPPED_ROLES = frozenset({"references", "keywords"})
_WE_TELL = re.compile(
    r"\b(?:we|i|authors)\s+(?:(?:herein|here|also|now|recently)\s+)?(?:report|describe|present|saw|"
    r"treated|encountered|managed|observed)\b"
    r"|\b(?:our|the|this)\s+patient\b|^\W*(?:case|patient)\s+(?:\d|[A-C]\b|I\b)"
    r"|\b(?:is|are)\s+(?:reported|described|presented)\b|^\W*(?:she|he)\b",
    re.IGNORECASE,
)
# a line that heads what is told of the family, to the next blank line, or by reviewers, to the end
_OF_FAMILY = re.compile(
    r"\W*family\s+(?:(?:medical|cancer|oncological)\s+)?history\s*:?\s*(?:\n|$)", re.IGNORECASE
)
_OF_REVIEWERS = re.compile(
    r"\W*(?:(?:open\s+)?peer\s+review(?:\s+reports?)?|(?:response\s+to\s+(?:the\s+)?)?(?:reviewer|referee)s?(?:['’]s?)?"
    r"(?:\s+(?:reports?|comments?|#?\d|[A-C]))*)\s*(?::|\n|$)",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
#: What is never denied itself: a place, a stain (its result says it).
_UNTOUCHED = frozenset({"site", "marker"})
_SOON = 2  # sentences in which a paragraph says that it is about published patients
_CASE = re.compile(r"^\W*(?:case|patient)\s+(?:\d|[A-Z]\b|[IV]+\b|one|two|three)", re.IGNORECASE)
_Span = tuple[int, int, str]  # (start, end, role of its passage) of a sentence


class _Piece(NamedTuple):
    """A stretch of a sentence about one patient, some, or nobody."""

    start: int
    end: int
    shared: int = 0  # by so many patients who are introduced right before
    general: bool = False  # about a disease at large, or another person
    asides: tuple[tuple[int, int], ...] = ()  # clauses in it that are so
    paired: bool = False  # its sentence tells "one" and "the other" apart


class _Draft(NamedTuple):
    """A sentence, or a piece of one, before it is judged."""

    start: int
    end: int
    role: str
    piece: _Piece
    asides: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]
    found: list[Mention]


def find(document: Document, ontology: Ontology) -> tuple[Sentence, ...]:
    """Give the sentences of a document with their mentions, in text order.

    Passages with references or keywords are left out. Pure: the same document and ontology
    give the same sentences.
    """
    text = document.text
    names = lexicon(ontology)
    spans = list(_of_others(text, list(_spans(document))))
    spans = list(_of_literature(text, spans))
    parts = [text[start:end] for start, end, role in spans if role != "discussion"]
    roll = unroll(parts)
    roll.discussed = _discussed({role for _, _, role in spans})
    drafts = []
    for begin, stop, role in _told_roles(text, spans):
        for piece in _pieces(text[begin:stop], roll):
            start, end = begin + piece.start, begin + piece.end
            while start < end and text[start] in " ,;":
                start += 1
            while end > start and text[end - 1] in " ,;":
                end -= 1
            if start < end:
                tokens = words.tokenise(text, start, end)
                asides = tuple((begin + low, begin + high) for low, high in piece.asides)
                mentioned = names.find(text, tokens)
                drafts.append(_Draft(start, end, role, piece, asides, tokens, mentioned))
    pieces = [setting.Piece(draft.start, draft.end, draft.found) for draft in drafts]
    abbreviations.resolve(text, pieces, ontology)
    found = tuple(each for draft in drafts for each in _dealt(_sentence(text, draft, roll)))
    if not roll.announced:
        return found
    return tuple(replace(each, cases=roll.kept(each.cases)) for each in found)


def _discussed(roles: set[str]) -> frozenset[str]:
    """Give the roles of passages in which others than the patient come up, if a case is elsewhere.

    An abstract may tell its case under "Background" or "Discussion" alone.
    """
    if not roles.isdisjoint(("case", "results")):
        return strangers.DISCUSSED
    return strangers.DISCUSSED - {"background"} if "other" in roles else frozenset()


def _pieces(text: str, roll: Roll) -> Iterator[_Piece]:
    """Cut a sentence where it changes whom it is about.

    A clause about nobody of the paper is a piece of its own at the beginning or end; between them
    it is an aside of its piece, for what stands around it belongs together.
    """
    asides = subject.general(text)
    if roll.total == 1:
        asides = sorted({*asides, *relatives.clauses(text)})
    paired = roll.total > 1 and labels.pairs(text)
    first, last = 0, len(text)
    if asides and not text[: asides[0][0]].strip(" ,;"):
        first = asides[0][1]
        yield _Piece(0, first, general=True)
    tail = asides and asides[-1][0] > first and not text[asides[-1][1] :].strip(" .,;")
    if tail:
        last = asides[-1][0]
    for low, high, shared in patients.pieces(text[first:last], roll.total > 1):
        start, end = first + low, first + high
        inside = tuple(each for each in asides if start <= each[0] and each[1] <= end)
        yield _Piece(start, end, shared, asides=inside, paired=paired)
    if tail:
        yield _Piece(last, len(text), general=True)


def _told_roles(text: str, spans: Sequence[_Span]) -> Iterator[_Span]:
    """Give the sentences with what their passages are for, where the headings do not say it.

    A paper without a heading for its case begins it inside the background, with the sentence
    that introduces the patient; what it says before that, in the present tense, is background.
    """
    if any(role in ("case", "results") for _, _, role in spans):
        yield from spans
        return
    opens = any(_opens(text[start:end]) for start, end, _ in spans)
    told = False  # the sentences before have told of somebody
    for start, end, role in spans:
        sentence = text[start:end]
        told = told or _opens(sentence) or bool(role == "other" and is_past(sentence))
        if role == "background" and opens and told:
            yield start, end, "other"
        elif role == "other" and opens and not told and is_present(sentence):
            yield start, end, "background"
        else:
            yield start, end, role


def _opens(sentence: str) -> bool:
    """Whether a sentence introduces the patient of the paper, or says that one is told of."""
    if introductions.introduces(sentence):
        return not strangers.of_literature(sentence)
    return bool(_WE_TELL.search(sentence))


def _spans(document: Document) -> Iterator[_Span]:
    """Give (start, end, role of its passage) of every sentence."""
    text, place = document.text, 0
    for passage in sorted(document.passages, key=lambda passage: passage.start):
        if passage.start > place:
            for start, end in splitting.split(text, place, passage.start):
                yield start, end, "other"
        if passage.role not in _SKIPPED_ROLES:
            for start, end in splitting.split(text, max(place, passage.start), passage.end):
                yield start, end, passage.role
        place = max(place, passage.end)
    for start, end in splitting.split(text, place, len(text)):
        yield start, end, "other" if document.passages else "case"


def _of_others(text: str, spans: Sequence[_Span]) -> Iterator[_Span]:
    """Give the sentences, those below "Family history" or "Reviewer 1" with the role `others`."""
    until = 0
    for start, end, role in spans:
        if _OF_REVIEWERS.match(text, start, end):
            until = len(text)
        elif heading := _OF_FAMILY.match(text, start, end):
            blank = _BLANK_LINE.search(text, heading.end())
            until = max(until, blank.start() if blank else len(text))
        yield start, end, "others" if start < until else role


def _of_literature(text: str, spans: Sequence[_Span]) -> Iterator[_Span]:
    """Give the sentences, those of a review behind the case with the role `discussion`.

    It begins with a paragraph about published patients and lasts until a paragraph, or a heading,
    comes back to the paper's own.
    """
    told = met = reviewed = False
    place = last = 0
    for start, end, role in spans:
        sentence = text[start:end]
        if place == 0 or _BLANK_LINE.search(text, last, start):
            place, told = 0, met
            if reviewed and (strangers.is_own(sentence) or _CASE.match(sentence)):
                reviewed = False
        place, last = place + 1, end
        may_tell = role in ("case", "other", "results")
        if may_tell:
            if told and place <= _SOON and strangers.opens_review(sentence):
                reviewed = True
            met = met or _opens(sentence) or strangers.is_patient(sentence)
        yield start, end, "discussion" if reviewed and may_tell else role


def _judged(mention: Mention, low: str, start: int, background: bool) -> Mention:
    """Give a mention with how its sentence, which begins at `start`, stands to it."""
    if background:
        return replace(mention, assertion=GENERAL)
    if mention.kind in _UNTOUCHED:
        return mention
    told = assertion.of(low, mention.start - start, mention.end - start)
    return mention if told == CERTAIN else replace(mention, assertion=told)


def _sentence(text: str, draft: _Draft, roll: Roll) -> Sentence:
    start, end, role, piece, asides, tokens, found = draft
    part = text[start:end]
    # a relative who is a patient of the paper speaks of no family history
    own = roll.relative(part)
    low = " " * own + lowered(part)[own:]
    said = tuple(t for t in tokens if not _inside(t, asides)) if asides else tokens
    stranger = not piece.general and role != "title" and patients.is_stranger(roll, part, role)
    background = subject.is_background(role, said, part)
    if background and roll.announced and (role == "methods" or role not in subject.BACKGROUND):
        background = announced([part], roll.total) != roll.total
    background = background or stranger or piece.general
    amounts = quantities.find(text, start, end)
    mentions = [_judged(mention, low, start, background) for mention in found]
    mentions += [replace(m, assertion=GENERAL) for m in amounts] if background else amounts
    if asides:
        mentions = [replace(m, assertion=GENERAL) if _inside(m, asides) else m for m in mentions]
    mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.kind))
    roll.paired = piece.paired
    cases = patients.assign(roll, part, background, piece.shared)
    return Sentence(start, end, part, role, cases, background, tokens, tuple(mentions))


def _dealt(sentence: Sentence) -> tuple[Sentence, ...]:
    """Give a sentence about two patients twice where it deals out what it lists.

    One that introduces them with their ages is left whole.
    """
    whole = len(sentence.cases) != PAIR or bool(sentence.of("age"))
    if whole or not dealing.in_turn(sentence.text):
        return (sentence,)
    dealt = dealing.deal(sentence.text, sentence.start, sentence.mentions)
    return tuple(
        replace(sentence, cases=(case,), mentions=each)
        for case, each in zip(sentence.cases, dealt, strict=True)
    )


def _inside(each: Token | Mention, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(low <= each.start < high for low, high in stretches)
