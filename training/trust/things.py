"""Words that name a thing, and which bear each other out: of homes, shops and whatever is held in a hand.

The groups of `training.trust.claims` are made from what people say of Flickr8k and COCO. These are added for
the photographs that blind people take. They are generous: whoever says hand may say person, and a monitor
bears out a screen. Words that are mostly a colour or no thing ("orange", "light", "can") are left out. The
list is made by hand; a word that is in neither list is not judged.
"""

from collections import defaultdict
from collections.abc import Mapping

from narrator.captioning.content import plural_verb
from training.trust.claims import KINDS

_HELD_AND_AT_HOME = """
    person people somebody someone man men woman women boy boys girl girls child children baby kid kids
    person people somebody someone player rider hand hands finger fingers thumb arm arms
    person people somebody someone leg legs foot feet face head
    child children baby toddler kid kids infant
    crowd group people team audience
    bottle bottles jar jars dropper flask vial container containers
    cans tin tins container
    box boxes carton cartons package packages packet packets packaging parcel container crate case
    bag bags pouch sack backpack purse handbag suitcase luggage
    paper papers page pages document documents letter letters sheet receipt form leaflet newspaper note
    card cards ticket tickets badge
    paper card
    envelope envelopes mail
    label labels sticker stickers tag tags logo
    menu menus
    book books magazine magazines booklet notebook
    sign signs poster posters banner board billboard
    screen screens monitor monitors display television tv
    website page window
    laptop laptops computer computers pc tablet keyboard keyboards
    mouse
    computer monitor
    laptop screen
    device devices gadget phone camera player radio remote speaker speakers
    phone phones cellphone cellphones telephone smartphone iphone
    remote controller
    camera cameras lens
    radio stereo player speaker speakers
    cable cables cord cords wire wires
    cd dvd disc disk
    printer
    microwave oven stove toaster
    thermostat dial meter
    clock clocks watch
    lamp lamps lights bulb
    medicine pill pills tablets drug
    bread toast bagel
    donut donuts doughnut doughnuts
    hotdog sausage
    apple apples oranges banana bananas fruit carrot carrots
    meat chicken beef
    soup sauce salad
    drink drinks beer wine coffee tea juice soda milk water
    cup cups mug mugs glass
    plate plates dish dishes bowl bowls tray
    fork knife spoon
    scissors
    tool tools
    pen pens pencil
    coin coins money bill
    key keys
    table tables desk desks counter
    shelf shelves cabinet drawer cupboard
    floor floors ground carpet rug
    bed beds blanket blankets pillow pillows sheet cloth
    fabric cloth textile towel towels curtain curtains clothes clothing
    shirt shirts t-shirt sweater jacket coat vest clothes clothing
    pants jeans shorts trousers
    shoe shoes sandals boots sneakers sock socks
    tie ties scarf
    dress skirt
    glove gloves mitten mittens
    hat hats cap helmet
    collar leash
    couch sofa armchair
    door doors doorway gate
    window windows
    ceiling roof
    wall walls
    room bedroom
    kitchen
    bathroom toilet shower bathtub
    hallway corridor
    mirror
    fan
    refrigerator fridge freezer
    store shop market restaurant mall
    street road sidewalk
    building buildings house tower church
    city town
    hydrant
    pole poles post
    train trains tracks
    boat boats ship
    beach ocean sea
    sky cloud clouds
    sun moon
    field grass lawn yard
    plant plants leaf leaves flower flowers cactus
    tree trees
    animal animals pet
    dog dogs puppy
    cat cats kitten
    teddy bear toy toys doll
    toy toys figurine statue
    ball balls
    frisbee
    kite kites
    surfboard skateboard snowboard
    balloon balloons
    cake dessert cookie cookies candy chocolate
    toothbrush toothpaste
    soap shampoo lotion cream
    guitar piano instrument
    game wii
    painting
    cross
    candle candles
    vase pot
"""


def _joined() -> Mapping[str, frozenset[str]]:
    joined: defaultdict[str, frozenset[str]] = defaultdict(frozenset, KINDS["things"])
    for line in _HELD_AND_AT_HOME.splitlines():
        for word in line.split():
            joined[word] |= frozenset(line.split())
    return dict(joined)


THINGS = _joined()
"""A word that names a thing -> the words that bear it out, itself among them."""


def is_borne_out(thing: str, truth: frozenset[str]) -> bool:
    """Whether a word of `truth` names this thing, in the singular or the plural."""
    return not _forms(THINGS[thing]).isdisjoint(_forms(truth))


def _forms(words: frozenset[str]) -> set[str]:
    return {form for word in words for form in (word, plural_verb(word))}
