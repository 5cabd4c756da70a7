"""Removals told by their verb or noun: "resection of the kidney", "the mass was excised".

The operation takes its name from its object (`surgery_object.tsv`).
Source of the values: docs/facts.md, rule 10.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sarcoma_kg.facts.operation import TUMOUR, Operation, together
from sarcoma_kg.facts.phrase import phrases

_CUT = (
    r"resection|excision|exeresis|extirpation|exstirpation|removal|ablation\s+of\s+the\s+(?:mass"
    r"|tumou?r)|clearance\s+of\s+the\s+tumou?r"
)
_NOUN = re.compile(rf"(?<!\w)(?<!\bre-)(?:{_CUT})s?(?!\w)")
# "of the left kidney": up to the verb of the sentence
_OBJECT_OF = re.compile(
    r"\s+(?:and\s+(?:[\w-]+\s+){1,3})?(?:of|from|for)\s+(?P<object>(?:"
    r"(?!(?:was|were|is|are|had|has|yielded|gave|showed|achieved|obtained|revealed|followed|resulted|led|after|before"
    r"|when|while|because|until|afterwards|later|which|who)\b)[\w'’×/-]+\s*){1,9})"
)
_MADE = re.compile(
    r"(?<!\w)(?:resected|excised|extirpated|removed|dissected\s+(?:out|from|free|off)"
    r"|taken\s+out|cut\s+out|shelled\s+out|peeled\s+off)(?!\w)"
)
_ADJECTIVE_OF = re.compile(
    r"\s*(?:(?!(?:with|at|by|in|from|and|together)\b)\w+\s+){0,2}?(?:specimens?|polyps?|tumou?rs?|mass(?:es)?|tissues?|lesions?|primary"
    r"|materials?|margins?"
    r"|surfaces?|nodules?|samples?|piece|kidney|lung|breast|stomach|bowel|spleen|uterus|bones?|skin"
    r"|cases|patients|lymph|nodes?|edges?)\b"
)
_FOREIGN = re.compile(
    r"\b(?:drains?|catheter|clots?|stents?|sutures?|tube|implants?|device|stones?|hematoma|mole|"
    r"history|symptoms?|fluid|pleural\s+effusion|staples|thrombotic|plate|nails?|prosthesis"
    r"|foreign)\b"
)
BIOPSY = re.compile(r"\s*(?:al)?\s*(?:biops|specimen|margin|cavity|bed|edge|line|surface|rate)")
_ANAPHORIC = re.compile(
    r"(?:\b(?:after|following|since|before|prior\s+to|during|until|at(?=\s+\w)|from|of|post))\s+"
    r"(?:(?:the|this|that|her|his|initial|first|second|third|last|primary|complete|surgical"
    r"|definitive"
    r"|radical|wide|tumou?r|curative|original|previous)\s+)*$|\bthe\s+$"
)
_OPENED = re.compile(r"(?:crani|lapar|thorac|stern)otomy\s+(?:with|and|for|plus)\s")
WITH_MARGIN = re.compile(
    r"\s+(?:with|had|showed|left|gave|achieved)\s+(?:[\w-]+\s+){1,3}?(?:margins?|edges?)\b"
)
_HEAD_NOUN, _PHRASE, _SUBJECT = 12, 60, 150  # characters


def removals(low: str) -> Iterator[Operation]:
    """Read "resection of …", "lung resection", "the mass was excised"."""
    for match in _NOUN.finditer(low):
        if BIOPSY.match(low, match.end()):
            continue
        before = re.split(r"[,;:.()]", low[max(0, match.start() - 70) : match.start()])[-1]
        object_ = _OBJECT_OF.match(low, match.end())
        words = object_.group("object") if object_ else ""
        if _FOREIGN.search(words) or (
            match.group().startswith("removal")
            and not (
                (words and (TUMOUR.search(words) or phrases("surgery_object").search(words)))
                or TUMOUR.search(before[-25:])
                or _MODIFIERS.search(before)
                or "surgical" in before[-20:]
            )
        ):
            continue
        value, end = _object(words, before)
        end = object_.start("object") + end if object_ and end else match.end()
        told = bool(object_) or WITH_MARGIN.match(low, match.end()) is not None
        performed = told or not _ANAPHORIC.search(before)
        strength = 2 if performed else 1
        if value != "resection":
            strength = 3
        start = _modified(low, match.start())
        if value != "resection" and object_:
            yield from _further(low, object_.start("object"), words)
        yield Operation(
            value, start, end, modifiers(low, match.start(), ""), "surgery-resection", strength,
            whole=bool(object_ or TUMOUR.search(before[-12:]) or _OPENED.search(before)),
        )  # fmt: skip
    for match in _MADE.finditer(low):
        if _ADJECTIVE_OF.match(low, match.end()) and not re.search(
            r"\b(?:we|was|were|been|be|being|surgeons?|and|then|successfully)\s+(?:\w+ly\s+)?$",
            low[max(0, match.start() - 60) : match.start()],
        ):
            continue
        before = low[max(0, match.start() - _SUBJECT) : match.start()]
        subject = re.split(r"[;:.]", before)[-1]
        tail = low[match.end() : match.end() + 40]
        if _FOREIGN.search(subject[-40:]):
            continue
        yield from together(low, match.start() - len(subject), match.end())
        organs = phrases("surgery_object").find(subject[-45:])
        of_tumour = TUMOUR.search(subject + tail)
        if match.group() == "removed" and not of_tumour and not organs:
            continue
        if _PART_OF.search(subject):
            continue  # "…, the dural component having been peeled off"
        if _BY_OPERATION.match(low, match.end()):
            continue  # "resected by wide excision": the operation has its own name
        named = bool(organs) and not TUMOUR.search(subject[-60:])
        value = organs[-1].meaning if named else "resection"
        if _METASTASES.search(subject) or _OBJECT.findall(subject)[-1:] == ["metasta"]:
            named = True
            value = "lymphadenectomy" if _NODAL.search(subject) else "metastasectomy"
        yield Operation(
            value, match.start(), match.end(),
            modifiers(low, match.start(), ""), "surgery-passive", 3 if named else 2,
        )  # fmt: skip


_NODAL = re.compile(r"\b(?:nodal|node|lymphatic)\s+metasta", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?:component|part|portion|rest|extension)s?\b[^,;.]*\b(?:having\s+been|being)\s+$"
)
_BY_OPERATION = re.compile(
    r"(?!\s+(?:\w+\s+){0,2}?(?:en[\s-]bloc|together|along)\s+with)\s+(?:\w+\s+){0,3}?(?:through|by|via|using|with|by\s+means\s+of)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,4}?"
    r"(?:\w+ectomy|amputation|(?:wide|endoscopic|wedge|segmental|atypical|compartmental|marginal)\s+(?:[\w-]+\s+){0,3}?(?:excisions?|resections?|dissection|excavation)"
    r"|disarticulation|curettage|enucleation|lumpectomy)\b"
)
_AUXILIARY = r"(?:(?:was|were|also|subsequently|then|had|been|and|which|that)\s+)*$"
_OBJECT = re.compile(r"\b(metasta|tumou?r|mass|lesion|nodul|recurren|sarcoma|primary|it\b|they\b)")
_METASTASES = re.compile(
    rf"\b(?:metastas[ei]s|metastatic\s+(?:nodules?|lesions?|deposits?|tumou?rs?))\s+"
    rf"(?:(?:in|of|to|from|at|on)\s+(?:[\w-]+\s+){{1,4}}?)?{_AUXILIARY}"
    r"|\b(?:metastas[ei]s|spread|deposits)\b[^.;]{0,60}\b(?:of\s+(?:them|these|which)|the\s+largest(?:\s+one)?|they|both)\b"
    rf"[^.;]{{0,25}}?{_AUXILIARY}"
)
_MODIFIERS = re.compile(
    r"(?:(?:surgical|unplanned|inadvertent|marginal|wide|complete|total|radical|en[\s-]bloc|partial|subtotal|gross|curative"
    r"|tumou?r|mass"
    r"|local|laparoscopic|extended|extensive|successful|incomplete|transsphenoidal"
    r"|endoscopic)\s+)+$"
)


def _modified(low: str, start: int) -> int:
    """Give the start of a phrase with the modifiers that stand before it."""
    match = _MODIFIERS.search(low, max(0, start - 60), start)
    return match.start() if match else start


_HEAD = re.compile(
    r"\s*(?:(?:the|a|an|her|his|their|its|this|right|left|both|entire|whole|affected|involved"
    r"|distal"
    r"|proximal|part|of|upper|lower|middle|huge|large|adjacent|primary|cm|segments?|lobes?|portions?|half|tail|body|wall|and|[ivx]+(?:-?[ab])?)\s+|\d[\d.,]*\s*)*"
)


def _object(words: str, before: str) -> tuple[str, int]:
    """Name a resection after what was resected: the noun after "of", else the word before it.

    Gives the name, and how many characters of `words` carry it.
    """
    if words:
        skipped = _HEAD.match(words)
        place = skipped.end() if skipped else 0
        objects = phrases("surgery_object").find(words)
        tumour = TUMOUR.search(words)
        if (
            objects
            and objects[0].meaning == "metastasectomy"
            and objects[0].start <= place + _HEAD_NOUN
        ):
            return objects[0].meaning, objects[0].end
        if objects and (tumour is None or objects[0].start < tumour.start()):
            organ = objects[0]
            of_tumour = tumour is not None and tumour.start() - organ.end <= 1
            if organ.start <= place + _HEAD_NOUN and not of_tumour:
                return organ.meaning, organ.end
        return "resection", tumour.end() if tumour and tumour.start() < _PHRASE else 0
    near = " ".join(before.split()[-3:])
    objects = phrases("surgery_object").find(near)
    if objects and not re.search(r"tumou?r|mass|lesion|nodule", near[objects[-1].end :]):
        return objects[-1].meaning, 0
    return "resection", 0


def _further(low: str, base: int, words: str) -> Iterator[Operation]:
    """Read the second organ of "resection of the spleen and the left hemicolon"."""
    objects = phrases("surgery_object").find(words)
    for one, other in pairwise(objects):
        if re.fullmatch(
            r"\s*(?:,|and|with)\s+(?:the\s+|left\s+|right\s+|both\s+|partial\s+)*",
            words[one.end : other.start],
        ):
            start, end = base + other.start, base + other.end
            yield Operation(other.meaning, start, end, "", "surgery-resection", 3, whole=True)


_NOTES = (
    "radical", "total", "subtotal", "partial", "complete", "incomplete", "en bloc", "left", "right",
    "bilateral", "laparoscopic", "palliative", "extended", "marginal", "distal", "proximal",
    "modified",
    "emergency", "above-knee", "below-knee", "segmental", "local", "macroscopic",
)  # fmt: skip


def modifiers(low: str, start: int, name: str) -> str:
    """Give the modifiers of an operation as a note: "radical, left"."""
    before = (
        re.split(r"[,;:.]|\b(?:and|with|without|plus|followed)\b", low[max(0, start - 45) : start])[
            -1
        ]
        + " "
        + name
    )
    plain = before.replace("-", " ")
    words = plain.split()
    return ", ".join(
        note
        for note in _NOTES
        if (f" {note.replace('-', ' ')} " in f" {plain} ") or f"{note}ly" in words
    )
