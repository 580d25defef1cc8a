"""All addresses of the site."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from wiki.pages.views import images, previews
from wiki.pages.views.reading import home

urlpatterns = [
    path("", home, name="home"),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/alias.svg")), name="favicon"),
    path("", include("wiki.pages.urls")),
    path("", include("wiki.spoilers.urls")),
    path("characters/", include("characters.urls")),
    path("markdownx/markdownify/", previews.preview, name="markdownx_markdownify"),
    path("markdownx/upload/", images.upload, name="markdownx_upload"),
    path("accounts/", include("wiki.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "wiki.errors.bad_request"
handler404 = "wiki.errors.not_found"
