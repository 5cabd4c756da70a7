"""Assertion: whether what a sentence mentions is so, since when, how surely, and of whom.

`of` is the door, and the only place where that is decided; `denies` asks more loosely whether a
clause denies anything. The method is that of NegEx and
ConText (Chapman 2001, Harkema 2009): a cue says something of what it reaches, forward or back,
within its clause (`clause`, `scope`). The cues are in `cues.tsv`:

- `pattern`: the words, as `sarcoma_kg.phrase` writes them; of cues that begin at one place the
  longest match counts.
- `meaning`: denied, doubted, planned, past, relative or general. Those of the meaning `so` say
  nothing and hide the cues inside them ("not only"); a `stop` ends what others reach (all of them,
  those that reach forward, or those of one meaning); `happened` tells that what was feared came;
  `carried` and `turned down` say what became of a plan, `found` and `refuted` of what was sought,
  feared or suspected; `implied` tells, without a word that denies, that all is well or that nothing
  could be done (only `denies` asks for it); a `macro` is a piece of other patterns, named in
  `where`.
- `where` the cue stands: before its target, after it, or around.
- `reach`: the next `word`, up to three (`touch`), the verb itself (`verbs`), a `noun` with its
  list, the same up to what hangs on it (`head`), a `list` with articles, what a `verb` governs, the
  `clause`, the rest of the `text`, a `box` of a form; back: the `subject`, what bears a `label`,
  what is `near`.
- `example` and `counter`: the words between « and » are reached in the one, and not in the other.
"""

from sarcoma_kg.assertion.denial import denies
from sarcoma_kg.assertion.scope import of
from sarcoma_kg.assertion.stance import CERTAIN, GENERAL, Assertion

__all__ = ["CERTAIN", "GENERAL", "Assertion", "denies", "of"]
