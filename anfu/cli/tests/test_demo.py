"""`anfu demo load` says in one line what was asked wrongly."""

import pytest
from typer.testing import CliRunner

from anfu.cli.demo import app
from anfu.registry.models import Enterprise

pytestmark = pytest.mark.django_db


def test_a_day_that_is_none_is_one_clear_line_and_loads_nothing(capsys):
    found = CliRunner().invoke(app, ["load", "--enterprises", "5", "--on", "yesterday"])
    said = found.output + capsys.readouterr().err
    assert found.exit_code == 1 and "不是日期" in said, said
    assert not Enterprise.objects.exists()
