"""The market over the API, from the same queries and actions as the pages."""

from ninja import Router

from anfu.market.api import choices, demands, offers, services

router = Router()
for each in (demands, offers, choices, services):
    router.add_router("", each.router)
