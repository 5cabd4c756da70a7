"""The diagnosis: doubt that is settled, and what is superseded."""

import pytest

from reading import diagnosis as diagnosis_of
from reading import unmatched
from sarcoma_kg.ontology import Ontology


def test_every_word_of_doubt_has_its_example() -> None:
    """Each pattern of `doubt.tsv` is found in its own example."""
    assert unmatched("doubt") == []


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        (
            "A 44-year-old man had a nodule removed from his thigh. The microscopic appearance "
            "was suggestive of leiomyosarcoma. He has had no relapse for six years.",
            "leiomyosarcoma",
        ),
        (
            "A 61-year-old woman underwent gastrectomy. The stains favoured a gastrointestinal "
            "stromal tumour. She takes imatinib.",
            "gastrointestinal stromal tumor",
        ),
        (
            "A 30-year-old man had a mass of the foot. Core biopsy was most likely a synovial "
            "sarcoma. He received ifosfamide before below-knee amputation.",
            "synovial sarcoma",
        ),
        (
            "A 19-year-old girl had a tumour of the femur. The sections were in keeping with "
            "osteosarcoma. Cisplatin and doxorubicin were given.",
            "osteosarcoma",
        ),
        (
            "A 70-year-old man had a plaque of the scalp excised. The pathologist leaned towards "
            "angiosarcoma. Weekly paclitaxel was begun.",
            "angiosarcoma",
        ),
        (
            "A 58-year-old woman had a retroperitoneal mass, which was resected. Probable "
            "leiomyosarcoma was the conclusion of the report. She is free of disease at 30 "
            "months.",
            "leiomyosarcoma",
        ),
        (
            "A 23-year-old man had a tumour of the ilium. MRI suggested Ewing sarcoma. Biopsy "
            "confirmed the suspicion. Vincristine was begun.",
            "ewing sarcoma",
        ),
        (
            "A 52-year-old woman had a mass of the calf. Clinically a myxofibrosarcoma was "
            "suspected, and this was confirmed by the resection specimen.",
            "myxofibrosarcoma",
        ),
        (
            "A 66-year-old man had a gastric mass. CT raised the possibility of a "
            "gastrointestinal stromal tumour. Endoscopic biopsy with strong CD117 staining proved "
            "it. He takes imatinib.",
            "gastrointestinal stromal tumor",
        ),
        (
            "A 47-year-old man had a mass in the groin. A liposarcoma was thought likely on CT. "
            "Resection removed all doubt.",
            "liposarcoma",
        ),
        (
            "A 35-year-old woman had a lump of the neck. Synovial sarcoma was suspected, and an "
            "SS18 rearrangement settled the matter.",
            "synovial sarcoma",
        ),
        (
            "A 12-year-old boy had a mass of the orbit. Imaging was suspicious for "
            "rhabdomyosarcoma. He was treated as such with vincristine and dactinomycin.",
            "rhabdomyosarcoma",
        ),
        (
            "A 56-year-old woman had a uterine tumour. Either a leiomyoma or a leiomyosarcoma was "
            "considered. Twenty mitoses per ten fields spoke for the latter. Hysterectomy was "
            "done.",
            "leiomyosarcoma",
        ),
        (
            "A 40-year-old man had a mass of the knee. Synovial sarcoma or malignant peripheral "
            "nerve sheath tumour was thought possible. FISH for SS18 established the former. Wide "
            "excision followed.",
            "synovial sarcoma",
        ),
        (
            "A 64-year-old woman had a mass of the stomach. It was possibly a schwannoma or a "
            "gastrointestinal stromal tumour. A lack of S-100 excluded the former.",
            "gastrointestinal stromal tumor",
        ),
        (
            "A 37-year-old man had a mass of the forearm. The first impression was epithelioid "
            "sarcoma, and loss of INI1 clinched the diagnosis. Amputation was done.",
            "epithelioid sarcoma",
        ),
        (
            "A 29-year-old man had a tumour of the tibia. A radiograph made osteosarcoma "
            "probable. Curettage specimens left no doubt. He received methotrexate.",
            "osteosarcoma",
        ),
        (
            "A 51-year-old woman had a breast mass. Core biopsy favoured angiosarcoma over "
            "haemangioma. Mastectomy was performed.",
            "angiosarcoma",
        ),
    ],
)
def test_a_doubt_that_nothing_takes_back_is_the_diagnosis(
    ontology: Ontology, text: str, diagnosis: str
) -> None:
    """A later test, a choice, a treatment or the end of the text settles a doubt."""
    assert diagnosis_of(ontology, text) == diagnosis


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        (
            "A 55-year-old man had a mass of the thigh. MRI suspected a sarcoma; histology was an "
            "abscess. He is well.",
            "",
        ),
        (
            "A 48-year-old woman had a uterine mass. Leiomyosarcoma was suspected on MRI. "
            "Hysterectomy was done, and histology showed a leiomyoma.",
            "",
        ),
        (
            "A 62-year-old man had a mass of the thigh. Imaging was suggestive of liposarcoma. "
            "The resected specimen turned out to be a lipoma.",
            "",
        ),
        (
            "A 33-year-old man had a lump of the arm. A leiomyosarcoma or a schwannoma was "
            "thought possible. S-100 was positive, which decided in favour of the latter.",
            "",
        ),
        (
            "A 39-year-old woman had a swelling of the knee. Synovial sarcoma was suspected, but "
            "the suspicion was not confirmed: the biopsy showed inflamed synovium.",
            "",
        ),
        (
            "A 71-year-old man had a groin mass. Ultrasound suggested a sarcoma. Biopsy revealed "
            "a diffuse large B-cell lymphoma.",
            "",
        ),
        (
            "A 25-year-old man had a swollen thigh. A sarcoma was feared. The biopsy was free of "
            "malignancy, and myositis ossificans was diagnosed.",
            "",
        ),
        (
            "A 60-year-old man had a mass. The differential diagnosis included liposarcoma, and a "
            "carcinoma was found on biopsy.",
            "",
        ),
    ],
)
def test_a_doubt_that_is_taken_back_is_no_case(
    ontology: Ontology, text: str, diagnosis: str
) -> None:
    """A tumour that was only thought possible makes no case where another thing was found."""
    assert diagnosis_of(ontology, text) == diagnosis


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        (
            "A 50-year-old man had a lump of the back. It was initially diagnosed as a "
            "dermatofibroma; review of the slides changed it to dermatofibrosarcoma protuberans. "
            "Wide excision followed.",
            "dermatofibrosarcoma protuberans",
        ),
        (
            "A 46-year-old woman had a mass of the thigh. At first it was taken for a lipoma, but "
            "the specimen proved to be a myxoid liposarcoma.",
            "myxoid liposarcoma",
        ),
        (
            "A 65-year-old man was treated for years for a leiomyoma of the stomach, in reality a "
            "gastrointestinal stromal tumour with a KIT mutation. Imatinib was begun.",
            "gastrointestinal stromal tumor",
        ),
        (
            "A 31-year-old woman was referred with a diagnosis of fibrosarcoma. A second look at "
            "the slides made it a synovial sarcoma. She was irradiated.",
            "synovial sarcoma",
        ),
        (
            "A 43-year-old man underwent removal of a fibroma of the chest wall. Two years later "
            "the lung nodules were resected; they were solitary fibrous tumours, and so was the "
            "first lesion on review.",
            "solitary fibrous tumor",
        ),
        (
            "A 72-year-old woman had a malignant fibrous histiocytoma of the thigh resected. "
            "After review the diagnosis was amended to dedifferentiated liposarcoma.",
            "dedifferentiated liposarcoma",
        ),
        (
            "We report a pulmonary artery sarcoma in a 57-year-old man. Endarterectomy was "
            "performed. An intimal sarcoma was found in the specimen.",
            "pulmonary artery intimal sarcoma",
        ),
        (
            "A 28-year-old woman was thought to have an ovarian fibroma. What was removed was a "
            "leiomyosarcoma of the broad ligament.",
            "broad ligament leiomyosarcoma",
        ),
        (
            "A 59-year-old man with haemorrhoids had the tissue sent for examination; actually it "
            "was a leiomyosarcoma of the anus.",
            "anal leiomyosarcoma",
        ),
        (
            "Uterine sarcoma with a long course. A 53-year-old woman had a hysterectomy. The "
            "tumour was a low-grade endometrial stromal sarcoma.",
            "uterine corpus low grade endometrial stromal sarcoma",
        ),
    ],
)
def test_a_superseded_diagnosis_is_not_the_final_one(
    ontology: Ontology, text: str, diagnosis: str
) -> None:
    """An earlier, a mistaken or a mere group name gives way to what was found in the end."""
    assert diagnosis_of(ontology, text) == diagnosis


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "A 49-year-old woman noticed a swelling of the buttock. After excision the report "
            "spoke of a lesion with the features of a low-grade fibromyxoid sarcoma. MUC4 "
            "confirmed this.",
            "low grade fibromyxoid sarcoma",
        ),
        (
            "A 58-year-old man had a thigh mass. The pathological picture was felt to represent a "
            "myxofibrosarcoma. He was given 50 Gy.",
            "myxofibrosarcoma",
        ),
        (
            "A 41-year-old man had a mass in the stomach. The tumour was thought to be a "
            "leiomyoma until CD117 proved it to be a gastrointestinal stromal tumour.",
            "gastrointestinal stromal tumor",
        ),
        (
            "A 36-year-old woman had a mass of the wrist. The first biopsy was interpreted as "
            "nodular fasciitis. The second one, however, was an epithelioid sarcoma.",
            "epithelioid sarcoma",
        ),
        (
            "A 17-year-old boy had knee pain. Osteosarcoma was the presumptive diagnosis. Open "
            "biopsy verified it.",
            "osteosarcoma",
        ),
        (
            "A 55-year-old man had a mass in the groin, presumed to be a hernia. At operation a "
            "liposarcoma of the spermatic cord was found.",
            "liposarcoma",
        ),
        (
            "A 62-year-old woman had vaginal bleeding. Endometrial curettage raised suspicion of "
            "a stromal sarcoma. The hysterectomy specimen bore this out.",
            "stromal sarcoma",
        ),
        (
            "A 27-year-old man had a paratesticular tumour. Rhabdomyosarcoma was high on the "
            "list, and myogenin positivity decided the question. Vincristine was given.",
            "rhabdomyosarcoma",
        ),
        (
            "A 70-year-old woman had a breast lump after radiotherapy. Angiosarcoma could not be "
            "excluded on core biopsy. Mastectomy showed angiosarcoma.",
            "angiosarcoma",
        ),
        (
            "A 48-year-old man had a retroperitoneal mass. CT appearances were typical of "
            "liposarcoma. MDM2 amplification was found in the biopsy. The mass was resected.",
            "liposarcoma",
        ),
        (
            "A 53-year-old woman had a lump in the leg. The tumour looked like a synovial sarcoma "
            "under the microscope. A t(X;18) made this certain.",
            "synovial sarcoma",
        ),
        (
            "A 29-year-old woman had a lump in the abdominal wall. A desmoid tumour was "
            "suspected. It was excised with a margin of 1 cm; the suspicion proved right.",
            "desmoid",
        ),
        (
            "A 66-year-old man had a hepatic mass. Angiosarcoma was one of the possibilities. The "
            "autopsy established it.",
            "angiosarcoma",
        ),
        (
            "A 45-year-old man had a lung mass. The needle biopsy was inconclusive, with synovial "
            "sarcoma and mesothelioma as possibilities. The SS18-SSX fusion was found, so that "
            "the former was diagnosed.",
            "synovial sarcoma",
        ),
        (
            "A 38-year-old woman had a uterine tumour. Frozen section suggested a leiomyoma. The "
            "definitive sections showed leiomyosarcoma.",
            "leiomyosarcoma",
        ),
        (
            "A 60-year-old man had a forearm mass. The histology was that of a pleomorphic "
            "sarcoma, originally signed out as malignant fibrous histiocytoma and now called "
            "undifferentiated pleomorphic sarcoma.",
            "undifferentiated pleomorphic sarcoma",
        ),
        (
            "Case report. A 63-year-old man presented with a painless lump of the shoulder. "
            "Excisional biopsy was performed; the overall picture was thought to be best in line "
            "with a pleomorphic liposarcoma. Re-excision was carried out and no recurrence has "
            "been seen for 28 months.",
            "pleomorphic liposarcoma",
        ),
        (
            "A 27-year-old woman noticed a nodule on the sole. It was shelled out. Taken "
            "together, morphology and stains raised the diagnosis of clear cell sarcoma. Wide "
            "excision followed.",
            "clear cell sarcoma",
        ),
        (
            "A 49-year-old man had melaena. Endoscopy showed a submucosal tumour, and EUS-guided "
            "needle biopsy with DOG1 positivity was suggestive of GIST. He underwent wedge "
            "resection of the stomach and has been followed for three years.",
            "gastrointestinal stromal tumor",
        ),
        (
            "A 75-year-old woman had a bleeding nodule on the scalp. Atypical vascular channels "
            "suggested angiosarcoma. Radiotherapy of 60 Gy was given.",
            "angiosarcoma",
        ),
        (
            "A 34-year-old woman had a large abdominal mass. Percutaneous biopsy: probable "
            "desmoplastic small round cell tumour. She started alternating chemotherapy with "
            "vincristine, doxorubicin and cyclophosphamide.",
            "desmoplastic small round cell tumor",
        ),
        (
            "A 9-year-old boy had a mass of the thigh. Rhabdomyosarcoma was favoured by the "
            "pathologist on account of desmin. He had VAC chemotherapy.",
            "rhabdomyosarcoma",
        ),
        (
            "A 56-year-old woman underwent myomectomy. Unexpectedly, the features raised concern "
            "for leiomyosarcoma, and a second pathologist concurred. Hysterectomy was performed.",
            "leiomyosarcoma",
        ),
        (
            "A 31-year-old man had a cardiac tumour. Angiosarcoma was suspected from the MRI "
            "appearance; thoracoscopic biopsy made the suspicion a fact. Paclitaxel was started.",
            "angiosarcoma",
        ),
        (
            "A 68-year-old man had a mass of the spermatic cord. Liposarcoma was a possibility, "
            "and MDM2 amplification by FISH proved that it was one. Orchiectomy was done.",
            "liposarcoma",
        ),
        (
            "A 44-year-old woman had a pelvic mass. The question of a leiomyosarcoma arose on "
            "ultrasound and was answered in the affirmative by the pathologist. Hysterectomy was "
            "performed.",
            "leiomyosarcoma",
        ),
        (
            "A 58-year-old man had an enlarging thigh mass. Between liposarcoma and lymphoma, the "
            "biopsy decided for the former. He was irradiated.",
            "liposarcoma",
        ),
        (
            "A 21-year-old man had a tibial lesion. The surgeon thought of osteomyelitis or of "
            "Ewing sarcoma. CD99 and the EWSR1 break established the latter diagnosis.",
            "ewing sarcoma",
        ),
        (
            "A 38-year-old man had a soft tissue mass of the hand. A tentative diagnosis of "
            "epithelioid sarcoma was made and later corroborated by loss of INI1.",
            "epithelioid sarcoma",
        ),
        (
            "A 72-year-old woman had a retroperitoneal tumour. Imaging and biopsy were both "
            "consistent with dedifferentiated liposarcoma. She refused surgery.",
            "dedifferentiated liposarcoma",
        ),
        (
            "A 50-year-old man with neurofibromatosis had a mass of the sciatic nerve. MPNST was "
            "strongly suspected, and H3K27me3 loss in the biopsy supported it. He received "
            "ifosfamide.",
            "malignant peripheral nerve sheath tumor",
        ),
        (
            "A 45-year-old man had a gastric tumour. It was treated as a leiomyosarcoma for two "
            "years; re-examination with CD117 showed that it had been a gastrointestinal stromal "
            "tumour all along.",
            "gastrointestinal stromal tumor",
        ),
        (
            "A 40-year-old woman had been diagnosed with uterine leiomyosarcoma. On referral the "
            "slides were reread as perivascular epithelioid cell tumour. Sirolimus was begun.",
            "pecoma",
        ),
        (
            "A 55-year-old man's thigh tumour had been called malignant fibrous histiocytoma. The "
            "revised diagnosis was myxofibrosarcoma.",
            "myxofibrosarcoma",
        ),
        (
            "A 33-year-old woman had a breast lump, which a first pathologist named fibroadenoma "
            "and a second one a malignant phyllodes tumour. The third consultation brought the "
            "answer: periductal stromal sarcoma. Mastectomy was done.",
            "periductal stromal",
        ),
    ],
)
def test_what_comes_later_decides(ontology: Ontology, text: str, words: str) -> None:
    """A second opinion, a test, a treatment or a rereading decides what the tumour is."""
    assert set(words.split()) <= set(diagnosis_of(ontology, text).lower().split())


