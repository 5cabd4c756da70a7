"""Spread told by what was seen in other organs.

"Relapsed in the lungs", "peritoneal implants", "two of 14 nodes were positive", "chest CT showed
multiple nodules". The places of a sentence are masked, so that a small grammar of lists of places
(`_LIST`) can stand beside the words for lesions: some of them mean spread by themselves
(implants, deposits), others only where there are many of them, where they come late in the course
or where they were proved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sarcoma_kg import assertion
from sarcoma_kg.facts.chart import Chart
from sarcoma_kg.facts.diagnosis import is_sarcoma
from sarcoma_kg.facts.organ import ADJECTIVE, NO_SITE, coarse, is_own, is_usual, row
from sarcoma_kg.facts.phrase import Found, lowered, phrases
from sarcoma_kg.records import Fact, Mention, Sentence
from sarcoma_kg.stems import holds

# a place, and a list of places
_MASK, _TUMOUR = "§", "¤"  # what stands for the letters of a place, and of a tumour's name
_OF_PLACE = (
    r"(?:the|an?|her|his|its|both|left|right|bilateral|upper|lower|middle|mid|distal|proximal"
    r"|anterior|posterior"
    r"|lateral|medial|several|multiple|many|various|contralateral|ipsilateral|remaining|other"
    r"|whole|entire|visceral"
    r"|parietal|greater|lesser|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth"
    r"|lobes?|segments?(?:\s+[ivx\d/]+)?|apex|aspect|region|area|part|left-sided|right-sided|also"
    r"|then|later|finally|"
    r"subsequently|mainly|deep|superficial|regional|local|of|one|two|three|four|five"
    r"|[cdlst]\d{1,2}(?:\s*[-–/]\s*[cdlst]?\d{1,2})?(?:\s*,|\s+and|\s+or)?)"
)
_AFTER_PLACE = (
    r"(?:bod(?:y|ies)|lobes?|nodes?|regions?|areas?|soft\s+tissues?|walls?|surfaces?|parenchyma"
    r"|apex|"
    r"apices|cavity|space|muscles?|bones?|tissues?|fields?|bed|chain|stations?|levels?|lymphatics)"
)
_ONE = rf"{_MASK}+(?:[\s-]+{_AFTER_PLACE})*"
_PLACE = rf"{_ONE}(?:\s*\([^()]{{0,40}}\))?(?:\s+(?:of|in)\s+(?:{_OF_PLACE}\s+)*{_ONE})*"
_AND = (
    r"(?:\s*,\s*(?:(?:and|or|nor|plus|as\s+well\s+as)\s+)?|\s+(?:and|or|nor|plus|as\s+well\s+as"
    r"|along\s+with|followed\s+by"
    r"|together\s+with)\s+|\s*[/&]\s*)(?:(?:then|later|subsequently|finally)\s+)?"
    r"(?:(?:in|to|on|of|at|from)\s+)?"
)
_LIST = re.compile(rf"{_PLACE}(?:{_AND}(?:{_OF_PLACE}\s+)*{_PLACE})*")
# what may stand between a word for lesions and the list of places behind it; nodes that the
# vocabulary does not name may open the list
_BETWEEN = (
    r"(?:\s*\([^()]{0,50}\))?(?:\s*,?\s*(?:(?:which|that|later|also|subsequently|newly|then"
    r"|further|initially|now|again"
    r"|was|were|is|are|had|has|have|been|being|found|seen|noted|detected|discovered|identified"
    r"|visible|present|observed"
    r"|evident|appeared|developed|emerged|occurred|arose|located|scattered|up\s+to|measuring|of"
    r"|\d+(?:[.,]\d+)?|cm|mm"
    r"|picked|up|on|demonstrated|diagnosed|confirmed|unfortunately|to|both|mostly|the|largest"
    r"|biggest|in|size|diameter|nowhere|else|except|save|but(?=\s+(?:in|at|on)\b)|for|other\s+than"
    r"|apart\s+from|aside\s+from)"
    r"(?=[\s,(])))*"
)
_LEAD = re.compile(
    rf"{_BETWEEN}(?:\s+(?:in|of|on|within|at|over|involving|affecting|throughout|to|into|along"
    rf"|across|occupying|occupied|included|including|comprised)\s+|\s*\(\s*)"
    rf"(?:(?:(?:[a-z-]+\s+){{1,4}}nodes|(?:\w+\s+){{0,2}}(?:stump|scar|bed|remnant)){_AND})?(?:{_OF_PLACE}\s+)*"
)
_TRAIL = re.compile(r"[\s-]+")
_FARTHEST = 110  # characters between a word for lesions and the places
_GOVERNED = re.compile(
    r"\b(?:in|of|from|at|on|to|behind|beside|near|under|over|between|above|below)\s+(?:the|his|her"
    r"|their|a)\s+"
    rf"(?:\w+\s+)?(?:(?:left|right|upper|lower)\s+)?{_MASK}*$"
)
_JOINED = re.compile(r"\b(?:and|or|plus|as\s+well\s+as)\b|[/&]|^[^,]*$")
_NEW = re.compile(r"\bnew\s+(?:\w+\s+)?$")
# how much the words of `spread.tsv` say of the places beside them: `spread` by itself, `far` only
# of organs to which sarcomas mostly spread, `new` of any organ in a known tumour, `unsure` of the
# former only where the lesions are many, late or proved
_WEIGHTS = ("spread", "far", "new", "unsure")
_BEFORE = tuple(f"{weight}-before" for weight in _WEIGHTS)
_AFTER = tuple(f"{weight}-after" for weight in _WEIGHTS)
_WEAK = (
    r"(?:nodules?|lesions?|mass(?:es)?|opacit(?:y|ies)|foci|tumou?rs|shadows?|hot\s+spots?"
    r"|densit(?:y|ies))"
)
# "brain MRI found two lesions", "CT of the chest counted more than twenty nodules"
_IMAGE = (
    r"(?:ct|mri|mr|pet(?:[-/\s]ct)?|computed\s+tomography|tomography|radiographs?|radiography"
    r"|x-?rays?|films?|scans?|scanning"
    r"|imaging|ultraso\w+|sonography|magnetic\s+resonance(?:\s+imaging)?)"
)
_IMAGED = re.compile(
    rf"(?:{_MASK}+\s+{_IMAGE}|\b{_IMAGE}\s+of\s+(?:the\s+|his\s+|her\s+)?(?P<of>{_MASK}+))"
    rf"[^{_MASK}.;]{{0,70}}?\b(?:{_WEAK}|metasta\w+)(?!\w)",
    re.IGNORECASE,
)
# "two of 14 lymph nodes were positive", "there was nodal involvement", "one node contained tumour"
_COUNTED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|a|the|single|several|all|sentinel"
    r"|regional)"
)
_OF_ALL = r"(?:of|out\s+of|/)\s*(?:the\s+)?(?:\w+\s+){0,3}?"
_HIT = r"(?:positive|involved|infiltrated|affected|invaded|metastatic|diseased)"
_NODES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"\b(?:(?:lymph\s+)?nodes?|lymph\s+glands?"
        r"|sentinel\s+node\s+biopsy)\s+(?:out\s+of\s+\w+\s+)?"
        rf"(?:(?:was|were|proved|being|is|on\s+the\s+\w+|also|found|to"
        rf"|not|never|became|become|be)\s+)+(?:tumou?r[- ])?{_HIT}\b",
        rf"\b{_COUNTED}\s*(?:{_OF_ALL})?(?:\w+\s+)?nodes?\s+{_HIT}\b",
        r"\bmetastatic\s+(?:\w+\s+)?(?:lymph\s+)?nodes?\b",
        r"\bpositive\s+(?:\w+\s+)?(?:sentinel\s+)?(?:lymph\s+)?nodes?\b",
        r"\b(?:lymph\s+)?nod(?:e|al)\s+(?:involvement|spread|disease|relapse|deposits?|recurrence"
        r"|failure)\b",
        r"\bnodes?\s+(?:out\s+of\s+\w+\s+)?(?:contain(?:ed|ing)|harbou?r(?:ed|ing)|show(?:ed|ing)"
        r"|with)\s+(?:\w+\s+)?(?:tumou?r|malignant|metasta\w+|sarcoma|deposits?)\b",
        r"\bbiopsy\s+of\s+(?:an?|the)\s+(?:\w+\s+){0,2}node\s+(?:was\s+(?:also\s+)?positive"
        r"|(?:confirmed|showed)\s+(?:the\s+)?(?:same|tumou?r|sarcoma|metasta\w+))",
        r"\b(?:metasta\w+|deposits?|tumou?r)\s+(?:was\s+|were\s+)?(?:found\s+|seen\s+"
        r"|present\s+)?(?:in|to)\s+(?:\w+\s+){0,3}?(?:of\s+(?:\w+\s+){0,3})?nodes?\b",
        r"\b(?:lymph)?(?:adenopathy|\s?nodes?(?:\s+enlargement)?"
        r"|\s?glands)\b[^.;]{0,50}\b(?:proven|proved|confirmed|cytology|biopsy"
        r"|aspirat\w+)\b[^.;]{0,40}"
        r"\b(?:malignan\w+|metasta(?:sis|ses|tic))\b",
    )
)
_NODE_HINTS = ("node", "nodal", "gland", "adenopath")
# a second focus in the bone of the primary
_SKIP = re.compile(r"\bskip\s+(?:lesions?|metasta\w+)\b", re.IGNORECASE)
_MANY = re.compile(
    r"\b(?:multiple|several|numerous|innumerable|bilateral(?:ly)?|both|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|twenty|many"
    r"|more\s+than|over|countless|scattered|disseminated|widespread|dozens?|diffuse"
    r"|\d{1,3}(?!\d*[.,]?\d*\s*-?(?:cm|mm|×|x)))\b",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"\b(?:later|after|afterwards|thereafter|subsequently|follow-?\s?up|surveillance|restaging"
    r"|re-staging|new|newly"
    r"|relaps\w+|recurr\w+|(?:months?|years?|weeks?)\s+(?:on|passed)|eventually|autopsy|necropsy"
    r"|post-?\s?mortem|at\s+death|(?:at"
    r"|in)\s+(?:the\s+)?\w+\s+(?:months?|years?))\b",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"resect|excis|surg|operat|ectomy|chemo|radioth|irradiat|amputat|cycles|imatinib|doxorub"
    r"|sarcoma|stromal tumou?r"
)
_PROOF = re.compile(
    r"\b(?:malignan\w+|metasta\w+|viable|identical|same\s+(?:tumou?r|histolog\w+|neoplasm)|proved"
    r"|proven|sarcoma)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:benign|reactive|granulo\w+|cysts?|cystic|ha?emangiomas?|scars?|infect\w+|inflam\w+"
    r"|unchanged|normal|adenomas?|focal\s+nodular|"
    r"inconclusive|indeterminate|non-?specific|tubercul\w+|abscess\w*|pneumon\w+|fibrosis"
    r"|sarcoid\w*|calcified|stones?|resolved|nodular\s+hyperplasia"
    r"|disappear\w*|regress\w*|shr[aiu]nk\w*|spar\w+|clear|free|adjacent|pushing|displac\w+"
    r"|compress\w+|haematoma|hematoma|ground[- ]glass)\b",
    re.IGNORECASE,
)
_NODAL = re.compile(r"\b(?:nodal|node|nodes)\s+$")
# what lesions are told to be: the words right behind them
_TOLD_TO_BE = re.compile(r"[^.;,]{0,60}")
_WORD = re.compile(r"[\w'-]+")
_IS_SPREAD = re.compile(r".*(?:metasta|matosis)", re.IGNORECASE)
_SURFACE = re.compile(r"skin|scar|soft tissue|muscle|limb|abdomen|pelvis|wall", re.IGNORECASE)
# what an image of a part of the body shows
_INSIDE = (
    (re.compile(r"chest$|thorax$|thoracic cavity$|lung$"), "lung"),
    (re.compile(r"cranium$|cranial|skull$|head$|brain$"), "brain"),
    (re.compile(r"liver$"), "liver"),
)
_HINTS = (
    "node", "nodal", "adenopath", "relaps", "recur", "deposit", "implant", "spread", "seed",
    "progress", "studd", "secondar", "metasta", "disseminat", "matosis", "nodul", "lesion",
    "mass", "opacit", "foci", "focus", "shadow", "hot spot", "uptake", "disease", "involve",
    "advanced", "came back", "affected", "infiltrat", "tumor", "tumour", "growth", "densit",
    "omental cake",
)  # fmt: skip
# what may be denied of an organ without a word on spread: "no relapse in the bone"
_NO_SPREAD = re.compile(r"disease|relaps|recurr|failure|came|return|reappear|progress|advanced")
# "none but in the lung", "none other than a nodule in the lung"
_EXCEPTED = re.compile(
    r"\b(?:except|excepting|save|but|other\s+than|apart\s+from|aside\s+from|besides|beyond|barring"
    r"|exception\s+of)\b"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Places (site mentions) where a sentence tells of lesions, or that there were none.

    `sure` where it proves spread.
    """

    sentence: Sentence
    start: int  # offsets in the sentence
    end: int
    places: tuple[Mention, ...]
    sure: bool
    likely: bool = False  # spread where the lesions are many, late or proved
    name: str = "lymph node"  # the site that the words name where they name no place
    denied: bool = False


