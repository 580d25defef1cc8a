"""What the pages of works and releases show of characters."""

from characters import appearing
from wiki.spoilers.panels import Panel

PANEL = Panel("characters/_appearing.html", appearing.in_work, appearing.in_release)
