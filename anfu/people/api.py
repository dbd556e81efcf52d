"""The room's part of the API, gathered from its parts."""

from ninja import Router

from anfu.people.todos.api import router as todos

router = Router()
router.add_router("", todos)
