"""The forms of the import pages."""

from collections.abc import Sequence
from typing import Any

from django import forms

from anfu.core.forms import DayInput
from anfu.core.intake.columns import Column
from anfu.core.intake.kinds import IntakeKind

NOT_IMPORTED = "-"


class UploadForm(forms.Form):
    """A file, of which kind, and of which day it speaks."""

    kind = forms.ChoiceField(label="种类")
    file = forms.FileField(
        label="文件", help_text="xlsx（不超过 5 万行）或 csv（UTF-8、GB18030），不超过 512 MB"
    )
    as_of = forms.DateField(
        label="情况截至",
        widget=DayInput(),
        help_text="表里写的是哪一天的情况。名册不会盖掉库里更新的情况",
    )

    def __init__(self, *args: Any, kinds: Sequence[IntakeKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind.code, kind.label) for kind in kinds]


def chosen_columns(form: forms.Form, columns: Sequence[Column]) -> dict[int, str | None]:
    """What the form of `columns_form` changes: index -> field, None for not imported."""
    typed = {column.index: form.cleaned_data[f"c{column.index}"] for column in columns}
    fields = {index: None if field == NOT_IMPORTED else field for index, field in typed.items()}
    return {c.index: fields[c.index] for c in columns if fields[c.index] != c.field}


def columns_form(kind: IntakeKind, columns: Sequence[Column], data: Any = None) -> forms.Form:
    """One choice for each column of the file: its field, or not imported."""
    form = forms.Form(data)
    named: dict[str, str] = {}
    for field, label in kind.labels().items():
        named.setdefault(label, field)
    choices = [(NOT_IMPORTED, "不导入"), *((field, label) for label, field in named.items())]
    for column in columns:
        form.fields[f"c{column.index}"] = forms.ChoiceField(
            label=column.header or f"第 {column.index + 1} 列",
            choices=choices,
            initial=column.field or NOT_IMPORTED,
            help_text=column.note,
        )
    return form


def row_form(kind: IntakeKind, cells: dict[str, str], data: Any = None) -> forms.Form:
    """One text for each field that the file has a column for."""
    form = forms.Form(data)
    labels = kind.labels()
    for field in sorted(cells, key=list(labels).index):
        long = len(cells[field]) > 60
        widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
        form.fields[field] = forms.CharField(
            label=labels[field], required=False, initial=cells[field], widget=widget, max_length=20_000
        )
    return form
