"""A vocabulary of a few terms for the tests of reading: what `Ontology` offers, from one table."""

from collections.abc import Iterator

from sarcoma_kg.ontology import Concept, Match, Name, key
from sarcoma_kg.terms import Term

# identifier | kind | label | more names | facets (name=value) | xrefs
_TABLE = """
NCIT:C3158|disease|Leiomyosarcoma|leiomyosarcomas,LMS|g=sarcoma b=malignant|MONDO:0005058
NCIT:C3400|disease|Synovial Sarcoma||g=sarcoma b=malignant|MONDO:0010434
NCIT:C3868|disease|Gastrointestinal Stromal Tumor|GIST,GI stromal tumour|g=sarcoma b=malignant|
NCIT:C9118|disease|Sarcoma||g=sarcoma b=malignant|MONDO:0005089
NCIT:C9145|disease|Osteosarcoma||g=sarcoma b=malignant|MONDO:0009807
NCIT:C3704|disease|Dedifferentiated Liposarcoma||g=sarcoma b=malignant|MONDO:0020563
NCIT:C3194|disease|Liposarcoma||g=sarcoma b=malignant|MONDO:0003585
NCIT:C3192|disease|Lipoma||g=mesenchymal b=benign|
NCIT:C2916|disease|Carcinoma||g=other b=malignant|
NCIT:C4872|disease|Breast Carcinoma|breast cancer|g=other b=malignant|
NCIT:C3208|disease|Lymphoma||g=other b=malignant|
UBERON:0002048|site|lung|pulmonary,lungs||
UBERON:0002107|site|liver|hepatic||
UBERON:0000376|site|hindlimb stylopod|thigh||
UBERON:0002113|site|kidney|renal||
UBERON:0000945|site|stomach|gastric||
UBERON:0000029|site|lymph node|nodal||
UBERON:0001474|site|bone element|bone,osseous||
UBERON:0003693|site|retroperitoneal space|retroperitoneum,retroperitoneal||
UBERON:0000995|site|uterus|uterine||
HP:0002027|finding|Abdominal pain||topic=symptom|
HP:0001824|finding|Weight loss||topic=symptom|
HP:0001945|finding|Fever|febrile|topic=symptom|
HP:0012735|finding|Cough||topic=symptom|
HP:0000822|finding|Hypertension|high blood pressure|topic=comorbidity|
HP:0000819|finding|Diabetes mellitus|diabetes|topic=comorbidity|
MONDO:0018975|syndrome|neurofibromatosis type 1|NF1,neurofibromatosis||
CHEBI:28748|drug|doxorubicin|adriamycin||NCIT:C456
CHEBI:45783|drug|imatinib|Gleevec||
MAXO:0000014|procedure|radiation therapy|radiotherapy||
HGNC:6342|gene|KIT|c-KIT||
HGNC:8803|gene|PDGFRA|||
HGNC:6973|gene|MDM2|||
HGNC:11340|gene|SS18|SYT||
HGNC:11335|gene|SSX1|||
HP:0012531|finding|Pain|painful|topic=symptom|
NCIT:C27481|disease|Extraskeletal Osteosarcoma|extraskeletal osteosarcoma|g=sarcoma b=malignant|
UBERON:0001235|site|adrenal cortex|adrenal||
UBERON:0002110|site|gallbladder|||
UBERON:0002106|site|spleen|splenic||
UBERON:0000955|site|brain|cerebral||
UBERON:0000974|site|neck|cervical||
UBERON:0001637|site|artery|arterial||
SKGT:marker-cd117|marker|CD117|c-kit,KIT|gene=HGNC:6342|HGNC:6342
SKGT:marker-cd34|marker|CD34||gene=HGNC:1662|HGNC:1662
SKGT:marker-desmin|marker|desmin|DES|gene=HGNC:2770|HGNC:2770
SKGT:marker-sma|marker|SMA|smooth muscle actin,alpha-smooth muscle actin|gene=HGNC:130|HGNC:130
SKGT:marker-s-100|marker|S-100|S100 protein,S-100 protein||
SKGT:marker-ki-67|marker|Ki-67|MIB-1||HGNC:7107
SKGT:marker-vimentin|marker|vimentin|||HGNC:12692
SKGT:marker-ema|marker|EMA|epithelial membrane antigen||HGNC:7508
"""

_FACETS = {"g": "group", "b": "behaviour"}


class TinyOntology:
    """The part of `Ontology` that reading uses."""

    def __init__(self) -> None:
        self._concepts: dict[str, Concept] = {}
        for line in _TABLE.strip().splitlines():
            curie, kind, label, names, facets, xrefs = line.split("|")
            self._concepts[curie] = Concept(
                Term.parse(curie),
                label,
                kind,
                (
                    Name(label, "label"),
                    *(Name(name, "exact") for name in names.split(",") if name),
                ),
                xrefs=tuple(Term.parse(xref) for xref in xrefs.split()),
                facets={
                    _FACETS.get(pair.partition("=")[0], pair.partition("=")[0]): (
                        pair.partition("=")[2],
                    )
                    for pair in facets.split()
                },
            )

    def names(self, kind: str | None = None) -> Iterator[tuple[str, str, Concept]]:
        """Give every name with its scope and concept."""
        for concept in self._concepts.values():
            if kind in (None, concept.kind):
                for name in concept.names:
                    yield name.text, name.scope, concept

    def get(self, term: Term) -> Concept | None:
        """Give the concept of a term."""
        return self._concepts.get(str(term))

    def __getitem__(self, term: Term) -> Concept:
        return self._concepts[str(term)]

    def candidates(self, text: str, kind: str | None = None) -> list[Match]:
        """Give the concepts that bear this very name."""
        return [
            Match(concept, name, scope)
            for name, scope, concept in self.names(kind)
            if key(name) == key(text)
        ]

    def find(self, text: str, kind: str | None = None) -> Match | None:
        """Give the first concept that bears this name."""
        found = self.candidates(text, kind)
        return found[0] if found else None

    named = find

    def ancestors(self, term: Term, parts: bool = False) -> list[Concept]:
        """Give no ancestors: the table is flat."""
        return []

    def identifiers(self, concept: Concept) -> tuple[Term, ...]:
        """Give the concept's own identifiers: there is nothing above it."""
        return concept.identifiers

    def is_a(self, term: Term, ancestor: Term, parts: bool = False) -> bool:
        """Whether the two are the same: the table is flat."""
        return term == ancestor

    def akin(self, one: Term, other: Term) -> bool:
        """Whether two terms can name one thing."""
        return one == other or self.is_a(one, other) or self.is_a(other, one)
