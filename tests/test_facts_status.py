"""The last status of a patient in many wordings: the living, and what is no status."""

import pytest

from reading import (
    CISPLATIN,
    METASTATIC,
    RELAPSED,
    RESECTED,
    UNTREATED,
    read,
    status,
    told,
    unmatched,
)
from sarcoma_kg.ontology import Ontology


@pytest.mark.parametrize("name", ["bearer"])
def test_cues_match_their_examples(name: str) -> None:
    """Every pattern of the tables finds its meaning in its own example."""
    assert unmatched(name) == []


@pytest.mark.parametrize(
    ("opening", "text", "value", "time"),
    [
        (CISPLATIN, "She is alive with no evidence of disease at 5 years.", "NED", "P5Y"),
        (CISPLATIN, "She is alive without disease at 30 months.", "NED", "P30M"),
        (CISPLATIN, "Five years later she shows no sign of tumour.", "NED", "P5Y"),
        (CISPLATIN, "She has had no evidence of disease for three years.", "NED", "P3Y"),
        (
            UNTREATED,
            ("She declined every treatment. She is alive with no evidence of disease at 5 years."),
            "NED",
            "P5Y",
        ),
        (
            UNTREATED,
            ("She received proton beam. No tumour was seen at the last visit 2 years later."),
            "NED",
            "P2Y",
        ),
        (
            UNTREATED,
            "Imatinib was started. The patient remains well after 14 months.",
            "alive",
            "P14M",
        ),
        (
            UNTREATED,
            "Denosumab was injected monthly. There has been no progression for 3 years.",
            "AWD",
            "P3Y",
        ),
        (METASTATIC, "She remains progression-free at 20 months.", "alive", "P20M"),
        (CISPLATIN, "He has been progression-free for 26 months.", "alive", "P26M"),
        (CISPLATIN, "She is free from progression two years later.", "alive", "P2Y"),
        (CISPLATIN, "She is free of progression at last follow-up, 18 months.", "alive", "P18M"),
        (RESECTED, "Six months later she works again as a teacher.", "alive", "P6M"),
        (RESECTED, "She has gone back to her work as a teacher.", "alive", None),
        (METASTATIC, "She is well after 30 months of follow-up.", "alive", "P30M"),
        (CISPLATIN, "She is well after 30 months of follow-up.", "alive", "P30M"),
        (RELAPSED, "She lives with it.", "AWD", None),
        (RELAPSED, "She has lived with stable liver lesions for eight years.", "AWD", "P8Y"),
        (RELAPSED, "She is living with her disease at 40 months.", "AWD", "P40M"),
        (RELAPSED, "She continues to live with the tumour.", "AWD", None),
        (RESECTED, "She lives with her sister and is well at two years.", "alive", "P2Y"),
        (
            RESECTED,
            "She lives with it and has no complaints; the colostomy works well.",
            "AWD",
            None,
        ),
        (CISPLATIN, "She did not die of the tumour; she is alive at 3 years.", "alive", "P3Y"),
        (RESECTED, "CT of the chest two years later was unremarkable.", "NED", "P2Y"),
        (RESECTED, "She is not free of disease.", "AWD", None),
        (
            RESECTED,
            (
                "She was free of disease at two years. Lung metastases were found in the "
                "third year. Five years later she is alive."
            ),
            "alive",
            "P5Y",
        ),
        (
            RESECTED,
            (
                "She was alive with disease at 14 months. The metastases were resected. She "
                "has had no evidence of disease for two years."
            ),
            "NED",
            "P2Y",
        ),
        (
            RESECTED,
            (
                "She was free of disease at one year. At two years she was alive with lung "
                "metastases."
            ),
            "AWD",
            "P2Y",
        ),
        (
            RESECTED,
            (
                "She was well at one year. The histology was reviewed. The stains were "
                "repeated. Five years later she is alive."
            ),
            "alive",
            "P5Y",
        ),
        (RESECTED, "There was no recurrence of the cancer at 2 years.", "NED", "P2Y"),
        (
            RESECTED,
            (
                "She is free of disease at 3 years. Her father had an osteosarcoma, of which "
                "he died at 30."
            ),
            "NED",
            "P3Y",
        ),
        (
            RESECTED,
            "She is cared for by her husband and remains free of disease at 3 years.",
            "NED",
            "P3Y",
        ),
        (
            RESECTED,
            "Her mother, who is a nurse, reports that she is well at 3 years.",
            "alive",
            "P3Y",
        ),
        (RESECTED, "Her son was born at term. She has no recurrence at 3 years.", "NED", "P3Y"),
        (CISPLATIN, "When last seen, three years on, she had no tumour.", "NED", "P3Y"),
        (
            CISPLATIN,
            "Today, 6 years after diagnosis, there is no trace of the sarcoma.",
            "NED",
            "P6Y",
        ),
        (CISPLATIN, "She enjoys a disease-free life at 4 years.", "NED", "P4Y"),
        (UNTREATED, "Pazopanib was prescribed. At 18 months she was disease free.", "NED", "P18M"),
        (
            UNTREATED,
            "Six cycles of VAC followed. She remains in first remission 7 years later.",
            "NED",
            "P7Y",
        ),
        (
            UNTREATED,
            (
                "Watchful waiting was chosen. At 40 months the patient is alive and the "
                "lesion unchanged."
            ),
            "AWD",
            "P40M",
        ),
        (
            UNTREATED,
            "No therapy was possible. She is still alive with disease at 11 months.",
            "AWD",
            "P11M",
        ),
        (METASTATIC, "Her disease has not progressed for 26 months.", "AWD", "P26M"),
        (METASTATIC, "She has had no progression since.", "AWD", None),
        (METASTATIC, "Progression-free survival is 14 months and ongoing.", "alive", "P14M"),
        (METASTATIC, "She is without progression at 14 months.", "AWD", "P14M"),
        (RESECTED, "She attends school again.", "alive", None),
        (RESECTED, "She has returned to teaching and is well 2 years later.", "alive", "P2Y"),
        (RELAPSED, "The patient has learnt to live with the disease.", "AWD", None),
        (RELAPSED, "She is living with several lung nodules 5 years later.", "AWD", "P5Y"),
        (
            RESECTED,
            "She lives with her parents and has no sign of recurrence at 3 years.",
            "NED",
            "P3Y",
        ),
        (
            RESECTED,
            (
                "Two years later she was free of disease. She then had a local recurrence, "
                "which was excised. Four years after that she is in remission."
            ),
            "NED",
            "P4Y",
        ),
        (
            RESECTED,
            (
                "There was no recurrence at one year. The specimen was sent to a reference "
                "centre. The diagnosis was confirmed. FISH was repeated. Ten years later she "
                "is alive."
            ),
            "alive",
            "P10Y",
        ),
    ],
)
def test_the_last_status_of_the_living(
    ontology: Ontology, opening: str, text: str, value: str, time: str | None
) -> None:
    """What is told last of the patient counts, whatever stands before it."""
    outcome, follow_up = status(ontology, opening + text)

    assert outcome == value
    assert time is None or follow_up == time


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        (METASTATIC, "She works as a nurse."),
        (METASTATIC, "She works in a bakery and lives in Oslo."),
        (RESECTED, "She plays the violin in an orchestra."),
        (RESECTED, "She lives with her husband."),
        (CISPLATIN, "The early death of her twin had been caused by Ehlers-Danlos syndrome."),
        (CISPLATIN, "Her father's death at 40 was due to a stroke."),
        (CISPLATIN, "The death of her husband left her depressed."),
        (CISPLATIN, "Her brother had died of leukaemia."),
        (CISPLATIN, "Two aunts had succumbed to breast cancer."),
        (CISPLATIN, "Nobody died."),
        (CISPLATIN, "None died."),
        (CISPLATIN, "Neither of them died."),
        (CISPLATIN, "No patient died of the procedure."),
        (CISPLATIN, "No death occurred."),
        (CISPLATIN, "There were no deaths and no toxicity."),
        (CISPLATIN, "Untreated, the tumour would have been fatal."),
        (CISPLATIN, "She feared that she would die."),
        (CISPLATIN, "Death from bleeding was feared."),
        (CISPLATIN, "If she dies, an autopsy will be requested."),
        (CISPLATIN, "She was expected to die within weeks."),
        (CISPLATIN, "The disease is usually fatal."),
        (CISPLATIN, "Most patients die of lung metastases within two years."),
        (CISPLATIN, "Lopez described a woman who died after six months."),
        (CISPLATIN, "She almost died of haemorrhage."),
        (CISPLATIN, "The risk of sudden death was explained to her."),
        (CISPLATIN, "She wanted to avoid a painful death."),
        (
            RESECTED,
            (
                "Because neurofibromatosis may go with it, her eyes and skin were examined "
                "two months later; nothing abnormal was found."
            ),
        ),
        (RESECTED, "Echocardiography a year later was normal."),
        (RESECTED, "Her hearing was tested at 6 months; nothing abnormal was found."),
        (RESECTED, "A colonoscopy done two years later for anaemia was unremarkable."),
        (
            UNTREATED,
            (
                "She had been treated with tamoxifen for a breast cancer, which was in "
                "complete remission for nine years. The sarcoma was resected and recurred "
                "twice."
            ),
        ),
        (RESECTED, "Her lymphoma is in remission."),
        (RESECTED, "Her sister, who has the same mutation, remains free of disease."),
        (RESECTED, "The contralateral kidney was free of disease."),
        (RESECTED, "Of the lymph nodes removed, none had metastases."),
        (RESECTED, "The mother is well."),
        (RESECTED, "The baby is healthy and doing well."),
        (RESECTED, "The margins were clear of tumour."),
        (RESECTED, "It was hoped that she would remain free of disease."),
        (RESECTED, "She may be cured."),
        (RESECTED, "The aim was to keep her free of disease for two years."),
        (RESECTED, "If she is free of disease at 5 years, surveillance will stop."),
        (RESECTED, "She should be followed for five years."),
        (RESECTED, "Patients who are free of disease at 5 years are cured."),
        (RESECTED, "She was never in remission."),
        (RESECTED, "Complete remission was not achieved."),
        (RESECTED, "It is unclear whether she is still alive."),
        (RESECTED, "Smith's patient was alive without disease at 4 years."),
        (RESECTED, "In the literature 12 patients were alive with disease."),
        (RESECTED, "Her sister had a brain tumour at 3 and was dead at 4."),
        (RESECTED, "She carried a TP53 variant, like her father, dead of a glioma at 30."),
        (RESECTED, "The sister of the patient had died young."),
        (RESECTED, "There was a family history of a brother who died at 12 years."),
        (RESECTED, "A death in her family had frightened her."),
        (METASTATIC, "She teaches mathematics."),
        (METASTATIC, "He is employed as a driver."),
        (RESECTED, "She attends school."),
        (RELAPSED, "She carries on with her tumour at 4 years."),
        (CISPLATIN, "There was no perioperative death."),
        (CISPLATIN, "Mortality was nil."),
        (CISPLATIN, "Not one of the treated patients has died."),
        (CISPLATIN, "Her dog died that year."),
        (CISPLATIN, "Her late husband had died of lung cancer."),
        (CISPLATIN, "She lost both parents to cancer."),
        (CISPLATIN, "Her grandmother and an aunt had succumbed to sarcoma."),
        (CISPLATIN, "The baby was stillborn; fetal death was due to placental abruption."),
        (CISPLATIN, "Cell death was extensive after treatment."),
        (CISPLATIN, "PD-L1, programmed death ligand 1, was expressed in 60% of cells."),
        (CISPLATIN, "Dead bone was removed."),
        (CISPLATIN, "She was saved from certain death by embolisation."),
        (CISPLATIN, "The surgeon told her that it could end fatally."),
        (CISPLATIN, "The mortality of this sarcoma is high and death ensues within a year."),
        (RESECTED, "Urinalysis, a year later, was normal."),
        (RESECTED, "Her eyesight was checked after a year and found normal."),
        (RESECTED, "An ophthalmologist saw her at 3 months and found nothing abnormal."),
        (RESECTED, "Gastroscopy because of heartburn, 2 years later, showed nothing abnormal."),
        (RESECTED, "Her leukaemia has been in remission for ten years."),
        (RESECTED, "She had been cured of Hodgkin lymphoma in childhood."),
        (RESECTED, "The prostate cancer is in biochemical remission after radiotherapy."),
        (RESECTED, "Her thyroid carcinoma never recurred."),
        (RESECTED, "The liver was free of metastases."),
        (RESECTED, "Staging showed no metastases."),
        (RESECTED, "Her rheumatoid arthritis went into remission."),
        (RESECTED, "Her depression is in remission."),
        (RESECTED, "We hope that she will stay free of recurrence."),
        (RESECTED, "The parents asked whether she was cured."),
        (RESECTED, "She wishes to live without disease."),
        (RESECTED, "A disease-free margin was obtained."),
        (RESECTED, "Follow-up is planned for five years."),
        (RESECTED, "It remains to be seen whether she stays in remission."),
        (RESECTED, "Had she been treated earlier, she might be alive."),
        (RESECTED, "Chen's two patients were alive with disease at 12 months."),
        (RESECTED, "Of 14 reported patients 5 died of disease."),
    ],
)
def test_no_status(ontology: Ontology, opening: str, text: str) -> None:
    """What is denied, feared, planned, or told of others and of other things is no status."""
    assert told(ontology, text, "outcome", opening) == []


def test_progression_ends_a_time_without_it(ontology: Ontology) -> None:
    """How long a tumour was held until it grew is the time to progression, and no last status."""
    text = "She was progression-free for eleven years; after progression she took sunitinib."
    facts = read(ontology, text, CISPLATIN)

    assert [f.value for f in facts if f.kind in ("outcome", "follow-up")] == []
    assert [(f.value, f.qualifiers.to) for f in facts if f.kind == "interval"] == [
        ("P11Y", "progression")
    ]
