import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory

import anfu
from anfu.core.actor import NOBODY, Actor
from anfu.core.refusal import Refused, Stale
from anfu.core.web import errors, icons, navigation
from anfu.core.web.gallery import gallery

PACKAGE = Path(anfu.__file__).parent
PARTS = PACKAGE / "core/templates/core/parts"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
ICONS = set((PACKAGE.parent / "web/icons.txt").read_text().split())
OFFICER = Actor(user_id=1, name="示例员", office="示例市应急管理局")


def a_request(address="/parts/", actor=OFFICER):
    request = RequestFactory().get(address)
    request.actor, request.user = actor, AnonymousUser()
    return request


def rendered(address="/parts/"):
    return gallery(a_request(address)).content.decode()


def a_page(source, **context):
    template = engines["jinja2"].from_string('{% import "core/parts.html" as ui with context %}' + source)
    return template.render(context, a_request())


@pytest.mark.parametrize("address", ["/parts/", "/parts/?town=330784101&employees_min=20&sort=-name&q=x"])
def test_every_part_renders_under_strict_names(address):
    html = rendered(address)
    assert html.count("<h1") == 1
    assert "</html>" in html


def test_every_part_is_in_the_gallery_and_reached_through_one_import():
    exported = (PARTS.parent / "parts.html").read_text()
    shown = (PARTS.parent / "gallery.html").read_text()
    inner = {
        "facet_menu",
        "facet_button",
        "cleared",
        "field_error",
        "field_hint",
        "field_label",
    }
    for file in PARTS.glob("*.html"):
        for name in re.findall(r"{% macro (\w+)\(", file.read_text()):
            if name not in inner:
                assert re.search(rf"set [^%]*\b{name}\b", exported), f"{name} is not exported"
                assert f"ui.{name}(" in shown, f"{name} is not in the gallery"


def test_no_page_carries_a_style_or_a_script_of_its_own():
    html = rendered()
    assert not re.search(r"\sstyle=|\son\w+=|<style", html)
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attributes or 'type="application/json"' in attributes


def test_every_id_is_there_once_and_every_label_and_reference_leads_to_one():
    html = rendered()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'\s(?:for|aria-describedby|aria-labelledby|form)="([^"]+)"', html)
    assert {name for value in pointed for name in value.split()} <= set(ids)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_icon_named_in_a_template_is_in_the_sprite(file):
    named = re.findall(r'icon\("([\w-]+)"|icon_name="([\w-]+)"|"icon_name": "([\w-]+)"', file.read_text())
    assert {name for found in named for name in found if name} <= ICONS


def test_every_icon_named_in_code_is_in_the_sprite():
    named = {entry.icon for entry in navigation.registered()} | set(icons.STATUS_ICONS.values())
    for file in PACKAGE.glob("*/**/*.py"):
        named |= set(re.findall(r'(?:icon_name|icon)"?[:=] ?"([\w-]+)"', file.read_text()))
    assert named <= ICONS


def test_every_class_that_a_template_uses_has_its_style():
    styles = "".join(file.read_text() for file in (PACKAGE.parent / "web/css").glob("*.css"))
    used = {name for file in TEMPLATES for name in re.findall(r"\baf-[\w-]*\w(?![\w-])", file.read_text())}
    assert {name for name in used if f".{name}" not in styles} <= {"af-js"}


def test_what_comes_from_data_is_escaped():
    hostile = '<img src=x onerror="x">'
    html = a_page(
        '{{ ui.status("ok", t) }}{{ ui.rows_link(t, "/x?a=1&b=2") }}{{ ui.diff(t, t) }}{{ ui.kv([(t, t)]) }}'
        '{{ ui.marked_text(t, [{"start": 0, "end": 4, "title": t}]) }}{{ ui.note("bad", t) }}',
        t=hostile,
    )
    assert "<img" not in html
    assert 'title="&lt;img' in html


def test_data_of_a_chart_cannot_end_its_block():
    data = {"kind": "line", "unit": "", "categories": ["a"], "description": "", "series": []}
    html = a_page('{{ ui.chart("c", d, "t") }}', d=data | {"description": "</script><b>"})
    assert html.count("</script>") == 1


def test_the_bar_never_leaves_its_track():
    html = a_page("{{ ui.bullet(140, 120) }}{{ ui.bullet(-3, 50) }}{{ ui.bullet(none) }}")
    assert re.findall(r'af-bul-bar" width="([\d.]+)%', html) == ["100.00", "0.00", "0.00"]


def test_a_figure_without_data_says_why_instead_of_zero():
    html = a_page('{{ ui.figure("新增", none, why="还没有合同") }}')
    assert "—" in html and "还没有合同" in html and "af-bul" not in html


def test_sorting_turns_round_on_the_second_press():
    assert "?sort=-n" in a_page('{{ ui.th_sort("n", "名", asked="n") }}')
    assert "?sort=n" in a_page('{{ ui.th_sort("n", "名", asked="-n") }}')
    assert "?sort=-n" in a_page('{{ ui.th_sort("n", "名", falling=True) }}')


def test_a_past_day_is_announced_and_leads_back_to_today():
    html = rendered("/parts/?q=x&on=2026-11-23")
    assert "现在不能改" in html and 'href="/parts/?q=x">回到今天' in html


@pytest.mark.parametrize("actor", [OFFICER, NOBODY], ids=["officer", "stranger"])
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.csrf_failed, 403),
        (errors.not_found, 404),
        (errors.server_error, 500),
        (lambda request: errors.of_refusal(request, Refused("这家企业已经合并，没有改动")), 409),
        (lambda request: errors.conflict(request, Stale("别人先改了", changes=[_change()])), 409),
    ],
)
def test_every_error_is_a_page_in_plain_words(answer, status, actor):
    response = answer(a_request(actor=actor))
    html = response.content.decode()
    assert response.status_code == status
    assert "<h1>" in html and "<p>" in html and "系统繁忙" not in html


def _change():
    return {"label": "人数", "old": "112", "new": "86"}
