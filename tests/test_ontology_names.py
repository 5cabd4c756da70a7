"""A name as clinicians write it finds its term with all its parts, and never another word."""

import json
import random
import re
import time

import pytest

from conftest import Run
from sarcoma_kg.ontology import KINDS, Ontology, spelling
from sarcoma_kg.ontology.misspelling import nearest_words
from sarcoma_kg.ontology.qualifiers import qualifiers, shortened

#: Words of which one may never be read as the other.
OPPOSITES = (
    ("anterior", "posterior"), ("medial", "lateral"), ("proximal", "distal"), ("left", "right"),
    ("upper", "lower"), ("superior", "inferior"), ("internal", "external"), ("benign", "malignant"),
    ("low", "high"), ("well", "poorly"), ("acute", "chronic"), ("positive", "negative"),
    ("primary", "secondary"), ("adult", "childhood"), ("superficial", "deep"),
)  # fmt: skip
BEGINNINGS = (("hyper", "hypo"), ("hypo", "hyper"), ("intra", "extra"), ("ante", "post"))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("ARMS", "Alveolar Rhabdomyosarcoma"),
        ("arms", "arm"),
        ("AS", None),
        ("PA", None),
        ("rejected", None),
        ("hypothyroidsm and sarcoma", None),
        ("no osteosarcoma", None),
        ("osteosarcoma or chondrosarcoma", None),
        ("non-metastatic qqq", None),
        ("superior artery", None),
        ("streptomycin", None),
        ("fifth ventricle", None),
        ("arm of the study", None),
        ("body of evidence", None),
        ("head of department", None),
        ("foot of the bed", None),
        ("neck of the flask", None),
        ("hand surgeon", None),
        ("bowel prep", None),
        ("low", None),
    ],
)
def test_never_another_word(ontology: Ontology, name: str, label: str | None) -> None:
    """What looks like another word, or leaves a word unexplained, is none of it."""
    match = ontology.find(name)

    assert label == (match.concept.label if match else None)


def test_an_abbreviation_is_no_plural(ontology: Ontology) -> None:
    """Every short name in capitals that ends in S leads to a term that is called so."""
    names = {
        name.text
        for concept in ontology.concepts()
        for name in concept.names
        if re.fullmatch("[A-Z]{1,4}S", name.text)
    }
    wrong = [
        (name, match.matched)
        for name in names
        if (match := ontology.find(name)) and match.matched.casefold() != name.casefold()
    ]

    assert wrong == []
    assert len(names) > 30


def test_opposites_are_not_swapped(ontology: Ontology) -> None:
    """No label with a qualifier turned into its opposite finds the same term as a whole."""
    pairs = [*OPPOSITES, *(pair[::-1] for pair in OPPOSITES)]
    wrong = []
    for concept in ontology.concepts():
        words = concept.label.split()
        for place, word in enumerate(words):
            others = [other for one, other in pairs if word.lower() == one]
            others += [
                other + word[len(one) :]
                for one, other in BEGINNINGS
                if word.lower().startswith(one)
            ]
            for other in others:
                name = " ".join([*words[:place], other, *words[place + 1 :]])
                match = ontology.named(name, concept.kind)
                if match and match.concept.id == concept.id and match.how in ("label", "fuzzy"):
                    wrong.append((name, concept.label))

    assert wrong == []


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("SATB2", ["gene", "marker"]),
        ("NF1", ["gene", "marker", "syndrome"]),
        ("leiomyosarcoma", ["disease"]),
        ("left femur", ["site"]),
        ("qqq", []),
    ],
)
def test_readings(ontology: Ontology, name: str, kinds: list[str]) -> None:
    """A name of several kinds gives them all, the best first; each is found by its kind."""
    found = ontology.readings(name)

    assert set(kinds) <= {match.concept.kind for match in found}
    assert bool(found) == bool(kinds)
    for kind in kinds:
        match = ontology.find(name, kind)
        assert match is not None
        assert match.concept.kind == kind


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("low grade ESS", "Uterine Corpus Low Grade Endometrial Stromal Sarcoma"),
        ("dedifferentiated LPS", "Dedifferentiated Liposarcoma"),
        ("dediff LPS", "Dedifferentiated Liposarcoma"),
        ("alveolar RMS", "Alveolar Rhabdomyosarcoma"),
        ("parosteal OS", "Parosteal Osteosarcoma"),
        ("Li-Fraumeni", "Li-Fraumeni syndrome"),
        ("Gardner", "Gardner syndrome"),
        ("Nijmegen breakage", "Nijmegen breakage syndrome"),
        ("Ewing's", "Ewing Sarcoma"),
        ("soft tissue angiofibroma", "Angiofibroma of Soft Tissue"),
        ("amplified MDM2", "MDM2 amplification"),
        ("TP53 mutated", "TP53 mutation"),
        ("WLE", "wide excision"),
        ("left lower lobe of the lung", "lower lobe of left lung"),
        ("osteo sarcoma", "Osteosarcoma"),
        ("leiomyo-sarcoma", "Leiomyosarcoma"),
    ],
)
def test_other_ways_to_write_a_name(ontology: Ontology, name: str, label: str) -> None:
    """Shortened words, eponyms, word order and changed genes lead to the very term."""
    match = ontology.find(name)

    assert match is not None
    assert match.concept.label == label
    assert match.parts == ()


