"""What a tumour board asks of patient and tumour: status, depth, mitoses, stage, origin."""

import pytest

from reading import OPENING, read, told, unmatched
from sarcoma_kg.facts import severity
from sarcoma_kg.ontology import Ontology

FILES = ("performance", "depth", "necrosis", "biomarker", "etiology", "biopsy")


@pytest.mark.parametrize("name", FILES)
def test_each_phrase_matches_its_example(name: str) -> None:
    """A phrase file's examples are found by the phrases that they illustrate."""
    assert unmatched(name) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On referral her ECOG PS was 2.", ["ECOG 2"]),
        ("The performance status was 1 according to the ECOG scale.", ["ECOG 1"]),
        ("She was bedridden, with an Eastern Cooperative Oncology Group score of 3.", ["ECOG 3"]),
        ("Her WHO performance status was zero.", ["WHO 0"]),
        ("A Karnofsky score of 70% was recorded.", ["Karnofsky 70"]),
        ("KPS was 90.", ["Karnofsky 90"]),
        ("His Lansky score was 80.", ["Lansky 80"]),
        ("ECOG 1-2 was noted.", ["ECOG 1–2"]),
        ("She performed her work without complaint.", []),
    ],
)
def test_performance_status(ontology: Ontology, text: str, expected: list[str]) -> None:
    """A performance status has the name of its scale and its number."""
    assert expected == told(ontology, text, "performance-status")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRI showed that it lay beneath the muscular fascia.", ["deep"]),
        ("The lesion was subfascial.", ["deep"]),
        ("It was a deep-seated lump.", ["deep"]),
        ("It was superficial to the deep fascia.", ["superficial"]),
        ("On MRI it was suprafascial.", ["superficial"]),
        ("The lesion did not involve the fascia.", ["superficial"]),
        ("A subcutaneous nodule was felt, which invaded the fascia.", ["deep"]),
        ("Later subcutaneous metastatic nodules appeared.", []),
        ("She had deep venous thrombosis.", []),
    ],
)
def test_depth(ontology: Ontology, text: str, expected: list[str]) -> None:
    """Words about the fascia beat others; spread has no depth."""
    assert expected == told(ontology, text, "depth")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There were 14 mitoses per 10 high power fields.", ["14 /10 HPF"]),
        ("The mitotic index was 6-8/10 HPF.", ["6–8 /10 HPF"]),
        ("Mitotic activity reached 25 figures in ten HPFs.", []),
        ("The mitotic rate was 5/mm2.", ["5 /mm2"]),
        ("We counted 15 mitoses per 50 HPF.", ["3 /10 HPF"]),
        ("More than 20 mitotic figures per 10 HPF were seen.", ["about 20 /10 HPF"]),
        ("There were 30 eosinophils per high-power field.", []),
    ],
)
def test_mitoses(ontology: Ontology, text: str, expected: list[str]) -> None:
    """Mitoses are counted in ten fields or a square millimetre; other cells are none."""
    found = [fact for fact in read(ontology, text) if fact.kind == "mitoses"]

    assert expected == [str(fact.quantity) for fact in found]


def test_no_mitoses_and_no_necrosis_are_denied(ontology: Ontology) -> None:
    """What a pathologist did not see is a denied fact."""
    text = "Histology showed no mitoses. Necrosis was absent."

    assert ["-any"] == told(ontology, text, "mitoses")
    assert ["-any"] == told(ontology, text, "necrosis")


@pytest.mark.parametrize(
    ("text", "kind", "share"),
    [
        ("The biopsy contained 20% necrosis.", "necrosis", 20),
        ("About 40% of the tumour was necrotic.", "necrosis", 40),
        ("After two cycles of doxorubicin the tumour was resected; it was 85% necrotic.",
         "treatment-necrosis", 85),
        ("After preoperative chemotherapy it was resected. Only 10% of viable tumour remained.",
         "treatment-necrosis", 90),
        ("She received ifosfamide and then had a resection. There was no viable tumour.",
         "treatment-necrosis", 100),
        ("Wide resection was done. The specimen showed 60% necrosis; she had been given cisplatin "
         "beforehand.", "treatment-necrosis", 60),
        ("Resection was done at once. The specimen showed 15% necrosis.", "necrosis", 15),
    ],
)  # fmt: skip
def test_necrosis_before_and_after_treatment(
    ontology: Ontology, text: str, kind: str, share: float
) -> None:
    """The dead share of an untreated tumour is no response to treatment."""
    found = [fact for fact in read(ontology, text) if fact.kind.endswith("necrosis")]

    assert [(kind, share)] == [(f.kind, f.quantity.high if f.quantity else None) for f in found]


