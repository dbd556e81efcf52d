import os

from django.core.wsgi import get_wsgi_application

from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
application = get_wsgi_application()

from anfu.core import running  # noqa: E402  (after Django is set up)

running.hold()
