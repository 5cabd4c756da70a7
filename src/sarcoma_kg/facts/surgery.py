"""Operations: what was cut out of the patient.

Named operations are in `surgery.tsv` (group `main`; `access` opens the way to one; `generic` names
none), "resection of …" is read by `resection`, any other "…ectomy" is one itself.
Source of the values: docs/facts.md, rule 10.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.coding import terms
from sarcoma_kg.facts.earlier import foreign, of_second
from sarcoma_kg.facts.former import of_the_past
from sarcoma_kg.facts.operation import Operation
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.facts.resection import BIOPSY, WITH_MARGIN, modifiers, removals
from sarcoma_kg.records import Fact, Sentence
from sarcoma_kg.stems import holds

_HINTS = (
    "surg", "resect", "excis", "ectom", "operat", "remov", "amput", "articul", "bulk",
    "enucle", "curett", "exenter", "mohs", "whipple", "extirp", "exeres", "dissect",
    "laparo", "otom", "scop", "salvage", "reduct", "transplant", "pelvect", "explor",
    "conserving", "decompress", "castrat", "bso", "turbt", "sparing", "saving", "preserving",
    "clearance", "quarter", "ablation", "plasty", "cut", "taken", "shell", "peel", "compartment",
)  # fmt: skip
_ECTOMY = re.compile(r"(?<!\w)(?<!post-)(?<!pre-)(?<!non-)(?P<name>[a-z]*ectom(?:y|ies))(?!\w)")
_WITH_ADNEXA = re.compile(
    r"hysterectom\w+\s+(?:together\s+)?(?:with|and|plus|including)\s+(?P<adnexa>(?:removal\s+of\s+)?(?:both|bilateral)\s+"
    r"(?:uterine\s+)?(?:adnexa[el]?|appendages|ovaries|tubes\s+and\s+ovaries))\b(?!\s+(?:being|were|was)\s+(?:left|preserved|spared))"
)
_NOT_OPERATION = re.compile(
    r"(?:tracheo|trache|phlebo|vaso|sterno|thoraco|laparo|cranio|arthro|osteo|anato|fascio|epi"
    r"|cervico|tonsill|adenoid|vas|hemorrhoid|embol|ather|fistul|gastro|cysto|sphinctero|myo|entero"
    r"|colo|lobo|amnio|episio|tubo)(?:ec|o)?tom(?:y|ies)$|^(?:dicho|ana)tomy|^.{0,2}tomy|^ectom"
)
_TIME_FROM = re.compile(r"\b(?:months?|years?)\s+(?:from|since|after)\s+(?:the\s+|her\s+|his\s+)?$")
_NODES = re.compile(r"\s*(?:specimens?|margins?|materials?|findings|pathology|histolog\w+)\b")
_GENERIC_ACT = re.compile(
    r"\b(?:underwent|undergone|performed|done|carried\s+out|had|treated|managed|received|subjected"
    r"|submitted|benefited|taken|completed|combined|conducted|undertaken|followed\s+by|and|after"
    r"|since|following|later|post|at|during|before|prior|between|successful|with|by|initial)\b"
)
_NOT_THIS = re.compile(
    r"\b(?:surgical\s+(?:oncolog|department|unit|team|ward|clinic|site)|department|surgeons?"
    r"|general"
    r"|cataract|non-operat|knife\s+surg|operated\s+(?:side|limb|leg|area|field|site|hip|knee)|review"
    r"|techniques|cardiac\s+surgery\s+dep|plastic\s+surgery\s+dep|caesar|cesar|bypass|hernia)\w*"
)
# "After resection the counts fell": told behind a relapse it may be another one
_OPENS = re.compile(r"(?:^|[.;]\s+)(?:After|Following)\s+$")
_NAMED, _TOLD, _ALLUDED, _VAGUE = 3, 2, 1, 0  # how surely an operation is told
_WORD, _PHRASE, _BREAK = 25, 60, 12  # characters
_SOON = 600  # characters in which an operation that is named may be told again by other words


def read(chart: Chart) -> list[Fact]:
    """Give the operations of a case, each once."""
    operations = [
        operation
        for sentence in chart.sentences
        if holds(lowered(sentence.text), _HINTS)
        for operation in _operations(chart, sentence)
    ]
    operations = _wedges(chart, operations)
    chosen = _once(_best([operation for operation in operations if operation.rule != _MORE]))
    taken = {operation.start for operation in chosen}
    chart.retold.extend(
        _fact(chart, operation)
        for operation in operations
        if (operation.strength >= _TOLD or _opens(chart, operation) or _counted(chart, operation))
        and not operation.denied
        and operation.start not in taken
        and operation.value not in _SAME
    )
    return [_fact(chart, operation) for operation in chosen]


def _wedges(chart: Chart, operations: list[Operation]) -> list[Operation]:
    """Name "the wedge resection" as the removal of metastases that it was when first told."""
    words = {
        lowered(chart.text)[one.start : one.end]
        for one in operations
        if one.value == "metastasectomy"
    }
    return [
        replace(one, value="metastasectomy")
        if one.value == "wedge resection" and lowered(chart.text)[one.start : one.end] in words
        else one
        for one in operations
    ]


def _opens(chart: Chart, operation: Operation) -> bool:
    """Say whether a sentence opens with "After" this operation."""
    ahead = max(0, operation.start - _PHRASE)
    return _OPENS.search(chart.text, ahead, operation.start) is not None


def _counted(chart: Chart, operation: Operation) -> bool:
    """Say whether an operation is told by its number: "before the third excision"."""
    ahead = max(0, operation.start - _WORD)
    return _COUNTED.search(lowered(chart.text), ahead, operation.start) is not None


_COUNTED = re.compile(r"\b(?:second|third|fourth|fifth)\s+(?:[\w-]+\s+)?$")


def _fact(chart: Chart, operation: Operation) -> Fact:
    return chart.fact(
        "surgery",
        operation.value,
        (operation.start, operation.end),
        operation.rule,
        terms=terms(chart.ontology, operation.value, "procedure"),
        polarity="absent" if operation.denied else "present",
        note=operation.note,
    )


def _best(operations: list[Operation]) -> list[Operation]:
    """Keep the surest statement of each operation; a vague one only where there is none better."""
    done = [operation for operation in operations if not operation.denied]
    first = min((operation.start for operation in done if operation.strength), default=0)
    top = max((operation.strength for operation in done), default=0)
    kept: dict[tuple[str, bool], Operation] = {}
    for operation in operations:
        vague = not operation.denied and operation.strength < min(top, _TOLD)
        if vague and not (operation.earlier and operation.end < first):
            continue
        if operation.value == "resection" and top == _NAMED and _loose(operation):
            continue
        key = operation.value, operation.denied
        if key not in kept or operation.strength > kept[key].strength:
            kept[key] = operation
    return list(kept.values())


# an operation that is but another name of these, or a part of them, where they are told
_SAME = {
    "limb salvage surgery": (
        "wide excision", "compartmental resection", "rotationplasty", "en bloc resection",
    ),
    "debulking": ("cytoreductive surgery",),
    "amputation": ("disarticulation", "hemipelvectomy", "forequarter amputation"),
    "oophorectomy": ("salpingo-oophorectomy",),
}  # fmt: skip
# operations whose object is the tumour itself: its "removal" told behind one is no second one
_OF_TUMOUR = frozenset(
    ["wide excision", "compartmental resection", "endoscopic resection",
     "endoscopic submucosal dissection"]
)  # fmt: skip


def _once(operations: list[Operation]) -> list[Operation]:
    """Leave out what is another name of an operation that is told, or a part of it."""
    done = {operation.value for operation in operations if not operation.denied}
    named = [one.end for one in operations if one.value in _OF_TUMOUR and not one.denied]
    return [
        operation
        for operation in operations
        if operation.denied
        or not (
            any(name in done for name in _SAME.get(operation.value, ()))
            or (operation.plain and any(_BREAK < operation.start - at < _SOON for at in named))
        )
        or (operation.value == "amputation" and operation.note)
    ]


def _loose(operation: Operation) -> bool:
    """Say whether "resection" can be another word for an operation that is named elsewhere."""
    return (
        operation.rule == "surgery-resection"
        and operation.end - operation.start < _WORD
        and not operation.whole
    )


def _operations(chart: Chart, sentence: Sentence) -> Iterator[Operation]:
    """Give the operations that a sentence names, none overlapping another."""
    low = lowered(sentence.text)
    taken: list[tuple[int, int]] = []
    left_out = False  # an operation that was not done is named, not only "surgery"
    named = phrases("surgery").find(low)
    found = [
        *_named(low, named),
        *_ectomies(low),
        *removals(low),
        *_generic(low, named),
        *_specimens(low),
    ]
    found.sort(key=lambda operation: (-operation.strength, operation.start))
    for operation in found:
        if any(operation.start < end and start < operation.end for start, end in taken):
            continue
        taken.append((operation.start, operation.end))
        if foreign(chart, sentence, operation.start):
            continue
        told = assertion.of(low, operation.start, operation.end)
        # "resection with free margins was possible"
        done = told.so or (told.open and WITH_MARGIN.match(low, operation.end) is not None)
        denied = told.denied and told.whose == "patient"
        if not (done or denied) or (
            of_the_past(chart, sentence, low, operation)
            and not of_second(chart, sentence, operation.start, behind=0)
        ):
            continue
        if denied and _in_full(low, operation):
            continue  # "complete excision was impossible": an incomplete one was not
        if denied and left_out and operation.rule == "surgery-generic":
            continue  # "for fear of an amputation he refused surgery"
        left_out = left_out or denied
        base = sentence.start
        yield Operation(
            operation.value, base + operation.start, base + operation.end, operation.note,
            operation.rule + ("-denied" if denied else ""), operation.strength, denied,
            operation.whole, operation.earlier,
            operation.value == "resection" and _plain(chart, sentence, low),
        )  # fmt: skip


def _in_full(low: str, operation: Operation) -> bool:
    """Whether it is of the whole, or in one piece, that an operation is told."""
    ahead = max(0, operation.start - _WORD)
    return bool(_WHOLE.search(low, ahead, operation.end) or _EN_BLOC.match(low, operation.end))


_OTHER_TIME = re.compile(
    r"recurr|relaps|residu|again|metasta|remain|remnant|regrow|spread|deposit|nodules|node|\bre-"
    r"|\b(?:second|third|later|another|new|other|both|months?|years?|subsequent\w*|further|also|additional\w*"
    r"|two|three|first|previous\w*|prior|satellite|lung|pulmonary|liver|hepatic|brain|thrombus)\b"
)


def _plain(chart: Chart, sentence: Sentence, low: str) -> bool:
    """Say whether a sentence and the one before it tell of no other tumour or time."""
    if _OTHER_TIME.search(low):
        return False
    number = chart.sentences.index(sentence)
    return number == 0 or not _OTHER_TIME.search(lowered(chart.sentences[number - 1].text))


_SPREAD = ("metasta", "nodules", "deposits")  # what a wedge resection of several removes


def _named(low: str, named: list[Found]) -> Iterator[Operation]:
    for found in named:
        group = found.row["group"]
        after = low[found.end : found.end + 30]
        if group == "generic" or (BIOPSY.match(after) and group != "main"):
            continue
        if _NODES.match(after):
            continue
        note = modifiers(low, found.start, low[found.start : found.end])
        of_spread = found.meaning == "wedge resection" and holds(low, _SPREAD)
        yield Operation(
            "metastasectomy" if of_spread else found.meaning, found.start, found.end, note,
            "surgery-named" if group == "main" else "surgery-access",
            _strength(low, found),
        )  # fmt: skip


_TIMED_BY = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s+(?:after|following|since|post)\s+(?:the\s+"
    r"|initial\s+|primary\s+|first\s+|\w*sarcoma\s+|\w+oma\s+|tumou?r\s+|her\s+|his\s+)*$"
)
_WHOLE = re.compile(r"\b(?:complete|total|radical|curative|r0|entire|full|further|en[\s-]bloc)\b")
# "without performing resection en bloc"
_EN_BLOC = re.compile(r"\s+(?:en[\s-]bloc|in\s+(?:full|toto|one\s+piece))\b")
_SPECIMEN = re.compile(
    r"(?<!\w)(?:resected|resection|excised|excision)\s+(?:\w+\s+){0,2}?"
    r"(?:specimens?|tumou?r|mass|lesion|tissue)(?!\w)"
)


def _specimens(low: str) -> Iterator[Operation]:
    """Read "the resection specimen": there was a resection, though it is not told."""
    for match in _SPECIMEN.finditer(low):
        yield Operation("resection", match.start(), match.end(), "", "surgery-specimen", _ALLUDED)


def _generic(low: str, named: list[Found]) -> Iterator[Operation]:
    for found in named:
        if found.row["group"] != "generic" or _NOT_THIS.search(
            low, max(0, found.start - 20), min(len(low), found.end + 25)
        ):
            continue
        around = low[max(0, found.start - 45) : found.end + 45]
        denied = assertion.of(low, found.start, found.end).denied
        if (
            denied
            or _GENERIC_ACT.search(around)
            or low[found.start : found.end].startswith("operated")
        ):
            ahead = low[max(0, found.start - 45) : found.start]
            rule, strength = (_MORE, _TOLD) if _ONE_MORE.search(ahead) else ("surgery-generic", 0)
            earlier = bool(_TIMED_BY.search(ahead))
            if rule == _MORE and _APPOSED.match(low, found.end):
                continue
            # a margin is that of a removal, and an operation that was not done is one
            removal = denied or (rule == _MORE and holds(low, _REMOVES))
            value = "resection" if removal else "surgery"
            yield Operation(value, found.start, found.end, "", rule, strength, earlier=earlier)


# "a third operation": one more, whatever was done
_MORE = "surgery-again"
# "the third operation, a compartmental resection", "at a second operation it was removed"
_APPOSED = re.compile(
    r"[^.;,]{0,40}?\b(?:removed|resected|excised|debulked|taken\s+out)\b|,\s+(?:an?|the)\s+(?:[\w-]+\s+){0,4}?(?:\w*(?:resection|excision|amputation|ectomy|disarticulation))\b"
)
_REMOVES = ("margin", "remov", "resect", "excis")
_ONE_MORE = re.compile(r"\b(?:an?|the)\s+(?:second|third|fourth|further)\s+$")


def _strength(low: str, found: Found) -> int:
    """Say how surely a named operation is told: "16 months from re-excision" points back."""
    if found.row["group"] != "main":
        return _VAGUE
    back = found.meaning == "re-excision" and _TIME_FROM.search(low, 0, found.start)
    return _ALLUDED if back else _NAMED


def _ectomies(low: str) -> Iterator[Operation]:
    if "ectom" not in low:
        return
    for match in _WITH_ADNEXA.finditer(low):
        yield Operation(
            "salpingo-oophorectomy", match.start("adnexa"), match.end(), "bilateral",
            "surgery-ectomy", _NAMED,
        )  # fmt: skip
    for match in _ECTOMY.finditer(low):
        name = match.group("name")
        if not name.endswith(("ectomy", "ectomies")) or _NOT_OPERATION.search(name):
            continue
        value = re.sub(r"ies$", "y", name)
        value = re.sub(r"^(?:hemi|bi|pan)(?=thyroid|gastr|mandib|maxill|gloss)", "", value)
        start = match.start("name")
        yield Operation(value, start, match.end(), modifiers(low, start, name), "surgery-ectomy", 3)
