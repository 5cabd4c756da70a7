import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from pyoxigraph import Literal, NamedNode, Triple

import landscape_rows
from sarcoma_kg import network, queries
from sarcoma_kg.graph import Answer
from sarcoma_kg.graph.local import LocalGraph
from sarcoma_kg.network import territory
from sarcoma_kg.network.landscape import Landscape, folded, pairs
from sarcoma_kg.ontology import Ontology
from sarcoma_kg.terms import Term
from test_network import HOSTILE, Page
from test_network_answer import _OBO, _PAPER, _SKG, _answer
from test_network_case import _label

_CASE = f"{_PAPER}pmid-1#case1"


def _long(*rows: tuple[int, int | None, str, str]) -> Answer:
    """Make rows of `case number, tumour number, property, IRI or text`."""
    made = []
    for case, tumour, has, what in rows:
        iri = f"{_PAPER}pmid-{case}#case1"
        of = f"{iri}-tumour{tumour}" if tumour else None
        made.append((iri, of, _SKG + has, what))
    return _answer(("case", "tumour", "has", "what"), *made)


def _read(answer: Answer) -> Landscape:
    found = network.landscape.of_answer(answer, _label)
    assert found is not None
    return found


def _counted(landscape: Landscape) -> dict[str, int]:
    return {thing.label: len(thing.patients) for thing in landscape.things}


def _scene(page: str) -> dict[str, object]:
    data: dict[str, object] = json.loads(Page(page).inside["script"][0])
    return data


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The shipped ontology."""
    return Ontology.load()


# -- reading


def test_a_thing_counts_its_patients_once() -> None:
    """A drug given twice, in two tumours, is one patient's; age and sex are told, not drawn."""
    drug, site = f"{_OBO}CHEBI_1", f"{_OBO}UBERON_1"
    answer = _long(
        (1, 1, "drug", drug),
        (1, 2, "drug", drug),
        (2, 1, "drug", drug),
        (2, 1, "site", site),
        (2, None, "age", "40 years"),
        (2, None, "sex", f"{_SKG}female"),
    )

    land = _read(answer)

    assert [("drug", 2), ("site", 1)] == [
        (thing.group, len(thing.patients)) for thing in land.things
    ]
    assert {"age": ["40 years"], "sex": ["female"]} == land.patients[1].told


def test_cases_of_one_patient_are_one() -> None:
    """`skg:samePatientAs` joins cases, also by way of a third; what they have is counted once."""
    drug = f"{_OBO}CHEBI_1"
    answer = _long(
        *((case, 1, "drug", drug) for case in (1, 2, 3, 4)),
        (1, None, "samePatientAs", f"{_PAPER}pmid-2#case1"),
        (3, None, "samePatientAs", f"{_PAPER}pmid-2#case1"),
    )

    land = _read(answer)

    assert [["pmid-1#case1", "pmid-2#case1", "pmid-3#case1"], ["pmid-4#case1"]] == [
        patient.cases for patient in land.patients
    ]
    assert {"label of 1": 2} == _counted(land)


def test_two_tumours_are_not_mixed() -> None:
    """The site of one tumour is not joined to the diagnosis of the other; the outcome to both."""
    answer = _long(
        (1, 1, "diagnosis", f"{_OBO}NCIT_C1"),
        (1, 1, "site", f"{_OBO}UBERON_1"),
        (1, 2, "diagnosis", f"{_OBO}NCIT_C2"),
        (1, 2, "site", f"{_OBO}UBERON_2"),
        (1, None, "status", f"{_SKG}NED"),
    )
    land = _read(answer)
    nodes = folded(land, 50)

    joined = {(nodes[a].label, nodes[b].label) for a, b in pairs(land, nodes)}

    ned = "no evidence of disease (NED)"
    assert joined == {
        ("label of C1", "label of 1"),
        ("label of C2", "label of 2"),
        ("label of C1", ned),
        ("label of C2", ned),
    }


