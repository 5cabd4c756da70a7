"""Mentions: a text as sentences, each with the terms and amounts that it names in their context.

`find` is the door. It cuts the passages of a document into sentences (`splitting`), these into
words (`words`), looks every name of the ontology up in them (`lexicon`), reads the amounts
(`quantities`), judges each mention's context (`context`, cues in `context.tsv`) and says which
patient each sentence is about (`patients`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sarcoma_kg.mentions import (
    abbreviations,
    context,
    introductions,
    patients,
    quantities,
    splitting,
    strangers,
    words,
)
from sarcoma_kg.mentions.lexicon import lexicon
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Mention, Sentence, Token
from sarcoma_kg.stems import holds

__all__ = ["find"]

#: Passages that are about no patient unless a sentence says otherwise.
_BACKGROUND_ROLES = frozenset({"background", "discussion", "conclusions", "methods"})
# patients at large, not the two or three of the paper
_PEOPLE = re.compile(
    r"(?<!both )(?<!two )(?<!three )(?<!our )(?<!these )(?<!four )(?<!five )\bpatients\s+"
    r"(?:with|who|often|may|usually|should|can|having)\b|\b(?:cases|series)\s+of\b|\bin\s+patients\b"
    r"|\b(?:in|among|(?<!one )of)\s+(?:the|these|those|all)\s+\d{2,}\s+"
    r"(?:\w+\s+){0,2}(?:patients|cases)\b"
)
#: Passages that hold no sentences about anybody.
_SKIPPED_ROLES = frozenset({"references", "keywords"})
_WE_TELL = re.compile(
    r"\b(?:we|i|authors)\s+(?:(?:herein|here|also|now|recently)\s+)?(?:report|describe|present|saw|"
    r"treated|encountered|managed|observed)\b"
    r"|\b(?:our|the|this)\s+patient\b|^\W*(?:case|patient)\s+(?:\d|[A-C]\b|I\b)"
    r"|\b(?:is|are)\s+(?:reported|described|presented)\b|^\W*(?:she|he)\b",
    re.IGNORECASE,
)
# verbs in the present tense, as statements about a disease have them
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|may|can|must|should|remains?|occurs?|arises?|accounts?|represents?|"
    r"constitutes?|comprises?|affects?|favou?rs?|involves?|carr(?:y|ies)|develops?|presents?|"
    r"metastasi[sz]es?|grows?|spreads?|reach(?:es)?|appears?|lies?|strikes?|behaves?|originates?|"
    r"complicates?|makes?|tends?|exceeds?|poses?|belongs?|causes?|leads?|includes?|predominates?|"
    r"requires?|responds?|relapses?|recurs?|harbou?rs?|consists?|derives?|lives?|survives?|shows?)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|underwent|came|went|became|began|presented|developed|complained|"
    r"noticed|received|died|grew|gave|felt|saw|we|our|history|year-old|years?\s+old)\b",
    re.IGNORECASE,
)
_Span = tuple[int, int, str]  # (start, end, role of its passage) of a sentence


class _Draft(NamedTuple):
    """A sentence, or a piece of one, before it is judged."""

    start: int
    end: int
    role: str
    shared: int  # by so many patients who are introduced right before
    tokens: tuple[Token, ...]
    found: list[Mention]


def find(document: Document, ontology: Ontology) -> tuple[Sentence, ...]:
    """Give the sentences of a document with their mentions, in text order.

    Passages with references or keywords are left out. Pure: the same document and ontology
    give the same sentences.
    """
    text = document.text
    names = lexicon(ontology)
    spans = list(_spans(document))
    parts = [text[start:end] for start, end, role in spans if role != "discussion"]
    roll = patients.unroll(parts)
    drafts = []
    for begin, stop, role in _told_roles(text, spans):
        for low, high, shared in patients.pieces(text[begin:stop], roll.total > 1):
            start, end = begin + low, begin + high
            while start < end and text[start] in " ,;":
                start += 1
            while end > start and text[end - 1] in " ,;":
                end -= 1
            if start < end:
                tokens = words.tokenise(text, start, end)
                drafts.append(_Draft(start, end, role, shared, tokens, names.find(text, tokens)))
    _abbreviate(text, drafts)
    found = tuple(_sentence(text, draft, roll) for draft in drafts)
    if not roll.announced:
        return found
    return tuple(replace(each, cases=roll.kept(each.cases)) for each in found)


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
        told = told or _opens(sentence) or bool(role == "other" and _PAST.search(sentence))
        if role == "background" and opens and told:
            yield start, end, "other"
        elif role == "other" and opens and not told and _PRESENT.search(sentence):
            yield start, end, "background"
        else:
            yield start, end, role


def _opens(sentence: str) -> bool:
    """Whether a sentence introduces the patient of the paper, or says that one is told of."""
    if introductions.introduces(sentence):
        return not strangers.of_literature(sentence)
    return bool(_WE_TELL.search(sentence))


def _abbreviate(text: str, drafts: list[_Draft]) -> None:
    """Add what the abbreviations mention that the paper defines for itself."""
    longs: dict[str, Mention] = {}
    for *_, found in drafts:
        longs = abbreviations.defined(text, found) | longs
    if not longs:
        return
    shape = abbreviations.pattern(tuple(longs))
    for start, end, *_, found in drafts:
        for mention in abbreviations.used(text, start, end, longs, shape):
            rivals = [
                m
                for m in found
                if m.kind in (mention.kind, "event", "gene")
                and m.start < mention.end
                and mention.start < m.end
            ]
            if not any(
                m.kind == mention.kind and m.end - m.start > len(mention.text) for m in rivals
            ):
                found[:] = [m for m in found if m not in rivals]
                found.append(mention)


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


def _sentence(text: str, draft: _Draft, roll: patients.Roll) -> Sentence:
    start, end, role, shared, tokens, found = draft
    # a relative who is a patient of the paper speaks of no family history
    own = start + roll.relative(text[start:end])
    clauses = context.Clauses(
        tuple(token for token in tokens if token.start >= own), text[start:end], start, own
    )
    background = _is_background(role, clauses, text[start:end])
    if background and roll.announced and (role == "methods" or role not in _BACKGROUND_ROLES):
        background = patients.announced([text[start:end]], roll.total) != roll.total
    amounts = quantities.find(text, start, end)
    mentions = [context.judge(mention, clauses, background) for mention in found]
    mentions += [replace(m, context="background") for m in amounts] if background else amounts
    mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.kind))
    part = text[start:end]
    cases = patients.assign(roll, part, background, shared)
    return Sentence(start, end, part, role, cases, background, tokens, tuple(mentions))


def _of_people(low: str) -> bool:
    return holds(low, ("patients", "cases", "series")) and bool(_PEOPLE.search(low))


def _is_background(role: str, clauses: context.Clauses, text: str) -> bool:
    """Say whether a sentence is about no patient of the paper."""
    if role == "title":
        return False
    if strangers.of_literature(text):
        return True
    patient = clauses.has("patient")
    if not patient and _of_people(text.lower()):
        return True
    if role in _BACKGROUND_ROLES:
        return not patient or clauses.has("background")
    return clauses.has("background") and not patient
