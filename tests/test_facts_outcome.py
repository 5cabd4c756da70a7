"""The last status of a patient, its time, relapse, and the times until events."""

import pytest

from reading import read, told, unmatched
from sarcoma_kg.facts.phrase import phrases
from sarcoma_kg.ontology import Ontology

TREATED = "A 45-year-old woman underwent resection of a leiomyosarcoma of the thigh. "


def times(ontology: Ontology, text: str, kind: str) -> list[tuple[str, str | None]]:
    """Give (duration, counted from) of each follow-up or interval."""
    facts = read(ontology, text, TREATED)
    return [(fact.value, fact.since) for fact in facts if fact.kind == kind]


def test_cues_match_their_examples() -> None:
    """Every pattern of the outcome phrases finds its meaning in its own example."""
    assert unmatched("outcome") == []


def test_macros_stand_for_their_pieces() -> None:
    """A pattern that holds `<NAME>` is read with the piece in its place."""
    patterns = [row["pattern"] for row in phrases("outcome").rows]

    assert not any("<" in pattern.replace("(?<", "") for pattern in patterns)
    assert "macro" not in {row["meaning"] for row in phrases("outcome").rows}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She is alive without evidence of disease.", ["NED"]),
        ("She remains disease-free at two years.", ["NED"]),
        ("No recurrence was seen at last follow-up.", ["NED"]),
        ("There was no evidence of local recurrence or metastasis after five years.", ["NED"]),
        ("At 24 months the patient is free of disease.", ["NED"]),
        ("The tumour has not recurred.", ["NED"]),
        ("Recurrence was not observed during follow-up.", ["NED"]),
        ("She is in complete remission.", ["NED"]),
        ("MRI did not show any recurrence.", ["NED"]),
        ("She is well with no signs of relapse three years later.", ["NED"]),
        ("She is alive with disease at one year.", ["AWD"]),
        ("She is living with stable metastatic disease.", ["AWD"]),
        ("She died of disease.", ["DOD"]),
        ("She succumbed to metastatic disease six months later.", ["DOD"]),
        ("She died due to tumour progression.", ["DOD"]),
        ("The sarcoma recurred and she died two months later.", ["DOD"]),
        ("She died of pneumonia.", ["DOC"]),
        ("She died from pulmonary embolism three months after surgery.", ["DOC"]),
        ("She passed away.", ["dead"]),
        ("The patient expired two weeks later.", ["dead"]),
        ("She survived for nine months.", ["dead"]),
        ("She is alive and well.", ["alive"]),
        ("She is doing well one year after surgery.", ["alive"]),
        ("She was discharged on the tenth day.", ["alive"]),
        ("She was free of disease at one year, but died of the sarcoma at three.", ["DOD"]),
        ("No lymph node metastasis was found in the specimen.", []),
        ("Her mother died of breast cancer.", []),
        ("Nothing abnormal was felt in the scar two years later.", ["NED"]),
        ("At the last control no lesion was detectable.", ["NED"]),
        ("Yearly scans have been clean for four years.", ["NED"]),
        ("Neither examination nor imaging revealed relapse at three years.", ["NED"]),
        ("Neither CT nor MRI showed metastases before surgery.", []),
        ("No tumour could be found at 40 months.", ["NED"]),
        ("The response persists after 26 months.", ["AWD"]),
        ("The metastases are slowly growing at two years.", ["AWD"]),
        ("She has persistent lung nodules at two years.", ["AWD"]),
        ("At 20 months, third-line chemotherapy is ongoing.", ["AWD"]),
        ("Brain metastases ended her life.", ["DOD"]),
        ("Tumour rupture was the terminal event.", ["DOD"]),
        ("She had a fatal relapse.", ["DOD"]),
        ("Tumour-related death occurred at 14 months.", ["DOD"]),
        ("The cause of death was tumour progression.", ["DOD"]),
        ("The cause of death was bronchopneumonia.", ["DOC"]),
        ("Autopsy revealed pulmonary embolism as the cause of death.", ["DOC"]),
        ("She suffered a fatal stroke three years later.", ["DOC"]),
        ("Six years later she died of breast cancer.", ["DOC"]),
        ("She can climb stairs again.", ["alive"]),
        ("Her gait is normal at nine months.", ["alive"]),
        ("She has had no chemotherapy and leads a normal life.", ["alive"]),
        ("Pulmonary metastases are the main cause of death in such patients.", []),
        ("Death can occur from local invasion.", []),
        ("In the literature, a woman with metastases survived for six years.", []),
        ("Smith reported a patient who died after six months.", []),
        ("The margins were free of tumour.", []),
        ("She was lost to follow-up.", []),
        ("Nothing suggestive of recurrence has been found for 4 years.", ["NED"]),
        ("Neither local failure nor distant spread was seen at 3 years.", ["NED"]),
        ("The latest check-up, at 4 years, was unremarkable.", ["NED"]),
        ("So far, after 2 years, no further lesion has come to light.", ["NED"]),
        ("No recurrence could be detected two years later.", ["NED"]),
        ("CT at 6 months showed a complete response.", ["NED"]),
        ("She is alive, three years after surgery, with residual lung disease.", ["AWD"]),
        ("She is doing well with good function after removal of the tumour.", ["alive"]),
        ("Lung metastases appeared. She is on pazopanib and is well at two years.", ["AWD"]),
        ("Lung metastases appeared. Trabectedin is ongoing.", ["AWD"]),
        ("She is on adjuvant imatinib and well.", ["alive"]),
        ("The implants shrank on imatinib; she is doing well at 5 years.", ["AWD"]),
        ("Chemotherapy shrank it, it was excised, and she is well at 2 years.", ["alive"]),
        ("At 41 months she, who declined more drugs, receives best supportive care.", ["AWD"]),
        ("The disease remains under control at 20 months.", ["AWD"]),
        ("A scan 2 years later showed growing residual tumour.", ["AWD"]),
        ("She died from a stroke without evidence of tumour.", ["DOC"]),
        ("She died of pneumonia, unrelated to the tumour.", ["DOC"]),
        ("She committed suicide three years after surgery.", ["DOC"]),
        ("Lung metastases developed and she died of respiratory failure.", ["DOD"]),
        ("The disease proved fatal at 14 months.", ["DOD"]),
        ("The tumour claimed her life eight months later.", ["DOD"]),
        ("She lived another eight months.", ["dead"]),
        ("The patient did not survive the operation.", ["dead"]),
        ("The breast carcinoma has never recurred.", []),
        ("Her sister is alive and well.", []),
    ],
)  # fmt: skip
def test_outcomes(ontology: Ontology, text: str, values: list[str]) -> None:
    """One outcome a case: the last status told, a death above all."""
    assert told(ontology, text, "outcome", TREATED) == values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She is disease-free 36 months after surgery.", [("P36M", "surgery")]),
        ("At two-year follow-up there was no recurrence.", [("P2Y", "unstated")]),
        ("No recurrence was seen after a follow-up of 5 years.", [("P5Y", "unstated")]),
        ("She died 8 months after diagnosis.", [("P8M", "diagnosis")]),
        (
            "She died of disease 2 years after the second pulmonary metastasectomy.",
            [("P2Y", "surgery")],
        ),
        ("She has been free of disease for the last three years.", [("P3Y", "unstated")]),
        ("Six months postoperatively she is well.", [("P6M", "surgery")]),
        (
            "There is no recurrence 9 months after completion of chemotherapy.",
            [("P9M", "treatment")],
        ),
        ("She was discharged on the fifth postoperative day.", [("P5D", "surgery")]),
        ("She had had pain for two years and is well.", []),
        ("At 4 years and 3 months there was no recurrence.", [("P51M", "unstated")]),
        ("She is well two years on from the second operation.", [("P2Y", "surgery")]),
        ("She is disease-free 6 years post-transplant.", [("P6Y", "surgery")]),
        ("She remained well until month 40, when she died from a stroke.", [("P40M", "unstated")]),
        ("Survival since diagnosis was 17 months.", [("P17M", "diagnosis")]),
        ("She is in remission, 26 months off therapy.", [("P26M", "treatment")]),
        ("The postoperative follow-up was 2 years without recurrence.", [("P2Y", "surgery")]),
        ("Postoperatively, she was followed for 2 years without recurrence.", [("P2Y", "surgery")]),
        ("She is well in the 2 years that followed the operation.", [("P2Y", "surgery")]),
        ("She is disease-free 24 months after the surgical treatment.", [("P24M", "surgery")]),
        ("She is disease-free 24 months after the tumour was removed.", [("P24M", "surgery")]),
        ("She is disease-free 24 months after hip disarticulation.", [("P24M", "surgery")]),
        ("She is disease-free 24 months after pulmonary metastasectomy.", [("P24M", "surgery")]),
        ("She is disease-free 24 months post-transplant.", [("P24M", "surgery")]),
        ("She is disease-free 24 months after stem cell transplantation.", [("P24M", "treatment")]),
        ("She is disease-free 24 months after the last cycle.", [("P24M", "treatment")]),
        ("She has been in remission on imatinib for 24 months.", [("P24M", "treatment")]),
        ("Since diagnosis she has survived 24 months and is alive.", [("P24M", "diagnosis")]),
        (
            "She is alive with disease 24 months after lung metastases were found.",
            [("P24M", "metastasis")],
        ),
        ("She is alive 24 months after the initial visit.", [("P24M", "presentation")]),
        ("She is well 24 months after discharge.", [("P24M", "unstated")]),
        ("Twenty-four months later she is free of disease.", [("P24M", "unstated")]),
        ("She relapsed at month 10 and died 4 months thereafter.", [("P4M", "unstated")]),
        (
            "She died of organ failure caused by metastases, 19 months after surgery.",
            [("P19M", "surgery")],
        ),
        (
            "She has been followed for 8 years: one nodule was removed in the sixth year, and"
            " she is now free of tumour.",
            [("P8Y", "unstated")],
        ),
    ],
)
def test_follow_up(ontology: Ontology, text: str, found: list[tuple[str, str | None]]) -> None:
    """The time of the last status, with the event that it is counted from."""
    assert times(ontology, text, "follow-up") == found


