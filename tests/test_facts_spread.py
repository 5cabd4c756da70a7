"""Spread: metastases by words, by lesions in other organs, denied; sizes of other lesions."""

import pytest

from reading import told, unmatched
from sarcoma_kg.ontology import Ontology


def test_words_of_spread_match_their_examples() -> None:
    """Every pattern of the file finds its meaning in its own example."""
    assert unmatched("spread") == []


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Two years later the disease had spread to the lungs and liver.", {"lung", "liver"}),
        ("It was resected. Five months later CT showed several nodules in both lungs.", {"lung"}),
        ("It was resected. Surveillance CT of the chest counted twelve nodules.", {"lung"}),
        ("It was resected. A year later a new pancreatic lesion was seen.", {"pancreas"}),
        ("It was resected. At 9 months there was disease in the pleura and ribs.",
         {"pleura", "bone"}),
        ("At autopsy there were deposits in the kidneys and the spleen.", {"kidney", "spleen"}),
        ("Two of 14 nodes were positive.", {"lymph node"}),
        ("Biopsy of a groin node was positive.", {"lymph node"}),
        ("A skip lesion was found.", {"bone"}),
        ("Cranial MRI revealed two metastases.", {"brain"}),
        ("A mass was seen in the right ventricle, which was a metastasis.",
         {"right ventricle"}),
        ("The pulmonary nodules were regarded as metastases.", {"lung"}),
        ("He died of abdominal sarcomatosis.", {"peritoneum"}),
        ("The disease was metastatic from the beginning.", {"any"}),
    ],
)  # fmt: skip
def test_lesions_elsewhere_are_spread(text: str, sites: set[str], ontology: Ontology) -> None:
    """By their words, or where they are many, late, new or proved."""
    assert set(told(ontology, text, "metastasis")) == sites


@pytest.mark.parametrize(
    "text",
    [
        "CT showed a nodule in the liver.",
        "CT showed two lung nodules, which were granulomas.",
        "It was resected. Later CT showed multiple liver cysts.",
        "The mass invaded the adjacent bone.",
        "His mother had lung metastases of a breast cancer.",
        "Leiomyosarcoma metastasises mainly to the lung.",
        "The most common site of metastasis is the lung.",
        "Metastases to the lung are a well-known feature of this tumour.",
        "Metastatic disease was suspected.",
        "CT showed lung nodules suspicious for metastases.",
        "Doxorubicin is the standard for metastatic sarcoma.",
        "The lymph nodes were reactive.",
        "It was resected. A new mass of the thigh was found.",
    ],
)
def test_no_spread_is_made_of_other_lesions(text: str, ontology: Ontology) -> None:
    """One early lesion, benign or neighbouring ones, doubts, kin and general truths are none."""
    assert told(ontology, text, "metastasis") == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Staging CT showed no distant disease.", ["-any"]),
        ("Pulmonary metastases were never seen.", ["-lung"]),
        ("Metastatic work-up was negative.", ["-any"]),
        ("CT did not reveal liver metastases.", ["-liver"]),
        ("There was no metastatic lymph node.", ["-lymph node"]),
        ("Neither patient developed metastases.", ["-any"]),
    ],
)
def test_denials_of_spread(text: str, denied: list[str], ontology: Ontology) -> None:
    """A denial is of all spread, or of the places that it names."""
    assert told(ontology, text, "metastasis") == denied


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("MRI showed a mass of 6 cm. Two years later a 9 cm lung metastasis was resected.", ["60"]),
        ("The tumour measured 5 cm on CT. Liver lesions up to 8 cm were seen.", ["50"]),
        ("It was resected. Three years later a recurrence of 7 cm was found.", []),
        ("Wide resection of a 13.5-cm tumour was done.", ["135"]),
        ("The mass was 18/12 cm.", ["180"]),
        ("The mass had a length of 9.3 cm and a width of 6.6 cm.", ["93"]),
    ],
)
def test_the_size_is_that_of_the_primary(text: str, sizes: list[str], ontology: Ontology) -> None:
    """Metastases, relapses and lesions of other organs have sizes of their own."""
    assert told(ontology, text, "size") == sizes


def test_every_word_of_no_spread_has_its_example() -> None:
    """Each pattern of `no_spread.tsv` is found in its own example."""
    assert unmatched("no_spread") == []


