"""Pages are not edited here yet; taggit's own tags, which no page uses, are not shown."""

from django.contrib import admin
from taggit.models import Tag as UnusedTag

admin.site.unregister(UnusedTag)
