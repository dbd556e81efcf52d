"""A programme's form: fields that become conditions; only what is filled in narrows."""

import re
from typing import Any

from django import forms

from anfu.core.actor import Actor
from anfu.registry import divisions, labels
from anfu.targeting.forms import DAY
from anfu.targeting.models import Subject
from anfu.targeting.programmes.conditions import Condition, read
from anfu.targeting.programmes.words import described

SPLIT = re.compile(r"[\s、，,；;]+")
TICKS = forms.CheckboxSelectMultiple
MANY = {
    "towns": ("town", "in"),
    "sectors": ("sector", "in"),
    "sections": ("section", "in"),
    "sizes": ("size_class", "in"),
    "grounds": ("ground", "in"),
    "hazard_levels": ("hazard_level", "in"),
    "statuses": ("status", "in"),
}
WORDS = {
    "industries": ("industry", "starts_with"),
    "name_words": ("name", "contains"),
    "scope_words": ("scope", "contains"),
    "address_words": ("address", "contains"),
}
HINT = "几个词用空格或顿号隔开，含其中一个就算"


def _ticks(label: str, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=list(choices), required=False, widget=TICKS, **more)


class ProgrammeForm(forms.Form):
    """Name, place, period and conditions of a programme (二(一)末)."""

    name = forms.CharField(label="专项名称", max_length=60)
    office = forms.CharField(label="主管单位", max_length=60)
    division = forms.ChoiceField(label="地区")
    valid_from = forms.DateField(label="开始日期", widget=DAY)
    valid_to = forms.DateField(
        label="结束日期", widget=DAY, required=False, help_text="这一天起不再算；空着就是一直算"
    )
    towns = forms.MultipleChoiceField(
        label="镇街", required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    sectors = _ticks("工贸行业", labels.SECTORS.items())
    sections = forms.MultipleChoiceField(
        label="行业门类", required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    industries = forms.CharField(
        label="行业代码", required=False, max_length=200, help_text="开头几位也行，例如 33、3311"
    )
    sizes = _ticks("规模", labels.SIZES.items())
    employees_min = forms.IntegerField(
        label="从业人员至少", required=False, min_value=0, max_value=10_000_000
    )
    employees_max = forms.IntegerField(
        label="从业人员至多", required=False, min_value=0, max_value=10_000_000
    )
    above_scale = forms.ChoiceField(
        label="规上", required=False, choices=[("", "不限"), ("yes", "规上"), ("no", "规下")]
    )
    grounds = _ticks("已确认的高危情形", [c for c in Subject.choices if c[0] != Subject.INDUSTRY.value])
    hazard_levels = _ticks("职业病危害级别", labels.HAZARD_LEVELS.items())
    statuses = _ticks("登记状态", labels.STATUSES.items(), initial=["active"])
    name_words = forms.CharField(label="企业名称含", required=False, max_length=300, help_text=HINT)
    scope_words = forms.CharField(label="经营范围含", required=False, max_length=300, help_text=HINT)
    address_words = forms.CharField(label="地址含", required=False, max_length=300, help_text=HINT)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = [c for c in divisions.counties() if actor.covers(c.code)]
        places = [("", "全市")] if actor.whole_city else []
        choices: Any = [*places, *((c.code, c.name) for c in counties)]
        self.fields["division"].choices = choices  # type: ignore[attr-defined]
        self.fields["division"].required = not actor.whole_city
        towns = [(t.code, f"{c.short} {t.name}") for c in counties for t in divisions.towns_of(c.code)]
        self.fields["towns"].choices = towns  # type: ignore[attr-defined]
        self.fields["sections"].choices = list(labels.sections().items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add the conditions that the fields say."""
        typed = super().clean() or {}
        try:
            typed["conditions"] = read(_raw(typed)) if not self.errors else ()
        except ValueError as wrong:
            self.add_error(None, f"{wrong}。没有保存")
        return typed


def _raw(typed: dict[str, Any]) -> list[list[Any]]:
    raw = [[*to, typed[name]] for name, to in MANY.items() if typed.get(name)]
    raw += [
        [*to, SPLIT.split(typed[name].strip())] for name, to in WORDS.items() if typed.get(name, "").strip()
    ]
    for name, comparison in (("employees_min", "at_least"), ("employees_max", "at_most")):
        if typed.get(name) is not None:
            raw.append(["employees", comparison, typed[name]])
    if typed.get("above_scale"):
        raw.append(["above_scale", "is", typed["above_scale"] == "yes"])
    return raw


def sentences(conditions: tuple[Condition, ...]) -> list[str]:
    """The conditions as the page lists them, places by name."""
    codes = {word for c in conditions if isinstance(c.value, tuple) for word in c.value}
    names = {code: divisions.town_label(code) if len(code) == 9 else divisions.label(code) for code in codes}
    return [described(condition, names) for condition in conditions]
