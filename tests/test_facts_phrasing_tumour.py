"""Phrasing of the tumour: the same facts in the many words that clinicians have for them."""

import pytest

from reading import unmatched
from sarcoma_kg import facts, mentions
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.records import Document, Fact, Paper


def read(text: str, ontology: Ontology) -> list[Fact]:
    """Read the facts of a text with the packaged vocabulary."""
    document = Document(Paper("x"), text)
    return facts.read(document, mentions.find(document, ontology), ontology)


def refusal(text: str, ontology: Ontology) -> str | None:
    """Say why a text is refused."""
    document = Document(Paper("x"), text)
    return facts.refusal(document, mentions.find(document, ontology), ontology)


def values(kind: str, text: str, ontology: Ontology) -> set[tuple[int, str, str]]:
    """Give case, value and polarity of the facts of one kind."""
    found = read(text, ontology)
    return {(fact.case, fact.value, fact.polarity) for fact in found if fact.kind == kind}


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        ("A 67-year-old woman had a uterine lesion. It was initially thought to be a leiomyoma, "
         "but the final diagnosis was leiomyosarcoma.", "leiomyosarcoma"),
        ("A 31-year-old man had a chest mass. Biopsy was read as thymoma; however, the resection "
         "specimen showed synovial sarcoma.", "synovial sarcoma"),
        ("A 46-year-old woman: a mass of the adrenal gland, thought to be pheochromocytoma, was "
         "found at operation to be a primary leiomyosarcoma.", "leiomyosarcoma"),
        ("A 30-year-old woman had a nodule that was excised as a cyst. Pathology: proximal-type "
         "epithelioid sarcoma, INI1-negative.", "proximal-type epithelioid sarcoma"),
        ("A 19-year-old male had a core biopsy that was reported as desmoid tumour. The diagnosis "
         "was revised to low-grade fibromyxoid sarcoma.", "low grade fibromyxoid sarcoma"),
        ("Mesenteric dedifferentiated leiomyosarcoma in a 40-year-old woman\nA 40-year-old woman "
         "with a mesenteric leiomyosarcoma was seen.", "dedifferentiated leiomyosarcoma"),
    ],
)  # fmt: skip
def test_the_final_name_is_the_diagnosis(text: str, diagnosis: str, ontology: Ontology) -> None:
    """What a tumour was thought to be gives way to what it was found to be."""
    assert values("diagnosis", text, ontology) == {(1, diagnosis, "present")}


def test_a_local_name_has_the_identifiers_of_its_parent(ontology: Ontology) -> None:
    """A tumour without identifiers of its own has those of the nearest that has some."""
    (fact,) = (
        fact
        for fact in read("A 40-year-old woman had a mesenteric leiomyosarcoma.", ontology)
        if fact.kind == "diagnosis"
    )

    assert fact.value == "mesenteric leiomyosarcoma"
    assert str(fact.terms[0]) == "NCIT:C3158"


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Two years later multiple pulmonary nodules appeared, which were proven to be "
         "metastases.", {"lung"}),
        ("CT showed three nodules in the left lung; biopsy confirmed metastatic osteosarcoma.",
         {"lung"}),
        ("PET showed uptake in the lungs and liver, consistent with metastases.",
         {"lung", "liver"}),
        ("He developed spinal metastases at T4 and L2.", {"bone"}),
        ("Two of 14 lymph nodes were positive.", {"lymph node"}),
        ("There was pleural and adrenal metastasis.", {"pleura", "adrenal gland"}),
        ("It had spread to the lungs and to the brain.", {"lung", "brain"}),
        ("CT excluded metastases in the liver.", set()),
    ],
)  # fmt: skip
def test_spread_is_read_with_its_organs(text: str, sites: set[str], ontology: Ontology) -> None:
    """An organ whose lesions are metastases is a site of spread, in any order of the words."""
    whole = f"A 25-year-old man had an osteosarcoma of the femur. {text}"
    found = values("metastasis", whole, ontology)
    assert {value for _, value, polarity in found if polarity == "present"} == sites


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
    found = values("marker", f"A 40-year-old man had a sarcoma. {text}", ontology)
    assert {(value, polarity) for _, value, polarity in found} == results


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
    found = values("alteration", f"A 40-year-old man had a sarcoma. {text}", ontology)
    assert {(value, polarity) for _, value, polarity in found} == changes


