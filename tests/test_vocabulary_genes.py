"""Genes, markers and alterations: rules over the whole vocabulary, with their exceptions."""

import csv
import os
import re
import sqlite3
from collections import defaultdict
from pathlib import Path

import pytest

from sarcoma_kg.ontology import Concept, Ontology, spelling
from sarcoma_kg.terms import Term

NAMES = Path(__file__).parent / "terms" / "alterations.tsv"
KINDS = ("gene", "marker", "alteration")
SURE = ("label", "exact", "old")
#: Alterations that are no one gene's: groups, changes of chromosomes, states of the tumour.
NO_GENE = re.compile(
    r"Trisomy|Loss of Chromosome|Abnormality$|^(?:chromosomal abnormality of a tumour|"
    r"complex karyotype|copy number (?:change|gain)|gene fusion or rearrangement|"
    r"genetic alteration|"
    r"(?:high )?microsatellite \w+|(?:high|low) tumor mutational burden|loss of heterozygosity|"
    r"loss of (?:a gene or of its product|protein expression|H3K27me3)|"
    r"molecular status of a tumour|"
    r"mutation|ring chromosome|translocation|wild type)$"
)
#: Markers that are no product of one known human gene: sugars, lipids, viruses, modified histones,
#: clones whose antigen is not known, mixtures of all keratins.
NO_PRODUCT = {
    "immunohistochemical marker", "2SC", "B72.3", "CA 19-9", "CK", "EBER", "EBV LMP1", "GD2",
    "H3K27me3", "H3K36me3", "HBME-1", "HHV-8", "KBA.62", "NB84", "PHH3", "PNL2", "RCC antigen",
    "serotonin", "Ulex europaeus",
}  # fmt: skip
#: Which group an alteration lies under, by the words of its label.
GROUPS = (
    (r"::|(?:rearrangement|fusion)$|\bt\(", "SKGT:alteration-gene-fusion"),
    (r"amplification$", "NCIT:C45581"),
    (r"(?:^| )deletion$", "NCIT:C45583"),
    (r"(?<!internal tandem )duplication$", "SKGT:alteration-copy-number-gain"),
    (r"\b(?:mutation|variant)$", "SKGT:alteration-mutation"),
    (r"^loss of \S+ expression$", "SKGT:alteration-loss-of-expression"),
    (r"^\S+ loss$", "SKGT:alteration-loss"),
)
#: Fusions whose label names a family.
FAMILIES = {"SS18::SSX", "PAX3/7::FOXO1", "FET::ETS", "FET::CREB", "FET::TFCP2"}
#: Exact names of up to three letters that were reviewed: no other thing in a sarcoma paper, or
#: the usual name of this one beside it.
SHORT = {
    "SYT", "p53", "TAZ", "EWS", "ALP", "AAT", "CA9", "KIT", "Ki-1", "LCA", "CgA", "vWF", "h-CD",
    "MBP", "MPO", "NFP", "PgR", "RB1", "pRb", "1A4", "BRM", "VE1", "LOH", "MSI", "MSS",
}  # fmt: skip
#: Exact names that HGNC has for another gene as well, with what decides for this one.
SHARED = {
    "SYT": "the symbol of SS18 until 2003; SYT1 is not altered in sarcoma",
    "TAZ": "usual for WWTR1 in TAZ-CAMTA1",
    "ALK1": "the clone ALK1 stains ALK; ACVRL1 is not stained",
    "ALP": "the enzyme",
    "HMWK": "keratin, in a list of stains",
    "LCA": "CD45, in a list of stains",
    "CgA": "chromogranin A, in a list of stains",
    "MIB-1": "the clone that stains Ki-67",
    "SMMS-1": "the clone that stains smooth muscle myosin",
    "UCHL1": "PGP 9.5",
}  # fmt: skip
#: Exact names that are also a disease, a drug or a regimen: both kinds have them.
TWO_KINDS = {"EWS", "CHOP", "human herpesvirus 8", "Wilms tumor 1"}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The packaged vocabulary."""
    return Ontology.load()


def of(ontology: Ontology, *kinds: str) -> list[Concept]:
    """Give the concepts of some kinds."""
    return [concept for kind in kinds for concept in ontology.concepts(kind)]


def test_every_alteration_has_its_genes(ontology: Ontology) -> None:
    """An alteration names its genes, but for groups and changes of chromosomes."""
    wrong = [
        c.label
        for c in of(ontology, "alteration")
        if bool(c.facets.get("gene")) == bool(NO_GENE.search(c.label))
    ]

    assert wrong == []


def test_every_marker_has_its_gene(ontology: Ontology) -> None:
    """A marker names the gene whose product it is; no marker is the same as a gene."""
    markers = of(ontology, "marker")

    assert {c.label for c in markers if not c.facets.get("gene")} == NO_PRODUCT
    assert [c.label for c in markers if c.exact] == []
    for concept in markers:
        assert set(concept.facets.get("gene", ())) == {str(term) for term in concept.xrefs}


def test_genes_are_known(ontology: Ontology) -> None:
    """Every gene of a marker or an alteration is in the slim of genes."""
    used = {gene for c in of(ontology, "marker", "alteration") for gene in c.facets.get("gene", ())}

    genes = {str(c.id) for c in of(ontology, "gene")}
    assert used - genes == set()


def test_alterations_lie_under_their_kind(ontology: Ontology) -> None:
    """A fusion is a rearrangement, a loss of expression a loss: by the words of the label."""
    wrong = []
    for concept in of(ontology, "alteration"):
        if concept.facet("rank"):
            continue
        above = {str(each.id) for each in ontology.ancestors(concept.id)}
        wrong += [
            (concept.label, group)
            for words, group in GROUPS
            if re.search(words, concept.label) and group not in above
        ]

    assert wrong == []


def test_a_change_of_one_place_lies_under_that_of_the_gene(ontology: Ontology) -> None:
    """A "KIT exon 11 mutation" is a KIT mutation, EWSR1::FLI1 an EWSR1 rearrangement."""
    labels = {c.label: c for c in of(ontology, "alteration")}
    wrong = []
    for label, concept in labels.items():
        above = {each.label for each in ontology.ancestors(concept.id)}
        if match := re.fullmatch(r"([A-Z0-9-]+) .+ (?:mutation|variant)", label):
            wrong += [label] if f"{match[1]} mutation" not in above else []
        if "::" in label:
            known = {f"{gene} rearrangement" for gene in label.split("::")} & set(labels)
            wrong += [label] if not known <= above else []

    assert wrong == ["H3 K27M mutation", "SDH gene mutation"]  # of several genes


def test_fusions_are_named_by_their_genes(ontology: Ontology) -> None:
    """The label of a fusion is made of the symbols of its genes."""
    wrong = set()
    for concept in of(ontology, "alteration"):
        if "::" in concept.label:
            genes = {ontology[Term.parse(each)].label for each in concept.facets["gene"]}
            if genes != set(concept.label.split("::")):
                wrong.add(concept.label)

    assert wrong == FAMILIES


def test_no_residue_without_its_gene(ontology: Ontology) -> None:
    """A bare "D842V" may be of any protein: it is no exact name of a mutation."""
    assert [
        (c.label, name.text)
        for c in of(ontology, "alteration")
        for name in c.names
        if name.scope in SURE and re.fullmatch(r"(?:p\.)?[A-Z]\d+[A-Z]?", name.text)
    ] == []


def test_short_names_are_reviewed(ontology: Ontology) -> None:
    """A name of up to three letters that is no label is exact only where it was reviewed."""
    found = {
        name.text
        for c in of(ontology, *KINDS)
        for name in c.names
        if name.scope in ("exact", "old") and len(spelling.key(name.text).replace(" ", "")) <= 3
    }

    assert found <= SHORT


def test_a_name_belongs_to_one_gene(ontology: Ontology) -> None:
    """No exact name of a gene or marker is the symbol of another gene of the vocabulary."""
    symbols = {spelling.key(c.label): str(c.id) for c in of(ontology, "gene")}
    found = set()
    for concept in of(ontology, "gene", "marker"):
        own = set(concept.facets.get("gene", ())) | {str(concept.id)}
        for name in concept.names:
            other = symbols.get(spelling.key(name.text))
            if name.scope in ("exact", "old") and other is not None and other not in own:
                found.add(name.text)

    assert found <= set(SHARED)


def test_names_of_diseases_and_drugs(ontology: Ontology) -> None:
    """An exact name of a gene or marker is no name of a disease, drug or regimen, but for a few."""
    others = {
        spelling.key(text)
        for kind in ("disease", "drug", "regimen", "procedure", "site")
        for text, scope, _ in ontology.names(kind)
        if scope in SURE
    }
    found = {
        name.text
        for c in of(ontology, "gene", "marker")
        for name in c.names
        if name.scope in ("exact", "old") and spelling.key(name.text) in others
    }

    assert found <= TWO_KINDS


def test_names_against_hgnc(ontology: Ontology) -> None:
    """No exact name is a symbol or an alias of another gene in HGNC, but for the reviewed ones.

    Labels are the usual names of stains or approved symbols. Histone pseudogenes (H3P10 = p16)
    do not count.
    """
    path = os.environ.get("SARCOMA_KG_TERMS")
    if not path or not Path(path).exists():
        pytest.skip("SARCOMA_KG_TERMS names no reference database")
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    owners: dict[str, set[str]] = defaultdict(set)
    pseudo = set()
    for curie, label in database.execute(
        "select curie, label from term where curie like 'HGNC:%' and not obsolete"
    ):
        owners[label.casefold()].add(curie)
        if re.fullmatch(r"H\d\w?P\d+", label):
            pseudo.add(curie)
    for curie, text in database.execute(
        "select curie, text from synonym where curie like 'HGNC:%'"
    ):
        owners[text.casefold()].add(curie)
    found = set()
    for concept in of(ontology, "gene", "marker"):
        own = set(concept.facets.get("gene", ())) | {str(concept.id)} | pseudo
        for name in concept.names:
            if name.scope in ("exact", "old") and owners.get(name.text.casefold(), set()) - own:
                found.add(name.text)

    assert found <= set(SHARED)


def test_a_stained_gene_is_of_both_kinds(ontology: Ontology) -> None:
    """The name "SATB2" is the marker's and the gene's, "NF1" the syndrome's as well."""
    for name in ("SATB2", "STAT6", "MDM2", "SMARCB1", "KIT", "TP53", "BRG1", "NF1", "ERG", "ALK"):
        kinds = {
            kind
            for kind in ("gene", "marker")
            for match in ontology.candidates(name, kind)
            if match.how in SURE
        }
        assert kinds == {"gene", "marker"}, name
    assert ontology.find("NF1", "syndrome")


