"""Forms tell people what to do about a field, not what the framework calls it."""

import pytest
from django import forms


class Sample(forms.Form):
    """One field of each kind that forms here have."""

    code = forms.CharField(min_length=18, max_length=18)
    people = forms.IntegerField(min_value=1, max_value=9)
    price = forms.DecimalField()
    day = forms.DateField()
    size = forms.ChoiceField(choices=[("small", "小型")])
    kinds = forms.MultipleChoiceField(choices=[("small", "小型")])
    site = forms.URLField(assume_scheme="https")
    paper = forms.FileField()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "", "这一项要填"),
        ("code", "91", "太短了：至少 18 个字，现在 2 个"),
        ("code", "9" * 20, "太长了：最多 18 个字，现在 20 个"),
        ("people", "两", "要写整数，例如 12"),
        ("people", "0", "不能小于 1"),
        ("people", "10", "不能大于 9"),
        ("price", "x", "要写数字，例如 12.50"),
        ("day", "2026-99-99", "不是日期，要写成 2026-06-30"),
        ("size", "huge", "请从列出的里面选；没有“huge”这一项"),
        ("kinds", ["huge"], "请从列出的里面选；没有“huge”这一项"),
        ("site", "网站", "不是网址，要写成 https://www.example.cn"),
        ("paper", "", "这一项要填"),
    ],
)
def test_a_field_that_cannot_be_taken_says_what_to_write(field, value, said):
    assert Sample({field: value}).errors[field] == [said]