@pytest.mark.parametrize(
    ("name", "how", "parts"),
    [
        (
            "deep-seated low-grade myxofibrosarcoma of the left upper arm",
            "composed",
            "depth: Deep, grade: Low Grade, disease: Myxofibrosarcoma, side: Left, "
            "place: upper arm",
        ),
        (
            "recurrent DFSP",
            "composed",
            "stage: Recurrent, disease: Dermatofibrosarcoma Protuberans",
        ),
        (
            "KIT-mutant GIST",
            "composed",
            "alteration: KIT mutation, disease: Gastrointestinal Stromal Tumor",
        ),
        (
            "grade 3 chondrosarcoma of the pelvis",
            "composed",
            "disease: Chondrosarcoma, Grade 3, place: pelvis",
        ),
        ("en bloc scapulectomy", "composed", "approach: en bloc, procedure: scapulectomy"),
        (
            "open biopsy of the thigh",
            "composed",
            "procedure: open biopsy, place: thigh",
        ),
        ("high-dose cyclophosphamide", "composed", "dose: high dose, drug: cyclophosphamide"),
        (
            "diffuse S100 positivity",
            "composed",
            "pattern: Diffuse, marker: S-100, result: positivity",
        ),
        ("grade 3 anaemia", "composed", "grade: Grade 3, finding: Anemia"),
        ("left proximal femur", "composed", "side: Left, site: proximal femur"),
        (
            "upper third of the right humerus",
            "composed",
            "site: proximal humerus, side: Right",
        ),
        (
            "middle third of the left clavicle",
            "broad",
            "part: middle third, side: Left, site: clavicle",
        ),
        ("volar wrist", "broad", "position: volar, site: wrist"),
        ("wedge splenectomy", "broad", "extent: wedge, procedure: splenectomy"),
        ("liposarcoma, myxoid type", "composed", "disease: Myxoid Liposarcoma, form: type"),
    ],
)
def test_composed(ontology: Ontology, name: str, how: str, parts: str) -> None:
    """A name that says more than its term is composed of parts, the finest term its head."""
    match = ontology.find(name)

    assert match is not None
    assert match.how == how
    assert ", ".join(f"{part.role}: {part.label}" for part in match.parts) == parts
    assert all(part.term for part in match.parts if part.role in ("side", "grade", "place", *KINDS))
    assert ontology.named(name) is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("pazopinib", "pazopanib"),
        ("doxorubacin", "doxorubicin"),
        ("gemcytabine", "gemcitabine"),
        ("irinotican", "irinotecan"),
        ("everolimas", "everolimus"),
        ("weekly pacletaxel", "paclitaxel"),
        ("leiomyosarkoma", "Leiomyosarcoma"),
        ("rabdomyosarcoma of the orbit", "Rhabdomyosarcoma"),
    ],
)
def test_misspelt(ontology: Ontology, wrong: str, right: str) -> None:
    """A typing error in one long word is forgiven."""
    match = ontology.find(wrong)

    assert match is not None
    assert match.how == "fuzzy"
    assert right.casefold() in match.concept.label.casefold()


def test_a_misspelt_drug_is_no_other_drug(ontology: Ontology) -> None:
    """A drug with one letter wrong is that drug or none, over drugs drawn from all."""
    chance = random.Random(10)  # noqa: S311 - draws names
    drugs = [c for c in ontology.concepts("drug") if re.fullmatch("[a-z]{8,}", c.label)]
    wrong = []
    for concept in chance.sample(drugs, 80):
        place = chance.randrange(1, len(concept.label))
        letter = chance.choice("aeiouqxs")
        name = concept.label[:place] + letter + concept.label[place + 1 :]
        match = ontology.find(name)
        if (
            match
            and match.concept.id != concept.id
            and not ontology.akin(match.concept.id, concept.id)
        ):
            wrong.append((name, concept.label, match.concept.label))

    assert wrong == []


