"""The settings: every environment variable is declared here, once, with its type and default.

docs/settings.md describes each of them. The defaults are safe: no debug pages, only
local hosts, an embedded database, a secret key generated on the first run.
"""

import hashlib
import logging
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, validate
from redis.backoff import NoBackoff
from redis.retry import Retry
from whitenoise.compress import Compressor

from locator.language import PRODUCT_LANGUAGE
from sites.importing.files.system import reason_of
from sites.web.tiles import BASE_LAYERS

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)

STATE_DIR = env.path("STATE_DIR", BASE_DIR / "var")
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = env.bool("HTTPS", False)
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_CONNECTION_SECONDS = env.int("DATABASE_CONNECTION_SECONDS", 60)
CACHE_URL = env.str("CACHE_URL", "")
DEFAULT_REGION: str = env.str(
    "DEFAULT_REGION",
    "500116",
    validate=validate.Regexp(r"[0-9]{6}\Z", error=_("Give a GB/T 2260 code.")),
)
RELEASE = env.str("RELEASE", "")
TILE_LAYER: str = env.str(
    "TILE_LAYER",
    "none",
    validate=validate.OneOf(list(BASE_LAYERS), error=_("It must be one of: {choices}.")),
)
TIANDITU_KEY = env.str("TIANDITU_KEY", "")
NOMINATIM_URL = env.str("NOMINATIM_URL", "")
GEOCODER_USER_AGENT = env.str("GEOCODER_USER_AGENT", "service-point-locator")
GEOCODER_TIMEOUT_SECONDS = env.float("GEOCODER_TIMEOUT_SECONDS", 10.0)
GEOCODER_DELAY_SECONDS = env.float("GEOCODER_DELAY_SECONDS", 1.0)
GEOCODER_CHAIN = env.list("GEOCODER_CHAIN", ["gazetteer"])
GEOCODER_MEMORY_DAYS = env.int("GEOCODER_MEMORY_DAYS", 180)
LOCATE_TIMEOUT_SECONDS = env.float("LOCATE_TIMEOUT_SECONDS", 2.0)
AMAP_URL = env.str("AMAP_URL", "https://restapi.amap.com")
AMAP_KEY = env.str("AMAP_KEY", "")
TIANDITU_URL = env.str("TIANDITU_URL", "https://api.tianditu.gov.cn")
TIANDITU_SERVER_KEY = env.str("TIANDITU_SERVER_KEY", "")
BAIDU_URL = env.str("BAIDU_URL", "https://api.map.baidu.com")
BAIDU_KEY = env.str("BAIDU_KEY", "")
PHOTON_URL = env.str("PHOTON_URL", "")
LOGIN_FAILURES = env.int("LOGIN_FAILURES", 5, validate=validate.Range(min=1))
LOGIN_LOCKOUT_MINUTES = env.int("LOGIN_LOCKOUT_MINUTES", 15, validate=validate.Range(min=1))
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30, validate=validate.Range(min=3))
SECOND_FACTOR_ROLES: list[str] = env.list("SECOND_FACTOR_ROLES", [])
PHONE_VERIFIED_MONTHS: int = env.int(
    "PHONE_VERIFIED_MONTHS", 6, validate=validate.Range(min=1, max=120)
)
LOG_LEVEL: int = env.log_level("LOG_LEVEL", logging.WARNING)

try:
    env.seal()
except EnvValidationError as error:
    said: Any = error.error_messages
    faults = "; ".join(f"{name}: {' '.join(map(_, said[name])).rstrip('.。')}" for name in said)
    raise ImproperlyConfigured(
        _("Correct these environment variables, as docs/settings.md describes them: %(faults)s")
        % {"faults": faults}
    ) from None


def _state_directory() -> Path:
    """Return the directory of what is kept, made if it is new; only its owner may enter it then.

    Sessions and hashes of passwords are in the database there.
    """
    STATE_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return STATE_DIR


def _generated_secret_key() -> str:
    """Return the key kept in the state directory, a file only its owner reads.

    It is made on the first run; of two first runs at once, both take what one of them has made.
    """
    path = _state_directory() / "secret_key"
    if not path.exists():
        # Under its name once it is whole: nobody ever reads half a key.
        with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    if key := path.read_text(encoding="ascii", errors="replace"):
        return key
    raise ImproperlyConfigured(
        _("%(file)s is empty: delete it, and it is made anew.") % {"file": path}
    )


if not TIANDITU_KEY and any("{key}" in url for url in BASE_LAYERS[TILE_LAYER].urls):
    raise ImproperlyConfigured(
        _("TILE_LAYER=%(layer)s shows nothing without a key: set TIANDITU_KEY.")
        % {"layer": TILE_LAYER}
    )

