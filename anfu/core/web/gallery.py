"""Every part of the interface in each of its states, with made-up names: to be looked at and tested."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anfu.core.permissions import PUBLIC, needs
from anfu.core.web.facets import FilterBar, choice_facet, range_facet
from anfu.core.web.pages import Page

ON = date(2026, 11, 23)
TOWNS = tuple((f"3307841{n:02d}", name) for n, name in enumerate(("古山镇", "石柱镇", "花街镇", "象珠镇"), 1))
GROUNDS = (("combustible_dust", "涉爆粉尘"), ("spraying", "喷涂"), ("ammonia", "涉氨"))
NAMES = ("示例甲五金厂", "示例乙铝制品有限公司", "示例丙工贸有限公司", "示例丁铸造厂")


class SampleForm(forms.Form):
    """One field of each kind."""

    uscc = forms.CharField(label="统一社会信用代码", help_text="照营业执照抄写，18 位")
    price = forms.DecimalField(label="价款", help_text="按合同写", required=False)
    mode = forms.ChoiceField(label="服务方式", choices=[("", "请选择"), ("enterprise", "企业购买")])
    kinds = forms.MultipleChoiceField(
        label="服务内容",
        choices=[("inspect", "检查"), ("train", "培训"), ("entrust", "安全托管")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="合同原件已核对", required=False)
    note = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="名册文件", required=False, help_text="xlsx、csv，不超过 20 MB")


def _filled() -> SampleForm:
    form = SampleForm({"uscc": "91330784X09675282I", "price": "5000.00", "kinds": ["train"]})
    form.add_error("uscc", "信用代码不用字母 I，按校验位应为 J。请核对执照第 18 位")
    return form


def _bar(request: HttpRequest) -> FilterBar:
    many = [(f"c{n:02d}", f"行业 {n}") for n in range(1, 15)]
    return FilterBar(
        (
            choice_facet(
                request.GET, "town", "镇街", TOWNS, {code: 20 * n for n, (code, _) in enumerate(TOWNS)}
            ),
            choice_facet(request.GET, "industry", "行业", many),
            choice_facet(request.GET, "ground", "高危情形", GROUNDS, many=False),
            range_facet(request.GET, "employees", "人数", "人"),
        )
    )


def _rows() -> list[dict[str, Any]]:
    states = (("ok", "已覆盖"), ("bad", "未覆盖"), ("warn", "即将到期"), ("ask", "有约无据"))
    return [
        {
            "pk": n,
            "name": name,
            "town": TOWNS[n][1],
            "employees": 240 // (n + 1),
            "ground": GROUNDS[n % 3][1],
            "kind": states[n][0],
            "state": states[n][1],
            "until": None if states[n][0] == "bad" else date(2027, n + 1, 11),
        }
        for n, name in enumerate(NAMES)
    ]


def _trend() -> dict[str, Any]:
    months = [f"2026-{m:02d}" for m in range(1, 13)] + ["2027-01", "2027-02"]
    high, industrial = [72.0, 72.4, 74.6, 76.3, 78.0, 79.6, 80.9, 82.4, 83.5, 84.6, 87.7], 39.1
    ahead: list[float | None] = [None] * 10
    return {
        "kind": "line",
        "unit": "%",
        "max": 100,
        "categories": months,
        "series": [
            {
                "name": "重点高危",
                "values": high,
                "links": ["#rows"] * 11,
                "forecast": [*ahead, 87.7, 90.7, 93.7, 96.7],
            },
            {"name": "工业企业", "values": [round(industrial + n, 1) for n in range(11)]},
        ],
        "targets": [{"value": 100, "label": "目标 100%"}, {"value": 50, "label": "目标 50%"}],
        "forecast": {"from": "2026-11", "to": "2027-02", "label": "按近 90 天进度推算"},
        "description": "重点高危由 2026-01 的 72.0% 升到 2026-11 的 87.7%，目标 100%。",
    }


def _bars() -> dict[str, Any]:
    return {
        "kind": "bar",
        "unit": " 家",
        "max": None,
        "categories": ["一季度", "二季度", "三季度", "四季度"],
        "series": [
            {"name": "新增", "values": [80, 120, 96, 65]},
            {"name": "到期", "values": [20, 44, 31, None]},
        ],
        "description": "四季度新增 65 家。",
    }


def _tiles() -> list[dict[str, Any]]:
    places = ("兰溪", "浦江", "婺城", "金东", "义乌", "东阳", "开发区", "武义", "永康", "磐安")
    spots = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (4, 2), (1, 3), (2, 3), (3, 3), (4, 3))
    return [
        {
            "code": str(n),
            "name": name,
            "value": None if n == 3 else f"{78 + 2 * n}.0%",
            "text": "没有数据" if n == 3 else f"差 {40 - 3 * n} 家",
            "step": 0 if n == 3 else n // 2 + 1,
            "href": "#rows",
            "col": spots[n][0],
            "row": spots[n][1],
        }
        for n, name in enumerate(places)
    ]


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    """What the gallery shows."""
    return {
        "on": ON,
        "form": _filled(),
        "fresh": SampleForm(),
        "bar": _bar(request),
        "page": Page(_rows(), after="next", before="previous"),
        "trend": _trend(),
        "bars": _bars(),
        "tiles": _tiles(),
        "moment": datetime(2026, 11, 23, 14, 6),
    }


@needs(PUBLIC)
def gallery(request: HttpRequest) -> HttpResponse:
    """The page of all parts; routed in development only."""
    return render(request, "core/gallery.html", gallery_context(request), using="jinja2")
