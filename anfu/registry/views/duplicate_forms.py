"""What an officer fills in to merge two enterprises."""

from typing import Any

from django import forms
from django.http import QueryDict

from anfu.registry.models import DuplicatePair


class MergeForm(forms.Form):
    """Which one stays (nothing is chosen beforehand), why, and which state of both the person has read."""

    keep = forms.TypedChoiceField(
        label="留下哪一家",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一家留下。"},
    )
    reason = forms.CharField(
        label="理由",
        min_length=5,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写 5 个字以上。记入台账，两地的监管员看得到",
        error_messages={"min_length": "请写明理由，5 个字以上。", "required": "请写明理由，5 个字以上。"},
    )
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, pair: DuplicatePair, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field: Any = self.fields["keep"]
        both = zip("甲乙", (pair.first, pair.second), strict=True)
        field.choices = [
            (each.pk, f"{word}：{each.organisation.name}（{each.organisation.uscc}）") for word, each in both
        ]

    def clean_seen(self) -> list[int]:
        """Keys of the versions that the page showed."""
        return [
            int(part) for part in self.cleaned_data["seen"].split(",") if part.isascii() and part.isdigit()
        ]
