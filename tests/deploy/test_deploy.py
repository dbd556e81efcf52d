"""The files of deploy/ and the commands of docs/operations: they parse, agree with each other and name what exists."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
import yaml
from django.conf import settings

from anfu.cli import main

ROOT = Path(settings.PACKAGE).parent
DEPLOY, OPERATIONS = ROOT / "deploy", ROOT / "docs" / "operations"
INSTALLED = "/opt/anfu/.venv/bin/anfu"
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def commands():
    """Every verb of the command line, with its options."""
    if not main.app.registered_commands:
        main._gather()
    return typer.main.get_command(main.app).commands


def unit():
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read(DEPLOY / "anfu.service")
    return parsed


def variables():
    lines = (DEPLOY / "anfu.env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def known(commands, words):
    """Whether the verb exists and takes each option."""
    verb = commands[words[0]]
    if getattr(verb, "commands", None) and len(words) > 1:
        verb = verb.commands[words[1]]
    taken = {option for each in verb.params for option in each.opts}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= taken, words


def test_the_unit_starts_a_command_that_exists(commands):
    service = unit()["Service"]
    program, *words = service["ExecStart"].split()
    assert program == INSTALLED and service["EnvironmentFile"] == "/etc/anfu/anfu.env"
    known(commands, words)
    assert words[words.index("--host") + 1] == "127.0.0.1"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path):
    text = (DEPLOY / "anfu.service").read_text("utf-8").replace(INSTALLED, "/bin/true")
    (tmp_path / "anfu.service").write_text(text.replace("User=anfu\nGroup=anfu\n", ""), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "anfu.service")]
    done = subprocess.run(command, capture_output=True, text=True)
    about_it = [line for line in done.stderr.splitlines() if "anfu.service" in line]
    assert about_it == []


def test_the_images_run_the_same_command_and_ask_the_same_address(commands):
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    words = re.findall(r'"([^"]+)"', re.search(r"^CMD (\[.*\])$", text, re.M)[1])
    assert words[0] == INSTALLED
    known(commands, words[1:])
    assert "/health/ready" in text and (ROOT / ".dockerignore").is_file()


def test_compose_names_files_and_services_that_exist():
    services = compose()["services"]
    build = services["anfu"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert set(services["anfu"]["depends_on"]) | set(services["proxy"]["depends_on"]) <= set(services)
    kept = {volume.split(":")[0] for each in services.values() for volume in each.get("volumes", [])}
    assert {name for name in kept if not name.startswith(".")} == set(compose()["volumes"])
    assert "ports" not in services["anfu"] and "ports" not in services["db"]


def test_every_variable_is_one_that_the_settings_read():
    read = "".join(path.read_text("utf-8") for path in (ROOT / "anfu" / "settings").glob("*.py"))
    inside = {name for name in compose()["services"]["anfu"]["environment"]}
    assert [name for name in {*variables(), *inside} - {"PYTHONUNBUFFERED"} if f'"{name}"' not in read] == []


def proxy():
    return (DEPLOY / "nginx.conf").read_text("utf-8")


def test_the_proxy_says_what_the_settings_believe_and_hides_the_metrics():
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy()
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in proxy()
    assert "location = /metrics { return 404; }" in proxy()
    assert "X-Request-ID $request_id" in proxy() and variables()["ANFU_TLS"] == "1"


def test_programs_without_tls_are_refused_and_only_pages_are_led_to_it():
    plain = proxy().split("server {")[1]
    assert "location /api/ { return 403; }" in plain and "location / { return 301 https://" in plain


def test_the_proxy_speaks_tls_of_today_and_chooses_the_strongest_first():
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in proxy() and "ssl_prefer_server_ciphers on;" in proxy()
    suites = re.search(r"ssl_ciphers ([^;]+);", proxy())[1].split(":")
    assert all(re.match(r"ECDHE-.*(GCM|POLY1305)", suite) for suite in suites)
    assert "256" in suites[0] and "128" in suites[-1]


@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="no nginx here")
def test_nginx_understands_its_file(tmp_path):
    pair = ["-keyout", str(tmp_path / "anfu.key"), "-out", str(tmp_path / "anfu.crt")]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=a",
        *pair,
    ]
    subprocess.run(command, check=True, capture_output=True)
    own = proxy().replace("/etc/anfu/tls", str(tmp_path))
    own = re.sub(r"listen (\[::\]:)?(80|443)", lambda m: f"listen 127.0.0.1:{41000 + int(m[2])}", own)
    seen: set[str] = set()
    lines = [
        line for line in own.splitlines() if "listen" not in line or not (line in seen or seen.add(line))
    ]
    (tmp_path / "site.conf").write_text("\n".join(lines), "utf-8")
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("manual", ["install", "upgrade", "monitoring", "incident", "backup"])
def test_manuals_name_commands_and_files_that_exist(commands, manual):
    text = (OPERATIONS / f"{manual}.md").read_text("utf-8")
    said = re.findall(r"(?:^|[`| ]|bin/)anfu ([a-z][a-z-]+(?: [a-z][a-z-]+| --?[a-z-]+)*)", text, re.M)
    assert said
    for words in said:
        known(commands, [word for word in words.split() if not re.fullmatch(r"-[a-z]", word)])
    for name in re.findall(r"deploy/([\w.]+\w)", text):
        assert (DEPLOY / name).exists() or name in (".env", "tls")
    for name in re.findall(r"\]\(([\w./-]+\.md)\)", text):
        assert (OPERATIONS / name).is_file()


def test_every_metric_of_the_manual_is_one_that_the_platform_gives(client, db, settings):
    from anfu.core import clock
    from anfu.core.models import PeriodicRun

    settings.METRICS_TOKEN = "scraper"
    PeriodicRun.objects.create(name="core.outbox", slot=clock.now())
    given = client.get("/metrics", headers={"Authorization": "Bearer scraper"}).content.decode()
    told = set(re.findall(r"`(anfu_\w+)[`{]", (OPERATIONS / "monitoring.md").read_text("utf-8")))
    helped = set(re.findall(r"^# TYPE (anfu_\w+)", given, re.M))
    assert told and {name.removesuffix("_bucket") for name in told} <= helped
