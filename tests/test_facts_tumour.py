"""The tumour: diagnosis, place, size, grade, stage, spread, markers and changed genes."""

import csv
import re
from pathlib import Path

import pytest

from sarcoma_kg import facts, mentions
from sarcoma_kg.facts import chart, cue
from sarcoma_kg.records import Document, Fact, Paper
from tiny_ontology import TinyOntology

ONTOLOGY = TinyOntology()


def read(text: str) -> list[Fact]:
    """Read the facts of a text."""
    document = Document(Paper("x"), text)
    sentences = mentions.find(document, ONTOLOGY)  # type: ignore[arg-type]
    told = facts.read(document, sentences, ONTOLOGY)  # type: ignore[arg-type]
    return [] if told.refusal else told.facts


def values(kind: str, text: str) -> list[tuple[str, str]]:
    """Give value and polarity of the facts of one kind."""
    return [(fact.value, fact.polarity) for fact in read(text) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        ("A man was first thought to have a lymphoma. Biopsy confirmed leiomyosarcoma.",
         "leiomyosarcoma"),
        ("She was initially diagnosed with osteosarcoma. The final diagnosis was synovial sarcoma.",
         "synovial sarcoma"),
        ("The diagnosis of a man was a GIST or a haematoma. Pathology showed leiomyosarcoma.",
         "leiomyosarcoma"),
        ("We report a man with dedifferentiated liposarcoma. The liposarcoma grew.",
         "dedifferentiated liposarcoma"),
        ("A man had a sarcoma. Histology showed synovial sarcoma.", "synovial sarcoma"),
        ("A woman with breast cancer was seen. Biopsy of the thigh showed osteosarcoma.",
         "osteosarcoma"),
        ("Histology of his mass was suggestive of synovial sarcoma.", "synovial sarcoma"),
        ("His mass was an extraskeletal (soft tissue) osteosarcoma.", "extraskeletal osteosarcoma"),
    ],
)  # fmt: skip
def test_the_final_diagnosis_wins(text: str, diagnosis: str) -> None:
    """Provisional, rejected, partial and other tumours do not become the diagnosis."""
    assert values("diagnosis", text) == [(diagnosis, "present")]


def test_identifiers_are_primary_first() -> None:
    """A diagnosis carries its NCIT and MONDO identifiers."""
    (fact,) = [f for f in read("A man had a leiomyosarcoma.") if f.kind == "diagnosis"]

    assert [str(term) for term in fact.terms] == ["NCIT:C3158", "MONDO:0005058"]


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("A man had a leiomyosarcoma of the left kidney.", "kidney"),
        ("A man had a uterine leiomyosarcoma.", "uterus"),
        ("A man had a mass arising from the stomach. Biopsy showed leiomyosarcoma.", "stomach"),
        ("A man had a renal mass extending to the liver. Biopsy showed leiomyosarcoma.", "kidney"),
        ("A man had a leiomyosarcoma of the kidney with lung metastases.", "kidney"),
        ("A man had a history of lung cancer. Biopsy of a mass in the thigh showed leiomyosarcoma.",
         "hindlimb stylopod"),
        ("A previously healthy man had a swelling in the neck. It was a leiomyosarcoma.", "neck"),
    ],
)  # fmt: skip
def test_the_primary_site_is_where_the_tumour_arose(text: str, site: str) -> None:
    """Places of spread, of extension and of history are not the primary site."""
    assert values("primary-site", text) == [(site, "present")]


def test_the_side_stands_beside_the_site() -> None:
    """The side of another organ is not the tumour's."""
    text = "A man had a leiomyosarcoma of the right thigh. The left kidney was normal."

    assert values("laterality", text) == [("right", "present")]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("CT showed a mass of 4 x 5 cm. The resected tumour measured 62 mm.", "62"),
        ("MRI showed a mass measuring 4.5 × 6.8 × 11.6 cm.", "116"),
        ("A mass 5 cm from the anal margin was seen. It measured 3 cm in diameter.", "30"),
        ("The tumour of 7 cm was excised with 2 cm margins.", "70"),
        ("A tumour of 30 mm was seen. Lung metastases of 50 mm were found.", "30"),
    ],
)
def test_the_size_is_the_largest_dimension_best_measured(text: str, size: str) -> None:
    """The specimen beats the image; distances and margins are no sizes."""
    assert values("size", f"A man had a leiomyosarcoma. {text}") == [(size, "present")]


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("It was a high-grade leiomyosarcoma.", ["high"]),
        ("It was a leiomyosarcoma, FNCLCC grade II.", ["2"]),
        ("It was a leiomyosarcoma. Low-grade fever and grade 3 neutropenia came.", []),
    ],
)
def test_only_the_tumour_has_a_grade(text: str, grade: list[str]) -> None:
    """A fever and a toxicity have other grades."""
    assert values("grade", f"A man had a mass. {text}") == [(value, "present") for value in grade]


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("He developed liver and lung metastases.", {"liver", "lung"}),
        ("He had metastatic disease to the lungs, liver and brain.", {"lung", "liver", "brain"}),
        ("Metastases were found in the bone.", {"bone"}),
        ("A renal lymph node metastasis was seen.", {"lymph node"}),
        ("A tumour in his neck and lung metastases were seen.", {"lung"}),
        ("Biopsy of the lung nodule confirmed metastatic leiomyosarcoma.", {"lung"}),
        ("A brain metastasectomy was done.", {"brain"}),
        ("He had metastatic disease.", {"any"}),
    ],
)
def test_sites_of_spread(text: str, sites: set[str]) -> None:
    """Each site in the list before or after the words of spread is a row."""
    found = values("metastasis", f"A man had a leiomyosarcoma of the uterus. {text}")

    assert {value for value, polarity in found if polarity == "present"} >= sites - {"lymph node"}
    assert all(polarity == "present" for _, polarity in found)
    assert "neck" not in dict(found)


