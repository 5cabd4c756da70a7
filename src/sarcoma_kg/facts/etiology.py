"""Origin of the tumour: radiation, lymphoedema, a virus, an older lesion, where a text says so.

The wordings are in `etiology.tsv`. That a patient was irradiated before is a comorbidity; only
words that tie the tumour to it are an origin.
"""

import re

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact
from sarcoma_kg.stems import holds

_HINTS = ("radiat", "radio", "stewart", "lymph", "aids", "hiv", "epidemic", "iatrogenic",
          "transplant", "immunosupp", "ebv", "epstein", "paget", "neurofibroma", "implant",
          "prosthe", "foreign", "shrapnel", "metal", "scar", "burn", "fistula", "sinus", "infarct",
          "dysplasia", "chondroma", "giant cell", "osteomyelitis", "graft")  # fmt: skip
_TUMOUR = re.compile(r"sarcoma|tumou?r|mass|lesion|malignan|neoplas|histiocytoma|nodule|cancer")


def read(chart: Chart) -> list[Fact]:
    """Give each origin that is told of the tumour of a case, once."""
    facts: dict[str, Fact] = {}
    before = ""
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        for found in phrases("etiology").find(low) if holds(low, _HINTS) else ():
            if _told(low, before, found):
                span = (sentence.start + found.start, sentence.start + found.end)
                facts.setdefault(
                    found.meaning, chart.fact("etiology", found.meaning, span, "etiology-told")
                )
        before = low
    return list(facts.values())


def _told(low: str, before: str, found: Found) -> bool:
    """Say whether it is a tumour whose origin is told, for sure."""
    return assertion.of(low, found.start, found.end).so and bool(
        _TUMOUR.search(low) or _TUMOUR.search(before)
    )
