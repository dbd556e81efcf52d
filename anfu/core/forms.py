"""Forms of the core's own pages."""

from datetime import timedelta

from django import forms

from anfu.core import clock


class DayInput(forms.DateInput):
    """A day, written as the browser's own control reads it: in the locale's format it would stay empty."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ParameterForm(forms.Form):
    """A new value of one parameter."""

    value = forms.IntegerField(label="新值")
    valid_from = forms.DateField(label="生效日期", widget=DayInput())
    reason = forms.CharField(
        label="理由", min_length=5, max_length=200, help_text="写清依据，例如文件名和文号"
    )

    @staticmethod
    def blank(value: int | None) -> "ParameterForm":
        """The form as it is first shown: the value in force, and a day that leaves a week for the approval."""
        return ParameterForm(initial={"value": value, "valid_from": clock.today() + timedelta(days=7)})


class CalendarForm(forms.Form):
    """The holidays and working days of one year, as the yearly notice lists them."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)
    source = forms.CharField(label="来源", max_length=200, help_text="例如：国办发明电〔2025〕7号")
    days = forms.CharField(
        label="放假和调休日",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一行一天：日期，放假或上班，名称。例如 2027-01-01 放假 元旦",
    )
