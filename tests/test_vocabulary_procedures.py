"""Rules over all procedures of the vocabulary, with the exceptions listed."""

import re

import pytest

from sarcoma_kg.ontology import Concept, Ontology, spelling

#: The kinds: every procedure lies below one of them.
KINDS = (
    "surgical procedure", "radiation therapy", "ablation therapy", "chemotherapy",
    "diagnostic procedure", "other treatment",
)  # fmt: skip
#: What is of two kinds, for it is both.
BOTH = {
    "arthroscopy", "laparoscopy", "thoracoscopy", "Chemoradiotherapy",
    "cytoreductive surgery with HIPEC",
}  # fmt: skip
#: Words of an operation that no sarcoma paper tells.
NO_WORDS = re.compile(
    r"glaucoma|cataract|canaloplasty|strabismus|cochlear|cosmetic|contracepti|diverticul"
    r"|lithotripsy|decapitation|fecal|fetal|\w surgical removal$|endoscope$",
    re.IGNORECASE,
)
#: Words that say how or how far; a name that says one is not the same as a label without it.
HOW = re.compile(
    r"\b(left|right|upper|lower|anterior|posterior|proximal|distal|total|partial|subtotal|radical"
    r"|simple|extended|bilateral|unilateral|preoperative|postoperative|laparoscopic|robotic"
    r"|percutaneous|intralesional|en bloc|neoadjuvant|adjuvant)\b"
)
#: Words that mean the same in a name and a label.
SAME = {"preoperative": "neoadjuvant", "postoperative": "adjuvant"}
#: Exact names with such a word that mean the same.
EXCEPT = {
    ("distal pancreatectomy", "left pancreatectomy"),
    ("en bloc spondylectomy", "total en bloc spondylectomy"),
    ("en bloc spondylectomy", "total spondylectomy"),
    ("esophagogastroduodenoscopy", "upper GI endoscopy"),
    ("esophagogastroduodenoscopy", "upper endoscopy"),
    ("esophagogastroduodenoscopy", "upper gastrointestinal endoscopy"),
    ("local excision", "simple excision"),
    ("simple mastectomy", "total mastectomy"),
    ("subtotal resection", "partial resection"),
    ("total hysterectomy", "simple hysterectomy"),
    ("radical orchiectomy", "inguinal orchiectomy"),
}


@pytest.fixture(scope="module")
def procedures(ontology: Ontology) -> list[Concept]:
    """All procedures."""
    return list(ontology.concepts("procedure"))


def exact(concept: Concept) -> list[str]:
    """Give the exact names of a concept besides its label."""
    return [name.text for name in concept.names if name.scope == "exact"]


def kinds(ontology: Ontology, procedure: Concept) -> set[str]:
    """Give the kinds that a procedure is of."""
    above = {each.label for each in ontology.ancestors(procedure.id)} | {procedure.label}
    return above & set(KINDS)


def test_every_procedure_is_of_a_kind(ontology: Ontology, procedures: list[Concept]) -> None:
    """A procedure is surgery, radiotherapy, ablation, chemotherapy, diagnosis or another."""
    loose = [each.label for each in procedures if not kinds(ontology, each)]

    assert loose == ["medical action"]


def test_of_two_kinds(ontology: Ontology, procedures: list[Concept]) -> None:
    """Only what is both is of two kinds."""
    found = {each.label for each in procedures if len(kinds(ontology, each)) > 1}

    assert found == BOTH


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("imaging", "CT|MRI|PET/CT|ultrasound|chest X-ray|mammography|bone scan|angiography"),
        ("biopsy", "core needle biopsy|FNA|SLNB|CT-guided biopsy"),
        ("radiation therapy", "IMRT|SBRT|brachytherapy|proton therapy|WBRT|gamma knife"),
        ("ablation therapy", "RFA|cryoablation|MWA|HIFU|electrochemotherapy"),
        ("resection", "WLE|en bloc sacrectomy|hemipelvectomy|lobectomy|Whipple procedure"),
        ("amputation", "AKA|forequarter amputation|hindquarter amputation|ray amputation"),
    ],
)
def test_kinds_of_procedures(ontology: Ontology, kind: str, names: str) -> None:
    """Each is below its kind."""
    head = ontology.find(kind, "procedure")
    assert head is not None

    wrong = []
    for name in names.split("|"):
        match = ontology.find(name, "procedure")
        if match is None or not ontology.is_a(match.concept.id, head.concept.id):
            wrong.append(name)

    assert wrong == []


def test_nothing_that_no_sarcoma_paper_needs(procedures: list[Concept]) -> None:
    """Operations of the eye, of the ear, for beauty and for stones are gone."""
    found = [
        (each.label, name.text)
        for each in procedures
        for name in each.names
        if NO_WORDS.search(name.text)
    ]

    assert found == []


def test_how_and_how_far_agree(procedures: list[Concept]) -> None:
    """An exact name says nothing of side and extent that the label does not say."""

    def said(text: str) -> set[str]:
        plain = text.lower().replace("neo-adjuvant", "neoadjuvant").replace("-", " ")
        return {SAME.get(word, word) for word in HOW.findall(plain)}

    wrong = [
        (each.label, name)
        for each in procedures
        for name in exact(each)
        if said(name) - said(each.label) and (each.label, name) not in EXCEPT
    ]

    assert wrong == []


def test_no_name_of_two_procedures(procedures: list[Concept]) -> None:
    """An exact name belongs to one procedure."""
    owners: dict[str, set[str]] = {}
    for each in procedures:
        for name in (each.label, *exact(each)):
            owners.setdefault(spelling.key(name), set()).add(each.label)

    assert {name: labels for name, labels in owners.items() if len(labels) > 1} == {}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("isolated limb infusion", "isolated limb perfusion"),
        ("toe amputation", "finger amputation"),
        ("bone cement", "bone graft"),
        ("total gastrectomy", "gastrectomy"),
        ("pancreatectomy", "distal pancreatectomy"),
        ("colectomy", "hemicolectomy"),
        ("ultrasound-guided biopsy", "CT-guided biopsy"),
        ("bone marrow aspiration", "bone marrow biopsy"),
        ("supportive care", "palliative care"),
        ("selective internal radiation therapy", "radioisotope therapy"),
        ("fasciectomy", "Fasciotomy"),
        ("VAC", "Negative-Pressure Wound Therapy"),
        ("AKA", "below-knee amputation"),
    ],
)
def test_a_name_is_not_another_procedure(ontology: Ontology, name: str, label: str) -> None:
    """What was an exact name of another procedure is one no longer."""
    match = ontology.find(name, "procedure")

    assert match is None or match.concept.label != label or match.how == "related"


@pytest.mark.parametrize("name", ["AKA", "APR", "TAE", "UAE", "VAC", "D&C", "PORT", "ESD", "TOE"])
def test_abbreviations_that_are_words(ontology: Ontology, name: str) -> None:
    """An abbreviation that is mostly another word is found, but is not sought in texts."""
    match = ontology.find(name, "procedure")

    assert match is not None
    assert match.how == "related"
