"""The room's part of the API, gathered from its parts."""

from ninja import Router

from anfu.people.messages.api import router as messages
from anfu.people.todos.api import router as todos

router = Router()
router.add_router("", todos)
router.add_router("", messages)
