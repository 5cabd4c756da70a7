"""The primary site: organ or part, first lesion or later ones, places that are none."""

import pytest

from reading import read, told
from sarcoma_kg.ontology import Ontology


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("A man had a mass of the tail of the pancreas. It was a sarcoma of the pancreas.",
         "pancreas"),
        ("A man had a polyp in the gastric antrum. It was a GIST.", "stomach"),
        ("A boy had a lytic lesion of the distal femoral metaphysis. It was an osteosarcoma.",
         "femur"),
        ("A woman had a colonic tumour of the transverse colon. It was a GIST.",
         "transverse colon"),
        ("A man had a plaque on the scalp. Biopsy showed cutaneous angiosarcoma.", "scalp"),
        ("A man had a swelling of the thigh. It was a sarcoma. It was resected. Two years later "
         "lesions of the liver were found.", "thigh"),
        ("A man had an epigastric lump. CT showed a mass of the jejunum. It was a GIST.",
         "jejunum"),
        ("A man had destruction of the left scapula. Biopsy showed Ewing sarcoma.", "scapula"),
        ("A man had a mass extending from the mediastinum to the neck. It was a liposarcoma.",
         "mediastinum"),
        ("A woman had neurofibromas of the arm and a mass of the thigh. It was an MPNST.",
         "thigh"),
        ("A girl had a mass of the foot. Biopsy showed ARMS, an alveolar rhabdomyosarcoma.",
         "foot"),
    ],
)  # fmt: skip
def test_where_the_tumour_arose(text: str, site: str, ontology: Ontology) -> None:
    """The organ beats its part, a place of the tumour beats where it spread."""
    values = {"thigh": {"thigh", "hindlimb stylopod"}, "foot": {"foot", "pes"}}
    found = told(ontology, text, "primary-site", opening="")
    assert len(found) == 1
    assert found[0] in values.get(site, {site})


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        ("A woman with multiple enchondromas had a lump. The report was: chondrosarcoma.",
         "chondrosarcoma"),
        ("A man had a lump, taken for a lipoma. It turned out to be a myxofibrosarcoma.",
         "myxofibrosarcoma"),
        ("A man was operated on for a presumed leiomyoma and proved to have a leiomyosarcoma.",
         "leiomyosarcoma"),
        ("A man had a mass. Histology showed synovial sarcoma, monophasic type.",
         "monophasic synovial sarcoma"),
        ("A 60-year-old man died of abdominal sarcomatosis from a liposarcoma.", "liposarcoma"),
    ],
)  # fmt: skip
def test_which_tumour_it_is(text: str, diagnosis: str, ontology: Ontology) -> None:
    """What it was taken for, and a benign tumour beside it, are not the diagnosis."""
    assert told(ontology, text, "diagnosis", opening="") == [diagnosis]


def test_a_placed_tumour_carries_the_histology_too(ontology: Ontology) -> None:
    """Behind the identifiers of a cardiac angiosarcoma stand those of angiosarcoma."""
    (fact,) = (
        f
        for f in read(ontology, "A man had a cardiac angiosarcoma.", opening="")
        if f.kind == "diagnosis"
    )
    assert {"NCIT:C147097", "NCIT:C3088"} <= {str(term) for term in fact.terms}


def test_a_local_term_carries_the_identifiers_above_it(ontology: Ontology) -> None:
    """Liposomal doxorubicin is found as doxorubicin."""
    facts = read(ontology, "He received pegylated liposomal doxorubicin.")
    drug = next(fact for fact in facts if fact.kind == "drug")
    assert "CHEBI:28748" in {str(term) for term in drug.terms}
