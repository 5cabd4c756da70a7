from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pyoxigraph import RdfFormat

from conftest import ROOT
from sarcoma_kg import network, triples
from sarcoma_kg.kinds import QUALIFIERS
from sarcoma_kg.network import layout, rows
from sarcoma_kg.network.palette import look, looks, tone
from sarcoma_kg.records import Evidence, Fact, Paper, Qualifiers, Quantity, cases, placed
from sarcoma_kg.terms import Term

PAPER = Paper("pmid-1", "A title", pmid="1", journal="Journal", year=2020, doi="10.1000/x")
PAPERS = sorted((ROOT / "graph").glob("*.trig"))


def _fact(kind: str, value: str, *ids: str, **more: Any) -> Fact:
    terms = tuple(Term.parse(text) for text in ids)
    evidence = more.pop("evidence", Evidence(10, 20, rule="a-rule", confidence=0.9))
    if "low" in more:
        more["quantity"] = Quantity(more.pop("low"), more.pop("high"), more.pop("unit"))
    names = [name for name in QUALIFIERS if name in more]
    qualifiers = Qualifiers(**{name: more.pop(name) for name in names})
    return Fact(
        more.pop("case", 1), kind, value, evidence, terms, qualifiers=qualifiers, **more
    )  # fmt: skip


def _time(kind: str, amount: int, unit: str, event: int, **more: Any) -> Fact:
    return _fact(kind, "P", low=amount, high=amount, unit=unit, event=event, **more)


COURSE = (
    _fact("age", "40", low=40, high=40, unit="year"),
    _fact("sex", "female"),
    _fact("diagnosis", "leiomyosarcoma", "NCIT:C3158", "MONDO:0005058", tumours=(1,)),
    _fact("diagnosis", "sarcoma", "NCIT:C9118", tumours=(1,), status="broader"),
    _fact("marker", "desmin", "SKGT:marker-desmin", tumours=(1,)),
    _fact("surgery", "resection", "MAXO:0000448", event=1),
    _fact("metastasis", "lung", "UBERON:0002048", event=2, tumours=(1,)),
    _time("interval", 3, "month", 2, since="surgery", since_event=(1,)),
    _fact("drug", "doxorubicin", "CHEBI:28748", event=3, line=1, intent="palliative"),
    _fact("drug", "ifosfamide", "CHEBI:5864", event=3, line=1, intent="palliative"),
    _fact("response", "near-CR", event=4, answers=(3,)),
    _fact("adverse-event", "fever", "HP:0001945", event=5, answers=(3,)),
    _fact("ablation", "radiofrequency ablation", "MAXO:0001395", event=6),
    _fact("response", "PD", event=7, answers=(3,)),
    _fact("outcome", "NED", event=8),
    _fact("outcome", "alive", event=8, status="alternative"),
    _time("follow-up", 36, "month", 8, since="metastasis", since_event=(2,)),
    _fact("chemotherapy", "chemotherapy", "MAXO:0000647", polarity="absent", intent="adjuvant"),
    _fact("adverse-event", "any", polarity="absent"),
    _fact("marker", "CD34", "SKGT:marker-cd34", polarity="absent", tumours=(1,)),
    _fact("claim", "novelty", case=0),
)


def _label(term: Term) -> str:
    return f"label of {term.local}"


def _drawn(*facts: Fact, paper: Paper = PAPER) -> nx.MultiDiGraph:
    case = cases(placed(facts))[0]
    return network.of_case(paper, case, _label, claims=sum(not fact.case for fact in facts))


def _course() -> nx.MultiDiGraph:
    return _drawn(*COURSE)


def _node(graph: nx.MultiDiGraph, name: str) -> dict[str, Any]:
    data: dict[str, Any] = graph.nodes[f"pmid-1#case1-{name}"]
    return data


def _ties(graph: nx.MultiDiGraph, name: str, way: str) -> list[str]:
    """List the events that an event is joined to in this way."""
    edges = graph.out_edges(f"pmid-1#case1-{name}", data=True)
    return [target.rpartition("-")[2] for _, target, data in edges if data["way"] == way]