def test_a_row_of_columns_says_what_belongs_together() -> None:
    """Columns of texts are drawn by their names; numbers and long texts are told."""
    answer = _answer(
        ("case", "diagnosed", "status", "days", "note"),
        (_CASE, "leiomyosarcoma", "alive", 30, "x" * 90),
        (f"{_PAPER}pmid-2#case1", "leiomyosarcoma", None, 40, None),
    )

    land = _read(answer)

    assert ["diagnosed", "status"] == land.groups
    assert {"leiomyosarcoma": 2, "alive": 1} == _counted(land)
    assert {"days": ["30"], "note": ["x" * 90]} == land.patients[0].told


def test_triples_of_cases_are_read_as_rows() -> None:
    """A CONSTRUCT that says what cases have is a landscape too; any other is not."""
    case, drug = NamedNode(_CASE), NamedNode(f"{_OBO}CHEBI_1")
    mine = Triple(case, NamedNode(f"{_SKG}hasDrug"), drug)
    other = Triple(drug, NamedNode(f"{_SKG}usedIn"), case)

    assert {"drug"} == {thing.group for thing in _read(Answer(triples=(mine,))).things}
    assert network.landscape.of_answer(Answer(triples=(mine, other)), _label) is None


def test_rows_without_cases_are_no_landscape() -> None:
    """Two columns of cases, or none, are left to the other pictures."""
    for answer in (
        _answer(("drug", "patients"), ("a", 3)),
        _answer(("case", "other"), (_CASE, f"{_PAPER}pmid-2#case1")),
        Answer(("case",)),
    ):
        assert network.landscape.of_answer(answer, _label) is None


# -- folding


def test_what_is_folded_is_not_lost() -> None:
    """Every thing is in one node; a node has the patients of all that is in it."""
    land = _read(landscape_rows.answer(300))
    for most in (5, 20, 60):
        nodes = folded(land, most)

        assert sorted(at for node in nodes for at in node.members) == list(range(len(land.things)))
        for node in nodes:
            assert node.patients == set().union(*(land.things[at].patients for at in node.members))
        assert len(nodes) <= most + 2 * len(land.groups)  # and a heap for each group


def test_a_rare_subtype_is_folded_into_what_is_above_it(ontology: Ontology) -> None:
    """Uterine leiomyosarcoma goes into leiomyosarcoma, not into the heap of the rare."""
    named = {
        name: ontology.named(name, "disease")
        for name in ("leiomyosarcoma", "uterine corpus leiomyosarcoma", "osteosarcoma", "chordoma")
    }
    iris = {name: match.concept.id.iri for name, match in named.items() if match}
    told = [("leiomyosarcoma", 1), ("leiomyosarcoma", 2), ("osteosarcoma", 3), ("osteosarcoma", 4)]
    told += [("uterine corpus leiomyosarcoma", 5), ("chordoma", 6)]
    answer = _long(
        *((case, 1, "diagnosis", iris[name]) for name, case in told),
        *((case, 1, "site", f"{_OBO}UBERON_{case}") for _, case in told),
    )

    def above(term: Term) -> list[Term]:
        known = ontology.get(term)
        return [each.id for each in ontology.ancestors(known.id)] if known else []

    land = _read(answer)
    nodes = [node for node in folded(land, 2, above) if node.group == "subtype"]

    assert {
        ("label of C3158", (1, 2, 5), False),
        ("label of C9145", (3, 4), False),
        ("1 more", (6,), True),
    } == {
        (
            node.label,
            tuple(sorted(int(land.patients[at].cases[0][5:6]) for at in node.patients)),
            node.folded,
        )
        for node in nodes
    }


# -- places


