"""Markers and alterations: the many words that pathologists have for stains and tests."""

import pytest

from reading import read, unmatched
from sarcoma_kg.ontology import Ontology


def results_of(kind: str, text: str, ontology: Ontology) -> set[tuple[str, str]]:
    """Give value and polarity of the facts of one kind."""
    found = read(ontology, text, "A 40-year-old man had a sarcoma. ")
    return {(fact.value, fact.polarity) for fact in found if fact.kind == kind}


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("There was loss of H3K27me3, and S100 was focally positive.",
         {("H3K27me3", "absent"), ("S-100", "present")}),
        ("INI1 was lost. SDHB was retained.", {("INI1", "absent"), ("SDHB", "present")}),
        ("CD99 showed patchy staining.", {("CD99", "present")}),
        ("Cells expressed SMA and desmin but lacked CD117.",
         {("SMA", "present"), ("desmin", "present"), ("CD117", "absent")}),
        ("CD31, ERG(-), CK (+).", {("CD31", "absent"), ("ERG", "absent"), ("CK", "present")}),
    ],
)  # fmt: skip
def test_each_stain_has_its_own_result(
    text: str, results: set[tuple[str, str]], ontology: Ontology
) -> None:
    """A result does not run over to the stain of the next clause."""
    assert results_of("marker", text, ontology) == results


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("MDM2 was amplified by FISH but CDK4 was not amplified.",
         {("MDM2 amplification", "present"), ("CDK4 amplification", "absent")}),
        ("COL1A1-PDGFB was present.", {("COL1A1::PDGFB", "present")}),
        ("Cells were EWSR1-WT1 positive.", {("EWSR1::WT1", "present")}),
        ("Mutation analysis showed wild-type KIT and PDGFRA.",
         {("KIT mutation", "absent"), ("PDGFRA mutation", "absent")}),
        ("Sequencing revealed RB1 loss, a TP53 frameshift and loss of CDKN2A.",
         {("RB1 loss", "present"), ("TP53 mutation", "present"), ("CDKN2A loss", "present")}),
        ("EWSR1 was not rearranged.", {("EWSR1 rearrangement", "absent")}),
        ("FISH was positive for EWSR1 rearrangement.", {("EWSR1 rearrangement", "present")}),
        ("FISH for EWSR1 and for FUS was unremarkable.",
         {("EWSR1 rearrangement", "absent"), ("FUS rearrangement", "absent")}),
        ("EWSR1 fusion tests by FISH yielded nothing.", {("EWSR1 fusion", "absent")}),
        ("A break in the SS18 locus was seen.", {("SS18 rearrangement", "present")}),
        ("FISH showed amplified MDM2.", {("MDM2 amplification", "present")}),
        ("KIT and PDGFRA were negative for mutations.",
         {("KIT mutation", "absent"), ("PDGFRA mutation", "absent")}),
        ("A c-kit mutation in exon 9 was found.", {("KIT exon 9 mutation", "present")}),
        ("Exon 11 of the KIT gene was mutated.", {("KIT exon 11 mutation", "present")}),
        ("It harboured the T41A mutation of CTNNB1.", {("CTNNB1 p.T41A", "present")}),
        ("There was a translocation between chromosomes X and 18.", {("t(X;18)", "present")}),
        ("Karyotyping showed trisomies 8 and 20 and a ring chromosome.",
         {("trisomy 8", "present"), ("trisomy 20", "present"), ("ring chromosome", "present")}),
        ("Deletion of 22q11 including SMARCB1 was found.", {("SMARCB1 deletion", "present")}),
        ("He had Down syndrome (trisomy 21).", set()),
        ("About 85% of these tumours harbour KIT mutations.", set()),
        ("TLE1, SS18-SSX and desmin were not expressed.", set()),
    ],
)  # fmt: skip
def test_a_change_of_a_gene_is_read_in_any_wording(
    text: str, changes: set[tuple[str, str]], ontology: Ontology
) -> None:
    """Verbs, nouns and bare fusions name the same changes."""
    assert results_of("alteration", text, ontology) == changes


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("S-100, SOX-10, CD34: negative.",
         {("S-100", "absent"), ("SOX10", "absent"), ("CD34", "absent")}),
        ("Retained INI-1 and BRG1.", {("INI1", "present"), ("BRG1", "present")}),
        ("Positivity was observed for D2-40 and ALK.", {("D2-40", "present"), ("ALK", "present")}),
        ("CAMTA1 immunostain was positive.", {("CAMTA1", "present")}),
        ("ERG positive, CD34 focally positive, HHV-8 negative.",
         {("ERG", "present"), ("CD34", "present"), ("HHV-8", "absent")}),
        ("IHC: CD34 diffusely +ve, S100 -ve; WT1 C-terminus +.",
         {("CD34", "present"), ("S-100", "absent"), ("WT1", "present")}),
        ("CD31: 3+; CD34: 0.", {("CD31", "present"), ("CD34", "absent")}),
        ("Cells were positive for desmin (diffuse) and MyoD1 (scattered cells); SMA focal.",
         {("desmin", "present"), ("MyoD1", "present"), ("SMA", "present")}),
        ("Desmin and myogenin: negative; SMA: positive.",
         {("desmin", "absent"), ("myogenin", "absent"), ("SMA", "present")}),
        ("A sarcoma with loss of INI1, positivity for EMA and patchy CD34.",
         {("INI1", "absent"), ("EMA", "present"), ("CD34", "present")}),
        ("Nuclear staining for INI1 was abolished; SMARCA2 retained.",
         {("INI1", "absent"), ("SMARCA2", "present")}),
        ("INI1 being lost and EMA as well as CD34 being strongly expressed, it was excised.",
         {("INI1", "absent"), ("EMA", "present"), ("CD34", "present")}),
        ("Cells stained for vimentin, none for desmin or SMA.",
         {("vimentin", "present"), ("desmin", "absent"), ("SMA", "absent")}),
        ("It was negative for desmin and SMA was positive.",
         {("desmin", "absent"), ("SMA", "present")}),
        ("Apart from SMA, all stains including CD34 and ERG were negative.",
         {("SMA", "present"), ("CD34", "absent"), ("ERG", "absent")}),
        ("CD34 was positive with a membranous pattern.", {("CD34", "present")}),
        ("Tests for MUC4 yielded negative results.", {("MUC4", "absent")}),
        ("It was made on the basis of SMA expression and CD117 negativity.",
         {("SMA", "present"), ("CD117", "absent")}),
        ("CD31, but not CD34, stained the cells.", {("CD31", "present"), ("CD34", "absent")}),
        ("CD31 was positive in contrast to CD34.", {("CD31", "present"), ("CD34", "absent")}),
        ("The vascular nature was proven by CD31 and ERG.",
         {("CD31", "present"), ("ERG", "present")}),
        ("S-100 was demonstrated in none of the cells.", {("S-100", "absent")}),
        ("SMA was seen in most cells and desmin in none.",
         {("SMA", "present"), ("desmin", "absent")}),
        ("Melanocytic (HMB-45) and myoid (SMA) markers were both positive.",
         {("HMB-45", "present"), ("SMA", "present")}),
        ("SMA was negative, as were desmin and S-100.",
         {("SMA", "absent"), ("desmin", "absent"), ("S-100", "absent")}),
        ("CD34 was diffusely expressed, along with CD99.",
         {("CD34", "present"), ("CD99", "present")}),
        ("The cells were decorated by antibodies against vimentin but not by those against PS100.",
         {("vimentin", "present"), ("S-100", "absent")}),
        ("There was loss of INI1, vimentin and EMA being positive.",
         {("INI1", "absent"), ("vimentin", "present"), ("EMA", "present")}),
        ("A CD34- and STAT6-positive tumour.", {("CD34", "present"), ("STAT6", "present")}),
        ("The S-100 stain lit up the cells, which contained vimentin.",
         {("S-100", "present"), ("vimentin", "present")}),
        ("SMA was found not to be expressed.", {("SMA", "absent")}),
        ("The tumour showed INI1 loss.", {("INI1", "absent")}),
        ("Desmin and SMA, but neither CD117 nor DOG1, were expressed.",
         {("desmin", "present"), ("SMA", "present"), ("CD117", "absent"), ("DOG1", "absent")}),
        ("Desmin gave a positive reaction, S-100 and CD34 a negative one.",
         {("desmin", "present"), ("S-100", "absent"), ("CD34", "absent")}),
        ("Immunolabelling was obtained for alpha-smooth actin.", {("SMA", "present")}),
        ("Its lineage was confirmed immunohistochemically (CD31, ERG).",
         {("CD31", "present"), ("ERG", "present")}),
    ],
)  # fmt: skip
def test_stains_are_told_in_many_words(
    text: str, results: set[tuple[str, str]], ontology: Ontology
) -> None:
    """Lists with a colon, retained proteins and positivity told at a distance are results."""
    assert results_of("marker", text, ontology) == results