# -- a case


def test_the_course_runs_in_steps() -> None:
    """The events on the line stand in time order, each joined to the next."""
    graph = _course()
    line = ["event1", "event2", "event3", "event6", "event7", "event8"]

    assert [0, 1, 2, 3, 4, 5] == [_node(graph, name)["step"] for name in line]
    assert ["event2"] == _ties(graph, "event1", "then")
    assert ["event8"] == _ties(graph, "event7", "then")
    assert not any(_node(graph, name)["below"] for name in line)


def test_time_decides_though_told_the_other_way_round() -> None:
    """An event with an earlier rank stands before one with a smaller number."""
    graph = _drawn(
        _fact("surgery", "resection", event=1, order=2), _fact("drug", "a", event=2, order=1)
    )

    assert _node(graph, "event2")["step"] < _node(graph, "event1")["step"]


def test_events_of_one_rank_are_joined_without_an_arrow() -> None:
    """Where the order is open, the picture does not say that one came first."""
    graph = _drawn(
        _fact("radiotherapy", "radiotherapy", event=1, order=1),
        _fact("drug", "a", event=2, order=1),
    )

    assert ["event2"] == _ties(graph, "event1", "same")


def test_a_response_hangs_below_its_treatment() -> None:
    """What directly follows a treatment and belongs to it stands below it, joined to it."""
    graph = _course()

    for name in ("event4", "event5"):
        assert _node(graph, name)["step"] == _node(graph, "event3")["step"]
        assert _node(graph, name)["below"]
        assert ["event3"] == _ties(graph, name, "below")


def test_a_late_response_stands_on_the_line() -> None:
    """A response after another event keeps its place in time, and is joined to its treatment."""
    graph = _course()

    assert not _node(graph, "event7")["below"]
    assert ["event3"] == _ties(graph, "event7", "back")
    assert "answers 3 doxorubicin + ifosfamide" == _node(graph, "event7")["when"]


def test_a_response_to_several_treatments_is_joined_to_each() -> None:
    """The response to irradiation with a drug answers both, wherever they stand."""
    graph = _drawn(
        _fact("radiotherapy", "radiotherapy", event=1, order=1),
        _fact("drug", "a", event=2, order=1),
        _fact("response", "CR", event=3, order=2, answers=(1, 2)),
    )

    assert (["event2"], ["event1"]) == (
        _ties(graph, "event3", "below"),
        _ties(graph, "event3", "back"),
    )


def test_drugs_together_and_one_after_the_other_look_different() -> None:
    """A combination is one card, a sequence several, each with its line."""
    graph = _drawn(
        _fact("drug", "a", event=1, line=1),
        _fact("drug", "b", event=1, line=1),
        _fact("drug", "c", event=2, line=2),
    )

    assert ["a + b", "c"] == [_node(graph, name)["label"] for name in ("event1", "event2")]
    assert [["line 1"], ["line 2"]] == [_node(graph, name)["tags"] for name in ("event1", "event2")]


def test_times_name_their_zero() -> None:
    """An interval and a follow-up are shown with the very event that they are counted from."""
    graph = _course()

    assert _node(graph, "event2")["when"] == "3 months after 1 resection"
    assert _node(graph, "event8")["when"] == "36 months after 2 lung metastasis"
    assert "after: 3 months after 1 resection" in _node(graph, "event2")["hover"]


def test_an_unstated_start_is_said() -> None:
    """Time zero is never guessed."""
    graph = _drawn(
        _time("follow-up", 2, "year", 1, since="unstated"),
        _time("interval", 3, "year", 2, since="surgery"),
    )

    assert _node(graph, "event1")["when"] == "2 years (start not stated)"
    assert _node(graph, "event2")["when"] == "3 years since surgery"


