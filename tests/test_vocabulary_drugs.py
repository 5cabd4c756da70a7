"""Rules that hold for every drug and regimen of the vocabulary, with their exceptions."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sarcoma_kg.ontology import Concept, Ontology, drugs, misspelling, spelling
from sarcoma_kg.terms import Term

ROOT = Term.parse("CHEBI:23888")
ANTINEOPLASTIC = Term.parse("CHEBI:35610")
#: Groups that say what a drug is for, not what it is.
GROUPS = {
    str(ROOT),
    str(ANTINEOPLASTIC),
    "SKGT:drug-supportive-drug",
    "SKGT:drug-targeted-drug",
    "SKGT:drug-immunotherapeutic-agent",
}
#: Drugs of no class that another drug of the vocabulary has.
ALONE = {
    "glucose", "potassium chloride", "Sodium Bicarbonate", "Rasburicase", "tipiracil",
    "Tebentafusp",
}  # fmt: skip
#: Classes of which some are against the tumour and some are not: they have no role.
MIXED = {
    "retinoid", "radiopharmaceutical", "progestogen", "immunological adjuvant", "antiandrogen",
    "progesterone receptor modulator", "monoclonal antibody", "arsenical", "GnRH agonist",
    "Selective Estrogen Receptor Modulator", "bispecific antibody", "cytokine drug",
    "GnRH antagonist", "somatostatin analogue",
}  # fmt: skip
#: Antitumour though no antineoplastic agents: they close vessels.
SCLEROSANTS = Term.parse("MESH:D012597")
#: Labels with a stroke that name one thing.
ONE_THING = {"CDK4/6 inhibitor"}
#: The parts of a combination that are no drugs by themselves.
PARTS_ALONE = {"gimeracil", "oteracil", "uracil"}
#: A name with the word of another drug that it does not belong to, and why that is right.
OTHER_WORDS = {
    "THP-doxorubicin": "tetrahydropyranyl doxorubicin is pirarubicin",
    "glucose-lowering drug": "a class by its effect",
    "S leucovorin": "the active isomer: levoleucovorin",
    "levo leucovorin": "the active isomer: levoleucovorin",
}
LOOKED_FOR = ("label", "exact", "narrow", "broad", "old")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """Load the shipped vocabulary."""
    return Ontology.load()


def of_kind(ontology: Ontology, kind: str) -> list[Concept]:
    """Give the concepts of a kind below the top of their slim."""
    return [each for each in ontology.concepts(kind) if each.facet("rank") != "root"]


def names(concept: Concept, *scopes: str) -> list[str]:
    """Give the names of a concept that have one of these scopes."""
    return [name.text for name in concept.names if name.scope in scopes]


# -- place and role


def test_every_drug_has_its_class(ontology: Ontology) -> None:
    """Each drug lies under a class by mechanism or chemistry, or under its substance."""
    loose = [
        drug.label
        for drug in of_kind(ontology, "drug")
        if drug.facet("rank") != "class" and {str(parent) for parent in drug.parents} <= GROUPS
    ]

    assert set(loose) == ALONE


def test_every_drug_has_its_role(ontology: Ontology) -> None:
    """Each drug, and each class of one use, is against the tumour, supportive, or an antidote."""
    without = [
        drug.label
        for drug in of_kind(ontology, "drug")
        if not set(drug.facets.get("role", ()))
        or not set(drug.facets["role"])
        <= {
            "antitumour",
            "supportive",
            "antidote",
        }
    ]

    assert set(without) == MIXED


def test_role_and_place_agree(ontology: Ontology) -> None:
    """What is against the tumour is an antineoplastic agent, and the other way round."""
    torn = [
        drug.label
        for drug in of_kind(ontology, "drug")
        if ("antitumour" in drug.facets.get("role", ()))
        != (ontology.is_a(drug.id, ANTINEOPLASTIC) or ontology.is_a(drug.id, SCLEROSANTS))
    ]

    assert torn == []


def test_combinations_stand_under_their_parts(ontology: Ontology) -> None:
    """A combination of drugs lies under each of them that the vocabulary has."""
    torn = []
    for drug in of_kind(ontology, "drug"):
        if "/" not in drug.label or drug.label in ONE_THING:
            continue
        for part in drug.label.split("/"):
            if part in PARTS_ALONE:
                continue
            found = ontology.find(part, "drug")
            if found is None or not ontology.is_a(drug.id, found.concept.id):
                torn.append(f"{drug.label}: {part}")

    assert torn == []


def test_every_regimen_has_its_components(ontology: Ontology) -> None:
    """Each regimen names drugs of the vocabulary, no classes, and where it is known from."""
    wrong = []
    for regimen in of_kind(ontology, "regimen"):
        parts = [ontology.get(Term.parse(each)) for each in regimen.facets.get("component", ())]
        if len(parts) < 2 or not regimen.facet("reference"):
            wrong.append(regimen.label)
        wrong += [
            f"{regimen.label}: {part}"
            for part in parts
            if part is None or part.kind != "drug" or part.facet("rank") == "class"
        ]

    assert wrong == []


def test_a_regimen_of_named_drugs_has_these_components(ontology: Ontology) -> None:
    """The drugs in the label of a regimen ("gemcitabine-pazopanib") are its components."""
    wrong = []
    for regimen in of_kind(ontology, "regimen"):
        label = regimen.label.replace("high-dose methotrexate", "methotrexate")
        label = label.replace("nab-paclitaxel", "paclitaxel")
        words = label.split("-")
        drugs_named = [ontology.find(word, "drug") for word in words if len(word) > 5]
        if len(words) < 2 or None in drugs_named or len(drugs_named) != len(words):
            continue
        parts = [Term.parse(each) for each in regimen.facets["component"]]
        for found in drugs_named:
            if found and not any(ontology.is_a(part, found.concept.id) for part in parts):
                wrong.append(f"{regimen.label}: {found.concept.label}")

    assert wrong == []


# -- names


def test_no_name_is_markup(ontology: Ontology) -> None:
    """No name of a drug is markup, or a sentence, that slipped into a list of names."""
    wrong = [
        f"{drug.label}: {text}"
        for drug in of_kind(ontology, "drug")
        for text in names(drug, *LOOKED_FOR)
        if any(sign in text for sign in "=<>{}&;") or len(text) > 80
    ]

    assert wrong == []


def test_salts_are_narrower(ontology: Ontology) -> None:
    """A salt, a hydrate or an ester of a drug is no exact name of it."""
    wrong = []
    for drug in of_kind(ontology, "drug"):
        keys = {spelling.key(text) for text in names(drug, "label", "exact")}
        wrong += [
            f"{drug.label}: {text}"
            for text in names(drug, "exact")
            if drugs.is_salt(text, keys - {spelling.key(text)})
        ]

    assert wrong == []


def test_a_name_is_of_one_drug(ontology: Ontology) -> None:
    """No name that is looked for in texts is of two drugs, of two regimens, or of one each."""
    owners: dict[str, set[str]] = {}
    for kind in ("drug", "regimen"):
        for concept in of_kind(ontology, kind):
            for text in names(concept, *LOOKED_FOR):
                owners.setdefault(spelling.key(text), set()).add(concept.label)

    assert {key: labels for key, labels in owners.items() if len(labels) > 1} == {}


def test_no_name_has_the_word_of_another_drug(ontology: Ontology) -> None:
    """The name of a drug holds no name of a drug that it is not a kind of."""
    label = {spelling.key(drug.label): drug for drug in of_kind(ontology, "drug")}
    wrong = []
    for drug in of_kind(ontology, "drug"):
        own = set(spelling.key(drug.label).split())
        for text in names(drug, "exact", "narrow"):
            for word in set(spelling.key(text).split()) - own:
                other = label.get(word)
                if (
                    other
                    and other.facet("rank") != "class"
                    and not ontology.akin(drug.id, other.id)
                    and text not in OTHER_WORDS
                ):
                    wrong.append(f"{drug.label}: {text} ({other.label})")

    assert wrong == []


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("2-(4-isobutylphenyl)propionic acid", True),
        ("title=tarascon pocket pharmacopoeia", True),
        ("N-carbamoylhydroxylamine", True),
        ("l-noradrenaline", True),
        ("interferon alfa-2b", False),
        ("BLU-285", False),
        ("T-VEC", False),
        ("methylene blue", False),
    ],
)
def test_formula(name: str, formula: bool) -> None:
    """A systematic name is told from a code and from a name."""
    assert drugs.is_formula(name) is formula


def test_fold() -> None:
    """The Latin, Spanish and German forms of a name are one; another isomer is not."""
    folded = {
        drugs.fold(each) for each in ("cyclophosphamide", "ciclofosfamida", "cyclophosphamidum")
    }

    assert len(folded) == 1
    assert drugs.fold("medphalan") != drugs.fold("melphalan")
    assert drugs.fold("etiracetam") != drugs.fold("levetiracetam")


# -- found and not found

FOUND = {
    # research codes
    "PM01183": "lurbinectedin",
    "GW786034": "pazopanib",
    "DCC-3014": "vimseltinib",
    "PF-03084014": "nirogacestat",
    "BI 907828": "brigimadlin",
    "KRT-232": "navtemadlin",
    "EPZ-6438": "tazemetostat",
    "AL3818": "anlotinib",
    "AL102": "varegacestat",
    "ADP-A2M4": "afamitresgene autoleucel",
    "RG7155": "emactuzumab",
    "SP-2577": "seclidemstat",
    "INBRX-109": "ozekibart",
    "TAS-116": "pimitespib",
    "HQP1351": "olverembatinib",
    "JMT103": "narlumosbart",
    # brands, biosimilars
    "Gomekli": "mirdametinib",
    "Romvimza": "vimseltinib",
    "Tecelra": "afamitresgene autoleucel",
    "Augtyro": "repotrectinib",
    "Tibsovo": "ivosidenib",
    "Enhertu": "trastuzumab deruxtecan",
    "Zirabev": "bevacizumab",
    "Hemangeol": "propranolol",
    "Bactrim": "trimethoprim/sulfamethoxazole",
    "Lonsurf": "trifluridine/tipiracil",
    "Onivyde": "liposomal irinotecan",
    # abbreviations, formulations, salts
    "ADM": "doxorubicin",
    "DTIC": "dacarbazine",
    "IFO": "ifosfamide",
    "VCR": "vincristine",
    "CTX": "cyclophosphamide",
    "Act-D": "dactinomycin",
    "PLD": "pegylated liposomal doxorubicin",
    "nal-IRI": "liposomal irinotecan",
    "T-DXd": "trastuzumab deruxtecan",
    "doxorubicin HCl": "doxorubicin",
    "imatinib mesilate": "imatinib",
    "G-CSF": "granulocyte colony-stimulating factor",
    # drugs of the last years
    "ivosidenib": "ivosidenib",
    "catequentinib": "anlotinib",
    "unesbulin": "unesbulin",
    "catumaxomab": "catumaxomab",
    "pimicotinib": "pimicotinib",
    "elraglusib": "elraglusib",
    "ozekibart": "ozekibart",
    "tucidinostat": "tucidinostat",
    "zimberelimab": "zimberelimab",
    "methylene blue": "methylene blue",
}
FOUND_REGIMENS = {
    "GEM/TXT": "GemTax",
    "TOPO-CYC": "cyclophosphamide-topotecan",
    "Bu-Mel": "busulfan-melphalan",
    "VIrT": "VIT",
    "lenvatinib plus eribulin": "lenvatinib-eribulin",
    "VAC/VI": "VAC/VI",
}
NOT_FOUND = (
    "ranitidin 1a pharma",  # a maker's ranitidine among names of tramadol
    "medphalan",  # the D enantiomer of melphalan
    "edition= deluxe lab-coat",  # markup
    "Neosporin",  # polymyxin and others, not hydrocortisone
    "Maxitrol",  # a combination, not dexamethasone
    "acetyladriamycin",
    "Gastric Tumor",  # upstream's label of NCIT:C3387 is mistaken
    "sorafenib N-oxide",  # a metabolite
    "mechlorethamine N-oxide",  # another drug
)


@pytest.mark.parametrize(("name", "label"), FOUND.items())
def test_found(ontology: Ontology, name: str, label: str) -> None:
    """A name as clinicians write it finds its drug."""
    found = ontology.find(name, "drug")

    assert found is not None
    assert label == found.concept.label.lower()


@pytest.mark.parametrize(("name", "label"), FOUND_REGIMENS.items())
def test_found_regimen(ontology: Ontology, name: str, label: str) -> None:
    """A regimen is found by its short forms."""
    found = ontology.find(name, "regimen")

    assert found is not None
    assert label == found.concept.label


@pytest.mark.parametrize("name", NOT_FOUND)
def test_not_found(ontology: Ontology, name: str) -> None:
    """A name of another thing finds no drug."""
    assert ontology.find(name, "drug") is None


def test_metabolite_is_related_only(ontology: Ontology) -> None:
    """SN-38 leads to irinotecan as a related name, which no text is searched for."""
    found = ontology.find("SN-38", "drug")

    assert found is not None
    assert found.how == "related"


#: The same substance under another spelling of the reference.
SAME = {"isoniazide"}


def _cut(word: str) -> Iterator[str]:
    """Give a word, the word without each of its letters, and how it sounds."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
    yield f"={misspelling._heard(word)}"


def test_another_substance_is_no_misspelt_drug(ontology: Ontology) -> None:
    """No substance of ChEBI or DrugBank is taken for a drug that is spelt or sounds like it."""
    path = os.environ.get("SARCOMA_KG_TERMS")
    if not path or not Path(path).exists():
        pytest.skip("SARCOMA_KG_TERMS names no reference database")
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = database.execute(
        "select curie, label from term where not obsolete"
        " union select curie, text from synonym where scope = 'EXACT'"
    )
    substances = {
        name.lower()
        for curie, name in rows
        if curie.startswith(("CHEBI:", "DRUGBANK:")) and name and name.isalpha()
    }
    near = {cut for word in ontology.words for cut in _cut(word)}
    alike = {name for name in substances if not near.isdisjoint(_cut(name))}
    found = {name: ontology.find(name, "drug") for name in alike}

    assert len(substances) > 10_000
    assert {name for name, match in found.items() if match and match.how == "fuzzy"} == SAME
