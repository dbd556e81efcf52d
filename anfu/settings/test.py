"""The suite: in-memory SQLite, or the PostgreSQL of DATABASE_URL; the ledger guard bites."""

import os
import tempfile
from pathlib import Path

from anfu.settings.base import *  # noqa: F403
from anfu.settings.database import postgresql, sqlite

_HOME = Path(tempfile.gettempdir()) / f"anfu-test-{os.getpid()}"
FILES_ROOT = _HOME / "files"
HOME = _HOME
SECRET_KEY = "only-for-tests"  # noqa: S105  # nosec B105
_URL = os.environ.get("DATABASE_URL")
DATABASES = {"default": postgresql(_URL, pool=False) if _URL else sqlite(Path(":memory:"))}
if not _URL:
    DATABASES["default"]["NAME"] = ":memory:"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
LEDGER_GUARD = True
READING_QUOTAS = False  # tests of it put it on
DIRECTORY_KEPT = False  # tests write past the ledger; tests of it put it on
OUTBOUND_LOOPBACK = True
EMAIL_HOST = "smtp.invalid"  # set up, while the tests keep mails in memory or name a server of their own
STATIC_ROOT = _HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
