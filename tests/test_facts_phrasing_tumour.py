"""Phrasing of the tumour: the same facts in the many words that clinicians have for them."""

import pytest

from sarcoma_kg import facts, mentions
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Paper


def read(text: str, ontology: Ontology) -> list[Fact]:
    """Read the facts of a text with the packaged vocabulary."""
    document = Document(Paper("x"), text)
    told = facts.read(document, mentions.find(document, ontology), ontology)
    return [] if told.refusal else told.facts


def refusal(text: str, ontology: Ontology) -> str | None:
    """Say why a text is refused."""
    document = Document(Paper("x"), text)
    return facts.read(document, mentions.find(document, ontology), ontology).refusal


def values(kind: str, text: str, ontology: Ontology) -> set[tuple[int, str, str]]:
    """Give case, value and polarity of the facts of one kind."""
    found = read(text, ontology)
    return {(fact.case, fact.value, fact.polarity) for fact in found if fact.kind == kind}


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        ("A 67-year-old woman had a uterine lesion. It was initially thought to be a leiomyoma, "
         "but the final diagnosis was leiomyosarcoma.", "leiomyosarcoma"),
        ("A 31-year-old man had a chest mass. Biopsy was read as thymoma; however, the resection "
         "specimen showed synovial sarcoma.", "synovial sarcoma"),
        ("A 46-year-old woman: a mass of the adrenal gland, thought to be pheochromocytoma, was "
         "found at operation to be a primary leiomyosarcoma.", "leiomyosarcoma"),
        ("A 30-year-old woman had a nodule that was excised as a cyst. Pathology: proximal-type "
         "epithelioid sarcoma, INI1-negative.", "proximal-type epithelioid sarcoma"),
        ("A 19-year-old male had a core biopsy that was reported as desmoid tumour. The diagnosis "
         "was revised to low-grade fibromyxoid sarcoma.", "low grade fibromyxoid sarcoma"),
        ("Mesenteric dedifferentiated leiomyosarcoma in a 40-year-old woman\nA 40-year-old woman "
         "with a mesenteric leiomyosarcoma was seen.", "dedifferentiated leiomyosarcoma"),
    ],
)  # fmt: skip
def test_the_final_name_is_the_diagnosis(text: str, diagnosis: str, ontology: Ontology) -> None:
    """What a tumour was thought to be gives way to what it was found to be."""
    assert values("diagnosis", text, ontology) == {(1, diagnosis, "present")}


def test_a_local_name_has_the_identifiers_of_its_parent(ontology: Ontology) -> None:
    """A tumour without identifiers of its own has those of the nearest that has some."""
    (fact,) = (
        fact
        for fact in read("A 40-year-old woman had a mesenteric leiomyosarcoma.", ontology)
        if fact.kind == "diagnosis"
    )

    assert fact.value == "mesenteric leiomyosarcoma"
    assert str(fact.terms[0]) == "NCIT:C3158"


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Two years later multiple pulmonary nodules appeared, which were proven to be "
         "metastases.", {"lung"}),
        ("CT showed three nodules in the left lung; biopsy confirmed metastatic osteosarcoma.",
         {"lung"}),
        ("PET showed uptake in the lungs and liver, consistent with metastases.",
         {"lung", "liver"}),
        ("He developed spinal metastases at T4 and L2.", {"bone"}),
        ("Two of 14 lymph nodes were positive.", {"lymph node"}),
        ("There was pleural and adrenal metastasis.", {"pleura", "adrenal gland"}),
        ("It had spread to the lungs and to the brain.", {"lung", "brain"}),
        ("CT excluded metastases in the liver.", set()),
    ],
)  # fmt: skip
def test_spread_is_read_with_its_organs(text: str, sites: set[str], ontology: Ontology) -> None:
    """An organ whose lesions are metastases is a site of spread, in any order of the words."""
    whole = f"A 25-year-old man had an osteosarcoma of the femur. {text}"
    found = values("metastasis", whole, ontology)
    assert {value for _, value, polarity in found if polarity == "present"} == sites


