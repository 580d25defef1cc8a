"""Sheets: the structured part of a page. A kind declares its fields once; everything else follows from that."""

from wiki.pages.sheets.declaration import Column, Field, Sheet, many, one, picture, table

__all__ = ["Column", "Field", "Sheet", "many", "one", "picture", "table"]
