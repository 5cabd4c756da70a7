"""What is said of a tumour while its slim is made: its code, its behaviour, its family."""

import re

from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.draft import LOCAL, MADE, OTHER, OWN, Draft
from sarcoma_kg.ontology.upstream import Upstream

_BEHAVIOUR = {"0": "benign", "1": "intermediate", "2": "in situ", "3": "malignant"}
_GRADE = re.compile(r"\b(low|intermediate|high)[ -]grade\b", re.IGNORECASE)
_ICDO = re.compile(r"ICDO:(\d{4}/\d)")
#: A heading or an entity that says in its label how it behaves.
_LABELLED = re.compile(r"\b(Malignant|Benign|Intermediate)\b(?! (?:Grade|Potential|Rhabdomyoma))")
#: What all below these is, where nothing nearer says otherwise (NCIt).
_STATED = {"NCIT:C9305": "malignant", "NCIT:C9118": "malignant", "NCIT:C3677": "benign"}
_SURER = ("malignant", "intermediate", "benign", "in situ")
#: Vocabularies whose labels name one disease each: a label of theirs is no name of another one.
_CURATED = ("NCIT", "MONDO", "Orphanet")
#: "Bladder cancer" is what authors call the carcinoma of an organ.
_SPOKEN = re.compile(r"\bcancers?$", re.IGNORECASE)
#: What makes a name narrower than a label that does not say it.
_ADDED = re.compile(
    r"\b(?:adult|localized|advanced|recurrent|metastatic|sporadic"
    r"|familial|hereditary|inherited|unresectable|refractory)\b",
    re.IGNORECASE,
)
#: What makes a name that of a kind: a site, a form, a behaviour that the label does not say.
_KIND = re.compile(
    r"\b(?:superficial|deep|diffuse|acquired|congenital|infantile|juvenile|primary|multiple|acral"
    r"|conventional|classic(?:al)?|pigmented|epithelioid|hepatoid|gangliocytic|telangiectatic"
    r"|non-?cleaved|histiocytic|complex|high[ -]grade|low[ -]grade|(?:well|poorly)[ -](?:diff\w*)"
    r"|[WP]D|[HL]G|anaplastic|infiltrating|extragonadal|lymph nodes?"
    r"|gastrointestinal sites|intestinal|non AIDS|non-?rhabdo|cranial|choroid|ciliary body)\b",
    re.IGNORECASE,
)
#: What is no tumour at all: a virus, a risk, what a tumour brings.
_BEYOND = re.compile(
    r"\b(?:herpes ?virus|susceptibility|predisposition|hyperthyroidism|syndrome|stage)\b",
    re.IGNORECASE,
)
_YOUNG = re.compile(r"\b(?:childhood|pa?ediatric|child)\b", re.IGNORECASE)
#: "CNS, glioblastoma (GBM)", "gliosarcoma (histologic variant)": entries of a list, not names.
_ENTRY = re.compile(
    r"\((?:[A-Z]{2,}|histologic variant|disease|type)\)|\bw/|\bzone of\b"
    r"|\bwithout mention\b|\bGENE locus\b|\b(?:skeletal|bone) (?:element|tissue)\b"
)


def take_codes(drafts: dict[str, Draft], upstream: Upstream) -> None:
    """Give each tumour its ICD-O morphology, where the code is one of its own.

    A code is its own where the ICD-O term is called like the tumour or like something above it
    ("Uterine Corpus Leiomyosarcoma" has that of leiomyosarcoma). A code that ICD-O 3 did not
    have yet has no label upstream; then the curated statement counts.
    """
    for curie, draft in drafts.items():
        codes: list[str] = []
        for each in (curie, *sorted(draft.exact)):
            stated = [x for x in upstream.xrefs(each) if x.startswith("ICDO:")]
            own = [x for x in stated if upstream.states(each, x)] or (
                stated if each == curie and len(stated) == 1 else []
            )
            codes += [match[1] for x in own if (match := _ICDO.fullmatch(x))]
            if codes:
                break
        if len(set(codes)) == 1 and _fits(drafts, draft, codes[0], upstream):
            draft.facets["icdoMorphology"] = {codes[0]}


def _fits(drafts: dict[str, Draft], draft: Draft, code: str, upstream: Upstream) -> bool:
    row = upstream.get(f"ICDO:{code}")
    if row is None:
        return True
    key = spelling.key(row.label)
    above = {draft.id} | ancestors(drafts, draft.id)
    return any(
        key == spelling.key(drafts[each].label) or key in drafts[each].names
        for each in above & set(drafts)
    )


_ANY_MALIGNANT = re.compile(
    r"\bmalignan\w+\s+(?:\w+\s+){0,3}?(?:neoplasms?|tumou?rs?)\b|\bmalignancy\b", re.I
)
_WHICH = re.compile(
    r"carcinoma|sarcoma|blastoma|mesothelioma|cell\b|sheath|stromal|mixed|mesenchym", re.I
)


