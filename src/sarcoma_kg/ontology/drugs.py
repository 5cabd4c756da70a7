"""Drugs while their slim is made: which upstream names they keep, and what they are given for.

Upstream lists of drug names mix the substance with its salts, its formula, packages of makers,
metabolites and other drugs. What is surely the same word stays exact, a salt or a biosimilar is
narrower, a formula is no name, and of an unreviewed list only what a local row names is taken.
"""

import re
import unicodedata
from collections.abc import Callable

from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.draft import LOCAL, VAGUE, Draft, Named
from sarcoma_kg.ontology.upstream import Upstream

_SALTS = """
    acetate anhydrous arginine bedesylate benzoate besilate besylate bisulfate
    bitartrate bromide calcium carbonate chloride citrate dihydrate dihydrochloride dimaleate
    diphosphate disodium ditosylate edisylate erbumine esylate ethanolate formate fumarate
    gluconate hcl hemifumarate hemihydrate hemiethanolate hydrate hydrobromide hydrochloride
    hydrogen hyclate lactate lysine magnesium malate maleate mesilate mesylate monoacetate
    monohydrate monohydrobromide monohydrochloride monopotassium monosodium napadisilate nitrate
    oxalate pamoate phosphate potassium salt sodium succinate sulfate tartrate tosylate
    trihydrate tromethamine zinc
"""
#: What a salt, a hydrate or an ester adds to the name of its substance.
SALTS = frozenset(_SALTS.split())
# wiki markup and entities that slipped into a list of names
_MARKUP = re.compile(r"[=<>{}&;]|\bref\b")
# a formula or a systematic name: locants, brackets, stereo letters
_FORMULA = re.compile(
    r"[()\[\]{}]"
    r"|^\d[\d,']*[ '-]|^[NOSCLDRE][\d,']* ?- ?|^N[\d']* |^[nolpd]\d*[,-]|^d[lr]-|^rac-|^[a-z]-"
    r"|[a-z] \d[\d,]*['α-ω]* [a-z]|\d,\d"
    r"|\d(?:alpha|beta|[αβ])|(?:^|[- ])(?:alpha|beta|[αβ]|cis|trans|meta|para|m|p|o)[ -](?!\d|int)"
    r"|\b(?:Cpd|Compound|component|labeled|isomer)\b|-\d+-(?!\d)",
)
# four letters that tell makers of one biological apart: trastuzumab-dkst
_BIOSIMILAR = re.compile(r"(?<=mab|tim)[- ][a-z]{4}$")
_FOLDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"ch|k|qu"), "c"),
    (re.compile(r"y"), "i"),
    (re.compile(r"z"), "s"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"(?:um|us|[aeiou])+$"), ""),
)


def fold(name: str) -> str:
    """Reduce an international name to what its Latin, Spanish or German forms share.

    `fold("ciclofosfamida") == fold("cyclophosphamidum") == fold("cyclophosphamide")`.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = []
    for each in re.findall(r"[^\W_]+", plain):
        word = each
        for form, instead in _FOLDS:
            word = form.sub(instead, word)
        words.append(word)
    return " ".join(words)


def is_formula(name: str) -> bool:
    """Whether a name is a formula, a systematic name or markup, which no case report writes."""
    return bool(_MARKUP.search(name) or _FORMULA.search(name))


def is_salt(name: str, of: set[str]) -> bool:
    """Whether a name is one of the names `of` (spelling keys) with the words of a salt."""
    words = spelling.key(name).split()
    rest = [word for word in words if word not in SALTS]
    return bool(rest) and len(rest) < len(words) and " ".join(rest) in of


def review_names(drafts: dict[str, Draft], upstream: Upstream) -> None:
    """Judge every upstream name of every drug, and the reviewed ones as to salts."""
    for draft in drafts.values():
        surer = [draft.label, *(n.text for n in draft.names.values() if n.trust <= LOCAL)]
        keys, folded = {spelling.key(text) for text in surer}, {fold(text) for text in surer}
        headings = {spelling.key(row.label) for x in draft.exact if (row := upstream.get(x))}
        for key, name in list(draft.names.items()):
            odd = is_formula(name.text) or "," in name.text
            if odd and (key in headings or name.trust < LOCAL):
                name.scope = "related"  # an inverted label upstream, which no text has
            elif odd and name.trust > LOCAL:
                del draft.names[key]
            elif name.trust > LOCAL and name.scope == "related":
                if not _is_class(draft) and fold(name.text) not in folded:
                    del draft.names[key]
            elif name.scope == "exact":
                name.scope = _scope(name, keys - {key}, folded, draft, upstream)
                if not name.scope:
                    del draft.names[key]


def _is_class(draft: Draft) -> bool:
    return bool(draft.facets.get("rank", set()) & {"class", "root"})


def _scope(name: Named, keys: set[str], folded: set[str], draft: Draft, upstream: Upstream) -> str:
    """Give the scope that an exact name keeps; an empty text where it is not to be trusted."""
    if is_salt(name.text, keys):
        return "narrow"
    if name.trust <= LOCAL or fold(name.text) in folded:
        return "exact"
    if fold(_BIOSIMILAR.sub("", name.text)) in folded:
        return "narrow"
    if name.trust == VAGUE:
        return ""  # an unreviewed list: brands, packages, metabolites and other drugs alike
    own = {draft.id, *draft.exact, *draft.close}
    return "related" if set(upstream.labelled(name.text)) - own else "exact"


def inherit_roles(
    drafts: dict[str, Draft], ancestors: Callable[[dict[str, Draft], str], set[str]]
) -> None:
    """Give every drug the roles of the classes above it, unless a reviewed row states its own."""
    stated = {
        curie: draft.facets["role"] for curie, draft in drafts.items() if "role" in draft.facets
    }
    for curie, draft in drafts.items():
        if curie not in stated:
            above = [stated[each] for each in ancestors(drafts, curie) if each in stated]
            if above:
                draft.facets["role"] = set().union(*above)
