"""Rules over all sites of the vocabulary, with the exceptions listed."""

import re

import pytest

from sarcoma_kg.ontology import Concept, Ontology, spelling

#: Every site is one of these, or lies below one by is-a or part-of.
REGIONS = ("head and neck", "head", "neck", "trunk", "upper limb", "lower limb", "extremity")
#: Tissues, and systems of the whole body, are in no region.
EVERYWHERE = {
    # of the whole body, or of more than one region
    "anatomical entity", "adipose tissue", "aponeurosis", "artery", "blood vessel", "bone",
    "bone marrow", "cartilage", "central nervous system", "connective tissue", "dermis",
    "diaphysis", "epiphysis", "fascia", "gastrointestinal tract", "joint", "ligament",
    "lymph node", "lymphatic vessel", "metaphysis", "muscle", "nerve", "periosteum", "serosa",
    "skeletal muscle tissue", "skin", "smooth muscle tissue", "Soft Tissue", "spinal nerve",
    "subcutaneous tissue", "synovium", "tendon", "tendon sheath", "vein", "bursa", "placenta",
    "meninges", "dura mater", "leptomeninx", "epidural space", "subdural space", "intradural space",
    "subarachnoid space", "sympathetic trunk", "sympathetic ganglion", "vagus nerve", "esophagus",
    "subclavian artery", "subclavian vein", "cervicothoracic region", "paratracheal region",
}  # fmt: skip
#: Words of comparative anatomy, of embryology, and of names that are made by rule.
NO_WORDS = re.compile(
    r"\bpaws?\b|flipper|\bfins?\b|\bwing zeug|dewclaw|blowhole|zeugopod|stylopod|autopod|propodi"
    r"|mesopodi|basipodi|epipodi|hind ?limb|fore ?limb|tetrapod|teleost|zebrafish|vertebrate"
    r"|mammal|gonada\b|zone of skin|organism|segment of free|[@%=]|\bsensu\b|\(volume\)"
)
#: Labels of an upstream vocabulary that stay as names, so that the reference knows them.
UPSTREAM = {
    "hindlimb zeugopod", "forelimb stylopod", "forelimb zeugopod", "hindlimb stylopod",
    "forelimb", "hindlimb", "tetrapod frontal bone", "tetrapod parietal bone",
    "mammalian cervical vertebra 3", "mammalian cervical vertebra 4",
    "mammalian cervical vertebra 5", "mammalian cervical vertebra 6",
    "mammalian cervical vertebra 7", "mammalian vulva",
}  # fmt: skip
#: Each word for a side with the side that it means: "dorsal" and "back" are "posterior".
SIDES = {
    "left": "left", "sinister": "left", "right": "right", "dexter": "right",
    "anterior": "front", "ventral": "front", "posterior": "back", "dorsal": "back",
    "medial": "medial", "lateral": "lateral", "inner": "medial", "outer": "lateral",
    "proximal": "upper", "upper": "upper", "superior": "upper",
    "distal": "lower", "lower": "lower", "inferior": "lower",
}  # fmt: skip
#: Exact names with a side that the label does not say, and that mean the same.
SAME = {
    ("dorsum of foot", "dorsal"), ("dorsum of hand", "dorsal"), ("forearm", "lower arm"),
    ("thigh", "upper leg"), ("mandible", "lower jaw"), ("mandible", "inferior maxillary bone"),
    ("nape of neck", "posterior"), ("nape of neck", "dorsal"), ("thoracic vertebra", "dorsal"),
    ("thoracic spine", "dorsal spine"), ("terminal ileum", "distal ileum"),
    ("pelvic side wall", "lateral pelvic wall"), ("first part of duodenum", "superior part"),
    ("femoral nerve", "anterior crural nerve"), ("tibial nerve", "medial popliteal nerve"),
    ("common fibular nerve", "lateral popliteal nerve"), ("tricuspid valve", "right"),
    ("mitral valve", "left"), ("splenic flexure", "left colic flexure"),
    ("hepatic flexure", "right colic flexure"), ("paraaortic lymph node", "lateral aortic"),
    ("jugular foramen", "posterior lacerate foramen"), ("humeral head", "proximal head"),
    ("base of tongue", "posterior"), ("latissimus dorsi muscle", "dorsal latissimus"),
    ("upper back", "posterior part of thorax"), ("upper back", "dorsal"),
    ("middle lobe of right lung", "right medial lobe"), ("trapezoid bone", "distal carpal"),
    ("hamate", "distal carpal"), ("medial cuneiform", "distal tarsal"),
    ("trapezium", "distal carpal"), ("retina", "inner layer of eyeball"),
    ("external ear", "outer ear"), ("internal ear", "inner ear"),
    ("first web space", "first dorsal web space"), ("tibial crest", "anterior border"),
    ("alveolar process of maxilla", "upper alveolus"),
    ("lateral cuneiform", "distal tarsal"), ("intermediate cuneiform", "distal tarsal"),
}  # fmt: skip


@pytest.fixture(scope="module")
def sites(ontology: Ontology) -> list[Concept]:
    """All sites."""
    return list(ontology.concepts("site"))


