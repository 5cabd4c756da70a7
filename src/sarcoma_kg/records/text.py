"""A text as it is read: tokens, mentions and sentences."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sarcoma_kg.assertion import CERTAIN, Assertion
from sarcoma_kg.records.quantity import Quantity
from sarcoma_kg.terms import Term

#: An assertion in one word, by what weighs most: of no patient of the paper, of a relative, denied,
#: thought possible, meant to be done, of the past, or plainly so.
Context = Literal["present", "absent", "hypothetical", "planned", "family", "history", "background"]
#: Kinds of mention that are done to a patient, and may be meant to be.
_DONE = frozenset({"drug", "regimen", "procedure"})


class Token(NamedTuple):
    """A word, number or sign of a text, with its normal form (lower case, singular, American).

    A named tuple, because a text has more of them than of everything else together.
    """

    start: int
    end: int
    norm: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names a term or an amount; offsets count in the whole text.

    `kind` is a kind of the ontology (`disease`, `site`, `drug`, …), `event` (what happens to a
    tumour: `label` is metastasis, recurrence, progression, …), `abbreviation` (of what the ontology
    does not name: `label` is the long form that the text gives) or a kind of amount: `age`, `size`
    (mm), `duration`, `dose`, `percent`, `count`, `rate` (how many mitoses or mutations), `date`.
    `label` is the term's label, for a duration how it hangs on its event (`after`, `at`, `for`,
    `ago`, `before`, or nothing), for a date its ISO form. `since` is the event that a duration is
    counted from, where the text says it (one of `SINCE`). `how` is the scope of the matched name
    (`exact`, `narrow`, …).
    """

    start: int
    end: int
    kind: str
    text: str
    label: str = ""
    term: Term | None = None
    assertion: Assertion = CERTAIN
    quantity: Quantity | None = None
    since: str = ""
    how: str = ""

    @property
    def context(self) -> Context:
        """The assertion in one word.

        A procedure or a drug is planned, never suspected; a disease is suspected, never planned.
        """
        told, done = self.assertion, self.kind in _DONE
        if told.whose != "patient":
            return "background" if told.whose == "general" else "family"
        if told.denied:
            return "absent"
        if done and told.open:
            return "planned"
        if told.certainty == "doubted":
            return "hypothetical"
        return "history" if told.time == "past" else "present"


# compared by identity: a sentence is looked up in its chart, and two are never the same by chance
@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence with its mentions in text order; offsets count in the whole text.

    `role` is the role of its passage (see `Passage`), or `others` under "Family history" and in
    the reports of reviewers. `cases` are the patients it is about:
    one number as a rule, several in "both patients", none where it is about no patient of the
    paper (`background` is true then: literature, other people, recommendations).
    """

    start: int
    end: int
    text: str = field(repr=False)
    role: str = "other"
    cases: tuple[int, ...] = (1,)
    background: bool = False
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    mentions: tuple[Mention, ...] = ()

    def of(self, *kinds: str) -> tuple[Mention, ...]:
        """Give the mentions of these kinds, in text order."""
        # a list first: twice as fast as a generator, and every reader asks
        return tuple([mention for mention in self.mentions if mention.kind in kinds])
