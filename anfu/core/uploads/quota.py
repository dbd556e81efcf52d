"""How much one person may upload in a day: counted before anything is parsed, refused files too."""

from django.db import transaction
from django.db.models import F

from anfu.core import clock, parameters
from anfu.core.actor import Actor
from anfu.core.intake.reading.limits import MIB
from anfu.core.models import UploadTally
from anfu.core.refusal import Refused


@transaction.atomic
def spend(actor: Actor, size: int) -> None:
    """Count one file of so many bytes; Refused where the day's files or bytes are used up. The operator has no quota."""
    if actor.user_id is None:
        return
    today = clock.today()
    most_bytes = parameters.value("uploads.mb_a_day", on=today) * MIB
    most_files = parameters.value("uploads.files_a_day", on=today)
    tally, _ = UploadTally.objects.get_or_create(user_id=actor.user_id, day=today)
    left = UploadTally.objects.filter(pk=tally.pk, files__lt=most_files, size__lte=most_bytes - size)
    if not left.update(files=F("files") + 1, size=F("size") + size):
        raise Refused(
            f"今天上传的已经到了上限（{most_files} 个文件，{most_bytes // MIB} MB），这个没有收下。请明天再传，或请管理员办理。",
            field="file",
        )
