"""At the start: a database that is older than its own published checkpoints is not served (T38)."""

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import platform
from anfu.core.explaining import explained
from anfu.core.ledger import checkpoint, outside
from anfu.core.ledger.record import record
from anfu.core.refusal import Refused

MOST = 1000


def refuse_older_database() -> None:
    """Refused, in one line, where the newest checkpoint file covers entries that the database does not have."""
    if reason := checkpoint.older_database() or outside.older_than_kept():
        raise Refused(
            f"没有启动：{reason}，数据库退回到了旧的备份，或被换过。请恢复较新的备份；"
            '确实只能用这一份时，写明理由再启动：anfu serve --accept-rollback "理由"。'
        )


def accept_rollback(reason: str) -> None:
    """Go on with the older database: the reason and what is lost go into the ledger, the old files are kept aside."""
    lost = checkpoint.older_database()
    reasons = "；".join(filter(None, [lost, outside.older_than_kept()]))
    if not reasons:
        return
    said = explained(reason, "请写明接受旧数据库的理由（至少 5 个字），它会记入台账。", most=MOST)
    point, folder = checkpoint.newest(), checkpoint.folder()
    kept = folder.with_name(f"{folder.name}-abandoned-{int(clock.now().timestamp())}")
    told = {
        "reason": said,
        "lost": reasons,
        "abandoned_size": point.size if point else 0,
        "abandoned_root": point.root.hex() if point else "",
        "kept_in": kept.name if lost else "",
    }
    with transaction.atomic():
        record(outside.ACCEPTED, "ledger:log", actor=platform(), on=clock.today(), after=told)
        if lost:
            folder.rename(kept)
    checkpoint.make_checkpoint()
