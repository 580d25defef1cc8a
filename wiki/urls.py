"""All addresses of the site."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from wiki.crawlers import robots
from wiki.pages.views import images, previews, sitemaps
from wiki.pages.views.reading import home

urlpatterns = [
    path("", home, name="home"),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/alias.svg")), name="favicon"),
    path("", include("wiki.pages.urls")),
    path("", include("wiki.search.urls")),
    path("talk/", include("wiki.discussion.urls")),
    path("notifications/", include("wiki.notifications.urls")),
    path("", include("articles.urls")),  # before the works: their calendar stands among them
    path("", include("wiki.spoilers.urls")),
    path("", include("wiki.moderation.urls")),
    path("characters/", include("characters.urls")),
    path("markdownx/markdownify/", previews.preview, name="markdownx_markdownify"),
    path("markdownx/upload/", images.upload, name="markdownx_upload"),
    path("accounts/", include("wiki.accounts.urls")),
    path("accounts/", include("wiki.accounts.doors")),
    path("admin/", admin.site.urls),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.part, name="sitemap"),
]

handler400 = "wiki.errors.bad_request"
handler404 = "wiki.errors.not_found"
handler429 = "wiki.accounts.limits.too_many"
