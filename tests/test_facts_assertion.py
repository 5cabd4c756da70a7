"""What is denied, doubted or planned is no fact of the patient, whichever reader reads it."""

import csv
from pathlib import Path

import pytest

import reading
from sarcoma_kg.ontology import Ontology

THIGH = "A 52-year-old woman had a leiomyosarcoma of the left thigh. "
TREATED = reading.OPENING + "It was resected and imatinib was given. "

DENIED = {
    "margin": [
        ("No tumour was found at the resection margins.", ["R0"]),
        ("The tumour did not reach the resection margin.", ["R0"]),
        ("None of the margins was involved.", ["R0"]),
        ("Neither margin contained tumour.", ["R0"]),
        ("The margins were nowhere involved.", ["R0"]),
        ("Margins were examined and none was involved.", ["R0"]),
        ("The ink was not touched by tumour.", ["R0"]),
        ("The specimen showed no residual sarcoma and clear margins.", ["R0"]),
        ("The margins were not free.", ["R1"]),
        ("Tumour reached the inked margin.", ["R1"]),
        ("No clear margins could be obtained.", []),
        ("Free margins were not achieved.", []),
        ("Negative margins were hoped for.", []),
        ("Margins were not assessed.", []),
    ],
    "response": [
        ("The tumour did not grow under imatinib.", ["SD"]),
        ("Under imatinib none of the nodules grew.", ["SD"]),
        ("Under imatinib nothing grew.", ["SD"]),
        ("On imatinib the mass ceased to grow.", ["SD"]),
        ("Under imatinib the tumour grew.", ["PD"]),
        ("Under imatinib the nodules never disappeared.", []),
        ("A partial response was seen but it was not confirmed.", []),
    ],
    "mitoses": [
        ("No mitoses were seen.", ["-any"]),
        ("It lacked necrosis and mitoses.", ["-any"]),
        ("Neither necrosis nor mitotic figures were found.", ["-any"]),
        ("Mitotic activity could not be found.", ["-any"]),
        ("Mitotic activity was not high.", []),
        ("The mitotic rate was not reported.", []),
    ],
    "dose-reduction": [
        ("No dose reduction was needed.", ["-any"]),
        ("He never needed a dose reduction.", ["-any"]),
        ("Dose reduction was not necessary.", ["-any"]),
        ("It was given without interruption or dose reduction.", ["-any"]),
        ("There was neither delay nor dose reduction.", ["-any"]),
        ("The dose was reduced by 25%.", ["25"]),
        ("A dose reduction by 25% was considered.", []),
    ],
    "biomarker": [
        ("There was no microsatellite instability.", ["-MSI-H"]),
        ("Microsatellite instability was found.", ["MSI-H"]),
        ("Microsatellite instability was not tested.", []),
        ("Microsatellite instability could not be determined.", []),
    ],
    "alteration": [
        ("KIT was not mutated.", ["-KIT mutation"]),
        ("Sequencing failed to show a KIT mutation.", ["-KIT mutation"]),
        ("KIT was free of mutations.", ["-KIT mutation"]),
        ("KIT was not tested.", []),
        ("Her brother carried a TP53 mutation.", []),
        ("The father was found to carry a TP53 mutation.", []),
    ],
    "marker": [
        ("There was no staining for desmin.", ["-desmin"]),
        ("The cells failed to express desmin.", ["-desmin"]),
        ("The cells lost H3K27me3 and showed focal desmin.", ["-H3K27me3", "desmin"]),
        ("Desmin was not tested.", []),
        ("Staining for desmin was not done.", []),
        ("It was negative for SMA; there was strong expression of desmin.", ["-SMA", "desmin"]),
    ],
    "comorbidity": [
        ("She had no comorbidities.", ["-any"]),
        ("Her medical history was unremarkable.", ["-any"]),
        ("She denied any previous medical history.", ["-any"]),
        ("She was previously healthy.", ["-any"]),
    ],
    "drug": [
        ("She could not tolerate pazopanib.", ["imatinib", "pazopanib"]),
        (
            "It responded neither to pazopanib nor to trabectedin.",
            ["imatinib", "pazopanib", "trabectedin"],
        ),
        ("Neither pazopanib nor trabectedin helped.", ["imatinib", "pazopanib", "trabectedin"]),
        ("No response being seen, pazopanib was begun.", ["imatinib", "pazopanib"]),
        (
            "There was no response with pazopanib and trabectedin.",
            ["imatinib", "pazopanib", "trabectedin"],
        ),
        ("For lack of response pazopanib was begun.", ["imatinib", "pazopanib"]),
        ("Instead of trabectedin, pazopanib was given.", ["-trabectedin", "imatinib", "pazopanib"]),
        ("She could not be treated with pazopanib.", ["-pazopanib", "imatinib"]),
        (
            "Neither pazopanib nor trabectedin was given.",
            ["-pazopanib", "-trabectedin", "imatinib"],
        ),
    ],
    "etiology": [
        ("It was thought that the tumour might be radiation-induced.", []),
        ("The risk of a radiation-induced sarcoma was told.", []),
    ],
}


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [(kind, text, values) for kind, rows in DENIED.items() for text, values in rows],
)
def test_what_is_denied_or_only_thought_of_is_not_told_as_so(
    kind: str, text: str, values: list[str], ontology: Ontology
) -> None:
    """Every reader asks the same engine: its cues hold for all kinds of fact."""
    assert values == sorted(reading.told(ontology, text, kind, TREATED))


SENTENCES = Path(__file__).parent / "sentences" / "told.tsv"
KINDS = {
    "drug", "regimen", "chemotherapy", "radiotherapy", "ablation", "surgery", "margin",
    "metastasis", "recurrence", "outcome",
}  # fmt: skip


def test_sentences_are_read_as_they_mean(ontology: Ontology) -> None:
    """What is refused, conditional, another person's or put off is none of the patient's."""
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    wrong = []
    for row in rows:
        found = sorted(
            f"{fact.kind}:{'-' if fact.polarity == 'absent' else ''}{fact.value}"
            for fact in reading.read(ontology, row["text"], THIGH)
            if fact.kind in KINDS and fact.case
        )
        if ", ".join(dict.fromkeys(found)) != row["facts"]:
            wrong.append((row["text"], found, row["facts"]))

    assert len(rows) > 90
    assert wrong == []


def _more(ontology: Ontology, text: str) -> set[tuple[str, str, str]]:
    """Give the facts that a sentence adds to a case in which it stands."""

    def told(between: str) -> set[tuple[str, str, str]]:
        whole = f"{between} She was discharged on day 9."
        found = reading.read(ontology, whole, f"{THIGH}It was excised with clear margins. ")
        return {(fact.kind, fact.polarity, fact.value) for fact in found if fact.case}

    return told(text) - told("")


def test_what_is_so_at_large_is_no_fact_of_the_patient(ontology: Ontology) -> None:
    """A statement about tumours, treatments or other authors' patients, amid the case."""
    texts = (SENTENCES.parent / "general.txt").read_text(encoding="utf-8").splitlines()

    assert len(texts) > 60
    assert [text for text in texts if _more(ontology, text)] == []


def test_what_is_so_of_the_patient_now_is_a_fact(ontology: Ontology) -> None:
    """A case may be told in the present tense, too."""
    texts = (SENTENCES.parent / "now.txt").read_text(encoding="utf-8").splitlines()

    assert len(texts) > 20
    assert [text for text in texts if not _more(ontology, text)] == []
