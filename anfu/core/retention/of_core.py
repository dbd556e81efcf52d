"""The kinds that core itself keeps for a time."""

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anfu.core.intake.clearing import file_gone, rows_gone, unwritten, with_rows
from anfu.core.ledger.state.replay import JOB as REPLAY
from anfu.core.models import AnsweredWrite, Intake, Job, JobState, OutboxItem, RetentionRun, UploadTally
from anfu.core.retention.budgets import Budgets
from anfu.core.retention.loose import LooseFiles, loose
from anfu.core.retention.table import Rows, register


def register_kinds() -> None:
    """Jobs and imports before files: a file goes once what refers to it is gone."""
    register(
        Rows("answers", "办过的请求留的答复", "答复", AnsweredWrite.objects.all, "created_at"),
        Rows("jobs", "后台任务和结果", "做完", _jobs, "finished_at"),
        Rows(
            "intake_files", "没有写入的导入：文件、结论（放弃的、读不了的、放着没办的）", "最后办理", unwritten, "left_at",
            "清空并算作放弃，导入的记录留下", file_gone,
        ),
        LooseFiles("files", "没有事项再引用的文件（包括导出的文件）", "存入", loose, "stored_at"),
        Rows("upload_tallies", "每人每天的上传量", "当天", UploadTally.objects.all, "day"),
        Budgets(),
        Rows("outbox", "发出去的消息的发送记录", "送达或放弃", _sent, "ended_at"),
        Rows(
            "intake_rows", "导入的逐行结论、拒收的行和在线改的格", "导入办结", with_rows, "over_at",
            "清空，导入的记录留下", rows_gone,
        ),
        Rows("retention_runs", "清理的记录", "清理", RetentionRun.objects.all, "at"),
    )  # fmt: skip


def _jobs() -> QuerySet[Job]:
    """Finished; not those an import shows, the newest of each kind, nor a replay that found something: it is evidence."""
    newest = Job.objects.filter(kind=OuterRef("kind"), finished_at__isnull=False).order_by("-pk")
    over = Job.objects.filter(state__in=(JobState.DONE, JobState.FAILED))
    return (
        over.exclude(kind=REPLAY, state=JobState.FAILED)
        .exclude(pk=Subquery(newest.values("pk")[:1]))
        .filter(~Exists(Intake.objects.filter(job=OuterRef("pk"))))
    )


def _sent() -> QuerySet[OutboxItem]:
    ended = OutboxItem.objects.annotate(ended_at=Coalesce(F("done_at"), F("failed_at")))
    return ended.filter(ended_at__isnull=False)