def wordless(chart: Chart, own: frozenset[str]) -> Iterator[Seen]:
    """Give what is told of lesions outside the primary site, proved to be spread or not.

    `own` are the identifiers of the primary site and the words of its name.
    """
    known = False  # that there is a tumour, or that it was treated
    for number, sentence in enumerate(chart.sentences):
        low = lowered(sentence.text)
        if holds(low, _HINTS):
            near = chart.sentences[max(0, number - 1) : number + 2]
            other = any(_other_malignancy(chart, each) for each in near)
            for seen in _seen(chart, sentence, low, own):
                if assertion.of(low, seen.start, seen.end).whose != "patient":
                    continue
                weighty = seen.likely and (known or bool(own)) and not other
                yield replace(seen, sure=seen.sure or (weighty and _weighty(low, seen)))
        known = known or bool(_TREATED.search(low))


def _seen(chart: Chart, sentence: Sentence, low: str, own: frozenset[str]) -> Iterator[Seen]:
    """Give the places of a sentence that stand in the grammar, `sure` where its words are."""
    yield from _nodes(sentence, low)
    sites = [m for m in sentence.of("site") if _is_place(chart, sentence, m)]
    if sites:
        masked = _masked(sentence, sites)
        yield from _listed(chart, sentence, (low, masked), sites, own)
        yield from _imaged(chart, sentence, (low, masked), sites, own)


