"""Pictures: a case, an answer or a term's surroundings as a network, in one offline HTML file.

`of_case`, `of_answer` and `of_term` make a `networkx.MultiDiGraph`; `html` makes it a page. Each
node has `label`, `kind` (see `looks.tsv`), `hover` (text, in lines) and `url`. An answer about
cases is a `landscape`, which `scene` makes a page: what patients have in common, and how many.
"""

from sarcoma_kg.network import landscape, scene
from sarcoma_kg.network.answer import of_answer
from sarcoma_kg.network.case import of_case
from sarcoma_kg.network.neighbourhood import of_term
from sarcoma_kg.network.page import html

__all__ = ["html", "landscape", "of_answer", "of_case", "of_term", "scene"]
