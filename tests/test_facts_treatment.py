"""Treatments: operations, margins, drugs, chemotherapy, radiotherapy, and what was not done."""

import pytest

from reading import cue_rows, read, told, unmatched
from sarcoma_kg.facts.phrase import Phrases, lowered, phrases
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.phrase.needle import needles
from sarcoma_kg.records import Quantity


@pytest.mark.parametrize("name", ["surgery", "surgery_object", "margin", "treatment"])
def test_cues_match_their_examples(name: str) -> None:
    """Every pattern of a cue file finds its meaning in its own example."""
    assert unmatched(name) == []


@pytest.mark.parametrize("name", ["surgery", "surgery_object", "margin", "treatment"])
def test_cues_have_sources(name: str) -> None:
    """Every row of a cue file says what it means and where it is from."""
    assert all(row["meaning"] and row["source"] for row in cue_rows(name))


def test_blanks_of_a_pattern_stand_for_hyphens_too() -> None:
    """A blank matches a hyphen or a line end; with a question mark it may be missing."""
    found = Phrases([{"pattern": "follow ?up of … years", "meaning": "x"}])

    assert found.search("follow-up of about two years")
    assert found.search("followup\nof about two years")
    assert not found.search("a follow of years")


def test_lowering_keeps_every_place() -> None:
    """A letter that grows when lowered is left, so that offsets hold."""
    assert len(lowered("İİ Surgery")) == len("İİ Surgery")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She underwent wide local excision of the tumour.", ["wide excision"]),
        ("She underwent wide excision (limb-sparing surgery).", ["wide excision"]),
        ("Wide excision was done. The mass was removed completely.", ["wide excision"]),
        ("Hip disarticulation was done. After the amputation she recovered.", ["disarticulation"]),
        ("A woman with a history of hysterectomy for fibroids had amputation.", ["amputation"]),
        (
            "She had had a mastectomy for breast cancer and now had an angiosarcoma of the arm,"
            " which was resected.",
            ["mastectomy", "resection"],
        ),
        ("She had previously undergone cholecystectomy. The tumour was resected.", ["resection"]),
        ("Both nodules were removed by wedge resection.", ["metastasectomy"]),
        ("A wide en-bloc resection was carried out.", ["wide excision"]),
        ("The mass was widely excised.", ["wide excision"]),
        ("The tumour was resected en bloc.", ["resection"]),
        ("Surgical removal of the mass was performed.", ["resection"]),
        ("We removed the tumor through a midline laparotomy.", ["resection"]),
        ("She had an above-knee amputation.", ["amputation"]),
        ("A hip disarticulation was performed.", ["disarticulation"]),
        ("An internal hemipelvectomy was undertaken.", ["hemipelvectomy"]),
        ("She underwent a left radical nephrectomy.", ["nephrectomy"]),
        ("Resection of the left kidney was performed.", ["nephrectomy"]),
        ("The spleen was removed.", ["splenectomy"]),
        ("Total abdominal hysterectomy with bilateral salpingo-oophorectomy was done.",
         ["hysterectomy", "salpingo-oophorectomy"]),
        ("She underwent pelvic lymph node dissection.", ["lymphadenectomy"]),
        ("A segmental resection of the jejunum was done.", ["small bowel resection"]),
        ("Debulking surgery was performed.", ["debulking"]),
        ("Cytoreductive surgery with HIPEC was done.", ["cytoreductive surgery"]),
        ("She underwent resection of the lung metastases.", ["metastasectomy"]),
        ("Pulmonary metastasectomy was performed.", ["metastasectomy"]),
        ("Limb-salvage surgery was performed.", ["limb salvage surgery"]),
        ("The lesion was curetted.", ["curettage"]),
        ("A re-excision was done for close margins.", ["re-excision"]),
        ("She underwent surgery.", ["surgery"]),
        ("She was operated on.", ["surgery"]),
        ("Three days after surgery she went home.", ["surgery"]),
        ("She underwent wide excision. After resection she did well.", ["wide excision"]),
        ("Surgery was planned.", []),
        ("She was scheduled for amputation.", []),
        ("Amputation was proposed to the patient.", []),
        ("Surgical resection is the mainstay of treatment.", []),
        ("The resected specimen measured 5 cm.", ["resection"]),
        ("The resection margins were clear.", []),
        ("She was referred to the department of surgery.", []),
        ("A biopsy of the mass was taken.", []),
        ("She refused amputation.", ["-amputation"]),
        ("She had a history of appendectomy.", []),
        ("Ten years before, she had had a mastectomy for breast cancer.", ["mastectomy"]),
        ("Ten years before, she had had a thyroidectomy for goitre.", []),
        ("It was removed with a cuff of normal tissue.", ["wide excision"]),
        ("The lesion was excised with 3 cm margins.", ["wide excision"]),
        ("A limb-sparing wide resection was done.", ["wide excision"]),
        ("It was resected marginally.", ["resection"]),
        ("Total hysterectomy with both adnexa was done.",
         ["hysterectomy", "salpingo-oophorectomy"]),
        ("Metastases in the right lung were resected.", ["metastasectomy"]),
        ("Wedge resection confirmed metastatic sarcoma.", ["metastasectomy"]),
        ("En bloc spondylectomy of L4 was done.", ["spondylectomy"]),
        ("Segmental enterectomy was done.", ["small bowel resection"]),
        ("Mastectomy specimen: 4 cm tumour.", ["mastectomy"]),
        ("Craniotomy with gross total removal was done.", ["resection"]),
        ("Complete excision was impossible.", []),
        ("In view of the morbidity of an amputation she waited.", []),
        ("Amputation would otherwise have been unavoidable.", []),
        ("Three years after a discectomy he presented with a swelling.", []),
        ("Her mother had had a mastectomy.", []),
        ("She had had a prophylactic colectomy.", []),
    ],
)  # fmt: skip
def test_operations(ontology: Ontology, text: str, values: list[str]) -> None:
    """An operation has its canonical name, once, and only where it was done."""
    assert told(ontology, text, "surgery") == values