def _nodes(sentence: Sentence, low: str) -> Iterator[Seen]:
    """Give what is told of nodes and of skip lesions without a place."""
    for shape in _NODES if holds(low, _NODE_HINTS) else ():
        match = shape.search(low)
        if match is None:
            continue
        start, end = match.span()
        told, hit = assertion.of(low, start, end), assertion.of(low, end - 1, end)
        denied = told.denied or hit.denied
        if told.so or denied or _judged(sentence, start, end):
            yield Seen(sentence, start, end, (), True, denied=denied)
            break
    skip = _SKIP.search(low) if "skip" in low else None
    if skip and assertion.of(low, *skip.span()).so:
        yield Seen(sentence, skip.start(), skip.end(), (), True, name="bone")


def _listed(
    chart: Chart,
    sentence: Sentence,
    texts: tuple[str, str],
    sites: list[Mention],
    own: frozenset[str],
) -> Iterator[Seen]:
    """Give the lists of places beside words of `spread.tsv`; `texts` are plain and masked."""
    low, masked = texts
    words = [w for side in (_BEFORE, _AFTER) for w in phrases("spread", *side).find(masked)]
    for match in _LIST.finditer(masked) if words else ():
        told = _told(masked, words, match)
        if told is None:
            continue
        weight, word = told
        start, end = min(word.start, match.start()), max(word.end, match.end())
        if start == word.start and _NODAL.search(low, max(0, start - 15), start):
            continue  # "nodal metastases in the groin" are told of the nodes
        unproved = weight in ("unsure", "new")
        if unproved and (_harmless(low, start, end) or _is_thought(low, start, end)):
            continue
        places = _places(sentence, sites, match, end > match.end())
        if weight != "spread":
            places = [m for m in places if not is_own(chart, m, own)]
        likely = weight == "new" or any(is_usual(chart, m) for m in places)
        if weight == "new":
            places = [m for m in places if not _SURFACE.search(m.label)]
        elif weight == "far":
            places = [m for m in places if is_usual(chart, m)]
        sure = weight in ("spread", "far")
        for denied, some in _parted(sentence, low, word, places):
            yield Seen(sentence, start, end, some, sure, likely, denied=denied)


