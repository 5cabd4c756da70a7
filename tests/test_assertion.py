"""Assertion: each cue reaches what it speaks of, and nothing else."""

import csv
from pathlib import Path

import pytest

from sarcoma_kg import assertion
from sarcoma_kg.assertion import Assertion, scope
from sarcoma_kg.phrase import lowered

_TABLE = Path(scope.__file__).with_name("cues.tsv")
with _TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = [
        row
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if row["meaning"] != "macro"
    ]


def told(marked: str) -> Assertion:
    """Say how the words between « and » stand in a sentence."""
    start = marked.index("«")
    end = marked.index("»") - 1
    return assertion.of(lowered(marked.replace("«", "").replace("»", "")), start, end)


def denied(marked: str) -> bool:
    """Whether the words between « and » are denied, outright or by what is said near them."""
    start = marked.index("«")
    end = marked.index("»") - 1
    return assertion.denies(lowered(marked.replace("«", "").replace("»", "")), start, end)


def says(meaning: str, marked: str) -> bool:
    """Whether an assertion says what a cue of this meaning says."""
    if meaning == "implied":
        return denied(marked)
    given = told(marked)
    return {
        "denied": given.denied,
        "doubted": given.certainty == "doubted",
        "planned": given.time == "planned",
        "past": given.time == "past",
        "relative": given.whose == "relative",
        "general": given.whose == "general",
        "so": given.so,
        "stop": given.so and given.time == "now",
        "carried": given.so,
        "turned down": given.denied,
        "refuted": given.denied,
        "found": given.so,
        "happened": given.so,
    }[meaning]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['meaning']}: {row['pattern'][:60]}")
def test_each_cue_has_its_example_and_its_counter_example(row: dict[str, str]) -> None:
    """What a cue reaches stands so in its example, and what it does not reach does not."""
    example, counter = (row[name].replace("\\n", "\n") for name in ("example", "counter"))
    says_nothing = row["meaning"] in ("so", "stop", "carried", "turned down", "found", "refuted")

    assert says(row["meaning"], example)
    assert not says(row["meaning"], counter)
    assert row["where"] in ({"", "after"} if says_nothing else {"before", "after", "around"})


@pytest.mark.parametrize(
    "sentence",
    [
        # forms
        "«Radiotherapy»: none.",
        "«Recurrence»: nil.",
        "«Doxorubicin»: not given.",
        "«Chemotherapy»: no.",
        "«Peritoneal metastases»: not seen.",
        "«Amputation» – turned down.",
        "«Radiotherapy» (not given)",
        "«Chemotherapy» (-), drugs (+)",
        "«RT» −, drugs +.",
        "Previous «radiotherapy»? No.",
        "«Amputation»; no; -",
        "Not received\n- busulfan\n- «radiotherapy»",
        "Given: [x] methotrexate [ ] «ifosfamide»",
        # what became of it, and more than one subject
        "«Pazopanib» was ordered but never started.",
        "The «liver» and the bones were spared.",
        "«Irradiation» and the amputation were refused.",
        "«Metastases» have yet to appear.",
        "«HIPEC» with cisplatin was therefore never begun.",
        "«Distant spread» was never documented.",
        "HIPEC with «cisplatin» was never begun.",
        # lists, and where they end
        "No fever, cough or «weight loss».",
        "She had neither fever, weight loss nor «constipation», only bleeding.",
        "Without fever, without «pain» and without rash.",
        "There was no chemotherapy or «radiotherapy» but imatinib.",
        "CT excluded lung, liver and «bone metastases».",
        # subjects
        "Neither patient had «chemotherapy».",
        "None of the children received «radiotherapy».",
        "No scan showed «metastases».",
        "Neither the lungs nor the liver have shown «metastases».",
        "Nor was «radiotherapy» given.",
        "«Radiotherapy», which had been discussed, was left out.",
        "Because of his age «chemotherapy» was withheld.",
        "«Surgery» was offered but declined.",
        "He was told of «ifosfamide», which he never took up.",
        "Treatment with «imatinib» was not given.",
        "The search for «metastases» was negative.",
        "He had surgery and «radiotherapy» was not given.",
    ],
)
def test_denied(sentence: str) -> None:
    """What is denied in other words and forms is denied."""
    assert told(sentence).denied


