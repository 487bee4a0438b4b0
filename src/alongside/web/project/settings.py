"""Settings of the site, from the environment. Importing them writes nothing.

``ALONGSIDE_STUDIES``: study folders, parted like PATH. ``ALONGSIDE_DATA``: where answers are
kept. ``DATABASE_URL``: a database that keeps them instead. ``ALONGSIDE_REPORTS``: where built
reports are. ``ALONGSIDE_SECRET_KEY``: signs the cookie. ``ALONGSIDE_HOSTS``: host names of the
site, parted by commas. ``ALONGSIDE_HTTPS``: ``1`` when the site is reached over HTTPS only.
``ALONGSIDE_STARTS_PER_MINUTE``: how many people may start in a minute from one network address
(usual: 60; 0: as many as like), and ``ALONGSIDE_BEHIND_PROXY``: ``1`` when a proxy of your own
says what that address is. The guide docs/guides/running.md says more.
"""

import os
from pathlib import Path

from alongside.web.project.database import database_settings
from alongside.web.project.secret import find_secret_key

WEB = Path(__file__).parent.parent

ALONGSIDE_STUDIES = tuple(
    Path(folder) for folder in os.environ.get("ALONGSIDE_STUDIES", "").split(os.pathsep) if folder
)
ALONGSIDE_DATA = Path(os.environ.get("ALONGSIDE_DATA", "var"))
ALONGSIDE_REPORTS = Path(os.environ.get("ALONGSIDE_REPORTS", str(ALONGSIDE_DATA / "reports")))
_https = os.environ.get("ALONGSIDE_HTTPS", "") == "1"
_hosts = [name.strip() for name in os.environ.get("ALONGSIDE_HOSTS", "").split(",")]

ALONGSIDE_STARTS_PER_MINUTE = int(os.environ.get("ALONGSIDE_STARTS_PER_MINUTE", "60"))
ALONGSIDE_BEHIND_PROXY = os.environ.get("ALONGSIDE_BEHIND_PROXY", "") == "1"

DEBUG = False
SECRET_KEY = find_secret_key(ALONGSIDE_DATA)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *(name for name in _hosts if name)]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "alongside.web.people",
    "alongside.web.records",
    "alongside.web.pages",
    "alongside.web.respond",
    "alongside.web.publish",
    "alongside.web.event",
    "alongside.web.walk",
    "alongside.web.workspace",
]
MIDDLEWARE = [
    "alongside.web.project.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alongside.web.project.headers.SecurityHeaders",
    "alongside.web.project.errors.DatabaseTrouble",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "alongside.web.project.urls"
WSGI_APPLICATION = "alongside.web.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [WEB / "project" / "jinja"],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "alongside.web.project.templating.environment"},
    }
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", ""), ALONGSIDE_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One cookie, signed, gone when the browser closes. It holds random keys and nothing else.
SESSION_ENGINE = "alongside.web.project.cookies"
SESSION_COOKIE_NAME = "alongside"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _https
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "alongside.web.project.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in _hosts if name]

SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
X_FRAME_OPTIONS = "DENY"
# A page holds a few fields; a written answer has at most 20,000 characters.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "Europe/London"
USE_TZ = True

# Faults are written without who asked: no address, no browser.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "short"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # somebody sent too much, and was told so: nothing for the people who run the site to do
        "django.security.RequestDataTooBig": {"level": "CRITICAL"},
        "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
        "alongside": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
