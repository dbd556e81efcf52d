"""PostgreSQL by DATABASE_URL, behind a proxy that ends TLS."""

import os

from anfu.settings.base import *  # noqa: F403
from anfu.settings.base import HOME
from anfu.settings.database import postgresql
from anfu.settings.secret import secret_key

SECRET_KEY = os.environ.get("ANFU_SECRET_KEY") or secret_key(HOME)
DATABASES = {"default": postgresql(os.environ["DATABASE_URL"])}
if os.environ.get("ANFU_TLS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