def test_denied_facts_stand_apart() -> None:
    """What a text denies is dashed, says no, and is joined to no event."""
    graph = _course()
    denied = {name: data for name, data in graph.nodes(data=True) if data["kind"] == "denied"}

    assert ["CD34 −", "no chemotherapy (adjuvant), no adverse event"] == [
        data["label"] for data in denied.values()
    ]
    for name, data in denied.items():
        assert look(data["kind"]).form == "dashed"
        assert graph.out_degree(name) == 0
        assert [{"denied"}] == [{edge["label"]} for *_, edge in graph.in_edges(name, data=True)]
        assert data["hover"].startswith("not so: ")


def test_a_suspected_event_is_marked() -> None:
    """A suspected metastasis says so and has a look of its own, a found one not."""
    graph = _drawn(
        _fact("metastasis", "lung", event=1, certainty="suspected"),
        _time("interval", 3, "month", 1),
        _fact("metastasis", "liver", event=2),
    )

    assert _node(graph, "event1")["label"] == "suspected: lung"
    assert [True, False] == [_node(graph, name)["doubt"] for name in ("event1", "event2")]


def test_a_nearly_complete_response_is_not_complete() -> None:
    """near-CR is written out and never as complete response."""
    assert _node(_course(), "event4")["label"] == "near-complete response"


def test_growth_looks_like_progression() -> None:
    """A response that is a progression does not have the look of a response."""
    assert (_node(_course(), "event7")["kind"], _node(_course(), "event4")["kind"]) == (
        "progression",
        "response",
    )


def test_alternatives_are_said_on_hover_only() -> None:
    """The coarser outcome and the broader diagnosis are alternatives, not facts of their own."""
    graph = _course()

    assert _node(graph, "event8")["label"] == "no evidence of disease (NED)"
    assert "outcome: or: alive" in _node(graph, "event8")["hover"]
    assert _node(graph, "tumour1")["label"] == "leiomyosarcoma"
    assert "diagnosis: broader: sarcoma" in _node(graph, "tumour1")["hover"]


def test_hover_gives_the_evidence() -> None:
    """Quote or offsets, rule and confidence are said of every fact, further evidence too."""
    quoted = Evidence(0, 4, "lung", "other-rule")
    graph = _drawn(
        COURSE[0],
        _fact("metastasis", "lung", event=1, evidence=quoted, further=(Evidence(7, 9),)),
    )

    assert "10–20 of the text" in graph.nodes["pmid-1#case1"]["hover"]
    assert "found by a-rule, confidence 0.90" in graph.nodes["pmid-1#case1"]["hover"]
    assert "“lung” 0–4" in _node(graph, "event1")["hover"]
    assert "7–9 of the text" in _node(graph, "event1")["hover"]
    assert "found by other-rule" in _node(graph, "event1")["hover"]


def test_each_drug_of_a_combination_leads_to_its_page() -> None:
    """A card has a link for every term that its facts name first."""
    names = [name for name, _ in _node(_course(), "event3")["links"]]

    assert ["label of 28748 (CHEBI:28748)", "label of 5864 (CHEBI:5864)"] == names
    assert _node(_course(), "event3")["url"] == "https://purl.obolibrary.org/obo/CHEBI_28748"


def test_claims_join_no_case() -> None:
    """Claims of the paper are counted on its node and not drawn at the patient."""
    graph = _course()

    assert "1 claim" in graph.nodes["pmid-1"]["hover"]
    assert "claim" not in {data["kind"] for _, data in graph.nodes(data=True)}


def test_a_retracted_paper_says_so() -> None:
    """Nobody can overlook that a paper was retracted."""
    graph = _drawn(*COURSE, paper=Paper("pmid-1", journal="Journal", retracted=True))

    assert graph.nodes["pmid-1"]["label"].startswith("RETRACTED")


