"""Service relations and contracts over the API, from the same queries and actions as the pages."""

from ninja import Router

from anfu.engagements.api import contracts, relations

router = Router()
router.add_router("", relations.router)
router.add_router("", contracts.router)
