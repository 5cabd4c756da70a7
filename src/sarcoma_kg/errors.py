"""What can go wrong, as a tree.

SarcomaKgError          one line for the user: what, where, what next
├── SourceError         a file or paper cannot be read
│   └── NoCase          a text holds no sarcoma case; nothing is added
├── TermError           a name or identifier is no term of the ontology
├── FactError           a fact breaks the rules of the model, or its quote is not in the text
├── QuestionError       no such question, a wrong parameter, or SPARQL that does not parse
└── GraphError          the graph cannot be opened, read or written
    ├── PaperExists     the paper is in the graph already
    ├── NoSuchPaper     no paper of that identifier in the graph
    └── EndpointError   a remote SPARQL endpoint did not do what was asked

Bad data is a Finding (`sarcoma_kg.check`), not an exception: only what stops the program is here.
"""


class SarcomaKgError(Exception):
    """A fault that the user can mend; its text is one line for them."""

    exit_code = 2


class SourceError(SarcomaKgError):
    """A file or paper cannot be read."""


class NoCase(SourceError):  # noqa: N818 - named for the state that it reports
    """A text was read and holds no sarcoma case."""

    exit_code = 1


class TermError(SarcomaKgError):
    """A name or identifier is no term of the ontology."""


class FactError(SarcomaKgError):
    """A fact breaks the rules of the model, or its quote is not in the text."""


class QuestionError(SarcomaKgError):
    """No such question, a wrong parameter, or SPARQL that does not parse."""


class GraphError(SarcomaKgError):
    """The graph cannot be opened, read or written."""


class PaperExists(GraphError):  # noqa: N818 - named for the state that it reports
    """The paper is in the graph already."""

    exit_code = 1

    @classmethod
    def named(cls, paper_id: str) -> "PaperExists":
        """Say which paper it is, and what to do."""
        return cls(f"{paper_id} is in the graph already; nothing changed (--replace replaces it)")


class NoSuchPaper(GraphError):  # noqa: N818 - named for the state that it reports
    """No paper of that identifier is in the graph."""


class EndpointError(GraphError):
    """A remote SPARQL endpoint did not do what was asked."""