try:
    if not DATABASE_URL:
        _state_directory()
    SECRET_KEY = SECRET_KEY or _generated_secret_key()
except OSError as error:
    raise ImproperlyConfigured(
        _("STATE_DIR=%(directory)s cannot be used (%(reason)s): name a directory you may write to.")
        % {"directory": STATE_DIR, "reason": _(reason_of(error))}
    ) from error


def _fingerprint(*patterns: str) -> str:
    """Return a short hash of the files: it changes whenever what pages are made of changes."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in BASE_DIR.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


# Part of every ETag and cache key: a browser must not keep a page that an older release made.
RELEASE = RELEASE or _fingerprint(
    "sites/**/*.py",
    "sites/templates/**/*.html",
    "sites/static/**/*.*",
    "sites/styles/*.css",
    "locale/**/*.mo",
    "data/guides/**/*.toml",
)

INSTALLED_APPS = [
    "sites",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "js_lib_leaflet",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sites.api.freshness.NotModifiedMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "sites.desk.middleware.LegibleAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sites.desk.middleware.DeskSessionMiddleware",
    # Last, as its answer replaces that of a view which let somebody fail once too often.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "locator.urls"
WSGI_APPLICATION = "locator.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    """Return Django's description of the database: the URL's, or the embedded one."""
    if not DATABASE_URL:
        config: dict[str, Any] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": STATE_DIR / "locator.sqlite3",
            "CONN_MAX_AGE": DATABASE_CONNECTION_SECONDS,
        }
    else:
        try:
            parsed = dj_database_url.parse(
                DATABASE_URL, conn_max_age=DATABASE_CONNECTION_SECONDS, conn_health_checks=True
            )
        except ValueError:
            # Not "from error", which would quote the address with its password.
            raise ImproperlyConfigured(
                _(
                    "DATABASE_URL is no address of a database; write it like"
                    " postgres://user:password@host:5432/name or sqlite:////path/file"
                )
            ) from None
        config = dict(parsed)
    if config["ENGINE"].endswith("sqlite3"):
        # Readers never wait for the writer (WAL); a second writer waits its turn from the first
        # statement on (IMMEDIATE), instead of failing half-way with "database is locked".
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return config


DATABASES = {"default": _database()}


def _cache(url: str) -> dict[str, Any]:
    """Return Django's description of the cache: a Redis that processes share, or their own memory.

    What is kept can be made again, so a Redis that is down makes pages slower and limits laxer, and
    breaks nothing; the log says so. It is given up at once: a visitor is waiting.
    """
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        # Not the value, which may hold a password.
        raise ImproperlyConfigured(
            _("CACHE_URL is no address of a Redis; write it like redis://:password@host:6379/0")
        )
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "locator",
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 0.5,
            "SOCKET_TIMEOUT": 0.5,
            "CONNECTION_POOL_KWARGS": {"retry": Retry(NoBackoff(), 0)},
        },
    }


CACHES = {"default": _cache(CACHE_URL)}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "sites.access.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "sites.access.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = LOGIN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=LOGIN_LOCKOUT_MINUTES)
# Else somebody could keep a name locked for ever by going on.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "sites.access.lockout.name_of"
AXES_CLIENT_IP_CALLABLE = "sites.access.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "sites.desk.accounts.login.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "service-points"

LANGUAGE_CODE = PRODUCT_LANGUAGE
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_FINDERS = [
    "sites.web.styles.SiteStyles",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# Source maps are read by developers alone: compressing them would cost most of the set-up's time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

FILE_UPLOAD_HANDLERS = [
    "sites.importing.files.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# On a shared PC: no longer than the browser is open, at most a day's work, and see the desk's
# sessions, which end when nobody does anything.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Pages load only what the project serves itself; tiles come from the configured layer alone.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *BASE_LAYERS[TILE_LAYER].hosts],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

# The queue of background work is in the database: no other server. `manage.py worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["sites.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "sites.api.negotiation.FormatNegotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sites.api.problems.problem_handler",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Service-point locator",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}


def _in_one_line(record: logging.LogRecord) -> bool:
    """Say without a traceback that the shared cache is down: every question to it says so."""
    if record.exc_info:
        record.msg, record.exc_info = f"Shared cache left out: {record.exc_info[1]}", None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"one_line": {"()": "django.utils.log.CallbackFilter", "callback": _in_one_line}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # geopy's rate limiter reports every retry with a traceback; the run's summary says it once.
    "loggers": {
        "geopy": {"level": "ERROR"},
        "django_redis.cache": {"filters": ["one_line"]},
    },
}
