"""What a row of the table says: a route, who asks in which situation, and what each role gets."""

from dataclasses import dataclass, field

from tests.permissions.people import ROLES

# What a role gets:
#   200, 302, 403 …  that status; from a POST, and nothing is changed
#   in               a redirect to the page for signing in, which leads back afterwards
#   again            a redirect to show once more who one is
#   none             404, and byte for byte what the same request gives for a thing that there is not
#   done             a POST is carried out: what the row names is changed
#   waits            a POST is kept for a moderator: nothing but that is changed
#   -                not asked: there is no such thing for this role
OUTCOMES = {"in", "again", "none", "done", "waits", "-"}


@dataclass(frozen=True)
class Row:
    """`at`, `nothing` (a like thing that there is not) and `data` hold words of the world in braces."""

    route: str
    situation: str
    says: str
    outcomes: tuple[str, ...]
    at: str = ""
    method: str = "GET"
    query: str = ""
    data: dict = field(default_factory=dict)
    changes: str = ""
    nothing: str = ""

    @property
    def name(self):
        query = self.query.partition("=")[0]
        return f"{self.route} {self.at} {query} {self.method} {self.situation}".replace("  ", " ")


def _each(outcomes):
    found = tuple(outcomes.split())
    found = found * len(ROLES) if len(found) == 1 else found
    if len(found) != len(ROLES):
        raise ValueError(f"{outcomes!r} does not name an outcome for each of {ROLES}")
    return found


def get(route, situation, says, outcomes, at="", **more):
    """Ask for a page."""
    return Row(route, situation, says, _each(outcomes), at, **more)


def post(route, situation, says, outcomes, at="", *, data=None, **more):
    """Send a form."""
    return Row(route, situation, says, _each(outcomes), at, "POST", data=data or {}, **more)
