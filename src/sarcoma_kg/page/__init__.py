"""Pages: what a reader found, shown in the text that it was found in, as one offline HTML file."""

from sarcoma_kg.page.highlight import Segment, segments
from sarcoma_kg.page.text import html

__all__ = ["Segment", "html", "segments"]