def test_huvos_grade_is_a_note(ontology: Ontology) -> None:
    """The grade of Huvos stands with the share of necrosis."""
    text = "After neoadjuvant chemotherapy resection showed 93% necrosis (Huvos grade III)."
    [found] = [fact for fact in read(ontology, text) if fact.kind == "treatment-necrosis"]

    assert ("Huvos grade III", "pathological") == (found.note, found.qualifiers.criterion)


@pytest.mark.parametrize(
    ("text", "value", "system"),
    [
        ("It was a leiomyosarcoma of FNCLCC grade 2.", "2", "FNCLCC"),
        ("The sarcoma was grade 3 according to the French Federation system.", "3", "FNCLCC"),
        ("Histology showed a grade 2 of 3 leiomyosarcoma (FNCLCC).", "2", "FNCLCC"),
        ("It was a high-grade leiomyosarcoma.", "high", ""),
    ],
)
def test_grade_has_its_system(ontology: Ontology, text: str, value: str, system: str) -> None:
    """A grade says by which system it is told, where the text does."""
    [grade] = [fact for fact in read(ontology, text) if fact.kind == "grade"]

    assert (value, system) == (grade.value, grade.qualifiers.system)


def test_the_parts_of_a_grade_are_a_note(ontology: Ontology) -> None:
    """The scores that make up an FNCLCC grade stand in its note."""
    text = "It was a leiomyosarcoma, FNCLCC grade 3 (differentiation 2, mitoses 3, necrosis 1)."
    [grade] = [fact for fact in read(ontology, text) if fact.kind == "grade"]

    assert "differentiation 2, mitoses 3, necrosis 1" == grade.note


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The stage was pT2bN0M0.", [("pT2bN0M0", "TNM", "")]),
        ("It was stage IIIB by the AJCC (8th edition).", [("IIIB", "AJCC", "8")]),
        ("She had stage IB disease by FIGO.", [("IB", "FIGO", "")]),
        ("The 2018 FIGO stage was IIA.", [("IIA", "FIGO", "2018")]),
        ("It was an Enneking stage IIB tumour.", [("IIB", "Enneking", "")]),
        ("It was assigned to IRS group III.", [("III", "IRS", "")]),
        ("She was staged T1N0M0, AJCC seventh edition stage IIA.",
         [("T1N0M0", "TNM", "7"), ("IIA", "AJCC", "7")]),
        ("He had stage 3 chronic kidney disease.", [("3", "", "")]),
    ],
)  # fmt: skip
def test_stage_has_its_system(
    ontology: Ontology, text: str, expected: list[tuple[str, str, str]]
) -> None:
    """A stage says by which system and edition it is told."""
    stages = [fact for fact in read(ontology, text) if fact.kind == "stage"]

    assert expected == [(f.value, f.qualifiers.system, f.qualifiers.edition) for f in stages]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The angiosarcoma was radiation-induced.", ["radiation-associated"]),
        ("It had arisen within the previously irradiated area of the skin.",
         ["radiation-associated"]),
        ("A postirradiation sarcoma was diagnosed.", ["radiation-associated"]),
        ("The angiosarcoma arose in the setting of chronic lymphoedema.",
         ["lymphedema-associated"]),
        ("Stewart-Treves syndrome was diagnosed.", ["lymphedema-associated"]),
        ("The tumour developed in a pre-existing plexiform neurofibroma.",
         ["neurofibroma-associated"]),
        ("The sarcoma was not radiation-associated.", []),
        ("Radiation-induced dermatitis of the skin near the tumour healed.", []),
    ],
)  # fmt: skip
def test_origin(ontology: Ontology, text: str, expected: list[str]) -> None:
    """What a tumour arose from is told in words that tie the two."""
    assert expected == told(ontology, text, "etiology")


@pytest.mark.parametrize(
    ("text", "value", "category"),
    [
        ("She was known to have neurofibromatosis type 1.", "neurofibromatosis type 1",
         "predisposition"),
        ("She had a history of cervical carcinoma.", "cervical carcinoma", "earlier-malignancy"),
        ("She had been treated for breast cancer with irradiation 12 years ago.",
         "previous radiotherapy", "previous-treatment"),
        ("She was 18 weeks pregnant.", "pregnancy", "pregnancy"),
        ("She was seen at 30 weeks of gestation.", "pregnancy", "pregnancy"),
    ],
)  # fmt: skip
def test_comorbidities_have_a_category(
    ontology: Ontology, text: str, value: str, category: str
) -> None:
    """A predisposition, an earlier cancer, its treatment and pregnancy are told apart."""
    found = {
        f.value: f.qualifiers.category for f in read(ontology, text) if f.kind == "comorbidity"
    }

    assert category == found.get(value)