@pytest.mark.parametrize(
    ("text", "symptoms", "diseases"),
    [
        ("A 62-year-old man with a history of hypertension presented with melaena.",
         {"melena"}, {"hypertension"}),
        ("A 38-year-old woman, known case of Gardner syndrome, reported early satiety.",
         {"early satiety"}, {"gardner syndrome"}),
        ("A 15-year-old girl had pain in her right shoulder.", {"shoulder pain"}, set()),
        ("A 60-year-old woman with a history of breast cancer treated with mastectomy and "
         "radiotherapy presented with cough.",
         {"cough"}, {"breast carcinoma", "previous radiotherapy"}),
    ],
)  # fmt: skip
def test_complaints_are_told_from_the_history(
    text: str, symptoms: set[str], diseases: set[str], ontology: Ontology
) -> None:
    """What a patient comes with is a symptom, what he or she had before is a comorbidity."""
    whole = f"{text} Biopsy showed osteosarcoma."
    assert {value for _, value, _ in values("symptom", whole, ontology)} == symptoms
    assert {value for _, value, _ in values("comorbidity", whole, ontology)} == diseases


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("A rectal mass was found. Biopsy came back as leiomyosarcoma.", "rectum"),
        ("He had a lump in his back. Biopsy showed leiomyosarcoma.", "back"),
    ],
)
def test_what_comes_back_is_no_back(text: str, site: str, ontology: Ontology) -> None:
    """A verb with "back" names no place."""
    assert values("primary-site", f"A 50-year-old man was seen. {text}", ontology) == {
        (1, site, "present")
    }


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Four patients with cardiac sarcoma were treated. Two of four patients died. "
         "One patient, a 39-year-old man with angiosarcoma, had liver metastases.", {(1, "39")}),
        ("Two sisters developed sarcomas. The elder, aged 23, had an osteosarcoma. The younger, "
         "aged 19, had a rhabdomyosarcoma.", {(1, "23"), (2, "19")}),
        ("Two brothers, aged 12 and 15 years, had osteosarcoma.", {(1, "12"), (2, "15")}),
        ("Patient A was a 70-year-old man with leiomyosarcoma. Patient B was a 66-year-old woman "
         "with liposarcoma.", {(1, "70"), (2, "66")}),
        ("Of seven children with rhabdomyosarcoma, one was a 4-year-old boy.", {(1, "4")}),
        ("We report 3 women with angiosarcoma. The median age was 55 years.", set()),
    ],
)  # fmt: skip
def test_only_patients_told_one_by_one_are_cases(
    text: str, ages: set[tuple[int, str]], ontology: Ontology
) -> None:
    """The others of a series get no case, and its statistics are nobody's."""
    assert {(case, value) for case, value, _ in values("age", text, ontology)} == ages
    cases = {fact.case for fact in read(text, ontology)}
    assert not ages or cases <= {case for case, _ in ages}


@pytest.mark.parametrize(
    "text",
    [
        "We report five patients with angiosarcoma of the breast. Three were alive at 5 years. "
        "Two of the five had lung metastases. The median age was 55 years.",
        "A 7-year-old Labrador retriever was lame. Osteosarcoma was diagnosed.",
        "A 6-year-old spayed female shepherd had haemangiosarcoma of the spleen.",
        "A 63-year-old man had a squamous cell carcinoma of the larynx.",
        "A 35-year-old woman had a uterine leiomyoma. There was no evidence of leiomyosarcoma.",
        "Sarcomas are rare. We review their treatment. Median survival is 12 months.",
    ],
)
def test_a_text_without_a_sarcoma_patient_is_refused(text: str, ontology: Ontology) -> None:
    """A series told in numbers, animals, carcinomas, benign tumours and reviews give nothing."""
    assert refusal(text, ontology) is not None
    assert read(text, ontology) == []


def test_the_patients_of_the_literature_lend_no_facts(ontology: Ontology) -> None:
    """What most of forty reported patients had is no fact of the one that is told."""
    text = (
        "We describe a leiomyosarcoma in a 60-year-old man. In the 40 reported patients, the mean "
        "age was 58 years and most had lung metastases."
    )
    assert values("metastasis", text, ontology) == set()
    assert values("age", text, ontology) == {(1, "60", "present")}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A 9-cm liposarcoma in a 55-year-old man.", "90"),
        ("A giant (30 × 25 × 20 cm, 5.2 kg) liposarcoma was removed from a man.", "300"),
        ("A tumour the size of a fist (about 10cm) was found in a man. It was Ewing sarcoma.",
         "100"),
        ("A boy with Ewing sarcoma had a tumour volume of 250 ml, 8.5 cm in maximal diameter at "
         "diagnosis; after chemotherapy it measured 3 cm.", "85"),
        ("The leiomyosarcoma of this man was as large as 7 centimetres. The margin was 2 cm wide. "
         "The spleen measured 12 cm.", "70"),
    ],
)  # fmt: skip
def test_the_size_is_the_largest_of_the_tumour(text: str, size: str, ontology: Ontology) -> None:
    """Margins, organs, volumes and what was left after treatment are no size of the tumour."""
    assert values("size", text, ontology) == {(1, size, "present")}


