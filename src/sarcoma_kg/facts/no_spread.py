"""No spread, told without the word metastasis.

"Nothing was found outside the calf", "chest CT was clear", "disease confined to the thigh". The
wordings are in `no_spread.tsv`; what is only hoped, sought or said of others counts as nothing.
"""

import re

from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.phrase import lowered, phrases
from sarcoma_kg.records import Fact

# "to exclude other lesions", "if staging is negative"
_SOUGHT = re.compile(
    r"\b(?:to|if|unless|until|whether|when|once|may|can|should|before|usually|often|not|never"
    r"|was\s+done\s+for)\s+(?:[\w-]+\s+){0,2}$"
)
_BEFORE = 30  # characters


def read(chart: Chart) -> list[Fact]:
    """Give the denial of all spread that a text words without naming metastases, if it has one."""
    for sentence in chart.sentences:
        low = lowered(sentence.text)
        for found in phrases("no_spread", "none").find(low):
            if _SOUGHT.search(low, max(0, found.start - _BEFORE), found.start):
                continue
            span = sentence.start + found.start, sentence.start + found.end
            return [
                chart.fact("metastasis", "any", span, "metastasis-elsewhere", polarity="absent")
            ]
    return []
