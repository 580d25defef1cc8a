"""The newsroom’s pages."""
