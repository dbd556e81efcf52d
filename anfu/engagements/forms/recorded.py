"""Forms of service relations. No field has a default that would choose for the parties."""

from typing import Any

from django import forms

from anfu.core.forms import DayInput
from anfu.core.money import fen
from anfu.core.uploads import EVIDENCE
from anfu.engagements.actions import Terms
from anfu.engagements.models import Mode
from anfu.providers.kinds import ServiceKind
from anfu.registry.roster import uscc


class EvidenceForm(forms.Form):
    """The contract as a file."""

    file = forms.FileField(label="合同文件", help_text=EVIDENCE.hint)


class NewForm(forms.Form):
    """One new relation."""

    uscc = forms.CharField(label="企业统一社会信用代码", max_length=30)
    provider_uscc = forms.CharField(label="服务机构统一社会信用代码", max_length=30)
    provider_name = forms.CharField(
        label="服务机构名称", max_length=200, required=False, help_text="库里已有这家机构时可以不填"
    )
    mode = forms.ChoiceField(
        label="服务方式", choices=Mode.choices, widget=forms.RadioSelect, help_text="《实施方案》二(二)1 至 5"
    )
    kinds = forms.MultipleChoiceField(
        label="服务内容", choices=ServiceKind.choices, widget=forms.CheckboxSelectMultiple
    )
    contract_no = forms.CharField(label="合同编号", max_length=60)
    signed_on = forms.DateField(label="签订日期", required=False, widget=DayInput())
    valid_from = forms.DateField(label="服务开始日期", widget=DayInput())
    last_day = forms.DateField(
        label="服务结束日期", required=False, widget=DayInput(), help_text="最后一天；没有约定结束的不填"
    )
    price = forms.CharField(label="价款", max_length=20, required=False)
    file = forms.FileField(label="合同文件", required=False, help_text=EVIDENCE.hint)

    def clean_provider_uscc(self) -> str:
        """Half-width, upper case."""
        return uscc.clean(self.cleaned_data["provider_uscc"])

    def clean_price(self) -> int | None:
        """Yuan as typed to fen."""
        text = self.cleaned_data["price"]
        try:
            return fen(text) if text else None
        except ValueError as wrong:
            raise forms.ValidationError(f"{wrong}。请写成 8000 或 8000.50。") from None

    def terms(self) -> Terms:
        """What was typed, as the action takes it."""
        data: dict[str, Any] = self.cleaned_data
        names = (
            "provider_uscc",
            "provider_name",
            "mode",
            "contract_no",
            "valid_from",
            "last_day",
            "signed_on",
        )
        return Terms(
            **{name: data[name] for name in names}, kinds=tuple(data["kinds"]), price_fen=data["price"]
        )


class StartForm(EvidenceForm):
    """The paper that shows on which day a relation had begun."""

    file = forms.FileField(label="签好的合同原件", help_text=EVIDENCE.hint)
    reason = forms.CharField(label="凭什么认定", min_length=5, max_length=200)
