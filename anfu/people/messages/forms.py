"""A person's own settings: channels and quiet hours."""

from datetime import time
from typing import Any

from django import forms

from anfu.people.channels import CHANNELS, MessageChannel
from anfu.people.messages.models import ChannelChoice, MessageKind


class ChannelForm(forms.Form):
    """Where to, and which kinds."""

    address = forms.CharField(label="地址", max_length=300, required=False)
    kinds = forms.MultipleChoiceField(
        label="发哪些", choices=MessageKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    new_key = forms.BooleanField(label="换一把新的签名密钥", required=False)

    def __init__(self, channel: MessageChannel, chosen: ChannelChoice | None, data: Any = None) -> None:
        initial = {"address": chosen.address, "kinds": chosen.kinds} if chosen else {}
        super().__init__(data, initial=initial, prefix=channel.code)
        self.fields["address"].label = channel.address_label
        if channel.code != "webhook":
            del self.fields["new_key"]


class QuietForm(forms.Form):
    """From when to when nothing goes out."""

    begin = forms.TimeField(label="从", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    end = forms.TimeField(label="到", required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def times(self) -> tuple[time | None, time | None]:
        """Both ends, as they were written."""
        return self.cleaned_data["begin"], self.cleaned_data["end"]


def forms_of(person: int, data: Any = None, only: str = "") -> dict[str, ChannelForm]:
    """One form for each channel; the one that was posted is bound."""
    chosen = {row.channel: row for row in ChannelChoice.objects.filter(person=person)}
    return {
        code: ChannelForm(channel, chosen.get(code), data if code == only else None)
        for code, channel in CHANNELS.items()
    }
