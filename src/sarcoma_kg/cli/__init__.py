"""The command line: every verb, thin, each in the module named here and imported when called.

Data goes to stdout, talk to stderr. Exit codes: 0 clean, 1 findings, 2 could not run.
"""

import importlib
import os
import signal
import sys

import click

from sarcoma_kg import __version__
from sarcoma_kg.errors import SarcomaKgError

#: Where each verb lives, in the order of the help.
_VERBS = {
    "tour": "tour",
    "build": "keep",
    "add": "add",
    "extract": "extract",
    "example": "example",
    "query": "query",
    "queries": "query",
    "schema": "schema",
    "show": "show",
    "view": "view",
    "term": "vocabulary",
    "ontology": "vocabulary",
    "check": "check",
    "papers": "keep",
    "remove": "keep",
    "stats": "keep",
}


class _Verbs(click.Group):
    """Imports a verb's module when it is called, so that a cold command stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        module = importlib.import_module(f"sarcoma_kg.cli.{_VERBS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _VERBS, 2, 0.5) if args else []
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", error.ctx) from None


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sarcoma-kg")
@click.option("--graph", metavar="DIR|URL", help="The graph: a folder or a SPARQL endpoint.")
@click.pass_context
def cli(ctx: click.Context, graph: str | None) -> None:
    """Ask, see and extend a knowledge graph of published sarcoma cases.

    Begin with `sarcoma-kg tour`.
    """
    ctx.obj = graph


def main() -> None:
    """Run the command line; a fault of the user's is one line on stderr."""
    if hasattr(signal, "SIGPIPE"):
        # a reader that goes away (`| head`) ends the command quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # Ctrl-C ends the process at once: a query of the store cannot be interrupted otherwise, and
    # writing is safe against it (a paper is whole or not there)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        cli.main(standalone_mode=False, prog_name="sarcoma-kg")
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("sarcoma-kg: interrupted", err=True)
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
    except click.ClickException as error:
        where = error.ctx if isinstance(error, click.UsageError) else None
        hint = f"; see `{where.command_path} --help`" if where else ""
        _fail(error.format_message().rstrip(".") + hint, 2)
    except SarcomaKgError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        os._exit(0)
    except OSError as error:
        # a full disk, a closed output
        _fail(f"{error.filename or 'the output'} cannot be written: {error.strerror}", 2)


def _fail(message: str, code: int) -> None:
    # a message may quote what a user or a paper wrote: no control character reaches the terminal
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(message.split()))
    click.echo(f"sarcoma-kg: {line}", err=True)
    sys.exit(code)
