"""Facts, events and times in words, as tables and pictures say them.

Everything comes from the records and the registry of kinds; nothing here reads a note.
"""

from collections.abc import Iterable, Sequence

from sarcoma_kg.kinds import EVENTS, KINDS, QUALIFIERS
from sarcoma_kg.records import PRESENTATION, Case, Event, Evidence, Fact
from sarcoma_kg.terms import Term

#: What the short values of fact rows mean, in words.
WORDS = {
    "CR": "complete response (CR)",
    "near-CR": "near-complete response",
    "PR": "partial response (PR)",
    "SD": "stable disease (SD)",
    "PD": "progression (PD)",
    "mixed": "mixed response",
    "NED": "no evidence of disease (NED)",
    "AWD": "alive with disease (AWD)",
    "DOD": "died of disease (DOD)",
    "DOC": "died of another cause (DOC)",
    "R0": "R0 margins",
    "R1": "R1 margins",
    "R2": "R2 margins",
}
_STATUS = {"": "", "final": "", "alternative": "or"}
#: How a qualifier is said; what is not here is said as it is.
_QUALITIES = {
    "line": "line {}",
    "lesion": "of {}",
    "of_drug": "of {}",
    "to": "",  # the event that holds an interval is the one that it leads to
    "severity": "grade {}",
    "edition": "edition {}",
    "certainty": "",  # it stands before the value
    "status": "",
    "role": "",
}
_ANY = "any"  # the value of a fact whose text names no kind or site
_MARGIN = "margin"  # it is told of an operation, which names the event
_NAMED = 2  # values that name an event where another refers to it


def is_time(fact: Fact) -> bool:
    """Say whether a fact is a time of the course: an interval or a follow-up."""
    return KINDS[fact.kind].property == "time"


def value(fact: Fact) -> str:
    """Say a fact's value with its amount: "150 mm", "doxorubicin (75 mg/m2)"."""
    kind = KINDS[fact.kind]
    if kind.amount:
        return str(fact.quantity or fact.value)
    said = WORDS.get(fact.value, fact.value) if kind.values else fact.value
    if said == _ANY:
        said = "site not stated" if kind.property == "site" else "not specified"
    return f"{said} ({fact.quantity})" if fact.quantity else said


def prefix(fact: Fact) -> str:
    """Say what is not final or not certain of a fact: "provisional: ", "or: ", "suspected: "."""
    status = fact.qualifiers.status
    said = filter(None, (_STATUS.get(status, status), fact.qualifiers.certainty))
    joined = ", ".join(said)
    return f"{joined}: " if joined else ""


def qualities(fact: Fact, case: Case) -> list[str]:
    """Say what qualifies a fact: "line 2", "neoadjuvant", "6 cycles", "grade 3"."""
    said = []
    for name, found in fact.qualifiers.items():
        told = _drug(found, case) if isinstance(found, Term) else str(found)
        if QUALIFIERS[name].values:
            told = told.replace("-", " ")
        said.append(_QUALITIES.get(name, "{}").format(told))
    return [each for each in said if each]


def _drug(term: Term, case: Case) -> str:
    named = (f.value for f in case.facts if term in f.terms and f.polarity == "present")
    return next(named, str(term))


def time(fact: Fact, case: Case) -> str:
    """Say a time with its zero: "14 months after 3 wide excision", "2 years after diagnosis"."""
    amount = str(fact.quantity or fact.value)
    if fact.event is not None and fact.since_event == (fact.event,):
        return f"for {amount}"
    if fact.since_event:
        return f"{amount} after {' or '.join(_zero(fact, case, n) for n in fact.since_event)}"
    if fact.since and fact.since != "unstated":
        return f"{amount} since {fact.since}"
    return f"{amount} (start not stated)"


def _zero(fact: Fact, case: Case, number: int) -> str:
    """Name the event that a time is counted from; event 0 is the first diagnosis."""
    if number != PRESENTATION:
        return name(case, number)
    return "presentation" if fact.since == "presentation" else "diagnosis"


def name(case: Case, number: int) -> str:
    """Name an event where another refers to it: "3 wide excision", "2 lung + liver metastasis"."""
    event = case.event(number)
    if event is None:
        return f"event {number}"
    own = [f for f in ordered(event) if KINDS[f.kind].event == event.kind and f.counts]
    first = [f for f in own if f.kind == own[0].kind and f.value != _ANY]
    values = list(dict.fromkeys(fact.value for fact in first))
    if number == PRESENTATION or not values:
        return f"{number} {EVENTS[event.kind].label}"
    said = " + ".join(values[:_NAMED]) + (" + …" if len(values) > _NAMED else "")
    if event.kind in ("Metastasis", "Recurrence"):
        said += f" {EVENTS[event.kind].label}"
    return f"{number} {said}"


