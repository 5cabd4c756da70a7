"""Animals: whether a text is about one of them, and no human patient."""

import re
from collections.abc import Sequence

_I = re.IGNORECASE
# lower case only: a "CAT scan" is no cat
_ANIMAL = re.compile(
    r"\b(?:dogs?|canine|cats?|feline|horses?|equine|mare|gelding|bovine|cows?|ferrets?|rabbits?|"
    r"retriever|shepherd|terrier|mongrel|mixed[- ]breed|parrot|hamster|rats?|murine|neutered|"
    r"spayed|[Vv]eterinar\w*|Labrador|Rottweiler|Dachshund|Poodle|Greyhound|Beagle|bitch|"
    r"[Ss]tallion|pony|goats?|sheep|budgerigar|hedgehogs?|guinea pigs?|crossbred?|crossbreed|"
    r"alpaca|llama|tiger|lion|shorthair|Siamese|Dobermann?|Boxer(?! (?:of|aged|shorts)\b)|Spaniel|"
    r"Weimaraner|Schnauzer|Collie|Mastiff|Hound|Bulldog|Setter|Pointer|Corgi|Husky|"
    r"Malamute|Akita|Vizsla|Whippet|Spitz|Thoroughbred|Hanoverian|Warmblood|euthani[sz]ed|"
    r"put to sleep|Great Dane|St\.? Bernard)\b"
)
# a word of each of these names, as tokens have it
_ANIMALS = frozenset(
    [
        "dog", "canine", "cat", "feline", "horse", "equine", "mare", "gelding", "bovine", "cow",
        "ferret", "rabbit", "retriever", "shepherd", "terrier", "mongrel", "breed", "parrot",
        "hamster", "rat", "murine", "neutered", "spayed", "labrador", "rottweiler", "dachshund",
        "poodle", "greyhound", "beagle", "bitch", "stallion", "pony", "goat", "sheep", "budgerigar",
        "hedgehog", "pig", "crossbred", "crossbreed", "alpaca", "llama", "tiger", "lion",
        "shorthair", "siamese", "doberman", "dobermann",
        "boxer", "spaniel", "weimaraner", "schnauzer", "collie", "mastiff", "hound", "bulldog",
        "setter", "pointer", "corgi", "husky", "malamute", "akita", "vizsla", "whippet", "spitz",
        "thoroughbred",
        "hanoverian", "warmblood", "euthanized", "euthanised", "dane", "bernard", "veterinary",
        "veterinarian",
    ]
)  # fmt: skip
_ANIMAL_OF_AGE = re.compile(
    rf"\b(?:year|month|week)s?[- ]old,?\s+(?:[\w-]+,?\s+){{0,5}}?{_ANIMAL.pattern}"
)
# who treats or keeps animals is human
_TRADE = re.compile(
    r"\b(?:veterinary\s+(?:surgeon|nurse|student|assistant|doctor|technician)|veterinarian|"
    r"(?:dog|cat|horse|sheep|goat|cow)\s+(?:owner|breeder|walker|trainer|farmer|bite))\b(?!s)",
    _I,
)
_HUMAN = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|girls?|boys?|patients?|lady|gentleman|infants?|child|children|female|male)\b",
    _I,
)


def is_veterinary(text: str, words: Sequence[str]) -> bool:
    """Whether a text, with the normal forms of its words, is about animals and not people."""
    if _ANIMALS.isdisjoint(words) and "eterinar" not in text:
        return False
    text = _TRADE.sub(" man ", text)
    animals = len(_ANIMAL.findall(text))
    return animals > len(_HUMAN.findall(text)) and (
        animals > 1 or bool(_ANIMAL_OF_AGE.search(text) or re.search(r"\bveterinar", text, _I))
    )