@pytest.mark.parametrize(
    ("text", "symptoms", "diseases"),
    [
        ("A 62-year-old man with a history of hypertension presented with melaena.",
         {"melena"}, {"hypertension"}),
        ("A 38-year-old woman, known case of Gardner syndrome, reported early satiety.",
         {"early satiety"}, {"gardner syndrome"}),
        ("A 15-year-old girl had pain in her right shoulder.", {"shoulder pain"}, set()),
        ("A 60-year-old woman with a history of breast cancer treated with mastectomy and "
         "radiotherapy presented with cough.",
         {"cough"}, {"breast carcinoma", "previous radiotherapy"}),
    ],
)  # fmt: skip
def test_complaints_are_told_from_the_history(
    text: str, symptoms: set[str], diseases: set[str], ontology: Ontology
) -> None:
    """What a patient comes with is a symptom, what he or she had before is a comorbidity."""
    whole = f"{text} Biopsy showed osteosarcoma."
    assert {value for _, value, _ in values("symptom", whole, ontology)} == symptoms
    assert {value for _, value, _ in values("comorbidity", whole, ontology)} == diseases


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("A rectal mass was found. Biopsy came back as leiomyosarcoma.", "rectum"),
        ("He had a lump in his back. Biopsy showed leiomyosarcoma.", "back"),
    ],
)
def test_what_comes_back_is_no_back(text: str, site: str, ontology: Ontology) -> None:
    """A verb with "back" names no place."""
    assert values("primary-site", f"A 50-year-old man was seen. {text}", ontology) == {
        (1, site, "present")
    }


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Four patients with cardiac sarcoma were treated. Two of four patients died. "
         "One patient, a 39-year-old man with angiosarcoma, had liver metastases.", {(1, "39")}),
        ("Two sisters developed sarcomas. The elder, aged 23, had an osteosarcoma. The younger, "
         "aged 19, had a rhabdomyosarcoma.", {(1, "23"), (2, "19")}),
        ("Two brothers, aged 12 and 15 years, had osteosarcoma.", {(1, "12"), (2, "15")}),
        ("Patient A was a 70-year-old man with leiomyosarcoma. Patient B was a 66-year-old woman "
         "with liposarcoma.", {(1, "70"), (2, "66")}),
        ("Of seven children with rhabdomyosarcoma, one was a 4-year-old boy.", {(1, "4")}),
        ("We report 3 women with angiosarcoma. The median age was 55 years.", set()),
    ],
)  # fmt: skip
def test_only_patients_told_one_by_one_are_cases(
    text: str, ages: set[tuple[int, str]], ontology: Ontology
) -> None:
    """The others of a series get no case, and its statistics are nobody's."""
    assert {(case, value) for case, value, _ in values("age", text, ontology)} == ages
    cases = {fact.case for fact in read(text, ontology)}
    assert not ages or cases <= {case for case, _ in ages}


@pytest.mark.parametrize(
    "text",
    [
        "We report five patients with angiosarcoma of the breast. Three were alive at 5 years. "
        "Two of the five had lung metastases. The median age was 55 years.",
        "A 7-year-old Labrador retriever was lame. Osteosarcoma was diagnosed.",
        "A 6-year-old spayed female shepherd had haemangiosarcoma of the spleen.",
        "A 63-year-old man had a squamous cell carcinoma of the larynx.",
        "A 35-year-old woman had a uterine leiomyoma. There was no evidence of leiomyosarcoma.",
        "Sarcomas are rare. We review their treatment. Median survival is 12 months.",
    ],
)
def test_a_text_without_a_sarcoma_patient_is_refused(text: str, ontology: Ontology) -> None:
    """A series told in numbers, animals, carcinomas, benign tumours and reviews give nothing."""
    assert refusal(text, ontology) is not None
    assert read(text, ontology) == []


def test_the_patients_of_the_literature_lend_no_facts(ontology: Ontology) -> None:
    """What most of forty reported patients had is no fact of the one that is told."""
    text = (
        "We describe a leiomyosarcoma in a 60-year-old man. In the 40 reported patients, the mean "
        "age was 58 years and most had lung metastases."
    )
    assert values("metastasis", text, ontology) == set()
    assert values("age", text, ontology) == {(1, "60", "present")}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A 9-cm liposarcoma in a 55-year-old man.", "90"),
        ("A giant (30 × 25 × 20 cm, 5.2 kg) liposarcoma was removed from a man.", "300"),
        ("A tumour the size of a fist (about 10cm) was found in a man. It was Ewing sarcoma.",
         "100"),
        ("A boy with Ewing sarcoma had a tumour volume of 250 ml, 8.5 cm in maximal diameter at "
         "diagnosis; after chemotherapy it measured 3 cm.", "85"),
        ("The leiomyosarcoma of this man was as large as 7 centimetres. The margin was 2 cm wide. "
         "The spleen measured 12 cm.", "70"),
    ],
)  # fmt: skip
def test_the_size_is_the_largest_of_the_tumour(text: str, size: str, ontology: Ontology) -> None:
    """Margins, organs, volumes and what was left after treatment are no size of the tumour."""
    assert values("size", text, ontology) == {(1, size, "present")}


