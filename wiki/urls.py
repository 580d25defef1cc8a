"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from wiki.pages.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("wiki.pages.urls")),
    path("", include("wiki.spoilers.urls")),
    path("accounts/", include("wiki.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "wiki.errors.not_found"
