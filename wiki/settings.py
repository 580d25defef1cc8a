"""All settings, read from the environment (or a file `.env` beside manage.py). README lists the variables."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def require(**purposes: str) -> list[str]:
    """Read the variables that production cannot do without; name all that are missing."""
    missing = [f"{name} ({purpose})" for name, purpose in purposes.items() if not env.str(name, "").strip()]
    if missing:
        raise ImproperlyConfigured(
            f"Set the environment variables {', '.join(missing)}. "
            "To try the site on your own machine, set DEBUG=true instead."
        )
    return [env.str(name).strip() for name in purposes]


DEBUG = env.bool("DEBUG", False)
if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", "for-development-only-" + "0" * 50)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
else:
    SECRET_KEY, hosts = require(
        SECRET_KEY="a random string of 50 characters or more, kept private",  # noqa: S106
        ALLOWED_HOSTS="the host names of this site, with commas between them",
    )
    ALLOWED_HOSTS = [host.strip() for host in hosts.split(",")]

# Earlier values of it, after a change: what they signed holds on.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
# The address of the site, as mails give it: never what a request says.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.*')}")
SITE_URL = SITE_URL.rstrip("/")

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

# May people without an account create and edit pages?
ANONYMOUS_EDITS = env.bool("ANONYMOUS_EDITS", True)
# Whose edits wait for a moderator: "nobody", "anonymous" (without an account), or "new" (also those not yet trusted).
REVIEW_PEOPLE = env.str("REVIEW_PEOPLE", "new", validate=validate.OneOf(["nobody", "anonymous", "new"]))
# Kinds of page of which every edit waits, but those of trusted people.
REVIEW_KINDS = env.list("REVIEW_KINDS", [])
# Whose report of a spoiler hides the passage at once ("anonymous", "new", "trusted", "moderators"), how many a day.
SEAL_FROM = env.str("SEAL_FROM", "new", validate=validate.OneOf(["anonymous", "new", "trusted", "moderators"]))
SEALS_A_DAY = env.int("SEALS_A_DAY", 5)
# How often an account, or an address without one, may do what costs the server something. Some of them anew, with
# commas: LIMITS="edit=10/minute 60/hour,upload=5/minute".
LIMITS = {
    "edit": "20/minute 300/hour",
    "comment": "10/minute 100/hour",
    "upload": "20/minute 200/day",
    "report": "20/minute 100/day",
    "preview": "120/minute",
    "diff": "120/minute",
    "history": "120/minute",
    "images": "120/minute",
    "special": "60/minute",
    "list": "240/minute",
    "search": "60/minute",
    "suggest": "300/minute",
    "feed": "240/minute",
    "comparison": "120/minute",
    "drawing": "120/minute",
    "export": "10/minute",
} | env.dict("LIMITS", {})
# When somebody becomes trusted by themselves: days since joining, and edits that were kept.
TRUST_AFTER_DAYS = env.int("TRUST_AFTER_DAYS", 4)
TRUST_AFTER_EDITS = env.int("TRUST_AFTER_EDITS", 10)

# A form with too many values is refused by the field that holds them, which keeps the rest of it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

INSTALLED_APPS = [
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "wiki.accounts",
    "wiki.spoilers",
    "wiki.queue",
    "wiki.notifications",
    "wiki.pages",
    "wiki.search",
    "wiki.discussion",
    "wiki.interchange",
    "wiki.moderation",
    "characters",
    "articles",
    "wiki.accounts.admin_config.WayIn",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "markdownx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wiki.requests.plain_requests",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "wiki.spoilers.middleware.cache_headers",
    "wiki.crawlers.no_index",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wiki.requests.people_with_addresses",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wiki.accounts.middleware.time_zone",
    "wiki.accounts.middleware.signing_out",
    "wiki.spoilers.middleware.lens",
    "wiki.errors.not_found_pages",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "wiki.urls"
WSGI_APPLICATION = "wiki.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "wiki" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wiki.spoilers.context.reading_line",
                "wiki.accounts.context.theme",
                "wiki.notifications.context.unread_notices",
                "wiki.crawlers.canonical",
            ],
        },
    },
]

# Databases. SQLite writes one at a time: IMMEDIATE takes the lock at the start, so that no transaction
# fails half-way, and WAL lets readers go on meanwhile.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'alias.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    # Queries of a page are short: compiling one takes PostgreSQL longer than running it.
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8), "timeout": 10},
        "options": "-c jit=off",
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"pool_class": "wiki.pools.SharedPool"},
        },
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    # Sessions stay in the database here: a cache of one process would not hear of a sign-out in another.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        },
    }

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["wiki.spoilers.backends.ReaderBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}"
    for name in ("Argon2PasswordHasher", "PBKDF2PasswordHasher", "ScryptPasswordHasher")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Accounts. Everything is confirmed with codes, so no mail holds a link that signs somebody in.
ACCOUNT_ADAPTER = "wiki.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_FORMS = {"login": "wiki.accounts.forms.SignInForm", "signup": "wiki.accounts.forms.SignUpForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Alias] "
# How often, by address (ip), account (user) or what is asked about (key). Counted in the cache.
ACCOUNT_RATE_LIMITS = {
    "signup": "20/h/ip",
    "challenge": "120/h/ip",
    "download": "3/h/user",
    "profile": "30/h/user",
    "delete": "10/h/user",
}
# How many tries a browser needs on average to solve the puzzle of a sign-up; how long one waits who has no JavaScript.
SIGN_UP_WORK = env.int("SIGN_UP_WORK", 2000)
SIGN_UP_WAIT = env.int("SIGN_UP_WAIT", 60)
RENAME_DAYS = env.int("RENAME_DAYS", 30)
MFA_ADAPTER = "wiki.accounts.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are half a minute off at times
MFA_FORMS = {
    name: f"wiki.accounts.passkeys.{form}"
    for name, form in (
        ("add_webauthn", "AddForm"),
        ("login_webauthn", "SignInForm"),
        ("authenticate_webauthn", "AuthenticateForm"),
        ("reauthenticate_webauthn", "ReauthenticateForm"),
    )
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Staff who have no second factor set one up before the admin opens.
STAFF_NEED_MFA = env.bool("STAFF_NEED_MFA", not DEBUG)

LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "wiki" / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Jobs wait in the database for `manage.py worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail goes to the console until EMAIL_URL says otherwise. It waits in the queue, from where the transport takes it.
vars().update({"EMAIL_TIMEOUT": 30} | env.dj_email_url("EMAIL_URL", "console://"))
MAIL_TRANSPORT, EMAIL_BACKEND = vars()["EMAIL_BACKEND"], "wiki.queue.mail.QueueBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Alias <noreply@localhost>")

# Taggit's own comparison of names would need an unsealed tag; ours goes by slug.
TAGGIT_CASE_INSENSITIVE = False

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "wiki.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

# Production speaks HTTPS. HTTPS=false is for a trial run on a machine of one's own.
HTTPS = env.bool("HTTPS", not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
# How many proxies of our own a request comes through. Each of them adds the address that it saw.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", int(BEHIND_PROXY))
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
