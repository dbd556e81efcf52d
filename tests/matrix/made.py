"""The makers of all rooms, each of which declares the things of its room."""

from tests.matrix import (  # noqa: F401
    made_contracts,
    made_experts,
    made_market,
    made_people,
    made_portal,
    made_providers,
    made_rooms,
)
