"""The admin: closed to all but staff; what moderators may, and what administrators alone may."""

from tests.permissions.rows import get, post

STAFF = "in in in 200 200"
BOTH = "in in in 302 302"
ADMINS = "in in in 403 200"
NOBODY = "in in in 403 403"
MERGE = {"into": "Places", "gate": "", "reason": "One word"}
BLOCK = {"reason": "Vandalism", "ends_at_0": "", "ends_at_1": "", "network": ""}

SITE = [
    get("admin:index", "plain", "Only staff enter the admin.", STAFF),
    get("admin:login", "plain", "Its way in is everybody’s; who is in as no staff is refused.", "302 403 403 302 302"),
    get("admin:logout", "plain", "Signing out takes a form.", "302 302 302 405 405"),
    get("admin:password_change", "plain", "Staff change their password.", STAFF),
    get("admin:password_change_done", "plain", "Staff may read that it is done.", STAFF),
    get("admin:jsi18n", "plain", "The admin’s words for scripts are for staff.", STAFF),
    get("admin:autocomplete", "plain", "Names are offered to nobody who does not say of what.", NOBODY),
    get("admin:app_list", "plain", "Staff see what they may look after.", STAFF, "spoilers"),
    get("admin:view_on_site", "plain", "Nothing leads from keys of rows to pages.", "in in in 404 404", "999 1"),
    get(
        "admin:(?P<url>.*)$",
        "plain",
        "What is not there is asked for by signing in first.",
        "in in in 404 404",
        "/admin/no/such/",
    ),
    get(
        "admin:<path:object_id>/",
        "plain",
        "Short addresses of rows lead to their long ones.",
        BOTH,
        "/admin/spoilers/work/1/",
    ),
    get(
        "admin:auth_user_password_change", "protected", "Only administrators set another’s password.", ADMINS, "{other}"
    ),
    get("admin:auth_user_password_change", "other's", "No moderator sets an administrator’s.", ADMINS, "{admin}"),
    post(
        "admin:auth_user_password_change",
        "other's",
        "No moderator takes an administrator’s account over.",
        "in in in 403 done",
        "{admin}",
        data={"password1": "ducasse-and-42", "password2": "ducasse-and-42", "usable_password": "true"},
        changes="accounts.User.password",
    ),
]

VIEWS = {
    "changelist": "the list of {}",
    "add": "the form for new {}",
    "change": "one of the {}",
    "history": "what was done to one of the {}",
    "delete": "the question before one of the {} goes",
}
# For each model: what it is called, the key of a row (“x”: there is none), and what a moderator and an administrator
# get of its list, of adding, of changing, of its history, and of deleting.
MODELS = {
    "accounts_user": ("accounts", "{other}", "200 403 200 200 403", "200 200 200 200 403"),
    "accounts_profile": ("profiles", "x", "200 403 302 302 403", "200 403 302 302 403"),
    "articles_articlepage": ("articles", "report", "200 302 200 302 403", "200 302 200 302 403"),
    "articles_claimpage": ("claims", "claim", "200 302 200 302 403", "200 302 200 302 403"),
    "characters_characterpage": ("characters", "hero", "200 302 200 302 403", "200 302 200 302 403"),
    "discussion_comment": ("comments", "{plain}", "200 403 200 200 403", "200 403 200 200 403"),
    "moderation_block": ("blocks", "{block}", "200 200 200 200 403", "200 200 200 200 403"),
    "moderation_catch": ("caught edits", "x", "200 403 302 302 403", "200 403 302 302 403"),
    "moderation_logentry": ("entries of the log", "x", "200 403 302 302 403", "200 403 302 302 403"),
    "moderation_report": ("reports", "x", "200 403 302 302 403", "200 403 302 302 403"),
    "moderation_rule": ("rules", "{rule}", "200 200 200 200 200", "200 200 200 200 200"),
    "notifications_mailplan": ("plans of mails", "{plan}", "403 403 403 403 403", "200 403 200 200 200"),
    "notifications_preference": ("preferences of mails", "x", "403 403 403 302 403", "200 200 302 302 302"),
    "pages_image": ("pictures", "x", "200 403 302 302 403", "200 403 302 302 403"),
    "pages_page": ("pages", "open", "200 200 200 302 403", "200 200 200 302 403"),
    "pages_pending": ("edits that wait", "x", "200 403 302 302 403", "200 403 302 302 403"),
    "pages_synonym": ("synonyms of tags", "{synonym}", "200 200 200 302 403", "200 200 200 302 403"),
    "queue_failedjob": ("failed jobs", "x", "403 404 403 302 403", "200 404 302 302 302"),
    "spoilers_release": ("releases", "{release}", "200 200 200 200 403", "200 200 200 200 200"),
    "spoilers_work": ("works", "{work}", "200 200 200 200 403", "200 200 200 200 200"),
}