@pytest.mark.parametrize(
    "sentence",
    [
        "A woman with «Ewing sarcoma» did not respond to vincristine.",
        "A woman with Ewing sarcoma did not respond to «vincristine».",
        "A man with «leiomyosarcoma» of the bladder did not tolerate gemcitabine.",
        "A man had a «liposarcoma» removed with free margins.",
        "This woman with «chondrosarcoma» of the foot was not a candidate for limb salvage.",
        "A girl with «rhabdomyosarcoma» never achieved remission.",
        "When «regorafenib» no longer worked, ripretinib was started.",
        "When regorafenib no longer worked, «ripretinib» was started.",
        "There was no family history of cancer, and «radiotherapy» followed.",
        "There was no change in the «liver metastases».",
        "He went on without evidence of disease progression of the «lung nodules».",
        "Not only «surgery» but radiotherapy was given.",
        "The course was not without «complications».",
        "There was no lack of «vomiting».",
        "«Radiotherapy» was not given until this relapse.",
        "No chemotherapy was given for the «metastases».",
        "«Chemotherapy» was not tolerated.",
        "The «metastases» were not resected.",
        "The «sarcoma» did not come back.",
        "He had «surgery» and radiotherapy was not given.",
        "There were no complications, and «radiotherapy» was given.",
        "Anthracyclines were avoided and «radiotherapy» was given.",
        "On «imatinib» the nodules have not progressed.",
        "INI1-negative «epithelioid sarcoma» was found.",
        "No toxicity was seen with «doxorubicin».",
        "He declined chemotherapy and «died».",
        "As planned, «radiotherapy» was given.",
        "«Sirolimus» was recommended and taken for a year.",
        "She was free of pain but with a «swollen hand».",
        "With the exception of one «metastasis» there was no spread.",
        "Recurrence was denied; «surgery» followed.",
        "A 40-year-old woman had no symptoms. She had «surgery».",
    ],
)
def test_so(sentence: str) -> None:
    """A cue that speaks of something else leaves what is so as it is."""
    assert told(sentence).so


@pytest.mark.parametrize(
    ("sentence", "axis", "value"),
    [
        ("A metastasis of the lung or an «infarct» was suspected.", "certainty", "doubted"),
        ("A presumed myoma («myomectomy») was seen.", "certainty", "certain"),
        ("It may be a «metastasis».", "certainty", "doubted"),
        ("Liver «metastasis» could not be ruled out.", "certainty", "doubted"),
        ("Had the «margins» been positive, he would have been irradiated.", "certainty", "doubted"),
        ("«Radiotherapy» is planned.", "time", "planned"),
        ("He is to have «radiotherapy», which will be given here.", "time", "now"),
        ("She had a history of «hypertension» and came with pain.", "time", "past"),
        ("She had a history of hypertension and came with «pain».", "time", "now"),
        ("She had a two-month history of «pain».", "time", "now"),
        ("A man whose mother had «breast cancer», complained of pain.", "whose", "relative"),
        ("A man whose mother had breast cancer, complained of «pain».", "whose", "patient"),
        ("His mother noticed a «swelling».", "whose", "patient"),
        ("Wife on «letrozole».", "whose", "relative"),
        ("«Surgery» is the mainstay of treatment.", "whose", "general"),
        ("The role of «chemotherapy» is debated.", "whose", "general"),
    ],
)
def test_axes(sentence: str, axis: str, value: str) -> None:
    """Certainty, time and person are told apart."""
    assert getattr(told(sentence), axis) == value


@pytest.mark.parametrize(
    "text",
    ["no " * 3000, "(" * 3000, "," * 3000, "not (no [without " * 500, "whose mother " * 400, ""],
)
def test_hostile_sentences(text: str) -> None:
    """Nothing but cues, brackets or commas: no crash."""
    assert assertion.of(text, max(0, len(text) - 3), len(text)).certainty == "certain"
