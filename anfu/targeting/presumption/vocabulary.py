"""The fixed words that the data files may use: grounds, strengths, activities, kinds of negation."""

GROUNDS = (
    "dangerous_goods_making",
    "dangerous_goods_trade",
    "mine",
    "ammonia",
    "combustible_dust",
    "confined_space",
    "spraying",
    "metal_smelting",
    "major_hazard_installation",
)
STRENGTHS = ("", "weak", "medium", "strong")
MAKE, STORE, TRADE, SERVICE, PAPER, NO_VERB, MAKER_NAME, TRADER_NAME, TRADER_GOODS = (
    1 << n for n in range(9)
)
DONE = MAKE | STORE | TRADE | SERVICE | PAPER
ACTIVITY = {
    "make": MAKE,
    "store": STORE,
    "trade": TRADE,
    "service": SERVICE,
    "paper": PAPER,
    "none": NO_VERB,
    "maker_name": MAKER_NAME,
    "trader_name": TRADER_NAME,
    "trader_goods": TRADER_GOODS,
    "any": DONE,
}
# Parts that a word can play; a word can play several.
NEGATES, NAMES_CONCEPT, IS_VERB, NAMES_FIRM, NAMES_GOODS, ON_PAPER, COUNTERS, TELLS_INDUSTRY, TELLS_GROUND = (
    1 << n for n in range(9)
)
FORWARD, EXCEPT, BACKWARD, ADJACENT, ABSENT, ITEM = (1 << n for n in range(6))
BEFORE, AFTER, BRANCH, NEUTRAL, OUTSIDE = (1 << n for n in range(6, 11))
NEGATION = {
    "forward": FORWARD,
    "except": EXCEPT,
    "backward": BACKWARD,
    "adjacent": ADJACENT,
    "absent": ABSENT,
    "item": ITEM,
    "before": BEFORE,
    "after": AFTER,
    "branch": BRANCH,
    "neutral": NEUTRAL,
    "outside": OUTSIDE,
}