@pytest.mark.parametrize(
    "text",
    [
        "CD34 highlighted only the vessels.",
        "Serum CA 125 was negative.",
        "Years after treatment of a breast carcinoma (ER positive), a mass was seen.",
        "It is known that some of these tumours are CD117-negative.",
        "The panel of keratin and TTF1 was non-contributory.",
        "Immunohistochemistry for desmin was recommended.",
        "Schwannoma, which is S-100 positive, was excluded.",
        "LDH was elevated; CEA was negative.",
        "CD34 staining could not be performed.",
        "S-100 was not tested.",
    ],
)
def test_what_is_no_result_of_the_tumour_gives_no_row(text: str, ontology: Ontology) -> None:
    """Vessels, blood, past tumours, general knowledge and panels say nothing of the tumour."""
    assert results_of("marker", text, ontology) == set()


def test_the_share_of_cells_is_that_of_its_marker(ontology: Ontology) -> None:
    """A percentage in brackets belongs to the marker before it, not to the next."""
    text = "Stains: ER (40% of nuclei), PR (-), Ki-67 20%."
    assert {
        (fact.value, fact.polarity, fact.quantity and fact.quantity.low)
        for fact in read(ontology, text, "A man had a sarcoma. ")
        if fact.kind == "marker"
    } == {("ER", "present", 40), ("PR", "absent", None), ("Ki-67", "present", 20)}


