"""Animals: whether a text is about one of them, and no human patient."""

import re
from collections.abc import Sequence

_I = re.IGNORECASE
# as tokens have them: a text without any is not looked at further
_NAMES = frozenset(
    [
        "dog", "canine", "cat", "feline", "horse", "equine", "mare", "gelding", "bovine", "cow",
        "ferret", "rabbit", "retriever", "shepherd", "terrier", "mongrel", "breed", "parrot",
        "hamster", "rat", "murine", "neutered", "spayed", "labrador", "rottweiler", "dachshund",
        "poodle", "greyhound", "beagle", "bitch", "stallion", "pony", "goat", "sheep", "budgerigar",
        "hedgehog", "pig", "crossbred", "crossbreed", "alpaca", "llama", "tiger", "lion",
        "shorthair", "siamese", "doberman", "dobermann", "boxer", "spaniel", "weimaraner",
        "schnauzer", "collie", "mastiff", "hound", "bulldog", "setter", "pointer", "corgi", "husky",
        "malamute", "akita", "vizsla", "whippet", "spitz", "thoroughbred", "hanoverian",
        "warmblood", "euthanized", "euthanised", "dane", "bernard", "veterinary", "veterinarian",
        "koala", "filly", "foal", "colt", "donkey", "mule", "ewe", "lamb", "heifer", "bull", "hen",
        "cockerel", "duck", "goose", "parakeet", "cockatiel", "cockatoo", "macaw", "canary", "owl",
        "python", "boa", "snake", "lizard", "gecko", "iguana", "tortoise", "turtle", "chameleon",
        "whale", "dolphin", "seal", "otter", "macaque", "monkey", "baboon", "chimpanzee", "gorilla",
        "orangutan", "elephant", "bear", "deer", "kangaroo", "wallaby", "wombat", "opossum",
        "badger", "fox", "wolf", "leopard", "cheetah", "jaguar", "puma", "giraffe", "zebra",
        "camel", "gerbil", "chinchilla", "puppy", "kitten", "tomcat", "goldfish", "carp",
        "zoo", "bearded", "sugar", "ovariohysterectomy", "ovariectomized", "euthanasia", "felid",
        "canid", "keeper", "medetomidine", "xylazine", "tigris", "panthera",
    ]
)  # fmt: skip
# lower case only: a "CAT scan" is no cat
_ANIMAL = re.compile(
    r"\b(?:dogs?|canine|cats?|feline|horses?|equine|mare|gelding|bovine|cows?|ferrets?|rabbits?|"
    r"retriever|shepherd|terrier|mongrel|mixed[- ]breed|parrot|hamster|rats?|murine|neutered|"
    r"spayed|[Vv]eterinar\w*|Labrador|Rottweiler|Dachshund|Poodle|Greyhound|Beagle|bitch|"
    r"[Ss]tallion|pony|goats?|sheep|budgerigar|hedgehogs?|guinea pigs?|crossbred?|crossbreed|"
    r"alpaca|llama|tiger|lion|shorthair|Siamese|Dobermann?|Boxer(?! (?:of|aged|shorts)\b)|Spaniel|"
    r"Weimaraner|Schnauzer|Collie|Mastiff|Hound|Bulldog|Setter|Pointer|Corgi|Husky|"
    r"Malamute|Akita|Vizsla|Whippet|Spitz|Thoroughbred|Hanoverian|Warmblood|euthani[sz]ed|"
    r"put to sleep|put down|Great Dane|St\.? Bernard|koala|filly|foal|colt|donkey|mule|ewe|lamb|"
    r"heifer|bull|hen|cockerel|duck|goose|parakeet|cockatiel|cockatoo|macaw|canary|owl|python|boa|"
    r"snake|lizard|gecko|iguana|tortoise|turtle|chameleon|whale|dolphin|seal|otter|macaque|monkey|"
    r"baboon|chimpanzee|gorilla|orang-?utan|elephant|bear|deer|kangaroo|wallaby|wombat|opossum|"
    r"badger|fox|wolf|leopard|cheetah|jaguar|puma|giraffe|zebra|camel|gerbil|chinchilla|puppy|"
    r"kitten|tomcat|bearded dragon|sugar glider|ovariohysterectomy|euthanasia|felids?|canids?|"
    r"(?:her|his|its|the) keepers?|medetomidine|xylazine|Panthera)\b"
)
# an animal that a text is about: "in a cat.", "the mare was", "a female koala, thought to be"
_SUBJECT = re.compile(
    r"\b(?:year|month|week)s?[- ]old,?\s+(?:[\w-]+,?\s+){0,5}?" + _ANIMAL.pattern +
    r"|\b(?:[Aa]n?|[Tt]he|[Tt]his|[Oo]ne)\s+(?:(?:[\w-]+,?\s+){0,4}?)" + _ANIMAL.pattern +
    r"\s*(?:$|[.:(,\n]|(?:was|had|is|has|came|presented|aged|weighing|thought|found|kept|ate|went|"
    r"named|called|whose|with|made|did|died|returned)\b|of\s+\d)"
)  # fmt: skip
# who treats or keeps animals is human, and so is who was bitten by one
_TRADE = re.compile(
    r"\b(?:vet(?=\s+(?:of|aged)\b)|veterinary\s+(?:surgeon|nurse|student|assistant|doctor|technician)|veterinarian|"
    r"(?:dog|cat|horse|sheep|goat|cow)\s+(?:owner|breeder|walker|trainer|farmer|bite))\b(?!s)",
    _I,
)
_OF_HUMANS = re.compile(
    r"\b(?:bitten|kicked|scratched|licked|owned|kept|bred|operates|walks?|walking|riding|rides?|"
    r"fell\s+(?:off|from)|h(?:is|er)|my|our)\s+(?:[\w-]+\s+){0,3}?" + _ANIMAL.pattern
)
# "The mason, 53, had", "a country vet of 61", "we saw a human example": no animal is so told of
_HUMAN = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Oo]ur)\s+(?:[\w-]+\s+){0,2}?(?!" + _ANIMAL.pattern +
    r")(?:[a-z][\w-]*)?(?:er|or|man|woman|ist|ian|son|vet|nurse|clerk|cook|lady|student|veterinarian)"
    r"(?:,\s+(?:aged\s+)?|\s+(?:of|aged)\s+)[3-9]\d(?=[\s,.;])(?!\s*(?:kg|cm|mm|dogs|cats|cases))"
    r"|\bhuman\s+(?:example|patient|counterpart)\b"
)  # fmt: skip
_OWNER = re.compile(r"\b(?:owners?|keepers?|zoo|dam)\b", _I)
_KEEPER = re.compile(r"\b(?:owner|veterinar\w+|zoo|keeper|dam)\b", _I)
_PERSON = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|girls?|boys?|lady|gentleman|children|brother|sister|husband|wife)\b", _I
)
_EITHER = re.compile(r"\b(?:patients?|infants?|child|female|male)\b", _I)


def is_veterinary(text: str, words: Sequence[str]) -> bool:
    """Whether a text, with the normal forms of its words, is about animals and not people."""
    if _NAMES.isdisjoint(words) and "eterinar" not in text:
        return False
    text = _OF_HUMANS.sub(" ", _TRADE.sub(" man ", text))
    if _HUMAN.search(text) and not _OWNER.search(text):
        return False
    animals, people = len(_ANIMAL.findall(text)), len(_PERSON.findall(text))
    if animals <= people:
        return False
    if _SUBJECT.search(text):
        return animals > people + 1 or people == 0
    doubtful = people + len(_EITHER.findall(text))
    return animals > 1 and (animals > doubtful or bool(_KEEPER.search(text)))
