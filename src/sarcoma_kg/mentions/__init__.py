"""Mentions: a text as sentences, each with the terms and amounts that it names in their context.

`find` is the door. It cuts the passages of a document into sentences (`splitting`), these into
words (`words`), looks every name of the ontology up in them (`lexicon`), reads the amounts
(`quantities`), judges each mention's context (`context`, cues in `context.tsv`) and says which
patient each sentence is about (`patients`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sarcoma_kg.mentions import abbreviations, context, patients, quantities, splitting, words
from sarcoma_kg.mentions.lexicon import lexicon
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Mention, Sentence, Token

__all__ = ["find"]

#: Passages that are about no patient unless a sentence says otherwise.
_BACKGROUND_ROLES = frozenset({"background", "discussion", "conclusions", "methods"})
# patients at large, not the two or three of the paper
_PEOPLE = re.compile(
    r"(?<!both )(?<!two )(?<!three )(?<!our )(?<!these )(?<!four )(?<!five )\bpatients\s+"
    r"(?:with|who|often|may|usually|should|can|having)\b|\b(?:cases|series)\s+of\b|\bin\s+patients\b"
    r"|\b(?:in|among|(?<!one )of)\s+(?:the|these|those|all)\s+\d{2,}\s+"
    r"(?:\w+\s+){0,2}(?:patients|cases)\b",
    re.IGNORECASE,
)
#: Passages that hold no sentences about anybody.
_SKIPPED_ROLES = frozenset({"references", "keywords"})


def find(document: Document, ontology: Ontology) -> tuple[Sentence, ...]:
    """Give the sentences of a document with their mentions, in text order.

    Passages with references or keywords are left out. Pure: the same document and ontology
    give the same sentences.
    """
    text = document.text
    names = lexicon(ontology)
    spans = list(_spans(document))
    roll = patients.Roll()
    parts = [text[start:end] for start, end, role in spans if role not in ("discussion", "methods")]
    count = patients.announced(parts)
    if 1 < count <= patients.MOST_CASES:
        roll.total, roll.announced, roll.current = count, True, tuple(range(1, count + 1))
    drafts = []
    for begin, stop, role in spans:
        for low, high in patients.pieces(text[begin:stop]):
            start, end = begin + low, begin + high
            while end > start and text[end - 1] in " ,;":
                end -= 1
            if start < end:
                tokens = words.tokenise(text, start, end)
                drafts.append((start, end, role, tokens, names.find(text, tokens)))
    _abbreviate(text, drafts)
    found = tuple(_sentence(text, draft, roll) for draft in drafts)
    if not roll.announced:
        return found
    return tuple(replace(each, cases=roll.kept(each.cases)) for each in found)


_Draft = tuple[int, int, str, tuple[Token, ...], list[Mention]]


def _abbreviate(text: str, drafts: list[_Draft]) -> None:
    """Add what the abbreviations mention that the paper defines for itself."""
    longs: dict[str, Mention] = {}
    for _, _, _, _, found in drafts:
        longs = abbreviations.defined(text, found) | longs
    if not longs:
        return
    shape = abbreviations.pattern(tuple(longs))
    for start, end, _, _, found in drafts:
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


def _spans(document: Document) -> Iterator[tuple[int, int, str]]:
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
    start, end, role, tokens, found = draft
    clauses = context.Clauses(tokens)
    background = _is_background(role, clauses, text[start:end])
    if background and roll.announced and role not in _BACKGROUND_ROLES:
        background = patients.announced([text[start:end]], roll.total) != roll.total
    amounts = quantities.find(text, start, end)
    mentions = [context.judge(mention, clauses, background) for mention in found]
    mentions += [replace(m, context="background") for m in amounts] if background else amounts
    mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.kind))
    part = text[start:end]
    cases = patients.assign(roll, part, background)
    return Sentence(start, end, part, role, cases, background, tokens, tuple(mentions))


def _is_background(role: str, clauses: context.Clauses, text: str) -> bool:
    """Say whether a sentence is about no patient of the paper."""
    if role == "title":
        return False
    patient = clauses.has("patient")
    if not patient and _PEOPLE.search(text):
        return True
    if role in _BACKGROUND_ROLES:
        return not patient or clauses.has("background")
    return clauses.has("background") and not patient
