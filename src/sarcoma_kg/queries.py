"""Questions: `.rq` files of plain SPARQL whose heading says in English what they ask.

A heading has `#+ question:`, `#+ view:` (table or network), `#+ params: NAME KIND text` for each
parameter, and `#+ none:`, which says of cases what they lack where there are no rows. KIND is that
of a term (several with `|`), of a node, or of a value. After it a word may say what the `VALUES`
of the file are for our own command: `required` or `either` (one of them at least must be given)
make them an example for other engines; without a word they are the default, which means all. The
file's name is the name of the question everywhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from sarcoma_kg import content, kinds, sparql
from sarcoma_kg.answer import Answer
from sarcoma_kg.errors import QuestionError, TermError
from sarcoma_kg.ontology import KINDS, Ontology, Schema
from sarcoma_kg.terms import Term, prefixes

_HEADING = re.compile(r"^#\+ (\w+): (.+)$", re.MULTILINE)
_XSD = "http://www.w3.org/2001/XMLSchema#"
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
#: What no case has and no term is under; an unbound variable would match everything.
_NOTHING = NamedNode("http://www.w3.org/2002/07/owl#Nothing")
_NEEDS = ("required", "either")
_TRUTHS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
VIEWS = ("table", "network")


class Asked(Protocol):
    """What a question is asked of: a graph."""

    def query(self, text: str, /) -> Answer:
        """Ask in SPARQL."""

    def quads(self, paper_id: str, /) -> list[Quad]:
        """Give a paper's quads; raises `NoSuchPaper`."""


def _values(kind: str) -> tuple[str, ...]:
    """List what a parameter of a closed kind takes: a class of the schema, or a kind of fact."""
    if kind in kinds.KINDS and kind not in KINDS:
        return kinds.KINDS[kind].values
    return tuple(entry.name for entry in Schema.load().of("value") if kind in entry.parents)


def _is_kind(kind: str) -> bool:
    if kind in (*_NODES, "text", "boolean", "number"):
        return True
    return all(each in KINDS for each in kind.split("|")) or bool(_values(kind))


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a question: its variable, what it takes, its default and an explanation.

    `need` is `required`, `either` or empty; where it is not, `default` is an example.
    """

    name: str
    kind: str
    default: str
    text: str
    need: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of term that it takes; none where it takes something else."""
        named = tuple(self.kind.split("|"))
        return named if set(named) <= set(KINDS) else ()

    def node(self, value: str, ontology: Ontology) -> NamedNode | Literal:
        """Turn what a user wrote into the node that it means.

        Raises `TermError` where no term has that name, `QuestionError` where it is no such thing.
        """
        value = value.strip()
        if self.kinds:
            return NamedNode(self._term(value, ontology).iri)
        if self.kind == "text":
            return Literal(value)
        if self.kind == "boolean":
            if value.lower() not in _TRUTHS:
                raise QuestionError(f"{self.name}={value!r}: write true or false")
            return Literal(_TRUTHS[value.lower()], datatype=NamedNode(_XSD + "boolean"))
        if self.kind == "number":
            if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", value):
                raise QuestionError(f"{self.name}={value!r} is no number, such as 42 or 7.5")
            return Literal(value, datatype=NamedNode(_XSD + "decimal"))
        if self.kind in _NODES:
            return self._node(value)
        known = {each.lower(): each for each in _values(self.kind)}
        if value.lower() not in known:
            raise QuestionError(f"{self.name}={value!r} is none of {', '.join(known.values())}")
        local = known[value.lower()]
        return Literal(local) if self.kind in kinds.KINDS else NamedNode(prefixes()["skg"] + local)

    def _node(self, value: str) -> NamedNode:
        local, (form, example) = value.removeprefix(prefixes()["paper"]), _NODES[self.kind]
        if not form.fullmatch(local):
            raise QuestionError(f"{self.name}={value!r} is not {example}")
        return NamedNode(prefixes()["paper"] + local)

    def _term(self, value: str, ontology: Ontology) -> Term:
        found = (ontology.named(value, kind) for kind in self.kinds)
        match = next((each for each in found if each is not None), None)
        if match is not None:
            return match.concept.id
        wanted = " or ".join(self.kinds)
        others = [other.concept for other in ontology.readings(value)]
        if others and not set(self.kinds) & {other.kind for other in others}:
            told = " and ".join(f"a {other.kind} ({other.id})" for other in others)
            raise TermError(f"{self.name}={value!r} is {told}, and no {wanted}")
        near = [name for kind in self.kinds for name in ontology.suggest(value, kind)]
        hint = f"did you mean {', '.join(near)}?" if near else "see `sarcoma-kg term --help`"
        raise TermError(f"{self.name}={value!r} is no {wanted} of the ontology; {hint}")