@pytest.mark.parametrize("cases", [1, 3, 25, 500])
@pytest.mark.parametrize("form", [{"aspect": 1.5}, {"width": 430.0}], ids=["wide", "tall"])
def test_no_node_covers_another(cases: int, form: dict[str, float]) -> None:
    """Each node has its place with its label, in its region, and regions are apart."""
    land = _read(landscape_rows.answer(cases))
    nodes = folded(land, 50)
    spots = [
        territory.Spot(60 + 7 * (at % 12), 50 + at % 30, node.group == land.hub, len(node.patients))
        for at, node in enumerate(nodes)
    ]

    made = territory.place(spots, pairs(land, nodes), **form)

    boxes = [(s.x - s.width / 2, s.y - s.height / 2, s.width, s.height) for s in spots]
    for number, one in enumerate(boxes):
        assert not any(_cover(one, other) for other in boxes[number + 1 :])
    regions = [region.box for region in made.regions]
    for number, box in enumerate(regions):
        assert not any(_cover(box, other) for other in regions[number + 1 :])
    assert sorted(at for region in made.regions for at in region.nodes) == list(range(len(nodes)))
    for region in made.regions:
        left, top, width, height = region.box
        for at in region.nodes:
            x, y, w, h = boxes[at]
            assert left <= x + 1 and x + w <= left + width + 1
            assert top <= y + 1 and y + h <= top + height + 1


