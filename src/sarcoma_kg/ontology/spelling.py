"""The spelling of a name, reduced so that variants of one name are equal.

Case, accents, Greek letters, apostrophes, hyphens, British and American spelling and plurals
differ between authors and mean nothing; `key` takes them away.
"""

import re
import unicodedata
from functools import lru_cache

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "µ": "mu",
    "ω": "omega",
}
_GREEK_LETTER = re.compile(f"[{''.join(_GREEK)}]")
_POSSESSIVE = re.compile(r"['’‘`´]s\b|['’‘`´]")
# a letter of another script stays in its word: a look-alike makes no other word of the rest
_TOKEN = re.compile(r"(?:[^\W_]|\+)+(?:\.[0-9]+)*")
#: Latin letters that no decomposition takes apart.
_LATIN = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "œ": "oe"})
#: Spelling pairs that differ between British and American English, first to second.
_BRITISH = (
    (re.compile(r"our$"), "or"),
    (re.compile(r"is(ation|ations|ed|ing|e|es)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z])tre$"), "ter"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"leuco"), "leuko"),
    (re.compile(r"^fibre"), "fiber"),
    (re.compile(r"^tumour"), "tumor"),
    (re.compile(r"^grey$"), "gray"),
)
#: Marks on a letter, and signs of no width: they part no word.
_UNSEEN = frozenset(("Mn", "Cf"))
_LIGATURE = re.compile(r"[ao]e")
_LONG = 4  # words up to this length keep their vowels: toe, aeg
_PREFIX = 4  # a word up to this length joins the number that follows it: CD 34, Ki-67, type 1


#: Plural endings with what is cut off and put in their place; the first that fits counts.
_PLURALS = (
    (re.compile(r"(?<=ma)ta$"), ""),  # fibromata
    (re.compile(r"(?<=[a-z]{3}[aeoy]s)es$"), "is"),  # metastases, diagnoses, but not bases
    (re.compile(r"ae$"), "a"),  # vertebrae
    (re.compile(r"ies$"), "y"),
    (re.compile(r"(?<=ss|us|sh|ch)es$"), ""),
    (re.compile(r"(?<=x)es$"), ""),
    (re.compile(r"(?<![sui])s$"), ""),
)


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.isalpha():  # noqa: PLR2004 - gas, bus, pus
        return word
    for ending, instead in _PLURALS:
        cut, found = ending.subn(instead, word)
        if found:
            return cut
    return word


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """Reduce one lower-case word: singular, American spelling."""
    word = _singular(word)
    if len(word) > _LONG:
        for british, american in _BRITISH:
            word = british.sub(american, word)
        word = _LIGATURE.sub("e", word)
    return word


def words(text: str) -> list[str]:
    """Give the reduced words of a text in their order."""
    if not text.isascii():
        text = _GREEK_LETTER.sub(lambda letter: _GREEK[letter.group()], text.translate(_LATIN))
        text = text.replace("’", "'")
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)
    text = _POSSESSIVE.sub("", text.casefold())
    found: list[str] = []
    for token in _TOKEN.findall(text):
        word = word_key(token)
        if (
            found
            and word.isdigit()
            and found[-1].isalpha()
            and len(found[-1]) <= _PREFIX
            and found[-1] not in ("and", "or", "of", "the")
        ):
            found[-1] += word
        else:
            found.append(word)
    return found


def key(text: str) -> str:
    """Give the spelling key of a name: equal for variants of the same name.

    `key("Ewing’s tumours") == key("ewing tumor")`; empty where nothing is left.
    """
    return " ".join(words(text))


def foreign(char: str) -> bool:
    """Whether a letter is neither Latin nor Greek: the look-alikes of other alphabets."""
    return char.isalpha() and not unicodedata.name(char, "").startswith(
        ("LATIN", "GREEK", "MICRO SIGN", "FEMININE", "MASCULINE")
    )


#: Words that say only how the words of a name hang together.
_JOINTS = frozenset(("of", "the"))
_BEHIND_HEAD = re.compile(r",|\b(?:of|with|in|from|due)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:type|grade|stage)?(?:\d+[a-z]?|[ivx]+)?")


def loose_key(text: str) -> str:
    """Give the key without word order, "of" and "the": for a second, careful attempt.

    `loose_key("angiofibroma of soft tissue") == loose_key("soft tissue angiofibroma")`.
    """
    return " ".join(sorted(word for word in words(text) if word not in _JOINTS))


def unfinished(key: str) -> bool:
    """Whether a key begins or ends with a word that joins others: "mutation of"."""
    first, *_, last = key.split(" ")
    return first in _JOINTS or last in _JOINTS


def head(text: str) -> str:
    """Give the word that says what a name is a name of: the last before "of" or a comma.

    `head("tumour of the bone") == head("giant cell tumour, type 2") == "tumor"`.
    """
    found = words(_BEHIND_HEAD.split(text, maxsplit=1)[0])
    while len(found) > 1 and _NUMBERED.fullmatch(found[-1]):
        found.pop()
    return found[-1] if found else ""