@dataclass(frozen=True, slots=True)
class Question:
    """A question: what it asks in English, how to show the answer, its parameters, its SPARQL.

    `none` says of cases what they lack where there are no rows: "none with a response".
    """

    name: str
    question: str
    view: str
    params: tuple[Param, ...]
    sparql: str
    none: str = ""

    @property
    def example(self) -> dict[str, str]:
        """The values that its file gives to what must be given, as a user writes them."""
        return {
            param.name: param.default.strip("<>\"'").removeprefix("paper:")
            for param in self.params
            if param.need == "required"
        }

    def bind(self, values: Mapping[str, str], ontology: Ontology) -> str:
        """Give the SPARQL with the user's values bound to its parameters.

        Raises `QuestionError` where there is no such parameter, or one that must be given is not.
        """
        return sparql.bind(self.sparql, self.nodes(values, ontology))

    def nodes(
        self, values: Mapping[str, str], ontology: Ontology
    ) -> dict[str, NamedNode | Literal | None]:
        """Give the node of each value; owl:Nothing for an example in whose place none is given."""
        known = {param.name: param for param in self.params}
        for name in values:
            if name not in known:
                has = ", ".join(known) or "none"
                raise QuestionError(f"{self.name} has no parameter {name!r}; it has: {has}")
        either = [param for param in self.params if param.need == "either"]
        lacking = [p for p in self.params if p.need == "required" and p.name not in values]
        if either and not any(param.name in values for param in either):
            given = " or ".join(f"{param.name}=…" for param in either)
            raise QuestionError(f"{self.name} needs {given}; see `sarcoma-kg queries {self.name}`")
        if lacking:
            needed = " and ".join(f"{param.name}=… ({param.text})" for param in lacking)
            raise QuestionError(f"{self.name} needs {needed}")
        opened: dict[str, NamedNode | Literal | None] = {each.name: _NOTHING for each in either}
        return opened | {name: known[name].node(each, ontology) for name, each in values.items()}


def parse(name: str, text: str) -> Question:
    """Read a question from the text of its file; raises `QuestionError` where its heading is off.

    A heading is optional: any SPARQL is a question, and each of its one-variable VALUES blocks a
    parameter that takes text. A byte-order mark is skipped.
    """
    text = text.removeprefix("\ufeff")
    told, described = {"question": "", "view": "table", "none": ""}, {}
    for key, value in _HEADING.findall(text):
        if key == "params":
            param, kind, need, words = _described(value)
            described[param] = (kind, need, words)
        elif key in told:
            told[key] = value.strip()
        else:
            raise QuestionError(f"{name}: heading {key!r} is none of {', '.join(told)}, params")
    if not re.sub(r"#[^\n]*", "", text).strip():
        raise QuestionError(f"{name}: there is no query in it")
    if told["view"] not in VIEWS:
        raise QuestionError(f"{name}: view {told['view']!r} is none of {', '.join(VIEWS)}")
    defaults = sparql.parameters(text)
    for param, (kind, _, _) in described.items():
        if param not in defaults:
            raise QuestionError(f"{name}: parameter {param!r} has no VALUES block of its own")
        if not _is_kind(kind):
            raise QuestionError(f"{name}: parameter {param!r} has the unknown kind {kind!r}")
    if not described:
        described = dict.fromkeys(defaults, ("text", "", ""))
    params = tuple(
        Param(param, kind, defaults[param], words, need)
        for param, (kind, need, words) in described.items()
    )
    return Question(name, told["question"], told["view"], params, text, told["none"])


def _described(line: str) -> tuple[str, str, str, str]:
    """Read what stands after `#+ params:`: name, kind, the word that it is needed, explanation."""
    param, _, rest = line.strip().partition(" ")
    kind, _, words = rest.partition(" ")
    need, _, others = words.partition(" ")
    return (param, kind, need, others) if need in _NEEDS else (param, kind, "", words)


def names() -> list[str]:
    """List the names of all questions, sorted."""
    return sorted(name for name in _files() if "/" not in name)


def _files() -> dict[str, Path]:
    """List the files of the package; those in a folder of their own serve a command."""
    folder = content.folder("queries")
    found = {path.relative_to(folder): path for path in folder.rglob("*.rq")}
    return {name.with_suffix("").as_posix(): path for name, path in found.items()}


