"""The one way in which an action says no: a sentence for the user, never a code alone."""


class Refused(Exception):
    """The action was not done. `message` says what happened, what was kept and what to do."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Somebody else changed the thing since the form was opened; `changes` says what and by whom."""

    def __init__(self, message: str, *, changes: list[dict[str, str]] | None = None) -> None:
        super().__init__(message)
        self.changes = changes or []


class TooMuch(Refused):
    """Somebody reads too much in too short a time; the next page may be read after `seconds`."""

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class TooDeep(Refused):
    """The page lies further on than a list goes without a filter."""
