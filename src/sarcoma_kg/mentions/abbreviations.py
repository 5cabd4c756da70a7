"""Abbreviations: what each means in this text, or that it means nothing known.

First what the text itself says ("leiomyosarcoma (LMS)" makes every LMS one, "effect size (ES)"
makes no ES a tumour), then what the setting makes likely, for those that mean other things too
(`setting`), else nothing. Abbreviations of one meaning stay what the vocabulary says.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sarcoma_kg.assertion import CERTAIN
from sarcoma_kg.mentions import declared, setting
from sarcoma_kg.mentions.declared import Long
from sarcoma_kg.mentions.setting import Piece, plain
from sarcoma_kg.mentions.words import normal
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Mention
from sarcoma_kg.terms import Term

_SHORT = re.compile(r"\s*[(\[]\s*(?P<short>[A-Za-z][A-Za-z0-9-]{1,9}?)s?\s*[,;)\]]")
_KINDS = frozenset({"disease", "drug", "regimen", "site", "procedure", "finding", "syndrome"})
_CAPITALS = 2  # an abbreviation has at least so many
_SHORTEST_GENE = (
    3  # letters of a gene or a stain that seldom abbreviates other things from there on
)
_SHORTEST_WORD = 8  # letters of a single word that is worth a short form
_PREPOSITION = re.compile(r"\b(?:of|in|at|from|within|involving|with|on)\b", re.IGNORECASE)
#: Words that names of unlike things share.
_GENERAL = frozenset(
    [
        "of", "the", "and", "in", "with", "for", "a", "tumor", "sarcoma", "cell", "disease",
        "syndrome", "soft", "tissue", "type", "malignant", "benign", "gene", "protein", "carcinoma",
        "system", "primary", "test", "score", "acute", "chronic", "high", "low", "grade", "therapy",
        "treatment", "imaging", "scan", "disorder", "anti", "factor", "receptor", "growth",
    ]
)  # fmt: skip


def resolve(text: str, pieces: Sequence[Piece], ontology: Ontology) -> None:
    """Make the mentions of `pieces` agree with what the abbreviations of a text mean."""
    explained = declared.find(text)
    longs = _known(text, explained, pieces)
    unknown = {short: long for short, long in explained.items() if short not in longs}
    if unknown:
        _forget(text, unknown, pieces, ontology)
    if longs:
        _use(text, longs, pieces)
    setting.weigh(text, pieces, ontology, explained.keys() | longs.keys())


def _known(text: str, explained: dict[str, Long], pieces: Iterable[Piece]) -> dict[str, Mention]:
    """Give the abbreviations whose long form is a name of the vocabulary, each with its mention."""
    ends: dict[int, list[Mention]] = {}
    found: dict[str, Mention] = {}
    for piece in pieces:
        for mention in piece.found:
            if mention.kind in _KINDS:
                ends.setdefault(mention.end, []).append(mention)
                short = _behind(text, mention)
                if short and short not in explained:
                    found.setdefault(short, mention)
    for short, long in explained.items():
        there = [m for end in (long.end, long.end + 1) for m in ends.get(end, ())]
        meant = [m for m in there if _is_long(text, short, long, m)]
        if meant:
            found[short] = min(meant, key=lambda m: m.start)
    return found


def _is_long(text: str, short: str, long: Long, mention: Mention) -> bool:
    """Whether a mention is the long form: not only a place in it, or its last word.

    "high grade osteosarcoma (OS)" is one; "leiomyosarcoma of the inferior vena cava (IVC)" not.
    """
    if mention.text == short:
        return False
    if mention.start < long.start:
        return not _PREPOSITION.search(text, mention.start, long.start)
    return mention.start == long.start or mention.text[0].lower() == short[0].lower()


def _behind(text: str, mention: Mention) -> str:
    """Give the short form in brackets behind a name that begins with a letter of one of its words.

    It need not fit the name letter for letter: "gastric stromal tumour (GIST)".
    """
    if " " not in mention.text and len(mention.text) < _SHORTEST_WORD:
        return ""
    match = _SHORT.match(text, mention.end)
    if match is None:
        return ""
    short = match.group("short")
    if sum(letter.isupper() for letter in short) < _CAPITALS:
        return ""
    return (
        short
        if short[0].lower() in {w[0].lower() for w in re.findall(r"\w+", mention.text)}
        else ""
    )


def _forget(
    text: str, unknown: dict[str, Long], pieces: Iterable[Piece], ontology: Ontology
) -> None:
    """Drop what the vocabulary takes abbreviations for that the text explains otherwise.

    Where one stands, and no other name, it is mentioned itself with its long form as its label.
    """
    shape = _shape(unknown)
    for piece in pieces:
        piece.found[:] = [
            mention
            for mention in piece.found
            if mention.term is None
            or (mention.kind not in _KINDS and len(plain(mention.text)) > _SHORTEST_GENE)
            or (long := unknown.get(plain(mention.text))) is None
            or _agrees(text[long.start : long.end], mention, ontology)
        ]
        for match in shape.finditer(text, piece.start, piece.end):
            if any(m.start < match.end() and match.start() < m.end for m in piece.found):
                continue
            long = unknown[match.group("short")]
            label = text[long.start : long.end].lower()
            piece.found.append(Mention(*match.span(), "abbreviation", match.group(), label))


def _agrees(long: str, mention: Mention, ontology: Ontology) -> bool:
    """Whether a long form shares a telling word with a name of what is mentioned."""
    concept = None if mention.term is None else ontology.get(mention.term)
    if concept is None:
        return True
    names = [concept.label, *(name.text for name in concept.names)]
    # the drugs of a regimen: VIDE stands behind the names of all four
    drugs = [ontology.get(Term.parse(each)) for each in concept.facets.get("component", ())]
    names += [drug.label for drug in drugs if drug]
    if mention.kind not in _KINDS and max(map(len, names)) < _SHORTEST_WORD:
        return True  # a gene without a long name
    said = {normal(word) for word in re.findall(r"[^\W\d_]+", long)}
    known = {
        normal(word)
        for name in names
        for word in re.findall(r"[^\W\d_]+", name)
        if len(word) > _CAPITALS
    }
    return bool((said & known) - _GENERAL)


def _use(text: str, longs: dict[str, Mention], pieces: Iterable[Piece]) -> None:
    """Add what the abbreviations mention that the text explains by a known name."""
    shape = _shape(longs)
    for piece in pieces:
        for match in shape.finditer(text, piece.start, piece.end):
            _put(piece.found, _as(longs[match.group("short")], match))


def _shape(shorts: Iterable[str]) -> re.Pattern[str]:
    """Give a pattern that finds abbreviations as whole words, plural or not."""
    names = "|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<short>{names})s?(?![\w])")


def _as(long: Mention, match: re.Match[str]) -> Mention:
    """Give what a short form mentions: the same as its long one."""
    return replace(
        long,
        start=match.start(),
        end=match.end(),
        text=match.group(),
        assertion=CERTAIN,
        how="abbreviation",
    )


def _put(found: list[Mention], mention: Mention) -> None:
    """Add a mention in place of others of its words, unless a longer name holds it."""
    rivals = [m for m in found if m.start < mention.end and mention.start < m.end]
    if any(m.kind == mention.kind and len(m.text) > len(mention.text) for m in rivals):
        return
    rivals = [
        m
        for m in rivals
        if m.kind in (mention.kind, "event", "gene")
        or (m.kind in _KINDS and m.text == mention.text)
    ]
    found[:] = [m for m in found if m not in rivals]
    found.append(mention)