def load(name: str) -> Question:
    """Read a question by its name, or a user's own from a `.rq` file.

    Raises `QuestionError` where there is no such question.
    """
    if name.endswith(".rq"):
        path = Path(name)
        try:
            return parse(path.stem, path.read_text(encoding="utf-8"))
        except OSError as error:
            raise QuestionError(f"{name} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise QuestionError(f"{name} is not UTF-8 (byte {error.start})") from None
    known = _files()
    if name not in known:
        near = get_close_matches(name, names(), 3, 0.4)
        hint = f"did you mean {', '.join(near)}?" if near else "`sarcoma-kg queries` lists all"
        raise QuestionError(f"no question {name!r}; {hint}")
    return parse(name, known[name].read_text(encoding="utf-8"))


def ask(graph: Asked, question: Question, values: Mapping[str, str], ontology: Ontology) -> Answer:
    """Bind the values, ask the graph, and give the answer.

    Where there are no rows, its notes say what was understood and the nearest term that has some.
    Raises `QuestionError` or `NoSuchPaper` where a value names a case or paper that is not there:
    an empty answer must never mean that a name was mistyped.
    """
    by_name = {param.name: param for param in question.params}
    named = {
        name: _case(graph, value) if name in by_name and by_name[name].kind == "case" else value
        for name, value in values.items()
    }
    nodes = question.nodes(named, ontology)
    answer = graph.query(sparql.bind(question.sparql, nodes))
    if len(answer) or answer.truth is not None:
        return answer
    for name, value in named.items():
        if by_name[name].kind in _NODES:
            _check_named(graph, value.removeprefix(prefixes()["paper"]))
    empty = _Empty(graph, question, nodes, ontology)
    return replace(answer, notes=(*answer.notes, *empty.notes()))


def unknown(text: str) -> list[str]:
    """Say which names of ours in a query the schema does not have, and what they may have meant."""
    known, notes = Schema.load(), []
    for local, place in sparql.names(text, prefixes()["skg"]):
        if local not in known:
            near = known.nearest(local)
            hint = f"did you mean skg:{near}?" if near else "`sarcoma-kg schema` lists all"
            notes.append(f"{place}: skg:{local} is no name of the schema; {hint}")
    return list(dict.fromkeys(notes))


@dataclass(frozen=True, slots=True)
class _Empty:
    """A question that gave no rows, with the values that it was asked with."""

    graph: Asked
    question: Question
    nodes: Mapping[str, NamedNode | Literal | None]
    ontology: Ontology

    def notes(self) -> Iterator[str]:
        """Say what was understood, and name the nearest term that has rows."""
        given = [param for param in self.question.params if self.nodes.get(param.name)]
        if not given:
            return
        told, single = [], len(given) == 1
        for param in given:
            words, cases = self._understood(param), self._cases(param)
            if cases is not None:
                words += f": {cases or 'no'} case{'s' * (cases > 1)}"
                if cases and single:
                    words += f", {self.question.none or 'none that answers this question'}"
            told.append(words)
        yield "; ".join(told) + ("" if single else "; no case has all of it")
        for param in given:
            if near := self._nearest(param):
                yield near
                return

    def _understood(self, param: Param) -> str:
        node = self.nodes[param.name]
        if not param.kinds or node is None:
            return f"{param.name} = {node.value if node else ''}"
        term = Term.from_iri(node.value)
        parts = self.ontology[term].kind == "site"
        below = len(self.ontology.descendants(term, parts=parts))
        what = ("part" if parts else "kind") + "s" * (below != 1)
        more = f" and {below} {what} of it" if below else ""
        return f"{param.name} = {self.ontology[term].label}{more}"

    def _cases(self, param: Param) -> int | None:
        """Count the cases that have a term, by the question that lists them."""
        for name in names():
            if name.startswith("cases-by-") and name != self.question.name:
                question = load(name)
                first = question.params[0]
                if (first.name, first.kind) == (param.name, param.kind):
                    bound = sparql.bind(question.sparql, {param.name: self.nodes[param.name]})
                    return len({row[0] for row in self.graph.query(bound).rows})
        return 0 if self.question.name.startswith("cases-by-") else None

    def _nearest(self, param: Param) -> str:
        """Name the nearest term above that has rows: more general, or the whole of a part."""
        node = self.nodes[param.name]
        if not param.kinds or node is None:
            return ""
        term = Term.from_iri(node.value)
        above = self.ontology.ancestors(term, parts=self.ontology[term].kind == "site")
        for concept in above[:_MOST_TRIED]:
            nodes = {**self.nodes, param.name: NamedNode(concept.id.iri)}
            found = len(self.graph.query(sparql.bind(self.question.sparql, nodes)))
            if found:
                return (
                    f'nearest with rows: {param.name}="{concept.label}" '
                    f"({found} row{'s' * (found != 1)})"
                )
        return ""


_MOST_TRIED = 12  # terms above that are asked about


def _case(graph: Asked, value: str) -> str:
    """Complete the name of a paper to that of its case, where it has one only."""
    if "#" in value or not re.fullmatch(_PAPER, value):
        return value
    cases = _cases(graph, value)
    return f"{value}#{cases[0]}" if len(cases) == 1 else value


def _cases(graph: Asked, paper_id: str) -> list[str]:
    own = f"{prefixes()['paper']}{paper_id}#case"
    cases = {name for name in _names(graph, paper_id) if name.startswith(own)}
    return sorted(name.rpartition("#")[2] for name in cases if name[len(own) :].isdigit())


def _names(graph: Asked, paper_id: str) -> set[str]:
    subjects = (quad.subject for quad in graph.quads(paper_id))
    return {subject.value for subject in subjects if isinstance(subject, NamedNode)}


def _check_named(graph: Asked, value: str) -> None:
    paper_id, _, local = value.partition("#")
    known = {name.rpartition("#")[2] for name in _names(graph, paper_id)}
    if local and local not in known:
        has = ", ".join(f"{paper_id}#{case}" for case in _cases(graph, paper_id)) or "no case"
        raise QuestionError(f"no {value!r} in the graph; the paper has {has}")
