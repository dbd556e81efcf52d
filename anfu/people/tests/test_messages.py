"""Messages: told once, to those concerned, reminded by working days, lifted to the office above, sent as chosen."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from anfu.core import approvals, clock, outbox, waiting
from anfu.core.models import LedgerEntry, OutboundHost, OutboxItem, Proposal
from anfu.core.refusal import Refused
from anfu.core.waiting import Waiting
from anfu.people.messages import actions
from anfu.people.messages.actions import News
from anfu.people.messages.models import ChannelChoice, Message
from anfu.people.messages.quiet import goes_out_at
from anfu.people.tests.factories import make_actor
from anfu.people.todos import days
from anfu.people.todos.models import Reminder, Todo
from anfu.people.todos.reminding import Pace, lifts_due, remind_all, step_of

pytestmark = pytest.mark.django_db
PACE = Pace(before=1, every=2, escalate=3)
FRIDAY = date(2026, 11, 20)
ZONE = ZoneInfo("Asia/Shanghai")


def began(**more: object) -> Todo:
    facts = {
        "title": "摘牌一件",
        "href": "/listings/",
        "permission": "targeting.record",
        "division": "330784",
    }
    waiting.began(Waiting(kind="test.step", subject="a", **(facts | more)))
    return Todo.objects.get()


def told(actor) -> list[tuple[str, str]]:
    return list(Message.objects.visible_to(actor).order_by("pk").values_list("kind", "text"))


@pytest.fixture
def county():
    return make_actor("county_officer", division="330784")


@pytest.fixture
def city():
    return make_actor("city_officer")


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (date(2026, 11, 18), ""),
        (date(2026, 11, 19), "before"),
        (FRIDAY, "due"),
        (date(2026, 11, 23), ""),  # Monday: one working day late
        (date(2026, 11, 24), "after"),
        (date(2026, 11, 25), ""),
        (date(2026, 11, 26), "after"),
    ],
)
def test_reminders_fall_on_working_days(on, step):
    assert step_of(FRIDAY, on, PACE) == step


@pytest.mark.parametrize(
    ("on", "lifts"),
    [(FRIDAY, 0), (date(2026, 11, 24), 0), (date(2026, 11, 25), 1), (date(2026, 11, 30), 2)],
)
def test_it_goes_up_by_working_days_overdue(on, lifts):
    assert lifts_due(FRIDAY, on, PACE) == lifts


def test_a_new_step_is_told_to_those_who_can_take_it_and_its_end_to_who_began_it(county, city):
    second = make_actor("county_officer", division="330784", username="second")
    began(begun_by=second.user_id)
    assert told(county) == [("todo", "等你办：摘牌一件")] and told(city) == [] and told(second) == []
    waiting.ended("test.step", "a")
    assert told(second) == [("notice", "已有结果：摘牌一件")]


def test_a_day_reminds_once_however_often_it_is_asked(county):
    began(due_on=FRIDAY)
    assert (remind_all(FRIDAY), remind_all(FRIDAY)) == (1, 0)
    assert [kind for kind, _ in told(county)] == ["todo", "reminder"] and Reminder.objects.count() == 1


def test_what_called_to_a_step_counts_as_read_once_the_step_is_taken(county):
    began(due_on=FRIDAY)
    remind_all(FRIDAY)
    assert Message.objects.visible_to(county).unread().count() == 2
    waiting.ended("test.step", "a")
    assert Message.objects.visible_to(county).unread().count() == 0 and len(told(county)) == 2


def test_no_reminder_on_a_holiday(county):
    began(due_on=date(2026, 11, 21))
    assert remind_all(date(2026, 11, 21)) == 0


def test_who_took_it_alone_is_reminded(county):
    from anfu.people.todos import actions as todos

    second = make_actor("county_officer", division="330784", username="second")
    todo = began(due_on=FRIDAY)
    todos.take(todo.pk, version=0, actor=second, on=FRIDAY)
    remind_all(FRIDAY)
    assert "reminder" not in dict(told(county)) and "reminder" in dict(told(second))


def test_an_overdue_step_goes_up_to_the_city_once_and_the_ledger_says_so(county, city):
    began(due_on=FRIDAY)
    remind_all(date(2026, 11, 25))
    remind_all(date(2026, 11, 25))
    remind_all(date(2026, 12, 15))
    assert Todo.objects.get().level == "city"
    assert Todo.objects.on_desk_of(city).exists() and Todo.objects.on_desk_of(county).exists()
    assert [kind for kind, _ in told(city)].count("escalation") == 1
    entry = LedgerEntry.objects.get(verb="people.todo_escalated")
    assert entry.stream == "330784" and '"level":"city"' in entry.body


def test_of_an_overdue_personal_step_the_office_above_is_told_and_it_stays_with_the_person(county, city):
    began(due_on=FRIDAY, person=county.user_id)
    remind_all(date(2026, 11, 25))
    assert [kind for kind, _ in told(city)] == ["escalation"] and not Todo.objects.on_desk_of(city).exists()
    assert Todo.objects.on_desk_of(county).exists()
    assert LedgerEntry.objects.filter(verb="people.todo_escalated").count() == 1


def test_the_nearer_of_the_day_told_and_the_pace_of_the_kind_is_the_deadline(county):
    far = clock.today() + timedelta(days=60)
    facts = {"title": "核准", "href": "/", "permission": "targeting.record", "division": "330784"}
    waiting.began(Waiting(kind="core.approval", subject="b", due_on=far, **facts))
    paced = days.after(clock.today(), 3)
    assert Todo.objects.get().due_on == paced
    waiting.began(Waiting(kind="core.approval", subject="b", due_on=clock.today(), **facts))
    assert Todo.objects.get().due_on == clock.today()


@pytest.mark.parametrize(
    ("now", "begin", "end", "out"),
    [
        ("2026-11-25 21:59", "22:00", "07:00", "2026-11-25 21:59"),
        ("2026-11-25 22:00", "22:00", "07:00", "2026-11-26 07:00"),
        ("2026-11-26 06:59", "22:00", "07:00", "2026-11-26 07:00"),
        ("2026-11-26 07:00", "22:00", "07:00", "2026-11-26 07:00"),
        ("2026-11-26 12:30", "12:00", "14:00", "2026-11-26 14:00"),
        ("2026-11-26 14:00", "12:00", "14:00", "2026-11-26 14:00"),
    ],
)
def test_quiet_hours_hold_what_goes_out_until_they_end(now, begin, end, out):
    moment = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    found = goes_out_at(moment, time.fromisoformat(begin), time.fromisoformat(end))
    assert found == datetime.fromisoformat(out).replace(tzinfo=ZONE)


def test_only_the_kinds_that_were_chosen_go_out_by_mail_and_each_once(county):
    actions.choose_channel("email", "chen@example.org", ["reminder"], actor=county)
    began(due_on=FRIDAY)
    remind_all(FRIDAY)
    remind_all(FRIDAY)
    outbox.deliver_due()
    outbox.deliver_due()
    assert [(each.to, "摘牌一件" in each.subject) for each in mail.outbox] == [(["chen@example.org"], True)]
    assert OutboxItem.objects.get().done_at is not None
    assert "chen" not in "".join(LedgerEntry.objects.values_list("body", flat=True))


def test_quiet_hours_of_the_person_delay_the_outbox(county):
    now = clock.now().astimezone(ZONE)
    begin, end = (now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time()
    actions.choose_channel("email", "chen@example.org", ["notice"], actor=county)
    actions.keep_quiet(begin, end, actor=county)
    actions.tell([News([county.user_id], "notice", "k", "有结果", "/desk/")])
    outbox.deliver_due()
    assert mail.outbox == [] and OutboxItem.objects.get().not_before > clock.now()
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("channel", "address", "words"),
    [
        ("email", "chen", "邮箱地址"),
        ("webhook", "http://example.org/", "https"),
        ("sms", "13800000000", "没有配置"),
        ("zzd", "chen", "没有配置"),
    ],
)
def test_a_wrong_address_or_a_channel_that_is_not_configured_is_refused(county, channel, address, words):
    with pytest.raises(Refused, match=words):
        actions.choose_channel(channel, address, ["todo"], actor=county)
    assert not ChannelChoice.objects.exists()


def test_a_channel_whose_configuration_went_leaves_the_message_on_the_failed_desk(county, settings, as_user):
    ChannelChoice.objects.create(person_id=county.user_id, channel="sms", address="138", kinds=["notice"])
    actions.tell([News([county.user_id], "notice", "k", "有结果", "/desk/")])
    outbox.deliver_due()
    assert "没有配置" in OutboxItem.objects.get(failed_at__isnull=False).error
    admin = as_user("system_admin")
    page = admin.get("/outbound/").content.decode()
    assert "短信没有配置" in page and "未配置" in page and "有结果" not in page
    admin.post(f"/outbound/{OutboxItem.objects.get().pk}/retry/")
    assert OutboxItem.objects.get().failed_at is None
    assert LedgerEntry.objects.filter(verb="core.outbox_retried").exists()


@pytest.mark.parametrize("role", ["city_admin", "county_officer", "auditor", "security_admin"])
def test_only_the_system_administrator_has_the_outbound_desk(as_user, role):
    client = as_user(role)
    assert client.get("/outbound/").status_code == 403
    assert client.post("/outbound/hosts/", {"host": "a.example.org", "port": 443}).status_code == 403


def test_a_host_is_proposed_on_the_page_agreed_to_by_the_other_and_taken_off(as_user):
    client = as_user("system_admin")
    form = {"host": "sms.example.org", "port": 443, "note": "短信网关"}
    assert client.post("/outbound/hosts/", form).status_code == 302
    assert client.post("/outbound/hosts/", form).status_code == 422
    assert client.post("/outbound/hosts/", form | {"host": "0x7f.1"}).status_code == 422
    assert "等安全管理员核准" in client.get("/outbound/").content.decode()
    second = make_actor("security_admin")
    assert "允许平台连接 sms.example.org:443" in Todo.objects.on_desk_of(second).get().title
    approvals.approve(Proposal.objects.get().pk, actor=second)
    assert "sms.example.org:443" in client.get("/outbound/").content.decode()
    assert client.post(f"/outbound/hosts/{OutboundHost.objects.get().pk}/forbid/").status_code == 302
    assert LedgerEntry.objects.filter(verb="core.host_forbidden").exists()


def test_messages_are_ones_own(as_user, county):
    began()
    message = Message.objects.get()
    foreign = as_user("county_officer", division="330782")
    assert foreign.get(f"/messages/{message.pk}/").status_code == 404
    assert "摘牌一件" not in foreign.get("/messages/").content.decode()
    assert foreign.get("/api/v1/people/messages").json() == {"rows": [], "before": None, "unread": 0}
    assert Client().get("/messages/").status_code == 302
    own = as_user("county_officer", division="330784")
    assert '<b class="af-badge">1<span class="af-vh">条未读' in own.get("/messages/").content.decode()
    assert own.get("/api/v1/people/messages").json()["unread"] == 1
    answer = own.get(f"/messages/{message.pk}/")
    assert answer.status_code == 302 and answer["Location"] == "/listings/"
    assert "条未读" not in own.get("/messages/").content.decode()


def test_settings_are_saved_part_by_part_and_keep_what_was_typed(as_user, county):
    client = as_user("county_officer", division="330784")
    good = {"part": "email", "email-address": "chen@example.org", "email-kinds": ["todo", "reminder"]}
    assert client.post("/messages/settings/", good).status_code == 302
    bad = client.post("/messages/settings/", good | {"email-address": "wrong"})
    assert (
        bad.status_code == 422
        and "wrong" in bad.content.decode()
        and "邮箱地址写得不对" in bad.content.decode()
    )
    assert client.post("/messages/settings/", {"part": "quiet", "begin": "22:00"}).status_code == 422
    assert (
        client.post("/messages/settings/", {"part": "quiet", "begin": "22:00", "end": "07:00"}).status_code
        == 302
    )
    hook = {"part": "webhook", "webhook-address": "https://hook.example.org/a", "webhook-kinds": ["todo"]}
    assert client.post("/messages/settings/", hook).status_code == 302
    page = client.get("/messages/settings/").content.decode()
    assert "whsec_" in page and "22:00" in page and "未配置" in page
    assert ChannelChoice.objects.get(channel="email").address == "chen@example.org"
