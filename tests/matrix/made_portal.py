"""Things of the public side: an institution that stands in the directory."""

from tests.matrix.made_providers import institution
from tests.matrix.things import Values, thing
from tests.matrix.world import Side


@thing(r"/directory/[<{]")
def listed(side: Side) -> Values:
    """The side's institution: everybody may read what is public of it."""
    return institution(side)
