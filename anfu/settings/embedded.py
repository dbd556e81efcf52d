"""One machine, no service to install: SQLite in ANFU_HOME."""

from anfu.settings.base import *  # noqa: F403
from anfu.settings.base import HOME
from anfu.settings.database import sqlite
from anfu.settings.secret import secret_key

SECRET_KEY = secret_key(HOME)
DATABASES = {"default": sqlite(HOME / "anfu.sqlite3")}
METRICS_LOCAL = True
