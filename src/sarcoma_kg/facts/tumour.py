"""The tumour of a case: its diagnosis, place, size, grade, spread, markers and alterations."""

from sarcoma_kg.facts import alteration, complaint, diagnosis, marker, measure, metastasis, place
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.records import Fact


def read(chart: Chart) -> list[Fact]:
    """Give the facts of the tumour that the case is about."""
    found = diagnosis.find(chart)
    places = place.read(chart, found)
    facts = complaint.read(chart, found) + diagnosis.read(chart) + places
    primary = [
        concept
        for fact in places
        if fact.kind == "primary-site"
        for term in fact.terms[:1]
        if (concept := chart.ontology.get(term)) is not None
    ]
    return (
        facts
        + measure.read(chart, found, primary)
        + metastasis.read(chart.body, primary)
        + marker.read(chart)
        + alteration.read(chart)
    )
