"""The kind of page that a character is: its sheet, its addresses, its records."""

from characters.kinship import KINDS
from characters.record import write
from wiki.pages.kinds import Kind
from wiki.pages.sheets import Column, Sheet, many, one, picture, table
from wiki.pages.sheets.types import Choice, Date, PageName, ReleaseLabel, Text, Url

STATUSES = ("Alive", "Dead", "Missing", "Unknown")
ROLES = ("main", "guest", "cameo", "mentioned", "voice")
LAST = "The last one that a reader may see is shown: add what changes below, with its gate."

SHEET = Sheet(
    picture(),
    one("continuity", "Continuity", Text(), help="The telling that this character is from: Netflix series, Earth-616."),
    many("played_by", "Played by", Text(url_name="characters:performer")),
    many("created_by", "Created by", Text()),
    one("species", "Species", Text()),
    one("status", "Status", Choice(choices=STATUSES), help=LAST),
    many("occupations", "Occupations", Text()),
    many("affiliations", "Affiliations", PageName()),
    many("powers", "Powers", Text()),
    one("first_appearance", "First appearance", ReleaseLabel(), help="The release in which one first sees them."),
    one("last_appearance", "Last appearance", ReleaseLabel(), gated_by="text"),
    one("debut", "First issue", Text(), help="Where the comics’ original was first printed: Daredevil #4."),
    one("debut_date", "Date of first issue", Date()),
    many("links", "Elsewhere", Url()),
    table(
        "counterparts",
        "Counterparts",
        Column("page", "Page", PageName(must_exist=True), is_needed=True),
        Column("note", "Note", Text()),
        is_apart=True,
        help="The same character in another telling. It is shown on both pages; write it on one.",
    ),
    table(
        "relationships",
        "Relationships",
        Column("page", "Page", PageName(must_exist=True), is_needed=True),
        Column("kind", "What they are to this character", Choice(choices=tuple(KINDS)), is_needed=True),
        is_apart=True,
        help="Shown on both pages, whichever tells it; write it on one. A later one that a reader may see replaces "
        "an earlier one between the same two.",
    ),
    table(
        "appearances",
        "Appearances",
        Column("release", "Release", ReleaseLabel(), is_needed=True),
        Column("role", "Role", Choice(choices=ROLES), is_needed=True),
        Column("credited", "Credited as", Text()),
        one_per="release",
        gated_by="release",
        is_apart=True,
        has_own_form=True,
    ),
)

CHARACTER = Kind(
    name="character",
    label="Character",
    url_name="characters:character",
    template="characters/character.html",
    record=write,
    sheet=SHEET,
    reserved=frozenset({"relations", "performers"}),
    listed_as="Characters",
    list_url_name="characters:characters",
    shows_earlier=True,
)