def test_operation_keeps_its_modifiers_as_a_note(ontology: Ontology) -> None:
    """Side and extent stand in the note, the identifiers come from the ontology."""
    fact = next(
        f for f in read(ontology, "A left radical nephrectomy was done.") if f.kind == "surgery"
    )

    assert fact.value == "nephrectomy"
    assert set(fact.note.split(", ")) == {"left", "radical"}
    assert "MAXO:0001065" in map(str, fact.terms)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It was resected with clear margins.", ["R0"]),
        ("The specimen was tumour-free at all edges.", ["R0"]),
        ("Histology showed no residual tumour and free margins.", ["R0"]),
        ("No adequate free margins could be obtained.", []),
        ("Surgical margins were free of tumour.", ["R0"]),
        ("The resection margins were microscopically negative.", ["R0"]),
        ("R0 resection was achieved.", ["R0"]),
        ("The tumour was resected with tumour-free margins.", ["R0"]),
        ("The deep margin was positive.", ["R1"]),
        ("It was excised with positive margins.", ["R1"]),
        ("Gross residual tumour was left behind after resection.", ["R2"]),
        ("The mass reached the costal margin.", []),
        ("Deep and all lateral margins were free.", ["R0"]),
        ("Margins: negative (closest 4 mm).", ["R0"]),
        ("Re-excision achieved tumour-free borders.", ["R0"]),
        ("Resection lines were tumour-free.", ["R0"]),
        ("The tumour did not reach the resection margin.", ["R0"]),
        ("Invasion reached the lateral margin.", ["R1"]),
        ("The specimen had a contaminated margin.", ["R1"]),
        ("Tumour was left behind on the artery after resection.", ["R2"]),
        ("It was peeled off with macroscopic remnants.", ["R2"]),
        ("The infiltrative border was positive for CD34.", []),
        ("We aim at negative margins.", []),
        ("The lesion had irregular margins.", []),
    ],
)
def test_margins(ontology: Ontology, text: str, values: list[str]) -> None:
    """Margins are R0, R1 or R2; the edge of a rib is none."""
    assert told(ontology, text, "margin") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She received doxorubicin and ifosfamide.", ["doxorubicin", "ifosfamide"]),
        ("She was put on imatinib 400 mg daily.", ["imatinib"]),
        ("Imatinib was stopped because of oedema.", ["imatinib"]),
        ("Doxorubicin was considered but not given.", []),
        ("She declined doxorubicin.", ["-doxorubicin"]),
        ("Treatment with pazopanib was planned.", []),
        ("There was no response to imatinib.", ["imatinib"]),
        ("No toxicity was seen with doxorubicin.", ["doxorubicin"]),
        ("The tumour was resistant to imatinib.", ["imatinib"]),
        ("She took paracetamol for pain.", []),
        ("It was decided to start pazopanib, resulting in a partial response.", ["pazopanib"]),
        ("On pazopanib the nodules have not progressed.", ["pazopanib"]),
        ("Pazopanib did not stop its growth.", ["pazopanib"]),
        ("Pazopanib was proposed and taken for a year.", ["pazopanib"]),
        ("Tazemetostat is at present being administered.", ["tazemetostat"]),
        ("He is free of disease, taking imatinib.", ["imatinib"]),
        ("Pazopanib was not tolerated.", ["pazopanib"]),
        ("She declined doxorubicin and opted for pazopanib.", ["-doxorubicin", "pazopanib"]),
        ("Given the insensitivity to imatinib, she was watched.", []),
        ("The S1 root was compressed and L5 eroded.", []),
        ("A rearrangement of DDIT3 (CHOP) gene was found.", []),
    ],
)
def test_drugs(ontology: Ontology, text: str, values: list[str]) -> None:
    """Antitumour drugs count where they were given, also where they did not work."""
    assert told(ontology, text, "drug") == values


