"""What every channel can do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way to one person. `event_id` stays the same when it is sent again."""

    event_id: str
    person: int
    address: str
    generation: int
    kind: str
    text: str
    link: str
    at: datetime


class MessageChannel(Protocol):
    """A way out. `send` raises `outbox.Undeliverable` where trying again is of no use, any other error where it is."""

    code: str
    label: str
    address_label: str

    def configured(self) -> bool:
        """Whether the operator has set it up."""
        ...

    def problem(self, address: str) -> str:
        """What is wrong with an address, as a sentence; "" where nothing is."""
        ...

    def send(self, parcel: Parcel) -> None:
        """Send it."""
        ...
