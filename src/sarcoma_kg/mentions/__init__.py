"""Mentions: a text as sentences, each with the terms and amounts that it names in their context.

`find` is the door. It cuts the passages of a document into sentences (`splitting`), these into
words (`words`), looks every name of the ontology up in them (`lexicon`), reads the amounts
(`quantities`), judges each mention's context (`context`, cues in `context.tsv`) and says which
patient each sentence is about (`patients`).
"""

from collections.abc import Iterator
from dataclasses import replace

from sarcoma_kg.mentions import context, patients, quantities, splitting, words
from sarcoma_kg.mentions.lexicon import Lexicon, lexicon
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Mention, Sentence

__all__ = ["find"]

#: Passages that are about no patient unless a sentence says otherwise.
_BACKGROUND_ROLES = frozenset({"background", "discussion", "conclusions", "methods"})
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
    sentences = []
    for begin, stop, role in spans:
        for low, high in patients.pieces(text[begin:stop]):
            start, end = begin + low, begin + high
            while end > start and text[end - 1] in " ,;":
                end -= 1
            if start < end:
                sentences.append(_sentence(text, start, end, role, names, roll))
    return tuple(sentences)


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


def _sentence(
    text: str, start: int, end: int, role: str, names: Lexicon, roll: patients.Roll
) -> Sentence:
    tokens = words.tokenise(text, start, end)
    clauses = context.Clauses(tokens)
    background = _is_background(role, clauses)
    found: list[Mention] = names.find(text, tokens)
    amounts = quantities.find(text, start, end)
    mentions = [context.judge(mention, clauses, background) for mention in found]
    mentions += [replace(m, context="background") for m in amounts] if background else amounts
    mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.kind))
    part = text[start:end]
    cases = patients.assign(roll, part, background)
    return Sentence(start, end, part, role, cases, background, tokens, tuple(mentions))


def _is_background(role: str, clauses: context.Clauses) -> bool:
    """Say whether a sentence is about no patient of the paper."""
    if role == "title":
        return False
    patient = clauses.has("patient")
    if role in _BACKGROUND_ROLES:
        return not patient or clauses.has("background")
    return clauses.has("background") and not patient