def test_denied_spread_is_absent() -> None:
    """A denial is a row of its own unless spread is told elsewhere."""
    case = "A man had a leiomyosarcoma."

    assert values("metastasis", f"{case} CT did not show metastases.") == [("any", "absent")]
    assert values("metastasis", f"{case} CT was done to rule out metastasis.") == []
    assert values("metastasis", f"{case} There was no metastasis. Later lung metastases came.") == [
        ("lung", "present")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tumour cells were positive for desmin and SMA but negative for S-100 and CD34.",
         {"desmin": "present", "SMA": "present", "S-100": "absent", "CD34": "absent"}),
        ("Desmin and SMA were positive, whereas CD34 was negative.",
         {"desmin": "present", "SMA": "present", "CD34": "absent"}),
        ("Immunostains: CD117 (+), CD34 (-), desmin (-).",
         {"CD117": "present", "CD34": "absent", "desmin": "absent"}),
        ("Tumour cells expressed vimentin, but not desmin or EMA.",
         {"vimentin": "present", "desmin": "absent", "EMA": "absent"}),
        ("Immunohistochemical staining for desmin was performed.", {}),
        ("Serum levels of EMA were elevated.", {}),
        ("Tumour cells lacked expression of desmin and S-100.",
         {"desmin": "absent", "S-100": "absent"}),
        ("EMA expression was lost and desmin was positive in tumour cells.",
         {"EMA": "absent", "desmin": "present"}),
        ("There was strong nuclear staining for desmin.", {"desmin": "present"}),
        ("Neither CD117 nor CD34 was expressed by tumour cells.",
         {"CD117": "absent", "CD34": "absent"}),
        ("A negative reaction of CD117 and S100 was seen in the cells.",
         {"CD117": "absent", "S-100": "absent"}),
    ],
)  # fmt: skip
def test_markers_have_their_results(text: str, found: dict[str, str]) -> None:
    """Cues before, behind and beside the markers decide; a mere panel decides nothing."""
    assert dict(values("marker", f"A man had a leiomyosarcoma. {text}")) == found


def test_an_index_has_its_share() -> None:
    """Ki-67 is present with its percentage."""
    (fact,) = [
        f
        for f in read("A man had a GIST. The Ki-67 index of the tumour cells was 20 %.")
        if f.kind == "marker"
    ]

    assert fact.quantity is not None
    assert (fact.value, fact.quantity.low, fact.quantity.unit) == ("Ki-67", 20, "%")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A KIT exon 11 mutation was found.", {"KIT exon 11 mutation": "present"}),
        ("There was amplification of MDM2.", {"MDM2 amplification": "present"}),
        ("No PDGFRA mutation was detected.", {"PDGFRA mutation": "absent"}),
        ("RT-PCR showed a SYT-SSX1 fusion.", {"SS18::SSX1": "present"}),
        ("The translocation t(X; 18) (p11;q11) was seen.", {"t(X;18)(p11;q11)": "present"}),
    ],
)
def test_changed_genes(text: str, found: dict[str, str]) -> None:
    """A gene with its change, a fusion of two, a translocation by its notation."""
    assert dict(values("alteration", f"A man had a synovial sarcoma. {text}")) == found


@pytest.mark.parametrize("name", ["diagnosis", "place"])
def test_cue_files_are_whole(name: str) -> None:
    """Each row has a cue, a meaning, an example that holds the cue, and a source."""
    path = Path(chart.__file__).with_name(f"{name}.tsv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))

    assert rows
    for row in rows:
        assert row["meaning"]
        assert row["source"]
        assert re.search(cue.pattern(row["cue"]), row["example"], re.IGNORECASE), row
