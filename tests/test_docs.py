import os
import re
import shlex
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import click
import pytest

from conftest import ROOT, Run
from sarcoma_kg.cli import cli
from sarcoma_kg.kinds import KINDS, QUALIFIERS

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TURTLE = re.compile(r"^```turtle\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
#: A line of this stands for any lines that a page leaves out.
ELIDED = "…"


def _runs(page: Path) -> list[tuple[str, list[str]]]:
    """List every `$ command` of a page with the output printed below it."""
    found = []
    for block in _CONSOLE.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.splitlines()))
    return found


def _matches(expected: list[str], found: list[str]) -> bool:
    """Say whether the output is as printed, where an elision stands for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ELIDED else re.escape(line.rstrip()) + r"[ ]*\n"
        for line in expected
        if line.strip()
    )
    text = "".join(line + "\n" for line in found if line.strip())
    return re.fullmatch(pattern, text) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_the_pages_say(page: Path, run: Run, tmp_path: Path) -> None:
    """Every command of a page runs in an empty folder, and prints what stands below it.

    Following a page leaves no invented patient in the reader's own graph.
    """
    for command, expected in _runs(page):
        name, *args = shlex.split(command.partition(" # ")[0])
        assert name.endswith("sarcoma-kg")
        file = args.pop() if args[-2:-1] == [">"] else ""
        done = run(*(arg for arg in args if arg != ">"))
        if file:
            (tmp_path / file).write_text(done.stdout, encoding="utf-8")

        if expected:
            shown = done.stdout.replace(f"{tmp_path}{os.sep}", "")
            assert _matches(expected, shown.splitlines()), done.stdout

    assert [] == [path.name for path in (tmp_path / "graph" / "papers").glob("*.trig")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_of_the_pages_runs(page: Path, run: Run, tmp_path: Path) -> None:
    """Every Python block of a page runs in a fresh interpreter."""
    run("build")
    for code in _PYTHON.findall(page.read_text(encoding="utf-8")):
        environment = os.environ | {"SARCOMA_KG_GRAPH": str(tmp_path / "graph")}
        subprocess.run(
            [sys.executable, "-W", "error", "-c", code], check=True, env=environment, cwd=tmp_path
        )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_turtle_of_the_pages_is_clean(page: Path, run: Run, tmp_path: Path) -> None:
    """Every Turtle block of a page is a paper that `check` finds no fault in."""
    for number, text in enumerate(_TURTLE.findall(page.read_text(encoding="utf-8"))):
        (tmp_path / f"{number}.ttl").write_text(text, encoding="utf-8")
        run("check", f"{number}.ttl")


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    """No page links to a file that is not there."""
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=80, max_content_width=80)
    text = f"## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for verb in command.list_commands(context):
            inner = command.get_command(context, verb)
            assert inner is not None
            text += "\n" + _help(inner, f"{name} {verb}")
    return text


def test_the_command_reference_is_true() -> None:
    """`docs/commands.md` is what the commands say of themselves (STORE_DOCS=1 stores anew)."""
    path = ROOT / "docs" / "commands.md"
    text = f"# Commands\n\nMade from the help texts; do not edit.\n\n{_help(cli, 'sarcoma-kg')}"
    if os.environ.get("STORE_DOCS"):
        path.write_text(text, encoding="utf-8", newline="\n")

    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("names", [KINDS, QUALIFIERS], ids=["kinds", "qualifiers"])
def test_facts_are_explained(names: Collection[str]) -> None:
    """`docs/facts.md` speaks of every kind of fact and of every qualifier."""
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")

    assert [] == [name for name in names if not re.search(rf"\b{name}\b", page)]


def test_the_readme_draws_the_floors() -> None:
    """Every module of the package stands in the README's picture of the house."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = {path.name.removesuffix(".py") for path in (ROOT / "src" / "sarcoma_kg").iterdir()}

    for name in sorted(names - {"__init__", "__main__", "__pycache__", "py.typed", "_content"}):
        assert re.search(rf"\b{name}\b", readme), name
