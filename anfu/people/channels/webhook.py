"""A webhook in the Standard Webhooks form: webhook-id, webhook-timestamp, webhook-signature (v1, HMAC-SHA256)."""

import base64
import hashlib
import hmac
import json

from django.conf import settings

from anfu.core import clock, outbound
from anfu.core.outbox import Undeliverable
from anfu.people.channels.channel import Parcel


def key_of(person: int, generation: int) -> bytes:
    """The person's signing key: derived from the installation's own, never kept."""
    name = f"webhook:{person}:{generation}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), name, hashlib.sha256).digest()


def key_text(person: int, generation: int) -> str:
    """The key as a receiver's library takes it: whsec_…"""
    return "whsec_" + base64.b64encode(key_of(person, generation)).decode()


def signature(key: bytes, event_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over id, time and body, in base64."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Webhook:
    """A POST of JSON to an allowed host."""

    code, label, address_label = "webhook", "网络回调", "回调地址"

    def configured(self) -> bool:
        """It needs nothing but allowed hosts, which each call asks for."""
        return True

    def problem(self, address: str) -> str:
        """Whether it is an https address."""
        if address.startswith("https://") or (
            settings.OUTBOUND_LOOPBACK and address.startswith("http://127.")
        ):
            return ""
        return "回调地址要以 https:// 开头。没有保存。"

    def send(self, parcel: Parcel) -> None:
        """Anything but 2xx is tried again; 410 Gone is not."""
        data = {"kind": parcel.kind, "text": parcel.text, "link": parcel.link}
        told = {"type": f"message.{parcel.kind}", "timestamp": parcel.at.isoformat(), "data": data}
        body = json.dumps(told, ensure_ascii=False).encode()
        now = int(clock.now().timestamp())
        key = key_of(parcel.person, parcel.generation)
        answer = outbound.call(
            "POST",
            parcel.address,
            content=body,
            headers={
                "Content-Type": "application/json",
                "webhook-id": parcel.event_id,
                "webhook-timestamp": str(now),
                "webhook-signature": signature(key, parcel.event_id, now, body),
            },
        )
        if answer.status == 410:
            raise Undeliverable("对方已不再接收（410）")
        if not answer.good:
            raise ConnectionError(f"对方回答 {answer.status}")