def test_a_known_word_is_no_misspelling(ontology: Ontology) -> None:
    """Opposites and chemical endings are kept apart, and short words are never changed."""
    known = ["hyperthermia", "asparaginase", "pazopanib", "femoral"]

    assert nearest_words("hypothermia", known) == []
    assert nearest_words("asparaginate", known) == []
    assert nearest_words("femural", known) == []
    assert nearest_words("pazopinib", known) == ["pazopanib"]


def test_qualifiers_are_well_formed() -> None:
    """Every qualifier has a role and kinds of concept, and no short word stands for itself."""
    for key, rows in qualifiers().items():
        assert key
        for row in rows:
            assert row.role
            assert row.kinds <= set(KINDS)
            assert bool(row.term) <= bool(row.label)
    for short, longs in shortened().items():
        assert spelling.key(short) not in map(spelling.key, longs)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sarcoma " * 1250, r"has 10000 characters; a name has at most 200"),
        ("!?…—", "has no letter and no number"),
        ("s\N{CYRILLIC SMALL LETTER A}rcoma", "not Latin .cyrillic small letter a.; write it in"),
        ("a\x1b[31mq", r"'a\\x1b\[31mq' is no term"),
        ("xyzzy qqqq", "is no term of the ontology"),
    ],
)
def test_bad_input(run: Run, name: str, message: str) -> None:
    """What can be no name is answered in one clear line."""
    result = run("term", name, code=1)

    assert re.search(message, result.stderr)
    assert result.stderr.count("\n") == 1
    assert "" == result.stdout


def test_look_up_is_fast(ontology: Ontology) -> None:
    """No name of any length or number of parts takes long."""
    names = ["left " * 39, "KIT " * 18, "sarcoma, " * 20, "of the " * 28, "x" * 10_000, "a" * 200]
    start = time.perf_counter()
    for name in names:
        ontology.find(name)
        ontology.suggest(name)

    assert time.perf_counter() - start < 20


def test_term_shows_parts_and_other_readings(run: Run) -> None:
    """`term --format json` gives the parts of a name and its other readings."""
    both = json.loads(run("term", "NF1", "--format", "json").stdout)
    chosen = json.loads(run("term", "NF1", "--kind", "syndrome", "--format", "json").stdout)
    parts = json.loads(run("term", "left femur", "--format", "json").stdout)["parts"]

    assert {"id", "label", "matched", "kind", "xrefs"} <= set(both["also"][0])
    assert "syndrome" in {each["kind"] for each in both["also"]}
    assert chosen["kind"] == "syndrome"
    assert [(part["role"], part["id"]) for part in parts] == [
        ("side", "NCIT:C25229"),
        ("site", "UBERON:0000981"),
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("pembro", "Pembrolizumab"),
        ("carboplatinum", "carboplatin"),
        ("R femur", "femur"),
        ("prox tibia", "proximal tibia"),
        ("gluteus max", "gluteus maximus"),
        ("abd pain", "Abdominal pain"),
        ("core bx", "core needle biopsy"),
        ("dediff chondro", "Dedifferentiated Chondrosarcoma"),
        ("LD flap", "latissimus dorsi flap reconstruction"),
        ("extraskel myxoid chondrosarc", "Extraskeletal Myxoid Chondrosarcoma"),
        ("epithelioid hemangioendo", "Epithelioid Hemangioendothelioma"),
        ("greater troch", "greater trochanter"),
        ("hip disartic", "hip disarticulation"),
        ("sup pubic ramus", "superior pubic ramus"),
        ("watch & wait", "watchful waiting"),
        ("desmin +", "desmin"),
        ("PAX3::FOXO1+", "PAX3::FOXO1"),
        ("ALK+ IMT", "Inflammatory Myofibroblastic Tumor"),
        ("gastric GIST, KIT exon 9", "Gastric Gastrointestinal Stromal Tumor"),
        ("zzzq troch", None),
        ("neg margin", None),
        ("mult mass", None),
        ("R", None),
        ("post", None),
        ("lat", None),
    ],
)
def test_clipped_names(ontology: Ontology, name: str, label: str | None) -> None:
    """A clipped word stands for the whole one; one that only qualifies is no name by itself."""
    match = ontology.find(name)

    assert label == (match.concept.label if match else None)
