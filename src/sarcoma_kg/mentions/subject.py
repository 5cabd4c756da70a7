"""Subject: whether a sentence, or a clause of it, is about a patient or about a disease at large.

The cues are in `subject.tsv` (columns: cue, meaning, example, source). `own`: the paper's own
patient; `patient`: some patient; `told`: what befalls a patient; `done`: the same, or what was done
for the paper; `background`: what papers and textbooks say; `literature`: what others published;
`general`: in a subordinate clause in the present tense, a statement about disease.
"""

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sarcoma_kg.assertion.clause import clauses
from sarcoma_kg.assertion.tense import PAST, PRESENT
from sarcoma_kg.mentions.words import keys, phrase, tokenise
from sarcoma_kg.records import Token
from sarcoma_kg.stems import holds

_I = re.IGNORECASE
#: Passages that are about no patient unless a sentence says otherwise.
BACKGROUND = frozenset({"background", "discussion", "conclusions", "methods"})
# patients at large, not the two or three of the paper
_PEOPLE = re.compile(
    r"(?<!both )(?<!two )(?<!three )(?<!our )(?<!these )(?<!four )(?<!five )\bpatients\s+"
    r"(?:with|who|often|may|usually|should|can|having)\b|\b(?:cases|series)\s+of\b|\bin\s+patients\b"
    r"|\b(?:all|most|many|some|several|few)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?patients\s+(?:were|had|received|underwent|died|responded|developed)\b"
    r"|\b(?:in|for)\s+an?\s+patient\s+(?:with|who|whose|having)\b[^.;]{0,80}?\b(?:may|should|can|must|is|needs)\b"
    r"|\b(?:in|among|(?<!one )of)\s+(?:the|these|those|all)\s+\d{2,}\s+"
    r"(?:\w+\s+){0,2}(?:patients|cases)\b"
)
# and those of what is so of a disease in a subordinate clause
_STATES = re.compile(
    PRESENT.pattern
    + r"|\b(?:do|does|cannot|reports?|bleeds?|mimics?|recommends?|advises?|suggests?|describes?|"
    r"implies|means|goes?|exists?|differs?|needs?|warrants?|helps?|works?|remain)\b",
    _I,
)
# a subordinate clause that opens a sentence, or follows a comma
_OPENS = re.compile(
    r"(?:^\W*|(?<=[,;(–—]\s)|(?<=[,;(–—])|(?<=\s)(?=because|although|given|considering|knowing))"
    r"(?:and\s+|but\s+|yet\s+)?"
    r"(?:since|as|because|although|though|even\s+though|while|whereas|whilst|given\s+(?:that|how)|considering\s+(?:that|how)|"
    r"knowing\s+(?:that|how)|seeing\s+that|in\s+view\s+of\s+the\s+fact\s+that|(?:due|owing)\s+to\s+the\s+fact\s+that|"
    r"on\s+account\s+of\s+the\s+fact\s+that|now\s+that|(?:a|an)\s+\w+\s+(?:which|that)|which|where)\s",
    _I,
)
_CLOSES = re.compile(r"(?:[,;)]|\s[–—-])\s*")
# a comma before one of these is inside the clause
_INSIDE = re.compile(
    r"(?:and|or|nor|which|who|whose|such|especially|particularly|including|with|mainly|mostly|even|"
    r"usually|often|typically|rarely|if|when|but\s+(?:not|rarely|often))\b",
    _I,
)
_PERSON = re.compile(r"\b(?:she|he|her|his|him|patient|we|our|us|this\s+case|present\s+case)\b", _I)
# what makes a statement one about tumours, patients or treatments at large
_KINDS = r"(?:tumou?rs|sarcomas|neoplasms|malignancies|cancers|\w{4,}(?:sarcomas|omas)|gists)"
_AT_LARGE = re.compile(
    rf"^\W*(?:(?:although|because|as|since|given\s+that)\s+)?(?:\w+[\s-]+){{0,3}}?(?:these\s+|such\s+)?{_KINDS}\s+(?:\w+ly\s+|often\s+)?"
    r"(?:are|have|arise|occur|metastasi[sz]e|recur|develop|grow|show|express|present|spread|behave|carry)\b"
    rf"|\b(?:all|most|many|some|such|other|these|of)\s+(?!(?:the|two|three|four|five)\b)(?:\w+\s+)?{_KINDS}\b"
    r"|\b(?:is|are|remains?)\s+(?:\w+ly\s+|now\s+|still\s+|also\s+|currently\s+)*(?:the\s+|an?\s+)?(?:main\s*stay|cornerstone"
    r"|standard|gold\s+standard|treatment\s+of\s+choice|first[\s-]line\s+(?:treatment|therapy)|most\s+(?:common|frequent|effective"
    r"|important|widely|active)|main\s+(?:strategy|treatment|therapy)|initial\s+(?:therapy|treatment)|options?\b|recommended|advocated"
    r"|advised\s+(?:every|for|in|after)|characteri[sz]ed|administered\s+(?:in|for)|(?:commonly|often|widely|usually|rarely|frequently"
    r"|mostly)\s+(?:used|given|reserved)|more\s+(?:common|often|frequent)|frequent|controversial|debated|associated\s+with)"
    r"|\b(?:is|are)\s+(?:the\s+(?:rule|exception|commonest|usual|preferred|only\s+(?:\w+\s+)?(?:treatment|cure|therapy))"
    r"|licen[sc]ed|registered|approved|on\s+record)\b|\b(?:has|have)\s+(?:an?\s+|no\s+)?(?:\w+\s+)?(?:role|place)\s+in\b"
    r"|\b(?:newer|novel|other|several|various|many|some)\s+(?:agents|drugs|therapies|compounds|inhibitors)\b|\bof\s+this\s+(?:entity|tumou?r\s+type)\b"
    r"|\b(?:has|have)\s+been\s+(?:linked|associated|implicated|attributed)\b|\b(?:median|mean|average)\s+(?:overall\s+)?survival\b"
    r"|\b(?:is|are)\s+(?:given|used|added|offered|performed|irradiated|treated)\s+(?:\w+\s+){0,4}?in\s+(?:\w+\s+){0,3}?(?:tumou?rs?|sarcomas?|\w+omas?|gists?|patients|disease|cases)\b"
    r"|\bdepends?\s+(?:up)?on\b|\b(?:propensity|predilection|tendency)\s+(?:for|to)\b|\bwidely\s+accepted\b"
    r"|\b(?:occurs?|arises?|results?|develops?|affects?|metastasi[sz]es?)\s+(?:more|most|usually|often|mainly|in\s+(?:about|up)|after\s+a|from)\b"
    r"|\b(?:improves?|prolongs?|reduces?|increases?|decreases?|lowers?)\s+(?:the\s+)?(?:overall\s+|disease-free\s+)?"
    r"(?:survival|risk|rates?|mortality|local\s+control)\b"
    r"|\b(?:has|have)\s+(?:\w+ly\s+|also\s+)*(?:proven|proved|(?:shown|demonstrated|improved|prolonged"
    r"|given|yielded|produced)(?=\s(?:\w+\s){0,2}?(?:activity|benefits?|efficacy|promise|responses|results|survival))"
    r"|been\s+(?:used|tried|advocated|employed|applied|analy[sz]ed|tested|approved)\s+(?:with|by|in|for|as))\b"
    r"(?!\s+(?:no|an?\s+partial|an?\s+complete|stable|good))"
    r"|\bin\s+(?:these|such|most|many|some|all|other|half|few)\s+(?:\w+\s+)?(?:patients|cases|situations|tumou?rs)\b"
    rf"|(?:\bper\s?cent|%|\b(?:half|third|quarter|fifth|majority|minority))\s+of\s+(?:all\s+|the\s+|these\s+)?(?:\w+\s+)?(?:patients|cases|{_KINDS})\b"
    r"|\b(?:phase\s+(?:i+|\d)|randomi[sz]ed|prospective|retrospective)\b"
)
# "An early biopsy of a leiomyosarcoma may mislead": a rule, and of nothing that was named before
_MAY = frozenset({"may", "can", "should", "must", "might"})
_NAMED = re.compile(
    r"\b(?:this|these|that|those|there|its?|they|their|our|we|i|here|no|she|he|her|his|patient|case)\b"
    # "of the hand" names a place
    r"|(?<!of\s)(?<!in\s)(?<!on\s)(?<!at\s)(?<!from\s)\bthe\b|\bthe\s+(?:tumou?r|mass|lesion|nodule|swelling|"
    r"disease|specimen|\w*sarcoma|\w+oma)\b"
)
_LEAST, _LONGEST = 8, 400  # letters of a clause


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Read the cues by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    with (Path(__file__).parent / "subject.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            words = tuple(phrase(row["cue"]).split(" "))
            found.setdefault(words[0], []).append((words, row["meaning"]))
    return {
        first: tuple(sorted(cues, key=lambda cue: -len(cue[0]))) for first, cues in found.items()
    }


def meanings(tokens: Sequence[Token]) -> frozenset[str]:
    """Give the meanings of the cues that a sentence holds; a longer cue hides those inside it."""
    words, cues = keys(tokens), _cues()
    found, place = set(), 0
    while place < len(words):
        step = 1
        for cue, meaning in cues.get(words[place], ()):
            if tuple(words[place : place + len(cue)]) == cue:
                found.add(meaning)
                step = len(cue)
                break
        place += step
    return frozenset(found)


def is_background(role: str, tokens: Sequence[Token], text: str) -> bool:
    """Say whether a sentence is about no patient of the paper."""
    if role in ("title", "others"):
        return role == "others"
    found, low = meanings(tokens), text.lower()
    patient = not found.isdisjoint(("own", "patient", "told"))
    if not patient and ("literature" in found or _is_rule(low) or _of_people(low)):
        return True
    patient = patient or "done" in found
    if not patient and _is_maxim(low):
        return True
    if role in BACKGROUND:
        return not patient or not found.isdisjoint(("background", "literature"))
    return "background" in found and not patient


def _is_maxim(low: str) -> bool:
    """Whether a sentence in the present tense says what is so of tumours or treatments at large."""
    return bool(_AT_LARGE.search(low)) and not PAST.search(low) and not _PERSON.search(low)


def _is_rule(low: str) -> bool:
    """Whether a sentence says what may be or must be done, of no tumour that was named before."""
    verbs = clauses(low).verbs
    return bool(verbs) and low[slice(*verbs[0])] in _MAY and not _NAMED.search(low, 0, verbs[0][0])


def _of_people(low: str) -> bool:
    return holds(low, ("patient", "cases", "series")) and bool(_PEOPLE.search(low))


def general(text: str) -> list[tuple[int, int]]:
    """Give the subordinate clauses of a sentence that state what is so of a disease.

    "As this tumour is rare, the slides were sent on" has one; the whole of a sentence is none.
    """
    found = []
    place = 0
    while (match := _OPENS.search(text, place)) is not None:
        start, end = match.end(), _end(text, match.end())
        whole = match.start() == 0 and not text[end:].strip(" .,;")
        if not whole and _is_general(text[start:end]):
            found.append((match.start(), end))
            place = end
        else:
            place = match.end()
    return found


def _end(text: str, start: int) -> int:
    """Give where a clause ends: at the first comma behind its verb that is not inside it."""
    last = min(len(text), start + _LONGEST)
    verb = _STATES.search(text, start, last)
    if verb is None:
        return start
    for match in _CLOSES.finditer(text, verb.end(), last):
        if not _INSIDE.match(text, match.end()) or PAST.search(text, *_stretch(text, match.end())):
            return match.start() + (text[match.start()] in ",;)")
    return len(text) if last == len(text) else start


def _stretch(text: str, start: int) -> tuple[int, int]:
    """Give a stretch up to the next comma."""
    last = min(len(text), start + _LONGEST)
    following = _CLOSES.search(text, start, last)
    return start, following.start() if following else last


def _is_general(clause: str) -> bool:
    if len(clause) < _LEAST or PAST.search(clause) or _PERSON.search(clause):
        return False
    return not meanings(tokenise(clause)).isdisjoint(("general", "background"))
