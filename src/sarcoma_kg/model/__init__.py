"""A language model as a reader: the same facts as the rules give, every one of them verified.

`Model.parse("openai:NAME@URL")` names a model at any server that speaks the OpenAI chat protocol;
`read` gives what of its answer holds; `merge` sets two readers side by side.
"""

from sarcoma_kg.model.merging import Doubt, Merged, merge
from sarcoma_kg.model.reading import Answered, Model

__all__ = ["Answered", "Doubt", "Merged", "Model", "merge"]
