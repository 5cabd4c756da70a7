"""Names of tumours made from the names of their site: "Kidney Angiosarcoma" is renal angiosarcoma.

Upstream names a tumour of a site in one way; authors use the adjective, or "of the kidney".
"""

import re
from collections import defaultdict

from sarcoma_kg.ontology import spelling
from sarcoma_kg.ontology.draft import VAGUE, Draft

_ADJECTIVE = re.compile(r"(al|ic|iac|ar|ous|ary|ine|an|oid|ed)$")
_LONGEST = 2  # words of a site's name that are still said before a tumour


def compose(tumours: dict[str, Draft], sites: dict[str, Draft]) -> None:
    """Add names to tumours whose label is a site and the label of another tumour.

    The new names are the least trusted: any other claim on them wins.
    """
    by_name: dict[str, list[Draft]] = defaultdict(list)
    for site in sites.values():
        by_name[spelling.key(site.label)].append(site)
        for key, name in site.names.items():
            if name.scope == "exact":
                by_name[key].append(site)
    labels = {spelling.key(draft.label) for draft in tumours.values()}
    for draft in tumours.values():
        words = draft.label.split()
        for cut in range(1, min(len(words), 4)):
            place, entity = " ".join(words[:cut]), " ".join(words[cut:])
            found = by_name.get(spelling.key(place), [])
            if spelling.key(entity) in labels and len(found) == 1:
                _name(draft, entity, found[0])


def _name(draft: Draft, entity: str, site: Draft) -> None:
    names = [name.text for name in site.names.values() if name.scope == "exact"]
    for name in (site.label, *sorted(names)):
        if len(name.split()) <= _LONGEST and not any(char.isdigit() for char in name):
            draft.add_name(f"{name.lower()} {entity.lower()}", "exact", VAGUE)
            if not _ADJECTIVE.search(name):
                draft.add_name(f"{entity.lower()} of the {name.lower()}", "exact", VAGUE)
                draft.add_name(f"{entity.lower()} of {name.lower()}", "exact", VAGUE)
