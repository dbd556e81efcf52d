"""Forms of the decisions and records."""

from datetime import date
from typing import Any

from django import forms

from anfu.core.explaining import SHORTEST
from anfu.core.forms import DayInput
from anfu.core.uploads import EVIDENCE
from anfu.targeting.models import ListingLevel, Subject

DAY = DayInput()
EVIDENCE_HINT = f"检查记录、照片或审批文件；{EVIDENCE.hint}"


def reason_field() -> forms.CharField:
    """Why: at least five characters, and who reads it."""
    return forms.CharField(
        label="理由",
        min_length=SHORTEST,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写清看到了什么、在哪里看到，企业和上级都看得到",
    )


class ReasonForm(forms.Form):
    """Why; what the form was opened on."""

    reason = reason_field()
    expected = forms.CharField(widget=forms.HiddenInput, required=False)


class RefuteForm(ReasonForm):
    """It does not hold."""

    file = forms.FileField(label="证据文件", required=False, help_text=EVIDENCE_HINT)


class ConfirmForm(RefuteForm):
    """It holds from a day on."""

    valid_from = forms.DateField(
        label="从哪天起成立", widget=DAY, help_text="查明情形存在的那天，不能晚于今天"
    )
    field_order = ("valid_from", "reason", "file")


class EndForm(ReasonForm):
    """It no longer holds."""

    valid_to = forms.DateField(label="从哪天起不再成立", widget=DAY, help_text="这天以前仍算重点高危")
    field_order = ("valid_to", "reason")


class EnterpriseForm(forms.Form):
    """About which firm, by its code."""

    uscc = forms.CharField(label="统一社会信用代码", min_length=18, max_length=18)

    def clean_uscc(self) -> str:
        """Full-width and small letters as they stand on a licence."""
        return str(self.cleaned_data["uscc"]).strip().upper()


class GroundForm(EnterpriseForm):
    """A ground that an officer saw and no text shows."""

    subject = forms.ChoiceField(
        label="高危情形", choices=[c for c in Subject.choices if c[0] != Subject.INDUSTRY.value]
    )
    valid_from = forms.DateField(label="从哪天起成立", widget=DAY)
    reason = reason_field()
    file = forms.FileField(label="证据文件", required=False, help_text=EVIDENCE_HINT)


class ListingForm(EnterpriseForm):
    """A supervised listing."""

    level = forms.ChoiceField(label="级别", choices=ListingLevel)
    number = forms.CharField(label="文号", max_length=60)
    hazard = forms.CharField(label="重大隐患", max_length=300)
    listed_on = forms.DateField(label="挂牌日期", widget=DAY)
    due_on = forms.DateField(label="整改期限", widget=DAY)
    source = forms.CharField(label="来源", max_length=200, help_text="发文单位和文件名")


class DelistForm(forms.Form):
    """A listing is taken off."""

    delisted_on = forms.DateField(label="摘牌日期", widget=DAY)
    basis = forms.CharField(label="摘牌依据", max_length=200, help_text="批准摘牌的单位和文号")
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class AccidentForm(EnterpriseForm):
    """An accident."""

    happened_on = forms.DateField(label="发生日期", widget=DAY)
    deaths = forms.IntegerField(label="死亡", min_value=0, max_value=10_000)
    injuries = forms.IntegerField(label="重伤", min_value=0, max_value=10_000)
    loss = forms.CharField(label="直接损失", required=False, help_text="不知道就留空，不要填 0")
    description = forms.CharField(label="经过", max_length=300)
    source = forms.CharField(label="来源", max_length=200)


def decision_form(verb: str, mark: str, today: date, data: Any = None, files: Any = None) -> ReasonForm:
    """The form of a verb of the lifecycle."""
    kinds = {"confirm": ConfirmForm, "refute": RefuteForm, "end": EndForm, "take_back": ReasonForm}
    initial = {"expected": mark, "valid_from": today, "valid_to": today}
    return kinds[verb](data, files, initial=initial)