def _parted(
    sentence: Sentence, low: str, word: Found, places: list[Mention]
) -> Iterator[tuple[bool, tuple[Mention, ...]]]:
    """Part the places beside a word for lesions into those that had them and those that had not."""
    stands = assertion.of(low, word.start, word.end)
    judged = _judged(sentence, word.start, word.end)
    parts: dict[bool, list[Mention]] = {False: [], True: []}
    for place in places:
        start, end = place.start - sentence.start, place.end - sentence.start
        told = assertion.of(low, start, end)
        if stands.denied and not told.denied and _EXCEPTED.search(low, word.end, start):
            parts[False].append(place)
        elif stands.denied or told.denied:
            if not _NO_SPREAD.search(low, word.start, word.end):
                parts[True].append(place)
        elif judged or (stands.so and told.so):
            parts[False].append(place)
    return ((denied, tuple(some)) for denied, some in parts.items() if some)


def _imaged(
    chart: Chart,
    sentence: Sentence,
    texts: tuple[str, str],
    sites: list[Mention],
    own: frozenset[str],
) -> Iterator[Seen]:
    """Give what an image of a part of the body showed inside it."""
    low, masked = texts
    for match in _IMAGED.finditer(masked):
        start, end = match.span()
        place = next(m for m in sites if start <= m.start - sentence.start < end)
        concept = chart.concept(place)
        name = next((name for shape, name in _INSIDE if concept and shape.match(concept.label)), "")
        spread = "metasta" in match.group()
        if not name or name in own or not (spread or _MANY.search(low, start, end)):
            continue
        if not _harmless(low, start, end) and assertion.of(low, end - 1, end).so:
            yield Seen(sentence, start, end, (), spread, True, name)


