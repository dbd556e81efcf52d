"""E-mail against a real SMTP server on this machine: sent once, tried again, given up where it is refused for good."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from anfu.core import clock, outbox
from anfu.core.models import OutboxItem
from anfu.people.messages import actions
from anfu.people.messages.actions import News
from anfu.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


class Mailbox:
    """Answers RCPT with the next of `answers`, then takes everything."""

    def __init__(self):
        self.answers, self.mails, self.tried = [], [], 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried += 1
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 taken"


@pytest.fixture
def mailbox(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    yield controller.handler
    controller.stop()


@pytest.fixture
def officer():
    made = make_actor("county_officer", division="330784")
    actions.choose_channel("email", "chen@example.org", ["notice"], actor=made)
    return made


def tell(officer, key: str = "event-1") -> None:
    actions.tell([News([officer.user_id], "notice", key, "已有结果：一件事", "/desk/")])


def test_a_mail_arrives_once_with_its_words_its_link_and_the_events_own_id(mailbox, officer):
    tell(officer)
    tell(officer)
    assert (outbox.deliver_due(), outbox.deliver_due()) == (1, 0)
    ((to, mail),) = mailbox.mails
    assert to == ["chen@example.org"] and mail["Subject"] == "安服：已有结果：一件事"
    assert "/desk/" in mail.get_content() and mail["Message-ID"].endswith("@anfu.invalid>")


def test_a_server_that_is_busy_is_tried_again_later_and_the_mail_arrives_once(mailbox, officer):
    mailbox.answers = ["451 busy", "451 busy"]
    tell(officer)
    for _ in range(3):
        outbox.deliver_due()
        assert outbox.deliver_due() == 0, "it waits before the next try"
        OutboxItem.objects.filter(done_at=None).update(not_before=clock.now())
    outbox.deliver_due()
    assert (len(mailbox.mails), mailbox.tried, OutboxItem.objects.get().attempts) == (1, 3, 3)


def test_an_address_refused_for_good_is_given_up_at_once_and_said_so(mailbox, officer):
    mailbox.answers = ["550 no such user"]
    tell(officer)
    outbox.deliver_due()
    assert OutboxItem.objects.get(failed_at__isnull=False).error == "邮件服务器不收这个地址"
    assert (outbox.deliver_due(), mailbox.tried) == (0, 1)


def test_a_mail_done_again_after_a_crash_bears_the_same_id(mailbox, officer):
    tell(officer)
    outbox.deliver_due()
    OutboxItem.objects.update(done_at=None, not_before=clock.now())
    outbox.deliver_due()
    first, second = [mail["Message-ID"] for _, mail in mailbox.mails]
    assert first == second


def test_nobody_listening_is_tried_again(settings, officer):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", 9, False
    tell(officer)
    outbox.deliver_due()
    item = OutboxItem.objects.get()
    assert item.failed_at is None and item.not_before > clock.now() and "ConnectionRefused" in item.error


def test_without_a_mail_server_the_channel_is_shown_as_not_set_up(settings, as_user):
    settings.EMAIL_HOST = ""
    page = as_user("county_officer", division="330784").get("/messages/settings/").content.decode()
    assert page.count("未配置") == 3 and 'name="email-address"' not in page