def exact(concept: Concept) -> list[str]:
    """Give the exact names of a concept besides its label."""
    return [name.text for name in concept.names if name.scope == "exact"]


def test_every_site_has_a_way_up_to_its_region(ontology: Ontology, sites: list[Concept]) -> None:
    """A site is part of head, neck, trunk or a limb; tissues of the whole body are listed."""
    loose = {
        site.label
        for site in sites
        if site.label not in REGIONS
        and not {each.label for each in ontology.ancestors(site.id, parts=True)} & set(REGIONS)
    }

    assert EVERYWHERE == loose


def test_nothing_is_part_of_the_root(ontology: Ontology, sites: list[Concept]) -> None:
    """To be part of the top of the hierarchy says nothing, and so nobody says it."""
    root = next(site.id for site in sites if site.facet("rank") == "root")

    assert [site.label for site in sites if root in site.part_of] == []


def test_no_name_of_an_animal(sites: list[Concept]) -> None:
    """No name is of comparative anatomy ("hindlimb propodium") or made by rule."""
    found = [
        (site.label, name.text)
        for site in sites
        for name in site.names
        if NO_WORDS.search(name.text.lower()) and name.text not in UPSTREAM
    ]

    assert found == []


def test_sides_agree(sites: list[Concept]) -> None:
    """An exact name says no side that the label does not say: "anterior thigh" is not medial."""

    def said(text: str) -> set[str]:
        return {SIDES[word] for word in re.findall(r"[a-z]+", text.lower()) if word in SIDES}

    wrong = [
        (site.label, name)
        for site in sites
        for name in exact(site)
        if said(name) - said(site.label)
        and not any(
            # "dorsal vertebra" holds for each vertebra
            site.label.startswith(label) and word in name.lower()
            for label, word in SAME
        )
    ]

    assert wrong == []


def test_no_name_of_two_sites(sites: list[Concept]) -> None:
    """An exact name belongs to one site."""
    owners: dict[str, set[str]] = {}
    for site in sites:
        for name in (site.label, *exact(site)):
            owners.setdefault(spelling.key(name), set()).add(site.label)

    assert {name: labels for name, labels in owners.items() if len(labels) > 1} == {}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("intracranial", "brain"),
        ("anterior thigh", "medial thigh"),
        ("posterior thigh", "medial thigh"),
        ("PA", "subclavian artery"),
        ("lunate", "capitate"),
        ("astragalus", "calcaneus"),
        ("deep circumflex iliac artery", "iliac artery"),
        ("cerebral ventricle", "cardiac ventricle"),
        ("cortical", "renal cortex"),
        ("upper back", "back"),
        ("posterior neck", "neck"),
        ("perirenal fascia", "perirenal fat"),
        ("superior tibiofibular joint", "knee joint"),
        ("vertebral body", "vertebra"),
        ("lateral ligament", "Broad Ligament"),
        ("hilar", "hilum of lung"),
        ("L4", "lumbar vertebra 5"),
        ("skin of vulva", "vulva"),
    ],
)
def test_a_name_is_not_another_site(ontology: Ontology, name: str, label: str) -> None:
    """What was an exact name of the wrong site is one no longer."""
    match = ontology.find(name, "site")

    assert match is None or match.concept.label != label or match.how == "related"


@pytest.mark.parametrize("name", ["PA", "Th", "Hy", "5n", "HPV"])
def test_abbreviations_of_atlases(ontology: Ontology, name: str) -> None:
    """Abbreviations that only atlases use name no site."""
    assert ontology.find(name, "site") is None


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("brain", "lateral ventricle"),
        ("heart", "left ventricle"),
        ("liver", "left lobe of liver"),
        ("liver", "segment VI of the liver"),
        ("stomach", "body of stomach"),
        ("scrotum", "testis"),
        ("thigh", "anterior thigh"),
        ("thigh", "adductor magnus"),
        ("vertebral column", "L4 vertebra"),
        ("knee", "popliteal fossa"),
        ("foot", "heel"),
        ("femur", "greater trochanter"),
        ("abdomen", "superior mesenteric artery"),
    ],
)
def test_parts(ontology: Ontology, whole: str, part: str) -> None:
    """A part lies below its whole."""
    high, low = ontology.find(whole, "site"), ontology.find(part, "site")

    assert high is not None
    assert low is not None
    assert ontology.is_a(low.concept.id, high.concept.id, parts=True)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("ureter", "renal pelvis"),
        ("testis", "seminal vesicle"),
        ("thalamus", "pineal body"),
        ("diaphysis", "metaphysis"),
        ("gastrointestinal tract", "mandible"),
        ("gastrointestinal tract", "perineum"),
        ("right lobe of liver", "caudate lobe of liver"),
        ("vertebra", "rib"),
    ],
)
def test_no_parts(ontology: Ontology, whole: str, part: str) -> None:
    """What upstream or an earlier row places wrongly is no part."""
    high, low = ontology.find(whole, "site"), ontology.find(part, "site")

    assert high is not None
    assert low is not None
    assert not ontology.is_a(low.concept.id, high.concept.id, parts=True)
