"""What forms say of a field that cannot be taken, in the words of who fills it in rather than of the framework."""

from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
)
from django.forms import fields

_FIELDS: dict[type[fields.Field], dict[str, str]] = {
    fields.Field: {"required": "这一项要填"},
    fields.FileField: {"missing": "还没有选文件", "empty": "这个文件是空的", "invalid": "还没有选文件"},
    fields.ChoiceField: {"invalid_choice": "请从列出的里面选；没有“%(value)s”这一项"},
    fields.MultipleChoiceField: {"invalid_choice": "请从列出的里面选；没有“%(value)s”这一项"},
    fields.IntegerField: {"invalid": "要写整数，例如 12"},
    fields.DecimalField: {"invalid": "要写数字，例如 12.50"},
    fields.DateField: {"invalid": "不是日期，要写成 2026-06-30"},
    fields.DateTimeField: {"invalid": "不是时间，要写成 2026-06-30 09:00"},
    fields.URLField: {"invalid": "不是网址，要写成 https://www.example.cn"},
}
_LIMITS = {
    MinLengthValidator: "太短了：至少 %(limit_value)d 个字，现在 %(show_value)d 个",
    MaxLengthValidator: "太长了：最多 %(limit_value)d 个字，现在 %(show_value)d 个",
    MinValueValidator: "不能小于 %(limit_value)s",
    MaxValueValidator: "不能大于 %(limit_value)s",
}


def speak_plainly() -> None:
    """Set these words on the framework's own classes, so that every form has them."""
    for field, words in _FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, message in _LIMITS.items():
        validator.message = message
