"""Every template compiles: `python -m tests.laws.templates`."""

import os
import sys
from pathlib import Path

import django
from jinja2 import TemplateError


def broken() -> list[str]:
    """Templates that do not compile, each with its line."""
    from django.conf import settings
    from django.template import engines

    environment = engines["jinja2"].env
    faults = []
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in sorted(Path(folder).rglob("*.html")):
            try:
                environment.get_template(str(path.relative_to(folder)))
            except TemplateError as fault:
                faults.append(f"{path}: {fault}")
    return faults


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anfu.settings.test")
    django.setup()
    found = broken()
    print("\n".join(found) or "templates: all compile")
    sys.exit(bool(found))
