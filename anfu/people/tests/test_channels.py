"""Each channel against a real server on this machine."""

import json

import pytest

from anfu.core import clock
from anfu.core.outbox import Undeliverable
from anfu.core.tests.test_outbound import receiver  # noqa: F401
from anfu.people.channels import CHANNELS, Parcel
from anfu.people.channels.gateway import Gateway, filled
from anfu.people.channels.webhook import key_of, signature

pytestmark = pytest.mark.django_db


def parcel(address: str = "13800000000", text: str = "等你办：一件事") -> Parcel:
    return Parcel("msg:1", 1, address, 1, "todo", text, "https://anfu.example/desk/", clock.now())


def test_the_signature_is_that_of_the_published_example():
    """The example of the Standard Webhooks specification."""
    import base64

    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    found = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_person_and_each_generation_has_a_key_of_its_own():
    assert len({key_of(1, 1), key_of(1, 2), key_of(2, 1)}) == 3


@pytest.mark.parametrize("code", ["sms", "zzd"])
def test_a_gateway_gets_what_the_operator_wrote_with_the_places_filled(receiver, settings, code):  # noqa: F811
    url = f"http://127.0.0.1:{receiver.server_port}/send"
    body = '{"to": ["$address"], "content": "$text $link", "serial": "$id"}'
    set_up = {"url": url, "body": body, "headers": '{"X-App": "anfu"}', "expect": '"code":"OK"'}
    settings.MESSAGE_GATEWAYS = {code: set_up}
    CHANNELS[code].send(parcel(text='引号" 和\n换行'))
    ((path, headers, sent),) = receiver.got
    told = json.loads(sent)
    assert path == "/send" and headers["X-App"] == "anfu" and told["to"] == ["13800000000"]
    assert told["content"].startswith('引号" 和\n换行') and told["serial"] == "msg:1"


def test_an_answer_without_the_sign_of_success_is_tried_again(receiver, settings):  # noqa: F811
    url = f"http://127.0.0.1:{receiver.server_port}/send"
    settings.MESSAGE_GATEWAYS = {"sms": {"url": url, "body": "{}", "expect": "SENT"}}
    with pytest.raises(ConnectionError, match="标志"):
        CHANNELS["sms"].send(parcel())


def test_a_gateway_that_is_not_configured_says_so(settings):
    settings.MESSAGE_GATEWAYS = {}
    assert not Gateway("sms", "短信").configured()
    with pytest.raises(Undeliverable, match="没有配置"):
        Gateway("sms", "短信").send(parcel())


def test_a_redirected_webhook_is_not_followed_and_is_tried_again(receiver):  # noqa: F811
    with pytest.raises(ConnectionError, match="302"):
        CHANNELS["webhook"].send(parcel(f"http://127.0.0.1:{receiver.server_port}/moved"))
    assert len(receiver.got) == 1


def test_a_place_that_the_body_does_not_name_stays_out():
    assert filled("$address $other", parcel()) == "13800000000 $other"
