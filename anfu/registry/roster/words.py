"""Values of a roster as people read them, and the short names of refusals."""

from functools import cache

from anfu.core.money import yuan
from anfu.registry.datafiles import DATA, read_csv
from anfu.registry.industry import industries
from anfu.registry.models.version import Status
from anfu.registry.roster import columns
from anfu.registry.roster.gazetteer import gazetteer

REASONS = {
    "empty_row": "空行",
    "no_uscc": "没有信用代码",
    "bad_uscc": "信用代码不对",
    "no_name": "没有企业名称",
    "merged": "已并入别家",
    "duplicate": "表内重复",
    "elsewhere": "不在本市",
    "outside": "不在管辖范围",
    "future_date": "日期晚于名册",
    "bad_date": "日期看不懂",
    "two_digit_year": "年份只有两位",
    "bad_amount": "金额看不懂",
    "bad_number": "数字看不懂",
    "bad_position": "经纬度不对",
    "unknown_industry": "行业认不出",
    "unknown_word": "用词认不出",
    "too_long": "内容过长",
    "undecodable": "有读不出的字",
    "unpaired_quote": "引号没有配对",
    "too_many_cells": "格子错位",
    "changed_meanwhile": "核对后被别人改过",
}
EXAMPLES = {
    "name": "示例甲五金制品厂",
    "uscc": "91330784MA00AB1C6J",
    "established_on": "2016-05-18",
    "org_type": "有限责任公司",
    "capital": "100万元人民币",
    "scope": "五金制品制造、加工、销售",
    "division": "永康市",
    "town": "古山镇",
    "address": "浙江省金华市永康市古山镇示例路1号",
    "industry": "3351",
    "employees": "86",
    "revenue": "1200万元",
    "status": "在营",
    "above_scale": "否",
    "hazard_level": "严重",
    "hazard_scheme": "2021",
    "safety_officers": "1",
    "has_safety_rules": "是",
    "has_training_records": "否",
    "regulators": "应急管理局、经信局",
    "principal": "示例人",
    "contact_name": "示例人",
    "contact_phone": "057900000000",
}
_YES_NO = {"true": "是", "false": "否"}
_CODES = {
    "hazard_level": {"severe": "严重", "heavier": "较重", "general": "一般"},
    "hazard_scheme": {"2012": "2012 年分类", "2021": "2021 年分类"},
    **{name: _YES_NO for name in ("above_scale", "has_safety_rules", "has_training_records")},
}


def labels() -> dict[str, str]:
    """Names of the fields of a file, then of what differences call otherwise."""
    named = columns.labels()
    money = {
        "capital_fen": named["capital"],
        "capital_currency": named["capital"],
        "revenue_fen": named["revenue"],
    }
    return named | money


def shown(field: str, value: str) -> str:
    """A canonical value, as text, for people."""
    if not value:
        return ""
    match field:
        case "capital_fen" | "revenue_fen":
            return f"{yuan(int(value))} 元"
        case "division":
            return gazetteer().names_of.get(value, value)
        case "town":
            return _towns().get(value, value)
        case "industry":
            return f"{value} {industries().names.get(value, '')}".strip()
        case "status":
            return dict(Status.choices).get(value, value)
        case _:
            return _CODES.get(field, {}).get(value, value)


@cache
def _towns() -> dict[str, str]:
    return dict(read_csv(DATA / "towns.csv").select("code", "name").iter_rows())
