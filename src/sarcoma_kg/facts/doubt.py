"""Doubt: which tumours that a text names with doubt are the diagnosis after all.

"Suggestive of leiomyosarcoma" is the pathologist's own wording and final where nothing later says
otherwise; what an image suggests, or somebody suspects, is final where a later test proves it or
where the patient was treated or followed for it. Of two possibilities "the latter" may be picked.
The words are in `doubt.tsv`.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from sarcoma_kg import assertion
from sarcoma_kg.facts.agent import antitumour
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.ontology import Concept
from sarcoma_kg.records import Mention, Sentence

#: `proved` by a later test or a choice, or left `standing` as the last word.
Settled = Literal["proved", "standing"]

_VERDICTS = ("confirmed", "proved", "refuted", "latter", "former", "not-latter", "not-former")
_KINDS = ("wording", "suspicion", "compared")
_SOON = 8  # sentences after which a test still speaks of the doubt
_BACK = 3  # sentences before it that may tell what was looked at
_NEAR = 110  # characters between a word of doubt, or a verb of finding, and the tumour
_FEW = 10  # words between what is examined and the tumour that it does not hold
_QUOTES = frozenset("\"'“‘«„")
_OVER = ("over", "rather than", "and not", "instead of", "but not")


class Naming(NamedTuple):
    """One naming of a tumour: the number of its sentence in the case, and what is named."""

    number: int
    sentence: Sentence
    mention: Mention
    concept: Concept

    @property
    def start(self) -> int:
        """Where the name begins in its sentence."""
        return self.mention.start - self.sentence.start

    @property
    def end(self) -> int:
        """Where the name ends in its sentence."""
        return self.mention.end - self.sentence.start


def settled(
    chart: Chart, doubted: Sequence[Naming], stated: Sequence[Naming]
) -> dict[int, Settled]:
    """Give the doubted namings that are the diagnosis after all, by their offset, and how.

    `stated` are the tumours that are named without doubt; both are in text order.
    """
    found: dict[int, Settled] = {}
    by_number = {n: list(each) for n, each in groupby(stated, key=lambda naming: naming.number)}
    for number, each in groupby(doubted, key=lambda naming: naming.number):
        choices = _choices(list(each))
        soon = range(number, number + _SOON)
        verdict, picked = _verdict(chart, choices, [e for n in soon for e in by_number.get(n, ())])
        if verdict == "confirmed":
            found |= {naming.mention.start: "proved" for naming in picked}
        elif verdict == "":
            found |= {naming.mention.start: "standing" for naming in _standing(chart, choices)}
    return found


def _choices(named: list[Naming]) -> list[Naming]:
    """Give the possibilities that a sentence leaves open: not GIST in "favours X over GIST"."""
    first, *others = named
    kept = [first]
    for other in others:
        between = lowered(first.sentence.text)[kept[-1].end : other.start]
        if any(f" {word} " in between for word in _OVER):
            break
        if other.concept.id not in [each.concept.id for each in kept]:
            kept.append(other)
    return kept


def _verdict(
    chart: Chart, choices: list[Naming], stated: Sequence[Naming]
) -> tuple[str, list[Naming]]:
    """Give what a text says later of possibilities, and those that it picks."""
    rivals = {(e.number, e.start) for e in stated if _rivals(chart, e, choices)}
    for number, start, meaning in _later(chart, choices[-1], sorted(rivals)):
        if meaning == "proved" and (number > choices[-1].number or len(choices) > 1):
            continue
        if meaning in ("confirmed", "proved"):
            if len(choices) == 1:
                return "confirmed", choices
        elif meaning == "refuted" or (number, start) in rivals:
            return "refuted", []
        elif len(choices) > 1:
            last = meaning in ("latter", "not-former")
            if meaning.startswith("not-") and len(choices) > 2:  # noqa: PLR2004 - it leaves several
                continue
            return "confirmed", [choices[-1 if last else 0]]
        elif meaning == "latter" and _is_second(choices[0]):
            return "confirmed", choices
    return "", []


def _is_second(only: Naming) -> bool:
    """Whether the one tumour of a sentence is the second of two possibilities."""
    low = lowered(only.sentence.text)
    return " or " in low[_clause(low, only.start, ".;:") : only.start]


def _later(
    chart: Chart, last: Naming, rivals: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Give the verdicts and the rivals told after a name, as (sentence, place in it, meaning)."""
    stop = min(len(chart.sentences), last.number + _SOON)
    for number in range(last.number, stop):
        begin = last.end if number == last.number else 0
        told = [
            (number, found.start, found.meaning)
            for found in _found(chart, number, *_VERDICTS)
            if found.start >= begin
        ]
        refuted = _refuted_by_look(_sentence(chart, number))
        told += [(number, start, "refuted") for start in refuted if start >= begin]
        told += [(n, start, "rival") for n, start in rivals if n == number and start >= begin]
        yield from sorted(told)


def _found(chart: Chart, number: int, *meanings: str) -> list[Found]:
    return phrases("doubt", *meanings).find(_sentence(chart, number))


