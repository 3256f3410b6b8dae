"""Words of captions that claim something, by what they claim: colours, numbers, gender, actions, things.

Words of a group mean about the same: whoever says one of them supports the others. The groups are made by
hand from the words that people used most in the training captions; what is in no group is not counted.
"""

from collections.abc import Mapping


def _groups(lines: str) -> dict[str, frozenset[str]]:
    """Each word of a line -> all words of the line."""
    return {word: frozenset(line.split()) for line in lines.splitlines() for word in line.split()}


COLOURS = _groups(
    """
    red
    blue
    green
    yellow gold golden blond blonde
    black dark
    white snowy snow
    brown tan
    orange
    pink
    purple
    gray grey
    """
)
NUMBERS = _groups(
    """
    two couple pair both
    three
    four
    five
    several many
    """
)
GENDER = _groups(
    """
    man men guy guys male gentleman he him his
    woman women lady ladies female she her
    boy boys
    girl girls
    """
)
ACTIONS = _groups(
    """
    running runs run chasing chases racing races race
    jumping jumps jump leaping leaps leap flying flies midair
    sitting sits sit seated
    standing stands stand
    walking walks walk hiking
    riding rides ride rider biking cycling driving drives
    playing plays play
    holding holds hold held carrying carries
    swimming swims swim
    climbing climbs climb climber
    smiling smiles smile laughing
    eating eats eat chewing biting
    looking looks look watching watches watch staring
    wearing wears wear dressed
    lying lies laying lays sleeping
    talking talks talk
    throwing throws throw
    catching catches catch
    sliding slides slide
    skiing skis ski skier
    surfing surfs surf surfer
    dancing dances dance
    posing poses pose
    """
)
THINGS = _groups(
    """
    dog dogs puppy puppies greyhound greyhounds retriever shepherd poodle
    cat cats kitten
    horse horses pony
    cow cows bull cattle
    sheep lamb
    bird birds duck ducks seagull
    elephant elephants
    giraffe giraffes
    zebra zebras
    bear bears
    ball balls football basketball baseball volleyball soccer tennis
    frisbee disc
    bat
    racket racquet
    bike bikes bicycle bicycles cyclist biker bicyclist bmx
    motorcycle motorcycles motorbike motorcyclist motocross
    car cars vehicle vehicles jeep
    truck trucks
    bus buses
    train trains
    airplane airplanes plane planes jet
    boat boats ship canoe kayak raft
    skateboard skateboards skateboarder skateboarding
    snowboard snowboarder snowboarding
    surfboard surfboards surfer surfing
    skis ski skier skiing
    snow snowy
    water ocean sea lake river pool pond stream waves wave surf
    beach sand sandy shore
    grass grassy field lawn meadow
    street road sidewalk pavement
    track course
    bench benches
    chair chairs
    couch sofa
    table tables
    desk desks
    bed beds
    building buildings house
    bridge
    fence
    wall walls
    bricks brick
    tree trees woods forest
    mountain mountains hill hills cliff
    rock rocks rocky stone
    hat hats cap
    helmet helmets
    shirt shirts t-shirt
    jacket jackets coat
    dress dresses
    suit suits
    sunglasses glasses goggles
    umbrella umbrellas
    stick sticks branch
    rope
    ramp
    swing
    toy toys
    plate plates dish
    bowl
    cup mug
    food meal
    pizza
    sandwich
    cake
    bananas banana
    fruit
    broccoli vegetables
    kitchen stove oven
    toilet bathroom
    sink
    refrigerator
    laptop computer keyboard
    phone cellphone
    camera
    television tv
    book books
    clock
    sign signs
    flowers flower
    vase
    crowd
    team
    """
)
KINDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "colours": COLOURS,
    "numbers": NUMBERS,
    "gender": GENDER,
    "actions": ACTIONS,
    "things": THINGS,
}