def _is_thought(low: str, start: int, end: int) -> bool:
    """Whether lesions, or what they are told to be, are only thought of."""
    told = _TOLD_TO_BE.match(low, end)
    words = _WORD.finditer(low, end, told.end() if told else end)
    return assertion.of(low, start, end).open or any(
        assertion.of(low, *word.span()).certainty == "doubted" for word in words
    )


def _harmless(low: str, start: int, end: int) -> bool:
    """Whether the words around lesions make them benign, old or mere neighbours."""
    return _HARMLESS.search(low, max(0, start - _AROUND), end + _AROUND) is not None


_OF_CANCER = re.compile(r"\s+(?:adeno)?(?:carcinoma|cancer)\b", re.IGNORECASE)


def _is_place(chart: Chart, sentence: Sentence, mention: Mention) -> bool:
    """Whether a site is a place of its own and no part of a tumour's name."""
    concept = chart.concept(mention)
    if concept is None or NO_SITE.match(concept.label):
        return False
    if _OF_CANCER.match(sentence.text, mention.end - sentence.start):
        return False  # "metastases of the renal carcinoma"
    return not any(
        other.start <= mention.start and mention.end <= other.end
        for other in sentence.of("disease")
        if not _IS_SPREAD.match(other.text)
    )


def _told(masked: str, words: list[Found], places: re.Match[str]) -> tuple[str, Found] | None:
    """Find the word that speaks of a list of places, and its weight."""
    best: tuple[tuple[int, int, int], Found] | None = None
    for word in words:
        weight, _, side = word.meaning.partition("-")
        if side == "before":
            gap = places.start() - word.end
            if not 0 < gap < _FARTHEST or not _LEAD.fullmatch(masked, word.end, places.start()):
                continue
            span = word.start, places.end()
        else:
            if not _TRAIL.fullmatch(masked, places.end(), word.start):
                continue
            span = places.start(), word.end
            if weight == "unsure" and _NEW.search(masked[: places.start()]):
                weight = "new"
        rank = _WEIGHTS.index(weight), *span
        if best is None or rank < best[0]:
            best = rank, word
    return None if best is None else (_WEIGHTS[best[0][0]], best[1])


