"""Names of tumours made from names that are there: "Kidney Angiosarcoma" is renal angiosarcoma.

Upstream names a tumour in one way; authors use the adjective of the site, "of the kidney", the
abbreviation of the entity ("embryonal RMS") or shorten a word ("dediff liposarcoma"). Each made
name is the least trusted: any other claim on it wins.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.draft import LOCAL, MADE, OWN, Draft, all_above
from sarcoma_kg.ontology.tumours import ancestors

_ADJECTIVE = re.compile(r"(al|ic|iac|ar|ous|ary|ine|an|oid|ed)$")
_LONGEST = 2  # words of a site's name that are still said before a tumour
_ABBREVIATION = re.compile(r"[a-z]?[A-Z][A-Za-z]*[A-Z]")
_SHORT = 2  # an abbreviation this short is too many things behind a place: "cardiac AS"
_OF = re.compile(r"(?P<entity>[\w -]+?) of (?:the )?(?P<place>[\w ]+)")
#: Names of sites that are said of animals, of both sexes or in an atlas, but not of a tumour.
_UNSAID = re.compile(
    r"\b(?:animals?|mammalian|vertebrate|chambered|human|male|female|entire|organ|element|tetrapod"
    r"|pentadactyl|generic|free|membrane|axi|axis|structure|limbs|sacs|zone|system|region|belly|nape"
    r"|gut|gullet|gonad|genitalia|birth canal|pudendum|spatium|glandula|hypophysis|cavum|pulmo"
    r"|cutis|vesica|tunica|neuraxis|atria|pituitary body|\w+pharynges|rhinopharynx|ovum|nervus"
    r"|faciali|viis?|hemorrhoidal|voice box|eye socket)\b|[(),]",
    re.IGNORECASE,
)
#: What a place in a label of NCIt means where the word names another site, or a tissue, too.
_MEANT = {"cervical": "uterine cervix", "skeletal": ""}
_UTERINE = "Uterine Corpus "  # authors say uterine: the tumours of the cervix are named as such
_HEAD_NECK = "Head and Neck "  # no site of an atlas
#: What is in the head, but not of head and neck as oncologists use the words.
_NOT_HEAD_NECK = frozenset(
    ("brain", "meninges", "eyeball", "eye", "conjunctiva", "trachea", "skull", "cranium"
     "pituitary gland", "cranial cavity", "choroid", "ciliary body", "central nervous system")
)  # fmt: skip
#: Ages, behaviours and states do not say which tumour an ambiguous abbreviation means.
_PLAIN = frozenset(
    ("childhood", "pediatric", "adult", "benign", "malignant", "primary", "secondary", "metastatic")
)
#: Words that authors shorten, and how (reviewed; as in surgical and pathology reports).
_SHORTENED = (
    (re.compile(r"^dedifferentiated ", re.I), ("DD ", "dediff ", "de-differentiated ")),
    (re.compile(r"^well[ -]differentiated ", re.I), ("WD ", "well diff ")),
    (re.compile(r"^poorly[ -]differentiated ", re.I), ("PD ", "poorly diff ")),
    (re.compile(r"^low[ -]grade ", re.I), ("LG ", "LG")),
    (re.compile(r"^high[ -]grade ", re.I), ("HG ", "HG")),
)


def compose(tumours: dict[str, Draft], sites: dict[str, Draft]) -> None:
    """Add names to tumours: with the names of their site, with abbreviations, with short words."""
    places = _places(sites)
    labels = {spelling.key(draft.label) for draft in tumours.values()}
    for draft in tumours.values():
        for entity, site in _parts(draft.label, places, labels):
            _name(draft, entity, site)
        if draft.label.startswith(_UTERINE) and "," not in draft.label:
            entity = draft.label.removeprefix(_UTERINE).lower()
            draft.add_name(f"uterine {entity}", "exact", MADE)
            draft.add_name(f"{entity} of the uterus", "exact", MADE)
    heads = _heads(tumours)
    for draft in tumours.values():
        for made in list(_abbreviated(draft, heads, places)):
            draft.add_name(made, "exact", MADE)
    for draft in tumours.values():
        for made in list(_shortened(draft)):
            draft.add_name(made, "exact", MADE)


def nest(tumours: dict[str, Draft], sites: dict[str, Draft]) -> None:
    """Put a tumour of a site under those above it there: laryngeal leiomyosarcoma under sarcoma.

    A tumour of the tongue, the orbit, the thyroid … comes under that of head and neck, too.
    """
    places = _places(sites)
    ids = {spelling.key(draft.label): curie for curie, draft in tumours.items()}
    found: dict[str, dict[str, str]] = defaultdict(dict)  # by site, by entity
    for curie, draft in tumours.items():
        for entity, site in _parts(draft.label, places, set(ids)):
            found[site.id].setdefault(ids[spelling.key(entity)], curie)
        entity = spelling.key(draft.label.removeprefix(_HEAD_NECK))
        if draft.label.startswith(_HEAD_NECK) and entity in ids:
            found[_HEAD_NECK].setdefault(ids[entity], curie)
    for place, there in found.items():
        over = {place, *all_above(sites, place)} & set(sites)
        labels = {sites[each].label for each in over}
        wider = {"head", "neck"} & labels and not _NOT_HEAD_NECK & labels
        for entity, curie in there.items():
            families = {entity, *ancestors(tumours, entity)} & set(there)
            tumours[curie].parents |= {there[family] for family in families}
            if wider and entity in found[_HEAD_NECK]:
                tumours[curie].parents.add(found[_HEAD_NECK][entity])
        for curie in there.values():
            tumours[curie].parents.discard(curie)


def _places(sites: dict[str, Draft]) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = defaultdict(list)
    for site in sites.values():
        found[spelling.key(site.label)].append(site)
        for key, name in site.names.items():
            if name.scope == "exact":
                found[key].append(site)
    return found


def _parts(
    label: str, places: dict[str, list[Draft]], labels: set[str]
) -> Iterator[tuple[str, Draft]]:
    """Give entity and site of a label that is made of both, in either order."""
    words = label.split()
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, min(len(words), 4))]
    if match := _OF.fullmatch(label):
        pairs.append((match["place"], match["entity"]))
    for place, entity in pairs:
        key = spelling.key(place)
        found = places.get(_MEANT.get(key, key), [])
        if spelling.key(entity) in labels and len(found) == 1:
            yield entity, found[0]


def _name(draft: Draft, entity: str, site: Draft) -> None:
    names = [name.text for name in site.names.values() if name.scope == "exact"]
    names = [name for name in names if not _UNSAID.search(name)]
    for name in (site.label, *sorted(names)):
        if len(name.split()) <= _LONGEST and not any(char.isdigit() for char in name):
            draft.add_name(f"{name.lower()} {entity.lower()}", "exact", MADE)
            if not _ADJECTIVE.search(name):
                draft.add_name(f"{entity.lower()} of the {name.lower()}", "exact", MADE)
                draft.add_name(f"{entity.lower()} of {name.lower()}", "exact", MADE)


def _heads(tumours: dict[str, Draft]) -> dict[str, list[tuple[str, Draft]]]:
    """Give the long forms that reviewed abbreviations stand for, with them and their tumour."""
    found: dict[str, list[tuple[str, Draft]]] = defaultdict(list)
    for draft in tumours.values():
        reviewed = [name for name in draft.names.values() if name.trust <= LOCAL]
        long = [draft.label, *(name.text for name in reviewed if name.scope == "exact")]
        for name in reviewed:
            if name.scope in ("exact", "related") and _ABBREVIATION.fullmatch(name.text):
                for each in long:
                    if _initials(name.text, each):
                        found[each.lower()].append((name.text, draft))
    return found


def _initials(short: str, long: str) -> bool:
    """Whether the letters of an abbreviation stand in a long form, in order, the first first."""
    letters = iter(long.lower())
    return short[0].lower() == long[0].lower() and all(x in letters for x in short.lower())


def _abbreviated(
    draft: Draft, heads: dict[str, list[tuple[str, Draft]]], places: dict[str, list[Draft]]
) -> Iterator[str]:
    for text in _said(draft):
        lower = text.lower()
        if _UNSAID.search(lower):
            continue
        words = lower.split()
        for start, end in _spans(len(words)):
            known = heads.get(" ".join(words[start:end]), [])
            rest = [*words[:start], *words[end:]]
            for short, head in known if rest else ():
                clear = len(short) > _SHORT or not _says_nothing(rest, places)
                if head is not draft and clear:
                    yield " ".join((*words[:start], short, *words[end:]))
            if known and rest:
                break


def _said(draft: Draft) -> Iterable[str]:
    made = [n for n in draft.names.values() if n.scope == "exact" and n.trust in (LOCAL, OWN, MADE)]
    return (draft.label, *(name.text for name in made))


def _spans(count: int) -> list[tuple[int, int]]:
    """Give all runs of words, the longest first."""
    runs = [(a, b) for a in range(count) for b in range(a + 1, count + 1)]
    return sorted(runs, key=lambda run: (run[0] - run[1], run))


def _says_nothing(words: list[str], places: dict[str, list[Draft]]) -> bool:
    said = [word for word in words if word not in ("of", "the")]
    return " ".join(said) in places or all(
        word in _PLAIN or spelling.key(word) in places for word in said
    )


def _shortened(draft: Draft) -> Iterator[str]:
    for text in _said(draft):
        for long, shorts in _SHORTENED:
            rest = long.sub("", text)
            if rest != text:
                for short in shorts:
                    if short.endswith(" ") or _ABBREVIATION.fullmatch(rest):
                        yield f"{short}{rest}"