@pytest.mark.parametrize(
    "text",
    [
        "Uterine sarcoma was suspected. The suspicion was confirmed: leiomyosarcoma.",
        "Osteosarcoma could not be excluded, and biopsy proved it. It was an osteosarcoma.",
        "She had a suspected lipoma. Unexpectedly, histology showed a myxofibrosarcoma.",
        "Neither carcinoma nor lymphoma was found; the tumour was an angiosarcoma.",
        "The differential diagnosis included leiomyosarcoma. CD117 established the diagnosis of "
        "gastrointestinal stromal tumour.",
    ],
)
def test_a_sarcoma_found_after_doubt_is_not_refused(text: str, ontology: Ontology) -> None:
    """A doubt in one sentence does not undo what another sentence states."""
    assert refusal(f"A 54-year-old woman had a mass. {text}", ontology) is None


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("He relapsed in the lungs 14 months later.", {"lung"}),
        ("One year later the disease recurred in the lung and liver.", {"lung", "liver"}),
        ("Laparotomy revealed tumour deposits in the omentum.", {"omentum"}),
        ("Peritoneal implants were seen.", {"peritoneum"}),
        ("There was nodal involvement.", {"lymph node"}),
        ("There was no lymph node involvement.", set()),
        ("The tumour recurred in the thigh.", set()),
        ("The disease progressed with new liver lesions.", {"liver"}),
        ("Lungs were the first site of metastasis.", {"lung"}),
        ("Sites of metastasis included liver, lungs and skin.", {"liver", "lung", "skin"}),
        ("Multiple metastases (lung, liver) were seen.", {"lung", "liver"}),
        ("The tumour metastasized to the lung, then to the brain.", {"lung", "brain"}),
        ("Retroperitoneal lymphadenopathy proved to be metastatic.", {"lymph node"}),
        ("Distant recurrence in the lung was diagnosed.", {"lung"}),
        ("Metastases to the lung are common in this tumour.", set()),
        ("Diffuse bone marrow metastases were noted.", {"bone marrow"}),
        ("Breast implants were removed.", set()),
        ("CT showed no peritoneal implants.", set()),
    ],
)  # fmt: skip
def test_spread_is_told_in_many_words(text: str, sites: set[str], ontology: Ontology) -> None:
    """Relapse far away, deposits and involved nodes are spread; the tumour in general is not."""
    whole = f"A 25-year-old man had a leiomyosarcoma of the thigh. {text}"
    found = values("metastasis", whole, ontology)
    assert {value for _, value, polarity in found if polarity == "present"} == sites


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("had a lesion of the proximal femur. It was an osteosarcoma.", "femur"),
        ("with a previous hysterectomy had a tumour of the ileum. It was leiomyosarcoma.", "ileum"),
        ("underwent splenectomy; the final pathology was angiosarcoma.", "spleen"),
        ("had a breast lump. Histology showed angiosarcoma. Lung nodules were metastatic.",
         "breast"),
    ],
)  # fmt: skip
def test_the_primary_site_is_the_organ(text: str, site: str, ontology: Ontology) -> None:
    """An end of a bone is that bone; an organ taken out was the site where none is told."""
    assert values("primary-site", f"A 50-year-old woman {text}", ontology) == {(1, site, "present")}


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
    found = values("marker", f"A 40-year-old man had a sarcoma. {text}", ontology)
    assert {(value, polarity) for _, value, polarity in found} == results


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
    assert values("marker", f"A 40-year-old man had a sarcoma. {text}", ontology) == set()


def test_the_share_of_cells_is_that_of_its_marker(ontology: Ontology) -> None:
    """A percentage in brackets belongs to the marker before it, not to the next."""
    text = "A man had a sarcoma. Stains: ER (40% of nuclei), PR (-), Ki-67 20%."
    assert {
        (fact.value, fact.polarity, fact.quantity and fact.quantity.low)
        for fact in read(text, ontology)
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
    found = values("alteration", f"A 40-year-old man had a sarcoma. {text}", ontology)
    assert {(value, polarity) for _, value, polarity in found} == changes


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
    found = values("alteration", f"A 40-year-old man had a sarcoma. {text}", ontology)
    assert {(value, polarity) for _, value, polarity in found} == changes


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
    assert values("alteration", f"A 40-year-old man had a sarcoma. {text}", ontology) == set()


def test_every_phrase_of_an_alteration_finds_its_example() -> None:
    """Every pattern of the alteration phrases finds its meaning in its own example."""
    assert unmatched("alteration") == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Gemcitabine led to regression of the lesions.", "PR"),
        ("Tumour regressed completely after chemotherapy.", "CR"),
        ("CT after three cycles of doxorubicin showed a stable tumour.", "SD"),
        ("After two months of imatinib, the tumour was markedly smaller.", "PR"),
        ("Tumour growth continued despite imatinib.", "PD"),
    ],
)
def test_responses_are_told_in_many_words(text: str, category: str, ontology: Ontology) -> None:
    """A named drug is treatment enough for an answer to it."""
    found = values("response", f"A 40-year-old man had an osteosarcoma. {text}", ontology)
    assert found == {(1, category, "present")}