def _places(
    sentence: Sentence, sites: list[Mention], match: re.Match[str], after: bool
) -> list[Mention]:
    """Give the places of a list; its last one where only that hangs on the word behind it.

    "A tumour in his scrotum and lung metastases": the scrotum is not in the list.
    """
    begin, end = match.span()
    places = [m for m in sites if begin <= m.start - sentence.start < end]
    if not after:
        text = lowered(sentence.text)
        following = phrases("spread", "spread-after").find(text, end, min(len(text), end + _NEAR))
        joined = len(places) > 1 and following and _TRAIL.fullmatch(text, end, following[0].start)
        return places[:-1] if joined else places
    first = places[0].end - sentence.start
    if not _JOINED.search(match.group()):
        return places[-1:]
    if not _GOVERNED.search(match.string[:first]):
        return places
    # "sarcoma of the thigh and pulmonary and meningeal involvement": the adjectives hang together
    nouns = [n for n, place in enumerate(places[:-1]) if not ADJECTIVE.search(place.text)]
    return places[nouns[-1] + 1 if nouns else -1 :]


def _other_malignancy(chart: Chart, sentence: Sentence) -> bool:
    """Whether a sentence names another cancer that is so."""
    for mention in sentence.of("disease"):
        concept = chart.concept(mention)
        if concept is None or mention.context != "present" or is_sarcoma(concept):
            continue
        if concept.facet("behaviour") == "malignant":
            return True
    return False


def _masked(sentence: Sentence, sites: list[Mention]) -> str:
    """Give the text of a sentence with its places and its tumours' names masked."""
    text = lowered(sentence.text)
    named = [m for m in sentence.of("disease") if not _IS_SPREAD.match(m.text)]
    for mention, sign in [*((m, _TUMOUR) for m in named), *((m, _MASK) for m in sites)]:
        start, end = mention.start - sentence.start, mention.end - sentence.start
        text = text[:start] + sign * (end - start) + text[end:]
    return text


_NEAR, _AROUND = 25, 60  # characters


def _weighty(low: str, seen: Seen) -> bool:
    """Whether lesions are many, come late, or are proved."""
    return bool(
        _MANY.search(low, max(0, seen.start - 40), seen.end)
        or _LATE.search(low)
        or _PROOF.search(low, seen.end)
    )


def _judged(sentence: Sentence, start: int, end: int) -> bool:
    """Whether words of spread are mentions, whose context the reader of metastases judges."""
    return any(
        event.label == "metastasis"
        and event.start - sentence.start < end
        and start < event.end - sentence.start
        for event in sentence.of("event")
    )


def rows(chart: Chart, seen: Seen) -> Iterator[Fact]:
    """Write the sites of spread that lesions tell of."""
    base = seen.sentence.start
    if not seen.places:
        found = coarse(chart, seen.name, (base + seen.start, base + seen.end))
        if found:
            yield found
    for mention in seen.places:
        concept = chart.concept(mention)
        if concept is not None:
            yield row(chart, mention, concept)