@pytest.mark.parametrize("scope", ["found", "not found"])
def test_names_as_clinicians_write_them(ontology: Ontology, scope: str) -> None:
    """Fusions, residues, losses as written in papers; what is no alteration is none."""
    with NAMES.open(encoding="utf-8", newline="") as lines:
        rows = [(row["name"], row["label"]) for row in csv.DictReader(lines, delimiter="\t")]
    wrong = []
    for name, label in rows:
        match = ontology.find(name, "alteration")
        found = match.concept.label if match else ""
        if found != label and bool(label) == (scope == "found"):
            wrong.append((name, found, label))

    assert wrong == []


def test_a_composed_alteration_has_its_place(ontology: Ontology) -> None:
    """A fusion that the vocabulary has no term for has its genes, and rearrangements above it."""
    match = ontology.find("EWSR1::PLAGL1")

    assert match
    assert match.how == "composed"
    assert [str(term) for term in match.concept.identifiers] == ["HGNC:3508", "HGNC:9046"]
    above = [each.label for each in ontology.ancestors(match.concept.id)]
    assert above[:2] == ["EWSR1 rearrangement", "gene fusion or rearrangement"]
    assert "PLAGL1" not in {c.label for c in ontology.concepts("alteration")}
    assert match.concept.id not in {c.id for c in ontology.concepts("alteration")}


@pytest.mark.parametrize(
    "name", ["", " ", "::", "-" * 50, "EWSR1::" * 12, "а::б", "t(;)", "p.", "\x00"]
)
def test_odd_names_are_no_alteration(ontology: Ontology, name: str) -> None:
    """Signs alone, a name again and again, Cyrillic letters: nothing is composed."""
    assert ontology.find(name, "alteration") is None