def disown(drafts: dict[str, Draft], upstream: Upstream) -> None:
    """Make names related that mean another disease, unless reviewed.

    That is a name that is the label of another disease upstream (MONDO calls Ewing sarcoma
    "localized Ewing sarcoma" too, which is another term of NCIt), one that adds an age or a
    state to the label, and one that says the site of a tumour below. A name that adds a form
    becomes narrow.
    """
    for curie, draft in drafts.items():
        made = {key for key, name in draft.names.items() if name.trust == MADE}
        for above in ancestors(drafts, curie) & set(drafts):
            for key in made & set(drafts[above].names):
                if drafts[above].names[key].trust in (OWN, OTHER):
                    drafts[above].names[key].scope = "related"
    for draft in drafts.values():
        own = {draft.id, *draft.exact, *draft.close}
        for name in draft.names.values():
            if name.trust <= LOCAL or name.scope == "related" or _SPOKEN.search(name.text):
                continue
            added = {word.lower() for word in _ADDED.findall(name.text)}
            added -= set(draft.label.lower().split())
            young = _YOUNG.search(name.text) and not _YOUNG.search(draft.label)
            beyond = _adds(_BEYOND, name.text, draft.label)
            if _ENTRY.search(name.text) or added or young or beyond:
                name.scope = "related"
                continue
            if name.scope == "exact" and _adds(_KIND, name.text, draft.label):
                name.scope = "narrow"
            if name.scope == "exact" and _is_any_malignant(name.text, draft.label):
                name.scope = "broad"
            others = {
                each
                for text in {name.text, spelling.key(name.text)}
                for each in upstream.labelled(text)
                if each.partition(":")[0] in _CURATED and each not in own
            }
            if others:
                name.scope = "related"


def _is_any_malignant(text: str, label: str) -> bool:
    """Whether a name says "malignant tumour" where the label says which: a carcinoma, a sarcoma."""
    return bool(_ANY_MALIGNANT.search(text) and _WHICH.search(label) and not _WHICH.search(text))


def _adds(pattern: re.Pattern[str], text: str, label: str) -> bool:
    """Whether a name says the whole label and a word of a pattern more."""
    words, named = set(spelling.words(text)), set(spelling.words(label))
    said = re.split(r"[\s()/,]+", text.lower())
    added = " ".join(word for word in said if spelling.word_key(word) not in named)
    return named < words and bool(pattern.search(added))


def inherit_facets(drafts: dict[str, Draft]) -> None:
    """Say of every tumour how it behaves and whether it is a sarcoma, from what is above it.

    A reviewed statement about the tumour itself counts first, then the nearest one above. The
    group is stated in the local file for the heads of the families; a benign tumour of a family
    of sarcomas is a mesenchymal one.
    """
    # reviewed, "" where a row says that there is none
    reviewed_groups = _stated(drafts, "group")
    groups = {curie: group for curie, group in reviewed_groups.items() if group}
    reviewed = _stated(drafts, "behaviour")
    coded = {c: "benign" for c, d in drafts.items() if _by_code(d) == "benign"}
    labelled = {c: b for c, d in drafts.items() if (b := _by_label(d))}
    told = {**coded, **labelled, **_STATED, **reviewed}
    told = {curie: behaviour for curie, behaviour in told.items() if behaviour}
    for curie, draft in drafts.items():
        if curie not in reviewed:
            behaviour = _by_label(draft) or _by_code(draft) or _nearest(drafts, curie, told, _SURER)
            if behaviour:
                draft.facets["behaviour"] = {behaviour}
        grade = _GRADE.search(draft.label)
        if grade and "gradeFamily" not in draft.facets:
            draft.facets["gradeFamily"] = {grade[1].lower()}
        if curie not in reviewed_groups:
            group = _nearest(drafts, curie, groups, ("sarcoma", "mesenchymal", "other"))
            above = {groups.get(each) for each in ancestors(drafts, curie)}
            if group == "mesenchymal" and "sarcoma" in above:
                group = "sarcoma"
            if group == "sarcoma" and draft.facets.get("behaviour") == {"benign"}:
                group = "mesenchymal"
            draft.facets["group"] = {group or "other"}


def _stated(drafts: dict[str, Draft], facet: str) -> dict[str, str]:
    return {c: next(iter(d.facets[facet]), "") for c, d in drafts.items() if facet in d.facets}


def _by_label(draft: Draft) -> str:
    found = _LABELLED.search(draft.label)
    return found[1].lower() if found and "Uncertain" not in draft.label else ""


def _by_code(draft: Draft) -> str:
    code = next(iter(draft.facets.get("icdoMorphology", ())), "")
    return _BEHAVIOUR.get(code[-1:], "")


def _nearest(
    drafts: dict[str, Draft], curie: str, told: dict[str, str], order: tuple[str, ...]
) -> str:
    """Give what the nearest terms above say; of several equally near the first in `order`."""
    for level in _levels(drafts, curie):
        found = {told[each] for each in level if each in told}
        if found:
            return min(found, key=order.index)
    return ""


def _levels(drafts: dict[str, Draft], curie: str) -> list[set[str]]:
    levels, seen, edge = [], {curie}, {curie}
    while edge:
        edge = {p for each in edge if each in drafts for p in drafts[each].parents} - seen
        seen |= edge
        levels.append(edge)
    return levels


def ancestors(drafts: dict[str, Draft], curie: str) -> set[str]:
    """Give all identifiers above one by is-a."""
    return set().union(*_levels(drafts, curie))
