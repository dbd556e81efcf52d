"""E-mail, by Django's own back ends."""

import hashlib
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from anfu.core.outbox import Undeliverable
from anfu.people.channels.channel import Parcel


class Email:
    """A plain text mail; the event's number makes its Message-ID, so that a repetition is known as one."""

    code, label, address_label = "email", "电子邮件", "邮箱地址"

    def configured(self) -> bool:
        """Whether a mail server is named."""
        return bool(settings.EMAIL_HOST)

    def problem(self, address: str) -> str:
        """Whether it is an address."""
        try:
            validate_email(address)
        except ValidationError:
            return "邮箱地址写得不对，没有保存。请核对。"
        return ""

    def send(self, parcel: Parcel) -> None:
        """One mail to one person; an address refused for good is not tried again."""
        digest = hashlib.sha256(parcel.event_id.encode()).hexdigest()[:32]
        mail = EmailMessage(
            subject=" ".join(f"安服：{parcel.text}".splitlines())[:120],
            body=f"{parcel.text}\n\n{parcel.link}\n\n在“消息设置”里可以改收哪些邮件。",
            to=[parcel.address],
            headers={"Message-ID": f"<{digest}@anfu.invalid>"},
        )
        try:
            mail.send(fail_silently=False)
        except SMTPRecipientsRefused as refusal:
            # 4xx is for now, 5xx for good (RFC 5321 4.2.1).
            if all(code >= 500 for code, _ in refusal.recipients.values()):
                raise Undeliverable("邮件服务器不收这个地址") from refusal
            raise