def test_survival_until_death_is_an_interval_too(ontology: Ontology) -> None:
    """A death has its time as follow-up and as the interval "death"."""
    facts = read(ontology, "She died of disease 8 months after surgery.", TREATED)
    interval = next(fact for fact in facts if fact.kind == "interval")

    assert (interval.value, interval.qualifiers.to, interval.since) == ("P8M", "death", "surgery")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Three months after surgery, metastases developed.", [("P3M", "surgery", "metastasis")]),
        ("The tumour recurred locally 2 years later.", [("P2Y", "unstated", "recurrence")]),
        ("Ten months postoperatively it recurred.", [("P10M", "surgery", "recurrence")]),
        ("It was given for 8 months until progression.", [("P8M", "treatment", "progression")]),
        ("No recurrence was seen at 12 months.", []),
        ("A lump was felt in the scar a year later.", [("P1Y", "unstated", "recurrence")]),
        ("At 14 months CT showed nodules in both lungs.", [("P14M", "unstated", "metastasis")]),
        ("In the ninth year a mass was detected.", [("P9Y", "unstated", "recurrence")]),
        ("Five years had elapsed when metastases came.", [("P5Y", "unstated", "metastasis")]),
        (
            "Two years after surgery she had back pain and presented again. MRI showed vertebral"
            " metastases.",
            [("P2Y", "surgery", "metastasis")],
        ),
        (
            "It stayed stable disease for 8 months, after which it grew.",
            [("P8M", "treatment", "progression")],
        ),
        ("It has been stable disease for 5 years.", []),
        ("The interval between surgery and recurrence was 15 months.",
         [("P15M", "surgery", "recurrence")]),
        ("Two years later a lung nodule was seen; biopsy showed a granuloma.", []),
        ("At 6 months CT showed no new lesions.", []),
        ("Two years later a breast carcinoma was detected.", []),
        ("She received 6 months of chemotherapy for metastases.", []),
        ("She was well for 20 months, at which point MRI showed metastases.",
         [("P20M", "unstated", "metastasis")]),
        ("Pulmonary spread supervened at 13 months.",
         [("P13M", "unstated", "metastasis")]),
        ("Remission has lasted for 20 months. She is free of relapse.", []),
    ],
)  # fmt: skip
def test_intervals(ontology: Ontology, text: str, found: list[tuple[str, str, str]]) -> None:
    """The time to relapse, spread or growth, with its event as the note."""
    facts = read(ontology, text, TREATED)

    assert [(f.value, f.since, f.qualifiers.to) for f in facts if f.kind == "interval"] == found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The tumour recurred after one year.", ["local"]),
        ("A local recurrence was excised.", ["local"]),
        ("She relapsed twice.", ["local"]),
        ("She presented with a recurrent sarcoma.", ["local"]),
        ("No recurrence was seen at one year.", ["-local"]),
        ("She is free of recurrence.", ["-local"]),
        ("She had recurrent abdominal pain.", []),
        ("The risk of recurrence is high.", []),
        ("The recurrent laryngeal nerve was spared.", []),
        ("Follow-up is needed because recurrence rates are high.", []),
        ("A year later the lump was back.", ["local"]),
        ("There was local failure 10 months after surgery.", ["local"]),
        ("Five months later papules emerged at the edge of the scar.", ["local"]),
        ("A new nodule was seen at the resection site.", ["local"]),
        ("There has been no local failure.", ["-local"]),
        ("The disease came back in the skull.", []),
        ("Signs of recurrence were sought every year.", []),
        ("A mass in the tumour bed one year later was a seroma.", []),
        ("The biopsy came back positive.", []),
        ("Late relapse beyond five years is well known in this entity.", []),
        ("These tumours often recur.", []),
        ("Local recurrence depends on the margins.", []),
        ("Recurrences were seen in a third of the patients.", []),
        ("She was afraid of a relapse.", []),
        ("Radiotherapy was given to lower the odds of relapse.", []),
        ("A recurrence was suspected on MRI; histology showed scar tissue only.", []),
        ("MRI suspected a recurrence, and excision confirmed it.", ["local"]),
        ("A local recurrence was suspected; biopsy confirmed it.", ["local"]),
        ("Suspected recurrence was verified histologically.", ["local"]),
        ("A relapse was suspected and corroborated by biopsy, without any metastasis.", ["local"]),
        ("A relapse was suspected; excision proved it, with no evidence of spread.", ["local"]),
        ("The suspicion of relapse was borne out by biopsy; there was no scar.", ["local"]),
        ("A recurrence was suspected, but this was never confirmed.", []),
        ("A recurrence was suspected but ruled out by biopsy.", []),
        ("A recurrence was suspected, but excision proved it to be fat necrosis.", []),
        ("A recurrence was suspected, and biopsy confirmed a haematoma.", []),
        ("A recurrence was suspected; excision confirmed that there was no tumour.", []),
        ("A recurrence was suspected, but neither CT nor biopsy confirmed it.", []),
        ("A recurrence was suspected but no biopsy confirmed it.", []),
        ("A recurrence was suspected, which proved unfounded.", []),
        ("A relapse was suspected and is yet to be confirmed.", []),
        ("A relapse was suspected, but the biopsy was negative and confirmed fibrosis.", []),
        ("Her atrial fibrillation recurred.", []),
        ("Her lymphoma had relapsed two years before.", []),
        ("Graves' disease recurred under imatinib.", []),
        ("The first relapse was pulmonary.", []),
        ("She relapsed with lung metastases.", []),
        ("It recurred in the form of lung metastases.", []),
        ("Recurrence was noted at the resection site and in the lungs.", ["local"]),
        ("Kumar described a woman with local recurrence.", []),
        ("One published patient relapsed locally.", []),
        ("Local recurrence was absent.", ["-local"]),
        ("Neither tumour has recurred.", ["-local"]),
        ("Her breast cancer has not come back.", []),
        ("The margins could not be widened, and she relapsed in the thigh.", ["local"]),
        ("Lung metastases were removed; she is well four years after the relapse.", []),
    ],
)
def test_recurrence(ontology: Ontology, text: str, values: list[str]) -> None:
    """Relapse of the tumour, not recurrent pain, nor the risk of it."""
    assert told(ontology, text, "recurrence", TREATED) == values


def test_a_lesion_found_first_dates_the_relapse(ontology: Ontology) -> None:
    """The time at which a new lesion was found is that of the metastasis that it proved to be."""
    text = (
        "Two years after surgery a nodule was found on CT. Histology confirmed a lung metastasis."
    )
    facts = read(ontology, text, TREATED)

    assert [(f.value, f.since, f.qualifiers.to) for f in facts if f.kind == "interval"] == [
        ("P2Y", "surgery", "metastasis")
    ]


def test_wellness_before_treatment_is_no_outcome(ontology: Ontology) -> None:
    """That a patient had been well before is not the last status."""
    text = "She had been followed up for a nodule. It grew and was resected."

    assert told(ontology, text, "outcome", "A woman had a leiomyosarcoma. ") == []