def _cover(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    (x, y, w, h), (a, b, c, d) = one, other
    return x + 1 < a + c and a + 1 < x + w and y + 1 < b + d and b + 1 < y + h


def test_what_goes_together_has_a_region() -> None:
    """Three families with drugs of their own are three regions; what all have lies between."""
    rows = []
    for case in range(30):
        family = case % 3
        rows += [
            (case, 1, "diagnosis", f"{_OBO}NCIT_C{family}{case % 2}"),
            (case, 1, "drug", f"{_OBO}CHEBI_{family}"),
            (case, 1, "site", f"{_OBO}UBERON_{family}"),
            (case, None, "status", f"{_SKG}alive"),
        ]
    land = _read(_long(*rows))
    nodes = folded(land, 50)
    spots = [territory.Spot(80, 50, node.group == land.hub, 1) for node in nodes]

    made = territory.place(spots, pairs(land, nodes), aspect=1.5)

    groups = [sorted(nodes[at].label for at in region.nodes) for region in made.regions]
    assert ["alive"] == groups[-1] and made.regions[-1].shared
    assert [
        [f"label of C{n}0", f"label of C{n}1", f"label of {n}", f"label of {n}"] for n in range(3)
    ] == sorted(sorted(group, key=lambda name: "C" not in name) for group in groups[:-1])


# -- the page


def test_the_page_holds_the_answer(shipped: LocalGraph, ontology: Ontology) -> None:
    """Each row of the answer is in the table of patients and in the data of the picture."""
    answer = queries.ask(
        shipped, queries.load("network-of-diagnosis"), {"diagnosis": "sarcoma"}, ontology
    )
    land = network.landscape.of_answer(answer, lambda term: ontology[term].label)
    assert land is not None

    page = network.scene.html(land, title="T")

    scene = _scene(page)["scene"]
    assert isinstance(scene, dict)
    told = Counter(
        (patient[0][0], scene["things"][thing][2] or scene["things"][thing][1])
        for patient in scene["patients"]
        for thing in {*patient[2], *(each for tumour in patient[3] for each in tumour)}
    )
    asked = {
        (case.value.removeprefix(_PAPER), what.value)  # type: ignore[union-attr]
        for case, _, has, what in answer.rows
        if has.value.rpartition("#")[2] not in ("age", "sex")  # type: ignore[union-attr]
    }
    assert len(asked) == sum(told.values())
    assert {case for case, _ in asked} == {case for case, _ in told}
    rows = re.findall(r'<tr id="patient-\d+">.*?</tr>', page, re.DOTALL)
    assert len(rows) == len({case for case, _ in asked})
    for patient in land.patients:
        row = next(row for row in rows if patient.cases[0] in row)
        for thing in patient.things:
            assert land.things[thing].label in Page(row).words
        assert all(value in row for values in patient.told.values() for value in values)


@pytest.mark.parametrize("cases", [25, 500])
def test_both_pictures_have_every_patient(cases: int) -> None:
    """Nodes of either picture, folded or not, count what the answer says."""
    answer = landscape_rows.answer(cases)
    data = _scene(network.scene.html(_read(answer), title="T"))
    sites = {
        row[0]
        for row in answer.rows
        if row[2].value.endswith("site")  # type: ignore[union-attr]
    }

    for form, most in (("wide", 80), ("tall", 45)):
        mine = [node for node in data["nodes"] if node["id"].startswith(form)]  # type: ignore[attr-defined]
        scene = data["scene"]
        assert isinstance(scene, dict)
        names = [group[0] for group in scene["groups"]]
        members = {
            thing for node in mine if names[node["of"]] == "site" for thing in node["members"]
        }
        with_site = [
            patient
            for patient in scene["patients"]
            if members & {each for tumour in patient[3] for each in tumour}
        ]
        assert len(sites) == len(with_site)
        assert len(mine) <= most


def test_a_large_answer_is_folded_further() -> None:
    """The picture of 10,000 cases has no more nodes than that of 500, and every patient."""
    pages = {
        cases: network.scene.html(_read(landscape_rows.answer(cases)), title="T")
        for cases in (500, 10_000)
    }
    few, many = (_scene(page) for page in pages.values())

    assert len(many["nodes"]) <= len(few["nodes"]) + 6  # type: ignore[arg-type]
    assert isinstance(many["scene"], dict)
    assert 10_000 == len(many["scene"]["patients"])
    assert len(pages[10_000]) < 8_000_000


def test_hostile_texts_are_texts() -> None:
    """Labels, groups, cases and courses of hostile text are escaped wherever they are."""
    evil = f"{_PAPER}pmid-1#case1"
    rows = [(NamedNode(evil), Literal(HOSTILE[:50] + str(n)), Literal(HOSTILE)) for n in range(4)]
    answer = Answer(("case", HOSTILE, "note" + HOSTILE), tuple(rows))
    land = network.landscape.of_answer(answer, _label)
    assert land is not None

    extra = network.scene.Extra(courses={"pmid-1#case1": [HOSTILE]})
    page = network.scene.html(land, title=HOSTILE, subtitle=HOSTILE, extra=extra)

    read = Page(page)
    assert [name for name, _ in read.tags].count("script") == 3
    assert not any(name == "img" for name, _ in read.tags)
    assert not any(key.startswith("on") for _, attributes in read.tags for key in attributes)
    assert "window.hacked" not in "".join(read.inside["script"][1:])
    assert HOSTILE in read.words


def test_a_page_loads_nothing() -> None:
    """Its policy allows no connection, and no element asks for anything."""
    page = Page(network.scene.html(_read(landscape_rows.answer(5)), title="T"))

    policy = next(
        attributes["content"]
        for name, attributes in page.tags
        if name == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy and policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not any("src" in attributes for _, attributes in page.tags)
    assert not any(name in ("link", "iframe", "img") for name, _ in page.tags)


def test_the_size_of_a_disc_says_how_many() -> None:
    """Of two things the one of more patients has the larger disc, in proportion of the area."""
    rows = [
        (case, 1, "drug", f"{_OBO}CHEBI_{name}")
        for name, count in ((1, 400), (2, 100), (3, 25))
        for case in range(count)
    ]
    data = _scene(network.scene.html(_read(_long(*rows)), title="T"))
    sizes = [node["size"] for node in data["nodes"] if node["id"].startswith("wide")]  # type: ignore[attr-defined]

    assert all(2 == pytest.approx(one / other, abs=0.35) for one, other in pairwise(sizes))


def test_links_are_weighted_by_patients() -> None:
    """A line has the number of the patients of whom one tumour has both ends."""
    rows = [(case, 1, "diagnosis", f"{_OBO}NCIT_C1") for case in range(5)]
    rows += [(case, 1, "drug", f"{_OBO}CHEBI_{case % 2}") for case in range(5)]
    land = _read(_long(*rows))
    nodes = folded(land, 10)

    found = {nodes[other].label: count for (_, other), count in pairs(land, nodes).items()}

    assert {"label of 0": 3, "label of 1": 2} == found
