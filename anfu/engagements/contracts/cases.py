"""The cases of a verdict on a contract row, in the order of asking; the first that holds decides."""

import polars as pl

from anfu.core.intake.cases import Case, created_or_updated, refused, twins
from anfu.registry.records import firms

REASONS = firms.REASONS | {
    "bad_mode": "不认得的服务方式",
    "bad_kinds": "不认得的服务内容",
    "self_service": "企业和机构是同一家",
    "unknown_provider": "缺服务机构名称",
    "period_reversed": "期限颠倒",
    "signed_late": "签订晚于结束",
    "number_taken": "合同编号重复",
    "ended_here": "已在平台终止",
    "signed_here": "在平台上签订",
}


def cases(*, with_twins: bool) -> list[Case]:
    """What is wrong with the row, then its twins in the file, then what is known."""
    again = twins("是同一企业、同一合同编号，内容不同") if with_twins else []
    wrong = [*firms.firm_cases("这份合同"), *_provider(), *_terms()]
    return [*wrong, *again, *created_or_updated("engagement_id", "库里没有这份合同")]


def _provider() -> list[Case]:
    return [
        refused(
            pl.col("uscc") == pl.col("provider_uscc"),
            "self_service",
            "企业和服务机构是同一家",
            "请核对服务机构的信用代码",
        ),
        refused(
            pl.coalesce("known_provider", "provider_name").is_null(),
            "unknown_provider",
            "库里没有这家服务机构，又没有填它的名称",
            "请补上服务机构名称",
        ),
    ]


def _terms() -> list[Case]:
    reversed_ = pl.format(
        "结束日期 {} 早于开始日期 {}", pl.col("valid_to").dt.offset_by("-1d"), pl.col("valid_from")
    )
    taken = pl.format(
        "合同编号 {} 已登记给信用代码 {} 的机构，期限重叠", pl.col("contract_no"), pl.col("other")
    )
    return [
        refused(
            pl.col("valid_to") <= pl.col("valid_from"), "period_reversed", reversed_, "请核对开始和结束日期"
        ),
        refused(
            pl.col("signed_on") >= pl.col("valid_to"), "signed_late", "签订日期晚于结束日期", "请核对签订日期"
        ),
        refused(pl.col("other").is_not_null(), "number_taken", taken, "请核对合同编号和服务机构"),
        refused(
            pl.col("here") & (pl.col("changes").list.len() > 0),
            "signed_here",
            "这份合同是双方在平台上签的",
            "由双方在合同页变更",
        ),
        refused(
            pl.col("ended") & (pl.col("changes").list.len() > 0),
            "ended_here",
            "这份合同已在平台上终止",
            "请到服务关系页查看；续约请用新的合同编号",
        ),
    ]