@pytest.mark.parametrize(
    "text",
    [
        "Uterine sarcoma was suspected. The suspicion was confirmed: leiomyosarcoma.",
        "Osteosarcoma could not be excluded, and biopsy proved it. It was an osteosarcoma.",
        "She had a suspected lipoma. Unexpectedly, histology showed a myxofibrosarcoma.",
        "Neither carcinoma nor lymphoma was found; the tumour was an angiosarcoma.",
        "The differential diagnosis included leiomyosarcoma. CD117 established the diagnosis of "
        "gastrointestinal stromal tumour.",
    ],
)
def test_a_sarcoma_found_after_doubt_is_not_refused(text: str, ontology: Ontology) -> None:
    """A doubt in one sentence does not undo what another sentence states."""
    assert refusal(f"A 54-year-old woman had a mass. {text}", ontology) is None


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("He relapsed in the lungs 14 months later.", {"lung"}),
        ("One year later the disease recurred in the lung and liver.", {"lung", "liver"}),
        ("Laparotomy revealed tumour deposits in the omentum.", {"omentum"}),
        ("Peritoneal implants were seen.", {"peritoneum"}),
        ("There was nodal involvement.", {"lymph node"}),
        ("There was no lymph node involvement.", set()),
        ("The tumour recurred in the thigh.", set()),
        ("The disease progressed with new liver lesions.", {"liver"}),
        ("Lungs were the first site of metastasis.", {"lung"}),
        ("Sites of metastasis included liver, lungs and skin.", {"liver", "lung", "skin"}),
        ("Multiple metastases (lung, liver) were seen.", {"lung", "liver"}),
        ("The tumour metastasized to the lung, then to the brain.", {"lung", "brain"}),
        ("Retroperitoneal lymphadenopathy proved to be metastatic.", {"lymph node"}),
        ("Distant recurrence in the lung was diagnosed.", {"lung"}),
        ("Metastases to the lung are common in this tumour.", set()),
        ("Diffuse bone marrow metastases were noted.", {"bone marrow"}),
        ("Breast implants were removed.", set()),
        ("CT showed no peritoneal implants.", set()),
    ],
)  # fmt: skip
def test_spread_is_told_in_many_words(text: str, sites: set[str], ontology: Ontology) -> None:
    """Relapse far away, deposits and involved nodes are spread; the tumour in general is not."""
    whole = f"A 25-year-old man had a leiomyosarcoma of the thigh. {text}"
    found = values("metastasis", whole, ontology)
    assert {value for _, value, polarity in found if polarity == "present"} == sites


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("had a lesion of the proximal femur. It was an osteosarcoma.", "femur"),
        ("with a previous hysterectomy had a tumour of the ileum. It was leiomyosarcoma.", "ileum"),
        ("underwent splenectomy; the final pathology was angiosarcoma.", "spleen"),
        ("had a breast lump. Histology showed angiosarcoma. Lung nodules were metastatic.",
         "breast"),
    ],
)  # fmt: skip
def test_the_primary_site_is_the_organ(text: str, site: str, ontology: Ontology) -> None:
    """An end of a bone is that bone; an organ taken out was the site where none is told."""
    assert values("primary-site", f"A 50-year-old woman {text}", ontology) == {(1, site, "present")}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Gemcitabine led to regression of the lesions.", "PR"),
        ("Tumour regressed completely after chemotherapy.", "CR"),
        ("CT after three cycles of doxorubicin showed a stable tumour.", "SD"),
        ("After two months of imatinib, the tumour was markedly smaller.", "PR"),
        ("Tumour growth continued despite imatinib.", "PD"),
    ],
)
def test_responses_are_told_in_many_words(text: str, category: str, ontology: Ontology) -> None:
    """A named drug is treatment enough for an answer to it."""
    found = values("response", f"A 40-year-old man had an osteosarcoma. {text}", ontology)
    assert found == {(1, category, "present")}
