"""All settings of the product. Only `KANBAN_ENV=production` makes it a production installation."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corsheaders.defaults import default_headers
from django.utils.translation import gettext_lazy as _

from files.content_types.rules import read_rules
from kanban import environment as env
from kanban import var_dir
from kanban.cookies import cookie_name
from kanban.version import VERSION

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = env.choice("KANBAN_ENV", "development", "production") == "production"
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
var_dir.keep_private("VAR_DIR", VAR_DIR)

# ── Hosts and origins ─────────────────────────────────────────────────────────────────────────────
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", production=PRODUCTION, folder=VAR_DIR)
JWT_KEY = env.secret("JWT_KEY", production=PRODUCTION, folder=VAR_DIR)
HERE = f"http://{env.text('HOST', '127.0.0.1')}:{env.text('PORT', '8000')}"
PUBLIC_URL = env.text("PUBLIC_URL", "" if PRODUCTION else HERE).rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
CORS_ALLOWED_ORIGINS = env.origins("CORS_ALLOWED_ORIGINS")
CORS_URLS_REGEX = r"^/api/v1/.*$"
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After", "X-Request-Id"]
BEHIND_TLS = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS") or ([PUBLIC_URL] if PUBLIC_URL else [])

if PRODUCTION:
    if DEBUG:
        env.refuse("DEBUG must be off in production.")
    if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
        env.refuse("ALLOWED_HOSTS must name the hosts that are served, without a wildcard.")
    if not urlsplit(PUBLIC_URL).netloc:
        env.refuse("PUBLIC_URL must be the address people open, such as https://board.example.com.")

# ── Storage ───────────────────────────────────────────────────────────────────────────────────────
DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.text("REDIS_URL")
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", 1)
THREADS = env.number("THREADS", 40)
# Limits of the server itself (kanban/server). 0: as many connections as there are file descriptors for.
LIMIT_CONNECTIONS = env.number("LIMIT_CONNECTIONS", 0)
LIMIT_CONNECTIONS_ADDRESS = env.number("LIMIT_CONNECTIONS_ADDRESS", 0)
LIMIT_HALF_OPEN = max(1, env.number("LIMIT_HALF_OPEN", 500))
LIMIT_HALF_OPEN_ADDRESS = max(1, env.number("LIMIT_HALF_OPEN_ADDRESS", 100))
LIMIT_REQUEST_SECONDS = max(1, env.number("LIMIT_REQUEST_SECONDS", 15))
LIMIT_BODY_RATE = env.number("LIMIT_BODY_RATE", 500)
LIMIT_UNREAD_SECONDS = env.number("LIMIT_UNREAD_SECONDS", 60)
DATABASE_POOL = env.number("DATABASE_POOL", 12)
DATABASE_POOL_SECONDS = max(1, env.number("DATABASE_POOL_SECONDS", 10))
LEADERS = max(1, DATABASE_POOL // 2)

if PRODUCTION and not (DATABASE_URL and REDIS_URL):
    env.refuse("production needs DATABASE_URL (PostgreSQL) and REDIS_URL.")
if WEB_CONCURRENCY > 1 and not REDIS_URL:
    env.refuse("without REDIS_URL there is one process: unset WEB_CONCURRENCY or set REDIS_URL.")

POSTGRES_OPTIONS = {
    "server_side_binding": True,
    "prepare_threshold": 5,
    "pool": {"min_size": 1, "max_size": DATABASE_POOL, "timeout": DATABASE_POOL_SECONDS},
    "options": "-c lock_timeout=5000 -c statement_timeout=15000",
}
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def _database() -> dict[str, Any]:
    config = env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
    sqlite = config["ENGINE"].endswith("sqlite3")
    if sqlite and config["NAME"] not in ("", ":memory:"):
        var_dir.keep_database_private("DATABASE_URL", Path(config["NAME"]))
    config["OPTIONS"] = {**config.get("OPTIONS", {}), **(SQLITE_OPTIONS if sqlite else POSTGRES_OPTIONS)}
    # Tests of races between threads need a file: SQLite's in-memory database does not wait for locks.
    test = {"TEST": {"NAME": str(VAR_DIR / "test.sqlite3")}} if sqlite else {}
    return {**config, "CONN_MAX_AGE": 0, **test}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_LIMITS = {"socket_timeout": 2, "socket_connect_timeout": 1, "max_connections": 1000}
LOCAL_CACHE = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "local",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "kanban",
        "OPTIONS": {**REDIS_LIMITS, "retry": None},
    }
    if REDIS_URL
    else {**LOCAL_CACHE, "LOCATION": "default"},
    "local": LOCAL_CACHE,
    "rate_limits": {"BACKEND": "accounts.auth.rate_limits.RateLimitCache"},
}
# redis-py 8 limits a pool to 100 connections and refuses more; sockets connect by the thousand.
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "max_connections": 1000}], "prefix": "kanban"},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}},
}

FILES_DIR = Path(env.text("FILES_DIR", str(VAR_DIR / "files")))
if FILES_DIR.exists():
    var_dir.keep_private("FILES_DIR", FILES_DIR)
PROJECT_QUOTA = env.number("PROJECT_QUOTA", 1073741824)
PERSON_QUOTA = env.number("PERSON_QUOTA", 5368709120)
FILE_TYPES = env.parsed("FILE_TYPES", read_rules)
# Thumbnails that one process makes at the same time, each in a process of its own.
THUMBNAIL_WORKERS = max(1, env.number("THUMBNAIL_WORKERS", 2))
S3_BUCKET = env.text("S3_BUCKET")
S3_ENDPOINT_URL = env.url("S3_ENDPOINT_URL")
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_SIGNED_URLS = env.flag("S3_SIGNED_URLS", default=False)
if S3_BUCKET:
    env.needs("S3_BUCKET", "boto3", "storages", installed_by="bin/venv requirements-s3.txt")
# Where pages may load images from, beside their own origin.
FILES_ORIGIN = ""
if S3_BUCKET and S3_SIGNED_URLS:
    FILES_ORIGIN = env.origin_of(S3_ENDPOINT_URL or f"https://{S3_BUCKET}.s3.{S3_REGION}.amazonaws.com")


PRIVATE = {
    "file_permissions_mode": var_dir.FILE_MODE,
    "directory_permissions_mode": var_dir.FOLDER_MODE,
}


def _files() -> dict[str, Any]:
    if not S3_BUCKET:
        return {"BACKEND": "files.storage.disk.DiskStorage", "OPTIONS": {"location": FILES_DIR, **PRIVATE}}
    options = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": S3_ENDPOINT_URL or None,
        "region_name": S3_REGION,
        "access_key": env.text("S3_ACCESS_KEY_ID") or None,
        "secret_key": env.text("S3_SECRET_ACCESS_KEY") or None,
        "addressing_style": "path" if S3_ENDPOINT_URL else "virtual",
        "signed_urls": S3_SIGNED_URLS,
    }
    return {"BACKEND": "files.storage.s3.BucketStorage", "OPTIONS": options}


STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "files": _files(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Scripts and styles of pages: "dist" (the bundle), "source" (the modules), or "auto": the bundle if built.
ASSETS = env.text("ASSETS", "auto")

# ── Django ────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",  # runserver too serves static files with the headers of SecurityHeaders
    "daphne",
    "accounts.admin_config.OperatorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "channels",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "accounts",
    "projects",
    "files",
    "boards",
    "chat",
    "notifications",
    "kanban",
]
MIDDLEWARE = [
    "kanban.middleware.RequestLog",
    "kanban.middleware.SecurityHeaders",
    "kanban.middleware.ChunkedContentLength",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "accounts.middleware.StrictSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.UserLocale",
    "kanban.middleware.RequestRate",
    "kanban.middleware.PageOwner",
    "accounts.middleware.UserTimezone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kanban.middleware.EarlyRefusals",
]
ROOT_URLCONF = "kanban.urls"
ASGI_APPLICATION = "kanban.asgi.application"
APPEND_SLASH = False
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 60 if PRODUCTION else 0
# Names of esbuild's chunks and of the manifest's files contain a hash: browsers may cache both for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.|/dist/.+-[0-9A-Z]{8}\.js$"
# Our own templates are sent without their indentation.
TEMPLATE_LOADERS = ["kanban.template_loader.Loader", "django.template.loaders.app_directories.Loader"]
# Fields of forms too are drawn by our templates: their limits are counted by script and cut nothing.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["kanban.templatetags.directions", "kanban.templatetags.moments"],
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "accounts.context.appearance",
                "notifications.context.bell",
            ],
        },
    }
]

# ── People ────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["accounts.auth.password_hashing.BoundedArgon2PasswordHasher"]
# Passwords that one process hashes at the same time. Further ones wait in a queue.
PASSWORD_HASHES = max(1, env.number("PASSWORD_HASHES", 2))
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "accounts.auth.password_validators.LengthValidator"},
    {"NAME": "accounts.auth.common_passwords.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "projects"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 14 * 24 * 3600
OPERATOR_SESSION_LENGTH = timedelta(hours=max(1, env.number("OPERATOR_SESSION_HOURS", 12)))
# The admin and dangerous actions ask for the password again if it was entered longer ago than this.
RECENT_SIGN_IN = timedelta(minutes=max(1, env.number("RECENT_SIGN_IN_MINUTES", 60)))
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = cookie_name("session", public_url=PUBLIC_URL)
CSRF_COOKIE_NAME = cookie_name("csrf", public_url=PUBLIC_URL)
KNOWN_BROWSER_COOKIE_NAME = cookie_name("browser", public_url=PUBLIC_URL)
THEME_COOKIE_NAME = cookie_name("theme", public_url=PUBLIC_URL)
MESSAGES_COOKIE_NAME = cookie_name("messages", public_url=PUBLIC_URL)
MESSAGE_STORAGE = "kanban.messages.OwnMessages"
CSRF_FAILURE_VIEW = "kanban.errors.csrf_failure"
RATE_LIMITS = {
    "login_account": (env.number("LIMIT_LOGIN_ACCOUNT", 5), 300),
    "login_account_total": (env.number("LIMIT_LOGIN_ACCOUNT_TOTAL", 300), 3600),
    "login_address": (env.number("LIMIT_LOGIN_ADDRESS", 30), 300),
    "register_address": (env.number("LIMIT_REGISTER_ADDRESS", 30), 300),
    "upload": (env.number("LIMIT_UPLOADS", 60), 60),
    "reset_account": (env.number("LIMIT_RESET_ACCOUNT", 3), 3600),
    "reset_address": (env.number("LIMIT_RESET_ADDRESS", 30), 3600),
    # Links and mails; of one person, and of one project.
    "invitations_person": (env.number("LIMIT_INVITATIONS_PERSON", 200), 3600),
    "invitations_project": (env.number("LIMIT_INVITATIONS_PROJECT", 500), 86400),
    # Invitations that are mailed; those to one mailbox until it accepts one; those of the whole installation.
    "invitation_mails_hour": (env.number("LIMIT_INVITATION_MAILS_HOUR", 30), 3600),
    "invitation_mails_day": (env.number("LIMIT_INVITATION_MAILS_DAY", 100), 86400),
    "invitation_mails_project": (env.number("LIMIT_INVITATION_MAILS_PROJECT", 100), 86400),
    "invitation_mails_address": (env.number("LIMIT_INVITATION_MAILS_ADDRESS", 5), 86400),
    "invitation_mails_total": (env.number("LIMIT_INVITATION_MAILS_TOTAL", 1000), 86400),
    # Mail of each kind: to one mailbox, and in total (core/mail.py).
    "mail_address": (env.number("LIMIT_MAILS_ADDRESS", 5), 3600),
    "mail_total": (env.number("LIMIT_MAILS_TOTAL", 1000), 3600),
    # Of one person in one project, for each kind: comments, changed messages, changed descriptions.
    "text_changes": (env.number("LIMIT_TEXT_CHANGES", 120), 60),
    "projects_person": (env.number("LIMIT_PROJECTS_HOUR", 500), 3600),
}
PROJECTS_PER_PERSON = env.number("PROJECTS_PER_PERSON", 1000)
# Requests and sockets of one person, in each process.
REQUESTS_PER_SECOND = env.number("LIMIT_REQUEST_RATE", 200)
REQUEST_BURST = env.number("LIMIT_REQUEST_BURST", 2000)
SOCKETS_PER_PERSON = env.number("LIMIT_SOCKETS_PERSON", 200)
ANONYMOUS_SOCKETS_PER_ADDRESS = env.number("LIMIT_SOCKETS_ANONYMOUS", 100)
PASSWORD_RESET_TIMEOUT = 3600
SOCKET_COMMANDS_PER_SECOND = env.number("LIMIT_SOCKET_RATE", 100)
SOCKET_COMMAND_BURST = env.number("LIMIT_SOCKET_BURST", 200)
# Writes frames directly to uvicorn's transports where they look as expected (realtime/uvicorn_frames.py).
PREFRAMED = env.flag("PREFRAMED", default=True)
# Counts in Redis, and in the process while Redis is unavailable.
RATELIMIT_USE_CACHE = "rate_limits"
RATELIMIT_FAIL_OPEN = True
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": JWT_KEY,
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "LEEWAY": timedelta(seconds=30),
    "USER_ID_CLAIM": "sub",
}

# ── Mail ──────────────────────────────────────────────────────────────────────────────────────────
_mail = env.mail("EMAIL_URL", production=PRODUCTION)
SENDS_MAIL = bool(_mail)
EMAIL_BACKEND = _mail.get(
    "EMAIL_BACKEND", f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'dummy'}.EmailBackend"
)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH")
EMAIL_HOST = _mail.get("EMAIL_HOST", "")
EMAIL_PORT = _mail.get("EMAIL_PORT", 0)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
MAIL_CONTACT = env.text("MAIL_CONTACT")
DEFAULT_FROM_EMAIL = env.text(
    "MAIL_FROM", f"Kanban Realtime <no-reply@{urlsplit(PUBLIC_URL).hostname or 'localhost'}>"
)

# ── Security behind TLS ───────────────────────────────────────────────────────────────────────────
SECURE_SSL_REDIRECT = BEHIND_TLS and env.flag("TLS_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^api/v1/health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# ── Languages ─────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LANGUAGE_COOKIE_NAME = cookie_name("language", public_url=PUBLIC_URL)
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = BEHIND_TLS
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# ── The API ───────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.auth.bearer.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.auth.request_rate.BearerThrottle"],
    "DEFAULT_PARSER_CLASSES": ["projects.api.parsers.WireParser"],
    "DEFAULT_RENDERER_CLASSES": ["projects.api.renderers.WireRenderer", "kanban.browsable.BrowsableRenderer"],
    "DEFAULT_SCHEMA_CLASS": "kanban.openapi.CommandSchema",
    "EXCEPTION_HANDLER": "projects.api.exceptions.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kanban Realtime",
    "DESCRIPTION": "Projects, boards, cards and chat. Every write is a command that leaves one event.",
    "VERSION": VERSION,
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # the input of a PATCH says what it requires, such as `version`
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "kanban.openapi.add_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "Hue": "boards.models.Hue",
        "Role": "projects.api.schema.ROLES",
        "Theme": "accounts.models.User.Theme",
        "Language": "django.conf.settings.LANGUAGES",
    },
}

# ── Logs: one JSON object per line ────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kanban.logs.JsonFormatter"}},
    "filters": {
        "drop_unavailable": {"()": "kanban.logs.DropUnavailable"},
        "client_mistakes": {"()": "kanban.logs.ClientMistakes"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR", "filters": ["drop_unavailable"]},
        # An invalid Host, or a lookup that the admin refuses, is the client's mistake; the log line of the
        # request reports it.
        "django.security": {"level": "CRITICAL"},
        "uvicorn.access": {"handlers": [], "propagate": False},
        "uvicorn.error": {
            "handlers": ["console"],
            "level": "WARNING",
            "propagate": False,
            "filters": ["client_mistakes"],
        },
        "daphne": {"level": "WARNING"},
        "django.channels.server": {"level": "WARNING"},
    },
}
