"""More general names for what captions name: whoever doubts a dog may still be sure of an animal."""

from narrator.captioning.content import is_plural, plural_verb

_KINDS = """
    person: adult athlete baby ballerina batter biker boarder catcher chef child climber clown cook cowboy
    person: cyclist dancer diver driver farmer firefighter fisher goalie golfer guitarist hiker infant jogger
    person: lifeguard man motorcyclist officer parent passenger pedestrian performer photographer pitcher
    person: player rider runner sailor sibling singer skateboarder skater skier snowboarder soldier student
    person: surfer swimmer teacher teenager toddler umpire waiter woman worker
    child: baby boy girl infant toddler
    animal: bear bird bull calf camel cat cow deer dog donkey elephant fish fox giraffe goat horse lamb lion
    animal: monkey ox panda pig pony rabbit sheep squirrel tiger turtle zebra
    dog: bulldog collie greyhound poodle puppy retriever shepherd terrier
    cat: kitten
    bird: duck goose parrot pigeon seagull swan
    vehicle: ambulance bike bus car motorcycle scooter tractor train tram trolley truck van
    car: jeep suv taxi
    bike: bicycle
    motorcycle: motorbike
    plane: airplane jet
    boat: canoe ferry gondola kayak raft sailboat ship yacht
    building: barn church garage hotel house skyscraper store tower
    ball: baseball basketball football softball volleyball
    food: bread burger cake cookie dessert donut doughnut fries fruit hamburger meal meat pastry pie pizza
    food: rice salad sandwich snack soup vegetable
    fruit: apple banana orange pear strawberry
    vegetable: broccoli carrot tomato
    screen: computer laptop monitor tv
    tv: television
    couch: sofa
    ocean: sea
    phone: cellphone
    racket: racquet
    bag: backpack handbag purse suitcase
    drink: beer coffee juice tea wine
    room: bathroom bedroom kitchen
    clothes: blouse coat dress hat hoodie jacket jeans jersey outfit pants scarf shirt shorts skirt suit
    clothes: sweater sweatshirt swimsuit t-shirt trunks uniform vest wetsuit
"""
_GENERAL = {
    word: kind
    for kind, words in (line.strip().split(": ") for line in _KINDS.strip().splitlines())
    for word in words.split()
}
"""What each is a kind of."""
_IRREGULAR = {
    "children": "child",
    "geese": "goose",
    "kids": "child",
    "men": "man",
    "people": "person",
    "women": "woman",
}
_SEVERAL = {"child": "children", "person": "people"}
UNCOUNTED = frozenset(
    {
        *("air", "beer", "bread", "broccoli", "clothes", "clothing", "coffee", "dirt", "equipment", "food"),
        *("fruit", "furniture", "grass", "gravel", "ice", "juice", "luggage", "meat", "mud", "paper", "rice"),
        *("sand", "smoke", "snow", "soup", "text", "traffic", "water", "wine", "wood"),
    }
)
"""Things without an article."""
OF_ANOTHER_THING = frozenset({"fake", "hot", "model", "stuffed", "teddy", "toy"})
"""With one of these before it, it is another thing, and of no kind known here: a toy truck is no vehicle."""
_GROUPS = frozenset({"audience", "couple", "crowd", "family", "flock", "group", "herd", "pair", "team"})


def generals_of(word: str) -> tuple[str, ...]:
    """What a thing is a kind of, the nearest first, several of it if the word is a plural."""
    found: list[str] = []
    single = singular(word)
    while single in _GENERAL:
        single = _GENERAL[single]
        found.append(single if singular(word) == word else plural(single))
    return tuple(found)


def specifics_of(word: str) -> tuple[str, ...]:
    """All that is a kind of a thing, as words for one each: of "animal" the animals and their breeds."""
    direct = [kind for kind, general in _GENERAL.items() if general == word]
    return tuple(dict.fromkeys([*direct, *(deeper for kind in direct for deeper in specifics_of(kind))]))


def singular(word: str) -> str:
    """The word for one of them, "dog" for "dogs"."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return plural_verb(word) if is_plural(word) and word not in _GENERAL and word != "clothes" else word


def plural(word: str) -> str:
    """The word for several, "animals" for "animal"."""
    if word in UNCOUNTED:
        return word
    return _SEVERAL.get(word, f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s")


def is_alive(word: str) -> bool:
    """Whether it names somebody, an animal or several of them."""
    return word in _GROUPS or not {"animal", "person"}.isdisjoint(
        {singular(word), *map(singular, generals_of(word))}
    )


def is_worn(word: str) -> bool:
    """Whether it names clothes."""
    return "clothes" in (word, *generals_of(word))