@pytest.mark.parametrize(
    "text",
    [
        "The staging workup was clean.",
        "Staging was unremarkable, and wide excision followed.",
        "Nothing was seen beyond the thigh.",
        "There was nothing elsewhere on PET-CT.",
        "No lesions were visible anywhere else.",
        "PET showed uptake in the thigh only.",
        "CT and MRI found no other sites of disease.",
        "The disease was confined to the thigh.",
        "On staging the tumour was limited to the thigh.",
        "No distant disease was detected.",
        "Chest CT was normal.",
        "Computed tomography of the chest and abdomen was unremarkable.",
        "A bone scan and a chest radiograph were both clear.",
        "She was free of secondaries.",
        "It was localised disease, and surgery was planned.",
        "Other organs were normal on CT.",
        "No other organ was affected.",
        "Chest CT showed no abnormality.",
        "Whole-body MRI revealed nothing suspicious.",
        "PET-CT was negative outside the thigh.",
        "Neither CT nor bone scan showed any further lesion.",
        "The tumour was the only lesion; nothing else was found.",
        "Imaging did not reveal any distant spread.",
        "A search for secondaries was fruitless: no deposits there or elsewhere.",
        "Dissemination was excluded by CT.",
        "No focus of uptake apart from that in the thigh was seen.",
        "Disease was found nowhere else.",
    ],
)
def test_no_spread_in_other_words(ontology: Ontology, text: str) -> None:
    """A clean staging, a confined tumour and "nothing elsewhere" deny all spread."""
    assert told(ontology, text, "metastasis") == ["-any"]


@pytest.mark.parametrize(
    "text",
    [
        "Chest CT was not normal: multiple metastases were seen in the lungs.",
        "Staging CT will be done.",
        "To exclude other sites of disease a PET was planned.",
        "Chest CT was normal, but two years later lung metastases appeared.",
        "Pain was limited to the thigh.",
        "Resection was limited to the muscle.",
        "The margins were clear.",
        "MRI of the thigh was normal after the operation.",
        "She had been operated on elsewhere.",
        "Laboratory tests were normal.",
        "Disease control was local.",
        "No tumour extension beyond the cortex was seen.",
        "She had no other disease.",
        "Physical examination revealed no other abnormality.",
        "There was no further disease progression.",
        "The primary tumour alone was resected.",
        "The tumour, not elsewhere classified, was resected.",
        "Brain MRI was normal.",
        "Desmin staining was limited to a few cells.",
    ],
)
def test_other_words_deny_no_spread(ontology: Ontology, text: str) -> None:
    """What is planned, local, told of something else, or followed by spread denies nothing."""
    assert "-any" not in told(ontology, text, "metastasis")


@pytest.mark.parametrize(
    ("text", "told_as"),
    [
        ("It did not metastasise.", ["-any"]),
        ("It began to metastasise to the lung.", ["lung"]),
        ("Such tumours do not metastasise.", []),
        ("Atypical lipomatous tumours are neoplasms that do not metastasise.", []),
        ("At autopsy the heart was riddled with tumour.", ["heart"]),
        ("There were satellite nodules in the spleen.", ["spleen"]),
        ("The lungs were full of nodules at death.", ["lung"]),
        ("The thigh was full of tumour.", []),
    ],
)
def test_spread_by_other_nouns_and_truths(
    ontology: Ontology, text: str, told_as: list[str]
) -> None:
    """Satellites and organs full of tumour are spread; what a kind of tumour does is none."""
    assert told(ontology, text, "metastasis") == told_as


@pytest.mark.parametrize(
    ("text", "relapses"),
    [
        ("Hepatitis appeared in May and recurred when the drug was given again.", []),
        ("Pain subsided but recurred after two months.", []),
        ("The ulcer healed, but later recurred.", []),
        ("A seroma was drained and recurred twice.", []),
        ("The tumour was resected and recurred after a year.", ["local"]),
        ("It healed well, but the tumour recurred.", ["local"]),
        ("The mass was removed and recurred in the scar.", ["local"]),
    ],
)
def test_what_recurs_is_the_subject_of_its_sentence(
    ontology: Ontology, text: str, relapses: list[str]
) -> None:
    """A complaint that appeared and recurred is no relapse of the tumour."""
    assert told(ontology, text, "recurrence") == relapses


def test_adjectives_of_place_hang_together(ontology: Ontology) -> None:
    """Two organs share the noun behind them and are no second primary site."""
    text = (
        "A 52-year-old man had an alveolar soft part sarcoma of the thigh and pulmonary and "
        "meningeal involvement at the outset."
    )

    assert told(ontology, text, "metastasis", opening="") == ["lung", "meninges"]
    assert told(ontology, text, "primary-site", opening="") == ["thigh"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("There was no change in the liver metastases.", ["liver"]),
        ("There was no increase in size of the lung metastases.", ["lung"]),
        ("Metastases were found nowhere but in the lungs.", ["lung"]),
        ("No metastases were found except in the liver.", ["liver"]),
        ("CT showed no liver metastases but deposits in the peritoneum.", ["-liver", "peritoneum"]),
        ("Neither the lungs nor the liver have shown metastases.", ["-liver", "-lung"]),
        ("Bone and brain lesions had been excluded by scintigraphy.", ["-bone", "-brain"]),
        ("Lung metastases: none.", ["-lung"]),
        ("Lymph nodes never became involved.", ["-lymph node"]),
        ("The lungs held deposits.", ["lung"]),
        ("Nodal metastases in the groin were removed.", ["lymph node"]),
        ("There were no stigmata of hepatic disease.", []),
    ],
)
def test_each_place_is_denied_by_itself(ontology: Ontology, text: str, values: list[str]) -> None:
    """What is not so of one place may be so of another; what did not change is there."""
    assert sorted(told(ontology, text, "metastasis")) == values
