import os

from django.core.wsgi import get_wsgi_application

from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
os.environ.setdefault("ANFU_STATEMENT_SECONDS", "30")
application = get_wsgi_application()

from anfu.core import running  # noqa: E402  (after Django is set up)

running.hold()
