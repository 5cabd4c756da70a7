"""The tumour of a case: its diagnosis, place, size, grade, spread, markers and alterations."""

from sarcoma_kg.facts import (
    alteration,
    biomarker,
    complaint,
    depth,
    diagnosis,
    etiology,
    marker,
    measure,
    metastasis,
    mitoses,
    place,
    staging,
)
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
        + staging.read(chart)
        + depth.read(chart.body)
        + mitoses.read(chart)
        + etiology.read(chart)
        + metastasis.read(chart.body, primary)
        + marker.read(chart)
        + alteration.read(chart)
        + biomarker.read(chart)
    )
