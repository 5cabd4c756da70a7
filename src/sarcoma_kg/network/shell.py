"""What every page is made of: sealed style and scripts, a policy, escaped data.

A page loads nothing: its style and scripts (of a picture vis-network too) are in the file, and its
Content Security Policy allows these very texts (by hash) and no connection. All that comes from
outside is either in HTML escaped by Jinja or in a block of JSON that no browser runs.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sarcoma_kg.network.palette import Look

if TYPE_CHECKING:
    import jinja2

_HERE = Path(__file__).parent
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
# what would end a script block, open a comment in it, or end a line in old JavaScript
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def environment(folder: Path = _HERE, *, trim: bool = False) -> "jinja2.Environment":
    """Give the environment of our templates: those of pyvis load scripts from two other hosts.

    `folder` holds them, beside the `head.html` of all pages; `trim` leaves lines of blocks out.
    """
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder, _HERE]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=trim,
        lstrip_blocks=trim,
    )
    made.filters["json"] = as_json
    return made


def sealed(*texts: str) -> list[Any]:
    """Mark files of the package as safe: never texts from outside; the hashes seal them."""
    from markupsafe import Markup

    return [Markup(text) for text in texts]  # noqa: S704 - see above


def legend_style(used: Iterable[Look]) -> str:
    """Colour the chips of the legend: an inline style would need a laxer policy."""
    rules = []
    for seen in used:
        light, dark = seen.shades["light"], seen.shades["dark"]
        rules.append(f".k-{seen.kind}{{--ink:{light['border']};--fill:{light['fill']}}}")
        rules.append(
            f"[data-theme=dark] .k-{seen.kind}{{--ink:{dark['border']};--fill:{dark['fill']}}}"
        )
        rules.append(
            "@media (prefers-color-scheme:dark){:root:not([data-theme]) "
            f".k-{seen.kind}{{--ink:{dark['border']};--fill:{dark['fill']}}}}}"
        )
    return "\n".join(rules) + "\n"


@cache
def vis() -> str:
    """Give the script of vis-network."""
    import pyvis

    text = (Path(pyvis.__file__).parent / _VIS).read_text(encoding="utf-8")
    if "</script" in text.lower() or "<!--" in text:
        raise AssertionError("vis-network cannot stand inside a script element")
    # a browser turns \r\n into \n before it takes the hash
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def asset(name: str, folder: Path = _HERE) -> str:
    """Give a file of a folder of the package, its lines ended as a browser ends them."""
    return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def policy(style: str, scripts: Iterable[str]) -> str:
    """Give the policy that allows this style and these scripts, and nothing else."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def as_json(value: object) -> Any:
    """Give data as JSON that can stand in a script element."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Markup(text)  # noqa: S704 - every sign that ends a script element is escaped