def test_every_phrase_of_a_stain_finds_its_example() -> None:
    """Every pattern of the marker phrases finds its meaning in its own example."""
    assert unmatched("marker") == []


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Break-apart FISH was positive for FUS.", {("FUS rearrangement", "present")}),
        ("FISH for MDM2 was negative.", {("MDM2 amplification", "absent")}),
        ("The tumour was KIT/PDGFRA wild type.",
         {("KIT mutation", "absent"), ("PDGFRA mutation", "absent")}),
        ("A fusion of ETV6 and NTRK3 was found.", {("ETV6::NTRK3", "present")}),
        ("EWSR1 was fused to FLI1.", {("EWSR1::FLI1", "present")}),
        ("A fusion between exon 7 of EWSR1 and exon 6 of FLI1 was found.",
         {("EWSR1::FLI1", "present")}),
        ("RNA sequencing identified a NAB2ex4-STAT6ex16 fusion.", {("NAB2::STAT6", "present")}),
        ("Break-apart FISH for TFE3 showed split signals.", {("TFE3 rearrangement", "present")}),
        ("FOXO1 break-apart FISH gave a normal pattern.", {("FOXO1 rearrangement", "absent")}),
        ("FISH for EWSR1 did not show a rearrangement.", {("EWSR1 rearrangement", "absent")}),
        ("The MDM2/CEP12 ratio was 8, that is amplified.", {("MDM2 amplification", "present")}),
    ],
)  # fmt: skip
def test_probes_and_fusions_are_told_in_many_words(
    text: str, changes: set[tuple[str, str]], ontology: Ontology
) -> None:
    """A probe's result is that of the change which it looks for."""
    assert results_of("alteration", text, ontology) == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Neither VGLL2 nor NCOA2 was rearranged.",
         {("VGLL2 rearrangement", "absent"), ("NCOA2 rearrangement", "absent")}),
        ("MDM2 and CDK4 were both amplified.",
         {("MDM2 amplification", "present"), ("CDK4 amplification", "present")}),
        ("USP6 rearrangement and MDM2 amplification were absent.",
         {("USP6 rearrangement", "absent"), ("MDM2 amplification", "absent")}),
        ("FISH showed no MDM2 amplification but DDIT3 rearrangement.",
         {("MDM2 amplification", "absent"), ("DDIT3 rearrangement", "present")}),
        ("CD34 was negative, and SS18 rearranged.", {("SS18 rearrangement", "present")}),
        ("Cells expressed CD31 and ERG, and MYC amplification was seen.",
         {("MYC amplification", "present")}),
        ("Sequencing of KIT and PDGFRA revealed no mutations.",
         {("KIT mutation", "absent"), ("PDGFRA mutation", "absent")}),
        ("Sequencing of KIT did not yield a mutation.", {("KIT mutation", "absent")}),
        ("Analysis of KIT failed to uncover any pathogenic variant.", {("KIT variant", "absent")}),
        ("Analysis of TP53 and RB1 could not detect a deletion.",
         {("TP53 deletion", "absent"), ("RB1 deletion", "absent")}),
        ("Analysis of KIT, which did not take long, found a deletion.",
         {("KIT deletion", "present")}),
        ("Analysis of KIT uncovered a deletion in exon 11.", {("KIT exon 11 deletion", "present")}),
        ("Sequencing of KIT found p.W557_K558del.", {("KIT p.W557_K558del", "present")}),
        ("A TP53 test was made; the variant c.743G>A was found.", {("TP53 c.743G>A", "present")}),
        ("MYOD1 L122R and PIK3CA H1047R mutations were found.",
         {("MYOD1 p.L122R", "present"), ("PIK3CA p.H1047R", "present")}),
        ("There was an NTRK fusion.", {("NTRK fusion", "present")}),
        ("No mutation in KIT exons 9, 11 or PDGFRA exons 12, 14 was detected.",
         {("KIT mutation", "absent"), ("PDGFRA mutation", "absent")}),
        ("There was a PDGFRA exon 18 mutation; KIT was wild-type.",
         {("PDGFRA exon 18 mutation", "present"), ("KIT mutation", "absent")}),
        ("Germline testing for TP53 was negative.", {("TP53 mutation", "absent")}),
    ],
)  # fmt: skip
def test_changes_of_several_genes_are_told_apart(
    text: str, changes: set[tuple[str, str]], ontology: Ontology
) -> None:
    """A list shares its change and its denial; a clause does not share with the next."""
    assert results_of("alteration", text, ontology) == changes


@pytest.mark.parametrize(
    "text",
    [
        "KIT mutation testing was recommended.",
        "Analysis for KIT mutations was planned.",
        "Screening for KIT and PDGFRA mutations was not performed.",
        "EWSR1 rearrangement could not be assessed.",
        "The mother carried a TP53 mutation.",
        "KIT mutations are found in most of these tumours.",
        "TP53 mutations are frequent in leiomyosarcoma.",
        "Most liposarcomas have MDM2 amplification.",
    ],
)
def test_a_change_that_nobody_looked_at_gives_no_row(text: str, ontology: Ontology) -> None:
    """Tests that were planned or not done, relatives and general knowledge are no results."""
    assert results_of("alteration", text, ontology) == set()


def test_every_phrase_of_an_alteration_finds_its_example() -> None:
    """Every pattern of the alteration phrases finds its meaning in its own example."""
    assert unmatched("alteration") == []
