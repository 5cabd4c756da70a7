"""The tumour of a case: its diagnosis, place, size, grade, spread, markers and alterations."""

from sarcoma_kg.facts import alteration, complaint, diagnosis, marker, measure, metastasis, place
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.records import Fact


def read(chart: Chart) -> list[Fact]:
    """Give the facts of the tumour that the case is about."""
    found = diagnosis.find(chart)
    facts = complaint.read(chart, found) + diagnosis.read(chart) + place.read(chart, found)
    return (
        facts
        + measure.read(chart, found)
        + metastasis.read(chart.body)
        + marker.read(chart)
        + alteration.read(chart)
    )
