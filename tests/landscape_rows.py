"""Synthetic answers of `network-of-diagnosis`: patients by seed, with terms that exist.

What goes with which subtype is invented and has the shape of real cohorts: a few subtypes have
most patients, each has its sites, drugs and alterations, and many rare ones have one or two.
"""

# ruff: noqa: E501 - a table
# ruff: noqa: S311 - invented patients, no secrets

import random
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from sarcoma_kg.graph import Answer, Node
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.terms import prefixes

#: Subtype, its share, and what often goes with it.
_PROFILES: tuple[tuple[str, int, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    ("leiomyosarcoma", 18, ("uterus", "retroperitoneum", "thigh"), ("doxorubicin", "gemcitabine", "docetaxel", "trabectedin"), ("TP53 mutation", "RB1 loss")),
    ("dedifferentiated liposarcoma", 14, ("retroperitoneum", "abdomen"), ("doxorubicin", "ifosfamide", "eribulin"), ("MDM2 amplification", "CDK4 amplification")),
    ("myxoid liposarcoma", 8, ("thigh", "popliteal fossa"), ("trabectedin", "doxorubicin"), ("FUS-DDIT3 fusion",)),
    ("gastrointestinal stromal tumor", 15, ("stomach", "small intestine", "rectum"), ("imatinib", "sunitinib", "regorafenib"), ("KIT exon 11 mutation", "PDGFRA mutation")),
    ("synovial sarcoma", 10, ("knee", "foot", "thigh", "lung"), ("ifosfamide", "doxorubicin", "pazopanib"), ("SS18-SSX fusion",)),
    ("Ewing sarcoma", 9, ("femur", "pelvis", "rib"), ("vincristine", "cyclophosphamide", "etoposide", "ifosfamide"), ("EWSR1-FLI1 fusion",)),
    ("osteosarcoma", 9, ("femur", "tibia", "humerus"), ("methotrexate", "cisplatin", "doxorubicin"), ("TP53 mutation", "RB1 loss")),
    ("alveolar rhabdomyosarcoma", 5, ("forearm", "nasal cavity", "perineum"), ("vincristine", "dactinomycin", "cyclophosphamide"), ("PAX3-FOXO1 fusion",)),
    ("angiosarcoma", 6, ("scalp", "breast", "spleen"), ("paclitaxel", "doxorubicin"), ("MYC amplification",)),
    ("undifferentiated pleomorphic sarcoma", 9, ("thigh", "upper arm", "gluteal region"), ("doxorubicin", "ifosfamide", "pembrolizumab"), ("TP53 mutation",)),
    ("epithelioid sarcoma", 3, ("hand", "forearm"), ("tazemetostat", "doxorubicin"), ("SMARCB1 loss",)),
    ("solitary fibrous tumor", 4, ("pleura", "meninges"), ("pazopanib", "temozolomide"), ("NAB2-STAT6 fusion",)),
)  # fmt: skip
_OUTCOMES = (("NED", 32), ("AWD", 22), ("DOD", 26), ("alive", 14), ("DOC", 3), ("dead", 3))
_PROCEDURES = (
    ("resection", 60),
    ("radiation therapy", 34),
    ("metastasectomy", 8),
    ("amputation", 6),
)


def answer(cases: int, seed: int = 1) -> Answer:
    """Give the rows of so many cases: case, tumour, has, what."""
    rows = sorted(_rows(cases, random.Random(seed), Ontology.load()), key=str)
    return Answer(("case", "tumour", "has", "what"), tuple(rows))


def _rows(
    cases: int, chance: random.Random, ontology: Ontology
) -> Iterator[tuple[Node | None, ...]]:
    def term(name: str, kind: str) -> NamedNode | None:
        match = ontology.named(name, kind)
        return NamedNode(match.concept.id.iri) if match else None

    sarcoma = ontology.named("sarcoma", "disease")
    assert sarcoma is not None
    kinds, rare = [sarcoma.concept], []
    while kinds:
        each = kinds.pop(0)
        rare.append(each)
        kinds += [child for child in ontology.children(each.id) if child not in rare]
    rare = sorted({each.id.iri for each in rare})
    sites = [name for profile in _PROFILES for name in profile[2]]
    drugs = [name for profile in _PROFILES for name in profile[3]]
    schema = prefixes()["skg"]
    for number in range(1, cases + 1):
        case = NamedNode(f"{prefixes()['paper']}pmid-{10_000_000 + number}#case1")
        tumour = NamedNode(f"{case.value}-tumour1")
        if chance.random() < 0.78:
            name, _, places, given, altered = chance.choices(
                _PROFILES, [profile[1] for profile in _PROFILES]
            )[0]
            diagnosis = term(name, "disease")
        else:
            diagnosis = NamedNode(chance.choice(rare))
            places, given, altered = (chance.choice(sites),), (chance.choice(drugs),), ()
        had: list[tuple[str, NamedNode | None, bool]] = [("diagnosis", diagnosis, True)]
        place = chance.choices(places, range(len(places), 0, -1))[0]
        if chance.random() < 0.92:
            had.append(("site", term(place, "site"), True))
        for drug in chance.sample(given, chance.randint(0, min(2, len(given)))):
            had.append(("drug", term(drug, "drug"), True))
        for name, share in _PROCEDURES:
            if chance.random() * 100 < share:
                had.append(("procedure", term(name, "procedure"), True))
        if altered and chance.random() < 0.4:
            had.append(("alteration", term(chance.choice(altered), "alteration"), True))
        if chance.random() < 0.85:
            ended = chance.choices([name for name, _ in _OUTCOMES], [n for _, n in _OUTCOMES])[0]
            had.append(("status", NamedNode(schema + ended), False))
        had.append(("sex", NamedNode(schema + chance.choice(("female", "male"))), False))
        for has, what, of_tumour in had:
            if what is not None:
                yield case, tumour if of_tumour else None, NamedNode(schema + has), what
        yield case, None, NamedNode(schema + "age"), Literal(f"{chance.randint(2, 88)} years")
