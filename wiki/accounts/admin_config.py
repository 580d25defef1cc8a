"""The admin as an app. Apart from apps.py, where Django would take it for a second app of this package."""

from django.contrib.admin.apps import AdminConfig


class WayIn(AdminConfig):
    """The admin, with the way in that everybody takes."""

    default_site = "wiki.accounts.admin_site.Site"