def test_drug_notes(ontology: Ontology) -> None:
    """Intent, line and cycles qualify a drug."""
    text = "She received four cycles of neoadjuvant doxorubicin. Second-line pazopanib followed."
    told = {f.value: f.qualifiers for f in read(ontology, text) if f.kind == "drug"}

    assert ("neoadjuvant", Quantity(4, 4, "cycle")) == (
        told["doxorubicin"].intent,
        told["doxorubicin"].cycles,
    )
    assert 2 == told["pazopanib"].line


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Adjuvant chemotherapy was given.", ["chemotherapy"]),
        ("She underwent chemoradiotherapy.", ["chemotherapy"]),
        ("She did not receive chemotherapy.", ["-chemotherapy"]),
        ("No systemic treatment was given.", ["-chemotherapy"]),
        ("She declined adjuvant hormonal treatment.", []),
        ("She was sent for chemotherapy.", []),
        ("Chemotherapy was not administered.", ["-chemotherapy"]),
        ("The patient refused chemotherapy.", ["-chemotherapy"]),
        ("No adjuvant therapy was given.", ["-chemotherapy"]),
        ("No adjuvant radio- or chemotherapy was given.", ["-chemotherapy"]),
        ("Chemotherapy with doxorubicin was given.", []),
        ("Chemotherapy was recommended.", []),
        ("She was scheduled for adjuvant chemotherapy.", []),
    ],
)
def test_chemotherapy(ontology: Ontology, text: str, values: list[str]) -> None:
    """Chemotherapy is told where no drug is named, and denied where it was not given."""
    assert told(ontology, text, "chemotherapy") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Postoperative radiotherapy was given.", ["radiotherapy"]),
        ("She received adjuvant radiation.", ["radiotherapy"]),
        ("The tumour bed was irradiated.", ["radiotherapy"]),
        ("Brachytherapy was delivered.", ["brachytherapy"]),
        ("She was treated with proton beam therapy.", ["proton therapy"]),
        ("Stereotactic radiosurgery was performed.", ["stereotactic radiosurgery"]),
        ("She received no radiotherapy.", ["-radiotherapy"]),
        ("It was a radiation-induced sarcoma.", []),
        ("There was no history of radiation.", []),
        ("The pain was without radiation.", []),
        ("Radiotherapy was offered.", []),
        ("Neither radiation nor drugs were given.", ["-radiotherapy"]),
        ("Then 59.4 Gy followed.", ["radiotherapy"]),
        ("Electron beam therapy (24 Gy) was given.", ["radiotherapy"]),
        ("Carbon ion treatment was turned down.", ["-carbon ion radiotherapy"]),
        ("Anthracyclines were avoided, and radiotherapy was given.", ["radiotherapy"]),
        ("Macules appeared in the irradiated skin.", []),
        ("It was attributed to the former irradiation.", []),
        ("Exposure to ultraviolet radiation was noted.", []),
    ],
)
def test_radiotherapy(ontology: Ontology, text: str, values: list[str]) -> None:
    """Radiotherapy is a treatment; radiation of pain and induced tumours are not."""
    assert told(ontology, text, "radiotherapy") == values


