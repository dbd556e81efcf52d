"""The site as a web server runs it: loaded whole, with its addresses, before the first request."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from anfu.core.loading import nothing_to_collect
from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
os.environ.setdefault("ANFU_STATEMENT_SECONDS", "30")
with nothing_to_collect():
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018  (reading them loads every page)

from anfu.core import running  # after Django is set up

running.hold()