def test_births_of_former_years_are_no_pregnancy(ontology: Ontology) -> None:
    """Only a pregnancy of now is one."""
    assert [] == told(ontology, "She had had two pregnancies years ago.", "comorbidity")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tumour was microsatellite stable.", ["MSS"]),
        ("Sequencing showed an MSI-H tumour with 31 mut/Mb as mutational burden.",
         ["MSI-H", "TMB"]),
        ("No microsatellite instability was found.", ["-MSI-H"]),
        ("TMB was low.", ["TMB"]),
        ("TMB was not tested.", []),
    ],
)  # fmt: skip
def test_molecular_markers(ontology: Ontology, text: str, expected: list[str]) -> None:
    """Microsatellites and mutational burden are markers of their own."""
    assert sorted(expected) == sorted(told(ontology, text, "biomarker"))


@pytest.mark.parametrize(
    "text",
    [
        "She received doxorubicin. Sequencing showed microsatellite-stable disease.",
        "She received doxorubicin. The tumour was microsatellite stable.",
    ],
)
def test_a_stable_microsatellite_is_no_response(ontology: Ontology, text: str) -> None:
    """What is stable there is no tumour under treatment."""
    assert [] == told(ontology, text, "response")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PD-L1 was 60%.", ("present", 60, "")),
        ("The PD-L1 tumour proportion score was 30%.", ("present", 30, "TPS")),
        ("PD-L1 was expressed, with a CPS of 15.", ("present", None, "CPS 15")),
        ("PD-L1 was negative (<1%).", ("absent", 1, "")),
    ],
)
def test_pd_l1(ontology: Ontology, text: str, expected: tuple[str, float | None, str]) -> None:
    """PD-L1 is a marker with its share of cells; the score is in the note."""
    [found] = [fact for fact in read(ontology, text) if fact.kind == "marker"]
    share = found.quantity.high if found.quantity else None

    assert expected == (found.polarity, share, found.note)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An ultrasound-guided core biopsy was taken. The biopsy was reviewed.",
         ["core needle biopsy"]),
        ("Tru-cut biopsy proved it.", ["core needle biopsy"]),
        ("An incisional biopsy was followed by wide excision.", ["incisional biopsy"]),
        ("FNA was not diagnostic.", []),
        ("FNAC showed spindle cells.", ["fine-needle aspiration"]),
        ("The mass was biopsied.", ["biopsy"]),
        ("CT-guided biopsy was done.", ["ct-guided biopsy"]),
        ("A core biopsy was taken. A repeat biopsy showed sarcoma.",
         ["core needle biopsy", "biopsy"]),
        ("A biopsy was refused.", []),
    ],
)  # fmt: skip
def test_biopsies(ontology: Ontology, text: str, expected: list[str]) -> None:
    """A biopsy that was done has its kind; the same told again is one."""
    assert expected == told(ontology, text, "biopsy")


@pytest.mark.parametrize("kind", ["incisional", "excisional", "core needle", "open surgical"])
def test_a_biopsy_is_no_operation(ontology: Ontology, kind: str) -> None:
    """What was cut out to look at is no treatment."""
    assert [] == told(ontology, f"An {kind} biopsy was done.", "surgery", OPENING)


@pytest.mark.parametrize(
    ("text", "event", "grade"),
    [
        ("grade 3 neutropenia occurred", "neutropenia", 3),
        ("anaemia (ctcae grade 2) and fever", "anaemia", 2),
        ("grade iii–iv mucositis", "mucositis", 4),
        ("grade 3 anaemia and thrombocytopenia", "thrombocytopenia", 3),
        ("fatigue of grade 2", "fatigue", 2),
        ("neutropenia, grade 2 mucositis", "neutropenia", None),
        ("neutropenia and grade 2 mucositis", "mucositis", 2),
        ("a high-grade sarcoma and fatigue", "fatigue", None),
    ],
)
def test_severity(text: str, event: str, grade: int | None) -> None:
    """A grade belongs to the event beside it; of a range the worse counts."""
    start = text.index(event)

    assert grade == severity.of(text, start, start + len(event))
