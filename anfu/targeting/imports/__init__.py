"""Lists that offices keep and targeting takes in: supervised listings (二(一)4) and accidents (二(一)5)."""

from anfu.targeting.imports.accidents import AccidentKind
from anfu.targeting.imports.listings import ListingKind

__all__ = ["AccidentKind", "ListingKind"]
