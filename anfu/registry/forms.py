"""Forms of the enterprise's page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from anfu.core.actor import Actor
from anfu.core.forms import DayInput
from anfu.core.money import fen, yuan
from anfu.registry import divisions, labels, masking
from anfu.registry.models import EnterpriseVersion
from anfu.registry.roster.fields import FACTS, MAX_CHARS
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.industry import parse_industry

UNKNOWN = [("", "不清楚")]
_LONG = {"scope": 4, "address": 2}
_ANSWERS = ("above_scale", "has_safety_rules", "has_training_records")
_COUNTS = ("employees", "safety_officers")
_MONEY = ("capital_fen", "revenue_fen")
_DEGREES = {"longitude": (73, 136), "latitude": (3, 54)}


class MoneyField(forms.CharField):
    """Yuan as people write it, fen as it is kept."""

    def prepare_value(self, value: Any) -> Any:
        return yuan(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        if isinstance(value, int) or value in (None, ""):
            return value or None
        try:
            return fen(str(value))
        except ValueError as fault:
            raise forms.ValidationError(f"{fault}。请写成 1,200,000.00 这样的元数") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class IndustryField(forms.CharField):
    """A code of GB/T 4754-2017 or its whole name."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return parse_industry(text) if text else ""
        except Unclear as fault:
            raise forms.ValidationError(f"{fault.message}。{fault.fix}") from None


def _answer(value: str) -> bool | None:
    return {"True": True, "False": False}.get(str(value))


class FactsForm(forms.Form):
    """All facts of one enterprise, with the day and the ground of the change."""

    on = forms.DateField(
        label="从哪天起是这样",
        widget=DayInput(),
        help_text="今天或以前；以前的日子会补进历史",
    )
    source = forms.CharField(
        label="依据", max_length=200, min_length=2, help_text="例如：现场核实、营业执照、企业申报"
    )

    def __init__(self, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        own = {name: _field(name, actor) for name in FACTS}
        self.fields = {**own, **self.fields}
        self.fields["name"].required = self.fields["status"].required = True

    @property
    def facts(self) -> list[Any]:
        """The bound fields that are facts, in the order of a roster."""
        return [self[name] for name in FACTS]

    def changes(self) -> dict[str, Any]:
        """The facts that the person changed, as the action takes them."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.changed_data}


class NewForm(FactsForm):
    """The same for an enterprise that is not there yet."""

    uscc = forms.CharField(label="统一社会信用代码", max_length=40, help_text="照营业执照抄写，18 位")

    @property
    def facts(self) -> list[Any]:
        return [self["uscc"], *super().facts]


def initial_of(version: EnterpriseVersion | None, on: date) -> dict[str, Any]:
    """What the form shows at first."""
    facts = {name: _shown(version, name) for name in FACTS} if version else {"status": "active"}
    return facts | {"on": on}


def retyped(typed: Mapping[str, Any], now: EnterpriseVersion, changed: list[str]) -> dict[str, Any]:
    """A form's data again after somebody was faster: what the person changed stays, the rest is as it is now."""
    kept = {name: value for name, value in typed.items() if name in changed or name not in FACTS}
    fresh = {name: _typed(name, _shown(now, name)) for name in FACTS if name not in changed}
    return fresh | kept


def _shown(version: EnterpriseVersion, name: str) -> Any:
    # A form shows no more of a person than the page; what stays masked stays as it was.
    value = getattr(version, name)
    return masking.field(name, value) if name in masking.PERSONAL else value


def _typed(name: str, value: Any) -> str:
    if value is None:
        return ""
    return yuan(value) if name in _MONEY else str(value)


def _field(name: str, actor: Actor) -> forms.Field:
    label = labels.field(name)
    if name in _MONEY:
        return MoneyField(label=label, required=False)
    if name in _COUNTS:
        return forms.IntegerField(label=label, required=False, min_value=0)
    if name in _DEGREES:
        low, high = _DEGREES[name]
        return forms.DecimalField(
            label=label, required=False, min_value=low, max_value=high, decimal_places=6
        )
    if name == "established_on":
        widget = DayInput()
        return forms.DateField(label=label, required=False, widget=widget)
    if name == "industry":
        return IndustryField(label=label, required=False, help_text="国民经济行业分类代码或全名，如 3311")
    if name in _ANSWERS:
        words = [*UNKNOWN, ("True", "是"), ("False", "否")]
        return forms.TypedChoiceField(
            label=label, required=False, choices=words, coerce=_answer, empty_value=None
        )
    if name in ("division", "town", "status", "hazard_level", "hazard_scheme"):
        return forms.ChoiceField(label=label, required=False, choices=_choices(name, actor))
    if name in _LONG:
        area = forms.Textarea(attrs={"rows": _LONG[name]})
        return forms.CharField(label=label, required=False, max_length=MAX_CHARS[name], widget=area)
    return forms.CharField(label=label, required=False, max_length=MAX_CHARS.get(name, 8))


def _choices(name: str, actor: Actor) -> list[Any]:
    own = [d for d in divisions.counties() if actor.covers(d.code)]
    match name:
        case "division":
            return [*UNKNOWN, *((d.code, d.name) for d in own)]
        case "town":
            return [
                *UNKNOWN,
                *((d.name, [(t.code, t.name) for t in divisions.towns_of(d.code)]) for d in own),
            ]
        case "status":
            return list(labels.STATUSES.items())
        case "hazard_level":
            return [*UNKNOWN, *labels.HAZARD_LEVELS.items()]
        case _:
            return [*UNKNOWN, *labels.HAZARD_SCHEMES.items()]
