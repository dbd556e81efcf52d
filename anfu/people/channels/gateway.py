"""SMS and 浙政钉: an HTTP gateway that the operator describes by its URL, headers, body and sign of success.

No vendor is built in: the body is a text with $address, $text, $link and $id, which are escaped for JSON.
"""

import json
from string import Template

from django.conf import settings

from anfu.core import outbound
from anfu.core.outbox import Undeliverable
from anfu.people.channels.channel import Parcel


class Gateway:
    """One such gateway."""

    def __init__(self, code: str, label: str) -> None:
        self.code, self.label = code, label
        self.address_label = "手机号" if code == "sms" else f"{label}账号"

    def configured(self) -> bool:
        """URL and body are given."""
        set_up = settings.MESSAGE_GATEWAYS.get(self.code, {})
        return bool(set_up.get("url") and set_up.get("body"))

    def problem(self, address: str) -> str:
        """A telephone number for SMS, any one word for the other."""
        if self.code == "sms" and not (address.isascii() and address.isdigit() and 5 <= len(address) <= 15):
            return "手机号只写数字。没有保存。"
        return (
            ""
            if address and not any(c.isspace() for c in address)
            else f"请写{self.address_label}。没有保存。"
        )

    def send(self, parcel: Parcel) -> None:
        """A POST; 2xx and, where the operator named one, the sign of success in the answer."""
        if not self.configured():
            raise Undeliverable(f"{self.label}没有配置")
        set_up = settings.MESSAGE_GATEWAYS[self.code]
        body = filled(set_up["body"], parcel)
        headers = {"Content-Type": "application/json", **json.loads(set_up.get("headers") or "{}")}
        answer = outbound.call("POST", set_up["url"], content=body.encode(), headers=headers)
        if not answer.good:
            raise ConnectionError(f"网关回答 {answer.status}")
        if set_up.get("expect") and set_up["expect"] not in answer.body.decode("utf-8", "replace"):
            raise ConnectionError("网关没有回答成功的标志")


def filled(body: str, parcel: Parcel) -> str:
    """The body with its places filled, each escaped as the inside of a JSON text."""
    places = {
        "address": parcel.address,
        "text": parcel.text,
        "link": parcel.link,
        "id": parcel.event_id,
    }
    return Template(body).safe_substitute(
        {name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in places.items()}
    )
