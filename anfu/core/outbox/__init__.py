"""Effects outside the platform: queued with the change that wants them, done at least once, told apart by their key.

A worker that dies in the middle leaves its lease; when that runs out, another does the effect again under the same
key. After ATTEMPTS tries a row has failed and stands on the system administrator's desk.
"""

from anfu.core.outbox.queue import ATTEMPTS, Effect, Undeliverable, deliver_due, handler, put

__all__ = ["ATTEMPTS", "Effect", "Undeliverable", "deliver_due", "handler", "put"]
