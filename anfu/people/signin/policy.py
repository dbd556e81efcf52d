"""The rules of signing in as numbers and as sentences; numbers are settings of the installation."""

from django.conf import settings

from anfu.core.actor import Actor
from anfu.people.roles import Kind

REQUIRED, OFFERED = "required", "offered"
PROOF_SECONDS = 300
# Kinds of party that are neither an office nor the platform itself.
OUTSIDE = (Kind.ENTERPRISE, Kind.PROVIDER, Kind.EXPERT, Kind.ASSOCIATION, Kind.INSURER, Kind.BANK)


def idle_minutes() -> int:
    """After so many minutes without a request a session ends."""
    return int(settings.SIGNIN_IDLE_MINUTES)


def longest_hours(official: bool) -> int:
    """After so many hours a session ends whatever happens in it."""
    return int(settings.SIGNIN_HOURS_OFFICIAL if official else settings.SIGNIN_HOURS)


def second_factor_required(actor: Actor) -> bool:
    """Whether this actor must have a second factor before anything else."""
    return settings.SECOND_FACTOR == REQUIRED and is_official(actor)


def is_official(actor: Actor) -> bool:
    """Whether the actor acts for an office or runs the platform, not for a firm or as an expert."""
    return actor.kind != "" and actor.kind not in OUTSIDE


def sentences() -> list[tuple[str, str]]:
    """The policy in words: (matter, rule)."""
    second = (
        "监管和管理岗位必须设置；没有设置的，登录后先引导设置，设好才能办别的事"
        if settings.SECOND_FACTOR == REQUIRED
        else "建议设置，不强制（这套系统的设置）"
    )
    return [
        ("密码", "至少 12 个字符；常见的、公开泄露过的、和账号姓名太像的不能用"),
        ("第二步验证", second),
        (
            "试错",
            "试错几次后要等一会儿再试，不会锁住账号；别人在别处试错，不影响你在常用设备上登录，也不影响通行密钥",
        ),
        ("不操作", f"{idle_minutes()} 分钟没有操作自动退出，退出前 2 分钟提醒，写了一半的内容会留着"),
        ("最长", f"登录 {longest_hours(False)} 小时后要重新登录，监管和管理岗位 {longest_hours(True)} 小时"),
        ("重要事项", "改参数、改权限、结束别人的登录、改第二步验证之前，5 分钟内要确认过是你本人"),
        ("会被记下的", "设置或取消第二步验证、改密码、连接政务身份、结束别人的登录，都记进台账"),
    ]
