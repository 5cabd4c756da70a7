"""`example` prints an invented case report, to try the verbs on."""

from pathlib import Path

import click


@click.command()
def example() -> None:
    """Print an invented case report, to try the other verbs on.

    Add it to a graph of its own (`--graph trial`), so that no invented patient stands among yours.

    \b
    Examples:
      sarcoma-kg example > case.txt
      sarcoma-kg extract case.txt
      sarcoma-kg add case.txt --graph trial
      sarcoma-kg show case --graph trial
    """
    text = (Path(__file__).parent / "example-case.txt").read_text(encoding="utf-8")
    click.echo(text, nl=False)