@pytest.mark.parametrize(
    "text",
    [
        (
            "A 60-year-old man had a forearm mass. The differential diagnosis on MRI was synovial "
            "sarcoma, haematoma and ganglion. Needle aspiration yielded old blood, and the mass "
            "vanished."
        ),
        (
            "A 42-year-old woman had a breast lump. A phyllodes tumour or a sarcoma was "
            "considered; histology showed fibroadenoma."
        ),
        ("A 73-year-old man had a thigh swelling. Sarcoma was excluded by biopsy, and it healed."),
        (
            "A 50-year-old woman was referred with suspected uterine sarcoma. The uterus "
            "contained only fibroids."
        ),
        (
            "A 34-year-old man had a paraspinal mass. A Ewing sarcoma was considered likely until "
            "the culture grew tubercle bacilli."
        ),
        (
            "A 69-year-old man had a gastric lesion suspicious for GIST on endoscopic ultrasound. "
            "Resection revealed an ectopic pancreas."
        ),
        ("A 22-year-old man had a bone lesion thought to be osteosarcoma. It was osteomyelitis."),
        (
            "A 62-year-old man had a chest wall mass. A chondrosarcoma was suspected. It was "
            "shown to be a metastasis of renal cell carcinoma."
        ),
        (
            "A 30-year-old woman had a mass in the arm, clinically a sarcoma. The pathologist "
            "found nodular fasciitis."
        ),
        (
            "A 15-year-old boy had a femoral lesion, and osteosarcoma was feared by everybody. "
            "Biopsy, however, showed a fibrous dysplasia."
        ),
        (
            "A 57-year-old woman had a uterine mass thought to be a sarcoma. Final pathology: "
            "degenerated leiomyoma."
        ),
        (
            "A 64-year-old man was suspected of having a GIST. The specimen contained a "
            "schwannoma instead."
        ),
        (
            "A 71-year-old woman had a mass of the neck. Sarcoma could be ruled out, and "
            "tuberculosis was proved by culture."
        ),
        (
            "A 36-year-old woman with a painful hip was examined because an Ewing sarcoma had "
            "been suspected elsewhere. MRI was normal, and the pain vanished."
        ),
    ],
)
def test_what_was_only_thought_of_is_no_case(ontology: Ontology, text: str) -> None:
    """Another tumour, a benign one, an infection or nothing was found instead."""
    assert diagnosis_of(ontology, text) == ""