def test_radiotherapy_dose(ontology: Ontology) -> None:
    """The dose is that of the whole course, in Gy, not that of a fraction."""
    text = "She received radiotherapy at 5000 cGy in 25 fractions of 2 Gy."
    fact = next(f for f in read(ontology, text) if f.kind == "radiotherapy")

    assert fact.quantity is not None
    assert (fact.quantity.low, fact.quantity.high, fact.quantity.unit) == (50, 50, "Gy")


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        (
            "Radiofrequency ablation of a liver metastasis was done.",
            "ablation",
            ["radiofrequency ablation"],
        ),
        ("RFA was performed.", "ablation", ["radiofrequency ablation"]),
        ("Cryoablation was attempted.", "ablation", ["cryoablation"]),
        ("The nodule was cryoablated.", "ablation", ["cryoablation"]),
        ("Orthotopic liver transplantation was done.", "other-treatment", ["transplantation"]),
        ("Preoperative embolisation was carried out.", "other-treatment", ["embolization"]),
        ("She underwent isolated limb perfusion.", "other-treatment", ["isolated limb perfusion"]),
        ("She received adjuvant therapy.", "other-treatment", ["adjuvant therapy"]),
    ],
)
def test_other_treatments(ontology: Ontology, text: str, kind: str, values: list[str]) -> None:
    """Ablations and the rest have their canonical names."""
    assert told(ontology, text, kind) == values


def test_phrases_of_some_meanings_only() -> None:
    """Asking for a meaning leaves the other rows out."""
    assert {row["meaning"] for row in phrases("response", "PR").rows} == {"PR"}


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("wide", [{"wide"}]),
        ("(?:en bloc )?(?:re)?section", [{"section"}]),
        ("(?:the |all )*(?:tumou?r|mass)", [{"tumo", "mass"}]),
        ("grew|y?z", []),
        (r"(?!no)stable[\s-]+disease", [{"disease"}, {"stable"}]),
        (r"\w+oma", [{"oma"}]),
        ("a?", []),
        ("respon(?:ses?|ded)", [{"respon"}]),
        ("no (?:mass|nodule)s+", [{"mass", "nodule"}]),
        (r"(?:new|old)[\s-]+(?:mass|nodule)|lump", [{"mass", "nodule", "lump"}]),
    ],
)
def test_needles(pattern: str, pieces: list[set[str]]) -> None:
    """Each match of a pattern holds a piece of each set; none are given where that is not sure."""
    assert list(needles(pattern)) == pieces


def test_patterns_without_a_needle_are_always_tried() -> None:
    """Of two phrases that overlap the first wins; the other is looked for again behind it."""
    found = Phrases([{"pattern": r"\w+oma", "meaning": "a"}, {"pattern": "oak", "meaning": "b"}])

    assert [one.meaning for one in found.find("oak and lipoma and oma")] == ["b", "a"]


def test_regimen_named_by_letters_that_its_drugs_explain(ontology: Ontology) -> None:
    """Letters before "chemotherapy" that are not known are a regimen where drugs follow."""
    text = "She had XY chemotherapy (vincristine and dactinomycin)."

    assert told(ontology, text, "regimen") == ["XY"]


def test_regimen_gives_its_drugs(ontology: Ontology) -> None:
    """An acronym is a regimen with its component drugs; a combination written out is drugs only."""
    facts = read(ontology, "She received six cycles of MAID.")
    spelt = read(ontology, "She received ifosfamide and doxorubicin.")

    assert [f.value for f in facts if f.kind == "regimen"] == ["MAID"]
    assert "dacarbazine" in [f.value for f in facts if f.kind == "drug"]
    assert [f.value for f in spelt if f.kind == "regimen"] == []


def test_what_death_came_before_was_not_given(ontology: Ontology) -> None:
    """A patient who died before a treatment did not have it."""
    text = "The patient died before starting chemotherapy."

    assert told(ontology, text, "chemotherapy") == ["-chemotherapy"]


def test_treatment_of_an_earlier_disease_is_none_of_the_sarcoma(ontology: Ontology) -> None:
    """What was done years before for what was no cancer is left out."""
    text = (
        "She had a history of goitre treated with thyroidectomy and radioiodine. "
        "The tumour was resected."
    )

    assert told(ontology, text, "surgery") == ["resection"]
    assert told(ontology, text, "radiotherapy") == []
