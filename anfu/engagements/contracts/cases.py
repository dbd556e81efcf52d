"""The cases of a verdict on a contract row, in the order of asking; the first that holds decides."""

import polars as pl

from anfu.registry.roster.cases import Case

REASONS = {
    "bad_uscc": "信用代码不对",
    "bad_date": "日期不对",
    "two_digit_year": "年份只有两位",
    "bad_amount": "金额不对",
    "no_unit": "金额没有单位",
    "bad_mode": "不认得的服务方式",
    "bad_kinds": "不认得的服务内容",
    "too_long": "文字太长",
    "missing": "缺必填项",
    "ragged": "列数不对",
    "unknown_enterprise": "库里没有这家企业",
    "outside": "不在管辖范围",
    "other_name": "名称与信用代码不符",
    "self_service": "企业和机构是同一家",
    "unknown_provider": "缺服务机构名称",
    "period_reversed": "期限颠倒",
    "signed_late": "签订晚于结束",
    "number_taken": "合同编号重复",
    "ended_here": "已在平台终止",
    "duplicate": "文件内重复",
    "changed_meanwhile": "写入前有变化",
}


def cases(*, with_twins: bool) -> list[Case]:
    """What is wrong with the row, then its twins in the file, then what is known."""
    return [*_wrong(), *(_twins() if with_twins else []), *_known()]


def _refused(when: pl.Expr, code: str, message: pl.Expr | str, fix: str) -> Case:
    told = pl.lit(message) if isinstance(message, str) else message
    return Case(when, "refused", pl.lit(code), told, pl.lit(fix))


def _wrong() -> list[Case]:
    return [
        Case(
            pl.col("problem_code").is_not_null(),
            "refused",
            pl.col("problem_code"),
            pl.col("problem"),
            pl.col("problem_fix"),
        ),
        *_parties(),
        *_terms(),
    ]


def _parties() -> list[Case]:
    named = pl.format("这个信用代码是“{}”，表里写的是“{}”", pl.col("known_name"), pl.col("enterprise_name"))
    unknown = pl.format("库里没有信用代码 {} 的企业", pl.col("uscc"))
    return [
        _refused(
            pl.col("enterprise_id").is_null(), "unknown_enterprise", unknown, "请先导入名册，再导入这份合同"
        ),
        _refused(pl.col("outside"), "outside", "企业不在你的管辖范围", "请转企业所在的县（市、区）导入"),
        _refused(
            pl.col("enterprise_name") != pl.col("known_name"),
            "other_name",
            named,
            "请核对是哪一家；已更名的按新名称填",
        ),
        _refused(
            pl.col("uscc") == pl.col("provider_uscc"),
            "self_service",
            "企业和服务机构是同一家",
            "请核对服务机构的信用代码",
        ),
        _refused(
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
        _refused(
            pl.col("valid_to") <= pl.col("valid_from"), "period_reversed", reversed_, "请核对开始和结束日期"
        ),
        _refused(
            pl.col("signed_on") >= pl.col("valid_to"), "signed_late", "签订日期晚于结束日期", "请核对签订日期"
        ),
        _refused(pl.col("other").is_not_null(), "number_taken", taken, "请核对合同编号和服务机构"),
        _refused(
            pl.col("ended") & (pl.col("changes").list.len() > 0),
            "ended_here",
            "这份合同已在平台上终止",
            "请到服务关系页查看；续约请用新的合同编号",
        ),
    ]


def _twins() -> list[Case]:
    twin = pl.col("first_row").is_not_null()
    first = pl.format("第 {} 行", pl.col("first_row") + 1)
    return [
        Case(
            twin & pl.col("same"),
            "unchanged",
            pl.lit("duplicate_same"),
            pl.format("与{}相同", first),
            pl.lit(""),
        ),
        _refused(twin, "duplicate", pl.format("与{}是同一企业、同一合同编号，内容不同", first), "请留一行"),
    ]


def _known() -> list[Case]:
    changed = pl.col("changes").list.len().fill_null(0)
    new = pl.lit("库里没有这份合同")
    differs = pl.format("{} 个字段不同", changed)
    return [
        Case(pl.col("engagement_id").is_null(), "created", pl.lit("new"), new, pl.lit("")),
        Case(changed > 0, "updated", pl.lit("changed"), differs, pl.lit("")),
    ]
