"""What every way of running shares."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from anfu.settings.identity import providers

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("ANFU_HOME", "var")).resolve()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ANFU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

ROOMS = [
    "core",
    "registry",
    "people",
    "providers",
    "experts",
    "targeting",
    "engagements",
    "market",
    "targets",
    "portal",
    "demo",
]
INSTALLED_APPS = [
    *(f"anfu.{room}" for room in ROOMS),
    "anfu.people.signin",
    "anfu.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "anfu.core.web.watching.WatchingMiddleware",
    # The three of headers stand outside whitenoise, so that static files and errors carry them too.
    "anfu.core.web.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "anfu.people.middleware.ActorMiddleware",
    "anfu.core.web.text.TextMiddleware",
    "anfu.people.signin.middleware.SessionMiddleware",
    "anfu.people.signin.middleware.SecondFactorMiddleware",
    "anfu.core.web.middleware.RefusalMiddleware",
]
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "anfu.core.writes.inputs.form_inputs",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / room / "templates" for room in ROOMS],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "anfu.core.web.environment.environment", "context_processors": CONTEXT},
    },
    # Only for the API's documentation page, which its package brings as a Django template.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    },
]
ROOT_URLCONF = "anfu.site.urls"
WSGI_APPLICATION = "anfu.site.wsgi.application"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["anfu.people.signin.backend.Backend"]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "home"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "static"] if (PACKAGE / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "anfu.core.uploads.handler.CappedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CLAMD = os.environ.get("ANFU_CLAMD", "")

PASSWORD_HASHERS = [
    "anfu.people.signin.passwords.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # passwords set before argon2id, renewed when typed
]
_RULES = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _RULES + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _RULES + "NumericPasswordValidator"},
    {"NAME": _RULES + "CommonPasswordValidator"},
    {
        "NAME": _RULES + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "anfu.people.signin.passwords.OwnWordsValidator"},
    {"NAME": "anfu.people.signin.passwords.LeakedPasswordValidator"},
]
# SHA-1 digests of leaked passwords, supplied by the operator: a sorted file, or a folder of range files.
LEAKED_PASSWORDS = os.environ.get("ANFU_LEAKED_PASSWORDS", str(HOME / "leaked-passwords.txt"))

# Lists of firms and persons are counted and end after some pages (`core.reading`); how far is said by parameters.
READING_QUOTAS = True

# Each process keeps the public directory in memory and reads anew what the ledger says has changed (`portal.shelf`).
DIRECTORY_KEPT = True

# Whether officials must have a second factor; the server's settings say required.
SECOND_FACTOR = os.environ.get("ANFU_SECOND_FACTOR", "offered")
SIGNIN_IDLE_MINUTES = int(os.environ.get("ANFU_IDLE_MINUTES", "30"))
SIGNIN_HOURS = int(os.environ.get("ANFU_SESSION_HOURS", "12"))
SIGNIN_HOURS_OFFICIAL = int(os.environ.get("ANFU_SESSION_HOURS_OFFICIAL", "8"))
SESSION_COOKIE_AGE = max(SIGNIN_HOURS, SIGNIN_HOURS_OFFICIAL) * 3600
# Proxies in front whose X-Forwarded-For is believed.
PROXIES = int(os.environ.get("ANFU_PROXIES", "0"))
DEVICE_COOKIE_NAME = "device"

ACCOUNT_ADAPTER = "anfu.people.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# The library counts in each process's memory; `signin.budget` counts in the database.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "anfu.people.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "anfu.people.signin.forms.SecondStepForm",
    "reauthenticate": "anfu.people.signin.forms.ProofByCodeForm",
    "activate_totp": "anfu.people.signin.forms.NewCodeForm",
    "add_webauthn": "anfu.people.signin.forms.NewKeyForm",
}
# A browser offers passkeys without TLS on localhost only, which is where the embedded settings serve.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SOCIALACCOUNT_ADAPTER = "anfu.people.signin.adapters.IdentityAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = providers(HOME, os.environ)
# Kept in the session, not in a cookie: what they say stays here, and no cookie lies beside the session's.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "anfu.core.web.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"persons": {"()": "anfu.core.log_masking.MaskingFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["persons"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
# Who may read /metrics: the holder of the token; this machine itself only where no proxy stands in front.
# The class that signs contracts (`anfu.engagements.signing.Signer`); built in: a fresh proof of the person.
ANFU_SIGNER = os.environ.get("ANFU_SIGNER", "anfu.engagements.signing.ProofOfPerson")

METRICS_TOKEN = os.environ.get("ANFU_METRICS_TOKEN", "")
METRICS_LOCAL = False
# In development (ANFU_LEDGER_GUARD=1) and in tests a commit that changes an audited row without an entry fails.
LEDGER_GUARD = os.environ.get("ANFU_LEDGER_GUARD") == "1"
# The name under which this installation signs checkpoints (its public address without https://), and its key's place.
LEDGER_ORIGIN = os.environ.get("ANFU_LEDGER_ORIGIN", "anfu.invalid/330700")
LEDGER_KEY = os.environ.get("ANFU_LEDGER_KEY", "")
# Checkpoints kept outside (a file or folder, perhaps on another machine's share), looked at when starting.
LEDGER_KEPT = os.environ.get("ANFU_LEDGER_KEPT", "")
# Back-ups that come round: the folder (none = none), the key file (its public half is enough), how often, how many stay.
BACKUP_TO = os.environ.get("ANFU_BACKUP_TO", "")
BACKUP_KEY = os.environ.get("ANFU_BACKUP_KEY", str(HOME / "backup.key"))
BACKUP_EVERY_HOURS = int(os.environ.get("ANFU_BACKUP_EVERY_HOURS", "24"))
BACKUP_KEEP = int(os.environ.get("ANFU_BACKUP_KEEP", "14"))

# Calls to other machines: this machine itself only while developing and testing.
OUTBOUND_LOOPBACK = False
# The address under which people open the platform, for links in messages.
SITE_URL = os.environ.get("ANFU_URL", "http://127.0.0.1:8000").rstrip("/")
# E-mail leaves through ANFU_SMTP_HOST; without it the channel is not set up.
EMAIL_HOST = os.environ.get("ANFU_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("ANFU_SMTP_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("ANFU_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ANFU_SMTP_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("ANFU_SMTP_TLS", "ssl") == "ssl"
EMAIL_USE_TLS = os.environ.get("ANFU_SMTP_TLS", "ssl") == "starttls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("ANFU_MAIL_FROM", "anfu@localhost")
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
# Gateways that the operator fills in; see docs/operations/messages.md.
MESSAGE_GATEWAYS = {
    channel: {
        "url": os.environ.get(f"ANFU_{name}_URL", ""),
        "body": os.environ.get(f"ANFU_{name}_BODY", ""),
        "headers": os.environ.get(f"ANFU_{name}_HEADERS", ""),
        "expect": os.environ.get(f"ANFU_{name}_EXPECT", ""),
    }
    for channel, name in (("sms", "SMS"), ("zzd", "ZZD"))
}