def _refuted_by_look(low: str) -> list[int]:
    """Give where a sentence says that what was examined held no tumour."""
    looked = phrases("doubt", "examined").find(low)
    tumours = phrases("doubt", "tumour").find(low) if looked else []
    return [
        each.start
        for each in tumours
        if assertion.of(low, each.start, each.end).denied
        # "the margins were free of tumour", "no other tumour was seen"
        and not phrases("doubt", "edge").search(low, _clause(low, each.start, ".;,"), each.end)
        and any(
            look.end <= each.start and len(low[look.end : each.start].split()) <= _FEW
            for look in looked
        )
    ]


def _rivals(chart: Chart, other: Naming, choices: Sequence[Naming]) -> bool:
    """Whether a tumour that is named without doubt is another one that was found instead."""
    if other.mention.context != "present":
        return False
    low = lowered(other.sentence.text)
    if not phrases("doubt", "found").search(low, _clause(low, other.start, ".;:"), other.start):
        return False
    akin = chart.ontology.akin
    return not any(akin(other.concept.id, each.concept.id) for each in choices)


def _clause(low: str, start: int, signs: str) -> int:
    """Give where the clause of a name begins, behind one of these signs or so far before it."""
    begin = max(0, start - _NEAR)
    return max(begin, *(low.rfind(sign, begin, start) + 1 for sign in signs))


def _standing(chart: Chart, choices: list[Naming]) -> list[Naming]:
    """Give the possibilities of which nothing more is said: they are the last word.

    A pathologist may leave several open; who treats the patient chooses one.
    """
    kind = _kind(choices[0])
    if kind == "wording" and _looked_at(chart, choices[0]) != "image":
        return choices
    if len(choices) == 1 and kind in ("wording", "suspicion") and _followed(chart, choices[0]):
        return choices
    return []


def _kind(doubted: Naming) -> str:
    """Give the kind of the doubt: that of the nearest word before the name, or behind it."""
    low = lowered(doubted.sentence.text)
    before = phrases("doubt", *_KINDS).find(low, _clause(low, doubted.start, ".;"), doubted.start)
    after = phrases("doubt", *_KINDS).find(low, doubted.end, min(len(low), doubted.end + _NEAR))
    nearest = before[-1:] or after[:1]
    return nearest[0].meaning if nearest else ""


def _looked_at(chart: Chart, doubted: Naming) -> str:
    """Give what the doubt rests on, `tissue` or an `image`: the last that was looked at.

    In a clause with both it is the first, its subject: "the biopsy of the mass seen on MRI".
    """
    for number in range(doubted.number, max(-1, doubted.number - _BACK - 1), -1):
        low = lowered(chart.sentences[number].text)
        stop = doubted.start if number == doubted.number else len(low)
        told = phrases("doubt", "tissue", "image").find(low, 0, stop)
        if told:
            clause = low.rfind(",", 0, told[-1].start) + 1
            return next(found.meaning for found in told if found.start >= clause)
    return ""


def _followed(chart: Chart, doubted: Naming) -> bool:
    """Whether the patient was later treated or followed as one who has the doubted tumour."""
    if "followed" not in chart.memo:
        chart.memo["followed"] = _last_treated(chart)
    last: int = chart.memo["followed"]
    return last >= doubted.mention.end


def _last_treated(chart: Chart) -> int:
    """Give the offset of the last words that tell of treatment or of freedom from the tumour."""
    for number in reversed(range(len(chart.sentences))):
        sentence = chart.sentences[number]
        told = [sentence.start + found.start for found in _found(chart, number, "treated")]
        told += [
            m.start
            for m in sentence.of("drug", "regimen")
            if m.context == "present" and antitumour(chart, m)
        ]
        if told:
            return max(told)
    return -1


def only_thought(chart: Chart, named: Sequence[Naming], rival: bool) -> bool:
    """Whether a tumour is never asserted, and the tissue showed something else.

    `rival`: another tumour is stated. The title, or what opens a text, may name what was thought.
    """
    reported = phrases("eligibility", "case")  # "we report a case of" asserts it all the same
    body = [
        naming
        for naming in named
        if naming.number > 0 or reported.search(_sentence(chart, naming.number))
    ] or list(named)
    # "a lymphoma mistaken for a sarcoma": a title that doubts it says what was only thought
    title = [naming for naming in named if naming.sentence.role == "title"]
    doubted = title and all(_is_open(chart, naming) for naming in title)
    if not doubted and not all(_is_open(chart, naming) for naming in body):
        return False
    return rival or is_no_tumour(chart, 0 if doubted else body[-1].number)


def _is_open(chart: Chart, naming: Naming) -> bool:
    """Whether a naming asserts nothing."""
    return naming.mention.assertion.open or is_quoted(chart, naming.mention)


def is_quoted(chart: Chart, name: Mention) -> bool:
    """Whether a name stands in quotation marks: a "fibroma" is what others took it for."""
    return chart.text[name.start - 1 : name.start] in _QUOTES


def is_no_tumour(chart: Chart, since: int = 0) -> bool:
    """Whether a sentence, from a number on, says that the tissue held no tumour."""
    told = (_sentence(chart, number) for number in range(since, len(chart.sentences)))
    return any(phrases("doubt", "no-tumour").search(low) or _refuted_by_look(low) for low in told)


def _sentence(chart: Chart, number: int) -> str:
    return lowered(chart.sentences[number].text)