def _of(stem):
    name, key, moderator, administrator = MODELS[stem]
    for view, what, one, two in zip(VIEWS, VIEWS.values(), moderator.split(), administrator.split(), strict=True):
        whose = "staff" if one == two else "administrators alone"
        says = f"In the admin, {what.format(name)} is for {whose}."
        at = (
            f"/admin/{stem.replace('_', '/')}/{key}/{view}/" if key == "x" and view not in ("changelist", "add") else ""
        )
        at = at or (key if view not in ("changelist", "add") else "")
        yield get(f"admin:{stem}_{view}", "plain", says, f"in in in {one} {two}", at)


PERSON = {"username": "somebody-else", "email": "else@example.com", "is_active": "on", "role": "new"}
USER = "accounts.User"
SENT = [
    post(
        "admin:accounts_user_change",
        "plain",
        "Staff give somebody another name.",
        "in in in done done",
        "{other}",
        data=PERSON | {"username": "Somebody.Else"},
        changes=f"{USER}.username",
    ),
    post(
        "admin:accounts_user_change",
        "protected",
        "Only administrators change an address.",
        "in in in 302 done",
        "{other}",
        data=PERSON | {"email": "mine@example.com"},
        changes=f"{USER}.email",
    ),
    post(
        "admin:accounts_user_change",
        "other's",
        "Moderators give trust.",
        "in in in done done",
        "{other}",
        data=PERSON | {"role": "trusted", "why": "Good edits"},
        changes="moderation.LogEntry+",
    ),
    post(
        "admin:accounts_user_change",
        "waiting",
        "Only administrators make moderators.",
        "in in in 200 done",
        "{other}",
        data=PERSON | {"role": "moderator", "why": "Good edits", "is_superuser": "on"},
        changes=f"moderation.LogEntry+ {USER}.is_staff",
    ),
    post(
        "admin:accounts_user_change",
        "own",
        "No moderator makes themselves more than they are.",
        "- - - 403 done",
        "{pk}",
        data=PERSON | {"username": "{name}", "email": "mine@example.com", "role": "administrator", "why": "Me"},
        changes=f"{USER}.email",
    ),
    post(
        "admin:accounts_user_change",
        "other's",
        "No moderator changes an administrator’s account.",
        "in in in 403 done",
        "{admin}",
        data=PERSON | {"username": "administrator-one"},
        changes=f"{USER}.email",
    ),
    post(
        "admin:moderation_block_add",
        "plain",
        "Staff block somebody.",
        "in in in done done",
        data=BLOCK | {"name": "somebody-else"},
        changes="moderation.Block+",
    ),
    post(
        "admin:moderation_block_add",
        "protected",
        "An administrator is blocked by another alone.",
        "in in in 403 403",
        data=BLOCK | {"name": "administrator-one"},
    ),
    post(
        "admin:moderation_block_delete",
        "plain",
        "Blocks are lifted, not deleted.",
        NOBODY,
        "{block}",
        data={"post": "yes"},
    ),
    post(
        "admin:accounts_user_delete",
        "plain",
        "Accounts are closed, not deleted.",
        NOBODY,
        "{other}",
        data={"post": "yes"},
    ),
    post("admin:pages_page_delete", "plain", "Pages go by their own form.", NOBODY, "open", data={"post": "yes"}),
    post(
        "admin:pages_synonym_add",
        "plain",
        "Staff make two tags one.",
        "in in in done done",
        data=MERGE | {"tag": "Haunts"},
        changes="pages.Synonym+",
    ),
    post(
        "admin:pages_synonym_add",
        "hidden",
        "A tag beyond one’s lens cannot be merged.",
        "in in in 422 422",
        data=MERGE | {"tag": "Secrets"},
    ),
    post(
        "admin:pages_synonym_change",
        "plain",
        "Staff part two tags.",
        "in in in done done",
        "{synonym}",
        data={"reason": "Two words"},
        changes="pages.Synonym.ended_at",
    ),
    post(
        "admin:spoilers_work_delete", "protected", "Works go by an administrator’s hand.", "in in in 403 200", "{work}"
    ),
]

ROWS = [*SITE, *(row for stem in MODELS for row in _of(stem)), *SENT]
