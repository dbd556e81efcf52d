"""PostgreSQL by DATABASE_URL, behind a proxy that ends TLS."""

import os

from anfu.settings.base import *  # noqa: F403
from anfu.settings.base import HOME, LOGGING
from anfu.settings.database import postgresql
from anfu.settings.secret import secret_key

SECRET_KEY = os.environ.get("ANFU_SECRET_KEY") or secret_key(HOME)
DATABASES = {"default": postgresql(os.environ["DATABASE_URL"])}
SECOND_FACTOR = os.environ.get("ANFU_SECOND_FACTOR", "required")
LOGGING = {
    **LOGGING,
    "formatters": {"json": {"()": "anfu.core.monitoring.log_lines.JsonLines"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["persons"], "formatter": "json"},
    },
    "loggers": {
        "anfu": {"level": "INFO"},
        # Its lines name the address, which may carry what somebody typed; ours name the route.
        "django.request": {"level": "CRITICAL"},
        # Whoever waited for the connection says that there was none; this one says so with each attempt.
        "psycopg.pool": {"level": "ERROR"},
    },
}
if os.environ.get("ANFU_TLS") == "1":
    PROXIES = int(os.environ.get("ANFU_PROXIES", "1"))
    MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    DEVICE_COOKIE_NAME = "__Host-device"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = ["^health/", "^metrics$"]  # asked on this machine, behind the proxy
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Names that begin so are refused by browsers from any other host or without TLS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("ANFU_HSTS_SUBDOMAINS") == "1"
    SECURE_HSTS_PRELOAD = False
    # Whether other hosts of the domain, or browsers' lists, may be bound is the domain owner's to say.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