def test_several_tumours_are_told_apart() -> None:
    """Each tumour has its card, number and colour, and so has each event that concerns it."""
    graph = _drawn(
        _fact("diagnosis", "liposarcoma", tumours=(1,), role="primary"),
        _fact("diagnosis", "breast carcinoma", tumours=(2,), role="earlier-malignancy"),
        _fact("metastasis", "lung", event=1, tumours=(2,)),
        _fact("surgery", "resection", event=2, tumours=(1, 2)),
    )

    assert "earlier malignancy" in _node(graph, "tumour2")["when"]
    assert [["T1"], ["T2"], ["T2"], ["T1", "T2"]] == [
        _node(graph, name)["tags"] for name in ("tumour1", "tumour2", "event1", "event2")
    ]
    assert [tone(1), tone(2)] == _node(graph, "event2")["tones"]
    assert _node(graph, "event1")["hover"].startswith("tumour 2")


def test_one_tumour_needs_no_number() -> None:
    """A case with one tumour is not burdened with numbers."""
    assert [] == _node(_course(), "event2")["tags"]


def test_the_presentation_is_drawn_where_it_says_something() -> None:
    """Event 0 stands in the course where it has facts, or where a time is counted from it."""
    told = _drawn(_fact("symptom", "pain", event=0))
    counted = _drawn(_time("interval", 2, "year", 1, since_event=(0,)))

    assert ["pain", "first diagnosis"] == [
        _node(graph, "event0")["label"] for graph in (told, counted)
    ]
    assert "pmid-1#case1-event0" not in _course()


@pytest.mark.parametrize("steps", [1, 3, 8, 9, 17, 40])
def test_a_long_course_wraps(steps: int) -> None:
    """No row has more than eight steps; rows follow one another from above."""
    graph = _drawn(*(_fact("surgery", "resection", event=n) for n in range(1, steps + 1)))
    rows.place(graph)
    corners = [_node(graph, f"event{n}")["wide"]["at"] for n in range(1, steps + 1)]
    heights = [y for _, y in corners]

    assert heights == sorted(heights)
    assert max(heights.count(y) for y in heights) <= 8
    assert len(set(heights)) > 1 or steps <= 8
    assert _apart(graph)
    assert _apart(graph, "tall")


def test_lines_of_a_course_cross_no_card() -> None:
    """A line goes from its card to another and touches no third, in rows and in one column."""
    facts = [_fact("drug", f"drug {n}", event=n, order=n // 2) for n in range(1, 20)]
    late = [
        _fact("response", "SD", event=20 + n, order=19 + n, answers=tuple(range(1, 12, 3)))
        for n in range(3)
    ]
    graph = _drawn(*facts, *late)
    rows.place(graph)

    for form in ("wide", "tall"):
        boxes = dict(zip(graph, _boxes(graph, form), strict=True))
        for source, target, edge in graph.edges(data=True):
            others = [box for name, box in boxes.items() if name not in (source, target)]
            for start, end in pairwise(edge[form]):
                assert not [box for box in others if _cuts(box, start, end)]


def _cuts(box: tuple[float, ...], start: Sequence[float], end: Sequence[float]) -> bool:
    """Say whether a level or upright line goes through the inside of a box."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left < box[2] - 1 and right > box[0] + 1 and top < box[3] - 1 and bottom > box[1] + 1


def _apart(graph: nx.MultiDiGraph, form: str = "wide") -> bool:
    """Say whether no node's box covers another's."""
    return all(
        a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        for a, b in combinations(_boxes(graph, form), 2)
    )


def _boxes(graph: nx.MultiDiGraph, form: str) -> list[tuple[float, float, float, float]]:
    boxes = []
    for _, data in graph.nodes(data=True):
        found = data.get(form) or {"size": layout.size(data), "at": (data["x"], data["y"])}
        (width, height), (x, y) = found["size"], found["at"]
        boxes.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    return boxes


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_every_shipped_case_is_drawn(path: Path) -> None:
    """All cases of all shipped papers are drawn, wide and tall, and no box covers another."""
    quads = triples.from_file(path.read_bytes(), RdfFormat.TRIG, path.name)
    paper, facts, _ = triples.read(quads)
    for case in cases(facts):
        graph = network.of_case(paper, case, _label)
        rows.place(graph)
        assert _apart(graph)
        assert _apart(graph, "tall")
        assert {data["kind"] for _, data in graph.nodes(data=True)} <= set(looks())
        assert nx.is_weakly_connected(graph)
