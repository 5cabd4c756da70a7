"""Questions: `.rq` files of plain SPARQL whose heading says in English what they ask.

A heading has `#+ question:`, `#+ view:` (table or network) and one `#+ params: NAME KIND text`
for each parameter. The file's name is the name of the question everywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from sarcoma_kg import content, sparql
from sarcoma_kg.errors import QuestionError, TermError
from sarcoma_kg.graph import Answer, Graph
from sarcoma_kg.ontology import KINDS, Ontology
from sarcoma_kg.terms import Term, prefixes

_HEADING = re.compile(r"^#\+ (\w+): (.+)$", re.MULTILINE)
_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_PAPER = r"[a-z0-9][a-z0-9._\-]*"
#: Kinds of parameter that name something in the graph: how it is written, and an example.
_NODES = {
    "paper": (re.compile(_PAPER), "a paper, for example pmid-26913180"),
    "case": (re.compile(_PAPER + r"#case\d+"), "a case, for example pmid-26913180#case1"),
    "fact": (
        re.compile(_PAPER + r"#(?:case\d+-fact|claim)\d+"),
        "a fact, for example pmid-26913180#case1-fact3",
    ),
}
VIEWS = ("table", "network")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a question: its variable, what it takes, its default and an explanation."""

    name: str
    kind: str
    default: str
    text: str

    def node(self, value: str, ontology: Ontology) -> NamedNode | Literal:
        """Turn what a user wrote into the node that it means.

        Raises `TermError` where no term has that name, `QuestionError` where it is no such thing.
        """
        value = value.strip()
        if self.kind in KINDS:
            return NamedNode(self._term(value, ontology).iri)
        if self.kind == "boolean":
            if value.lower() not in ("true", "false", "yes", "no"):
                raise QuestionError(f"{self.name}={value!r}: write true or false")
            truth = "true" if value.lower() in ("true", "yes") else "false"
            return Literal(truth, datatype=_BOOLEAN)
        if self.kind == "text":
            return Literal(value)
        local, (form, example) = value.removeprefix(prefixes()["paper"]), _NODES[self.kind]
        if not form.fullmatch(local):
            raise QuestionError(f"{self.name}={value!r} is not {example}")
        return NamedNode(prefixes()["paper"] + local)

    def _term(self, value: str, ontology: Ontology) -> Term:
        match = ontology.named(value, self.kind)
        if match is None:
            near = ontology.suggest(value, self.kind)
            hint = f"did you mean {', '.join(near)}?" if near else "see `sarcoma-kg term --help`"
            raise TermError(f"{self.name}={value!r} is no {self.kind} of the ontology; {hint}")
        return match.concept.id


@dataclass(frozen=True, slots=True)
class Question:
    """A question: what it asks in English, how to show the answer, its parameters, its SPARQL."""

    name: str
    question: str
    view: str
    params: tuple[Param, ...]
    sparql: str

    def bind(self, values: Mapping[str, str], ontology: Ontology) -> str:
        """Give the SPARQL with the user's values bound to its parameters."""
        known = {param.name: param for param in self.params}
        for name in values:
            if name not in known:
                has = ", ".join(known) or "none"
                raise QuestionError(f"{self.name} has no parameter {name!r}; it has: {has}")
        nodes = {name: known[name].node(value, ontology) for name, value in values.items()}
        return sparql.bind(self.sparql, nodes)


def parse(name: str, text: str) -> Question:
    """Read a question from the text of its file; raises `QuestionError` where its heading is off.

    A heading is optional: any SPARQL is a question, and each of its one-variable VALUES blocks a
    parameter that takes text.
    """
    asked, view, described = "", "table", {}
    for key, value in _HEADING.findall(text):
        if key == "question":
            asked = value.strip()
        elif key == "view":
            view = value.strip()
        elif key == "params":
            param, _, rest = value.strip().partition(" ")
            kind, _, words = rest.partition(" ")
            described[param] = (kind, words)
        else:
            raise QuestionError(f"{name}: heading {key!r} is none of question, view, params")
    if not re.sub(r"#[^\n]*", "", text).strip():
        raise QuestionError(f"{name}: there is no query in it")
    if view not in VIEWS:
        raise QuestionError(f"{name}: view {view!r} is none of {', '.join(VIEWS)}")
    defaults = sparql.parameters(text)
    for param, (kind, _) in described.items():
        if param not in defaults:
            raise QuestionError(f"{name}: parameter {param!r} has no VALUES block of its own")
        if kind not in (*KINDS, *_NODES, "text", "boolean"):
            raise QuestionError(f"{name}: parameter {param!r} has the unknown kind {kind!r}")
    if not described:
        described = dict.fromkeys(defaults, ("text", ""))
    params = tuple(
        Param(param, kind, defaults[param], words) for param, (kind, words) in described.items()
    )
    return Question(name, asked, view, params, text)


def names() -> list[str]:
    """List the names of all questions, sorted."""
    return sorted(path.stem for path in content.folder("queries").glob("*.rq"))


def load(name: str) -> Question:
    """Read a question by its name, or a user's own from a `.rq` file.

    Raises `QuestionError` where there is no such question.
    """
    if name.endswith(".rq"):
        path = Path(name)
        try:
            return parse(path.stem, path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise QuestionError(f"{name} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise QuestionError(f"{name} is not UTF-8 (byte {error.start})") from None
    known = names()
    if name not in known:
        near = get_close_matches(name, known, 3, 0.4)
        hint = f"did you mean {', '.join(near)}?" if near else "`sarcoma-kg queries` lists all"
        raise QuestionError(f"no question {name!r}; {hint}")
    path = content.folder("queries") / f"{name}.rq"
    return parse(name, path.read_text(encoding="utf-8"))


def ask(graph: Graph, question: Question, values: Mapping[str, str], ontology: Ontology) -> Answer:
    """Bind the values, ask the graph, and give the answer.

    Raises `QuestionError` or `NoSuchPaper` where a value names a case or paper that is not there:
    an empty answer must never mean that a name was mistyped.
    """
    kinds = {param.name: param.kind for param in question.params}
    named = {
        name: _case(graph, value) if kinds.get(name) == "case" else value
        for name, value in values.items()
    }
    answer = graph.query(question.bind(named, ontology))
    if not len(answer) and answer.truth is None:
        for name, value in named.items():
            if kinds[name] in _NODES:
                _check_named(graph, value.removeprefix(prefixes()["paper"]))
    return answer


def _case(graph: Graph, value: str) -> str:
    """Complete the name of a paper to that of its case, where it has one only."""
    if "#" in value or not re.fullmatch(_PAPER, value):
        return value
    cases = _cases(graph, value)
    return f"{value}#{cases[0]}" if len(cases) == 1 else value


def _cases(graph: Graph, paper_id: str) -> list[str]:
    own = f"{prefixes()['paper']}{paper_id}#case"
    cases = {name for name in _names(graph, paper_id) if name.startswith(own)}
    return sorted(name.rpartition("#")[2] for name in cases if name[len(own) :].isdigit())


def _names(graph: Graph, paper_id: str) -> set[str]:
    subjects = (quad.subject for quad in graph.quads(paper_id))
    return {subject.value for subject in subjects if isinstance(subject, NamedNode)}


def _check_named(graph: Graph, value: str) -> None:
    paper_id, _, local = value.partition("#")
    known = {name.rpartition("#")[2] for name in _names(graph, paper_id)}
    if local and local not in known:
        has = ", ".join(f"{paper_id}#{case}" for case in _cases(graph, paper_id)) or "no case"
        raise QuestionError(f"no {value!r} in the graph; the paper has {has}")