def answers(event_number: int | None, numbers: Iterable[int], case: Case) -> str:
    """Say whom a response, an adverse event or a margin belongs to; empty where to itself."""
    others = [name(case, number) for number in numbers if number != event_number]
    return f"answers {' and '.join(others)}" if others else ""


def ordered(event: Event) -> list[Fact]:
    """Give the facts of an event: those of its own class first, a margin behind, times last."""
    own = event.kind
    return sorted(
        event.facts, key=lambda f: (is_time(f), KINDS[f.kind].event != own, f.kind == _MARGIN)
    )


def title(event: Event, case: Case) -> str:
    """Name an event by all that it was: "doxorubicin (75 mg/m2) + ifosfamide; R0 margins".

    What belongs to the class of the event comes first; a fact that does not count is left out
    where another does.
    """
    groups: dict[str, list[Fact]] = {}
    for fact in ordered(event):
        if not is_time(fact):
            groups.setdefault(fact.kind, []).append(fact)
    said = []
    for kind, facts in groups.items():
        counting = [fact for fact in facts if fact.counts]
        if KINDS[kind].single:
            counting = counting[:1]
        said.append(together(counting or facts, case)[0])
    nothing = "first diagnosis" if event.number == PRESENTATION else EVENTS[event.kind].label
    return "; ".join(said) or nothing


def together(facts: Sequence[Fact], case: Case) -> tuple[str, list[str]]:
    """Say facts of one kind in one: their values joined, and what qualifies all of them."""
    common = [
        quality
        for quality in qualities(facts[0], case)
        if all(quality in qualities(fact, case) for fact in facts)
    ]
    said = []
    for fact in facts:
        own = [quality for quality in qualities(fact, case) if quality not in common]
        said.append(f"{prefix(fact)}{value(fact)}" + (f" ({', '.join(own)})" if own else ""))
    return " + ".join(dict.fromkeys(said)), common


def statement(fact: Fact, case: Case) -> str:
    """Say a whole fact: its value or time, what qualifies it, and whom it answers."""
    said = time(fact, case) if is_time(fact) else value(fact)
    links = answers(fact.event, fact.answers, case)
    return prefix(fact) + ", ".join(filter(None, [said, *qualities(fact, case), links]))


def denied(fact: Fact, case: Case) -> str:
    """Say what was not so: "no chemotherapy (adjuvant)", "CD34 −"."""
    kind = KINDS[fact.kind]
    if kind.owner == "tumour" and kind.property in ("marker", "alteration"):
        return f"{fact.value} −"
    what = kind.heading if fact.value == _ANY else value(fact)
    if kind.event in ("Metastasis", "Recurrence") and fact.value != _ANY:
        what += f" {kind.heading}"
    own = qualities(fact, case)
    return f"no {what}" + (f" ({', '.join(own)})" if own else "")


def role(case: Case, number: int) -> str:
    """Name a tumour: "tumour", or where there are several "tumour 2, earlier malignancy"."""
    if len(case.tumours) == 1:
        return "tumour"
    told = next((tumour.role for tumour in case.tumours if tumour.number == number), "")
    return f"tumour {number}" + (f", {told.replace('-', ' ')}" if told else "")


def tumours(case: Case, numbers: Sequence[int]) -> str:
    """Say which tumours something concerns; empty where the case has one only."""
    if len(case.tumours) == 1 or not numbers:
        return ""
    return f"tumour{'s' if len(numbers) > 1 else ''} {' and '.join(map(str, numbers))}"


def course(case: Case) -> list[Event]:
    """Give the events that tell something, in time order.

    The presentation, which every course has, is left out where nothing is told of it, nothing is
    counted from it and nothing came before it.
    """
    counted = {number for fact in case.facts for number in fact.since_event}
    return [
        event
        for place, event in enumerate(case.events)
        if event.facts or event.number in counted or place > 0
    ]


def evidence(found: Evidence) -> str:
    """Say where the text says it: the quote where it is kept, and its offsets."""
    quote = " ".join(found.quote.split())
    where = f"{found.start}–{found.end}"
    return f"“{quote}” {where}" if quote else where


def lines(fact: Fact, case: Case) -> list[str]:
    """Say a fact and where the text says it, in lines; the second and later are indented."""
    heading = KINDS[fact.kind].heading
    not_so = "not so: " if fact.polarity == "absent" else ""
    said = [f"{not_so}{heading}: {statement(fact, case)}"]
    if fact.note:
        said.append(f"   note: {fact.note}")
    if fact.terms:
        said.append(f"   {', '.join(map(str, fact.terms))}")
    for each in (fact.evidence, *fact.further):
        said.append(f"   {evidence(each)}" + ("" if each.quote else " of the text"))
        if each.rule:
            sure = f", confidence {each.confidence:.2f}" if each.confidence is not None else ""
            said.append(f"   found by {each.rule}{sure}")
    return said
