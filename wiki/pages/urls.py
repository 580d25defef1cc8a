from django.urls import path

from wiki.pages.views import history, reading, writing

app_name = "pages"

urlpatterns = [
    path("wiki/", reading.all_pages, name="all_pages"),
    path("wiki/new/", writing.new, name="new"),
    path("wiki/new/draft/", writing.new_draft, name="new_draft"),
    path("wiki/<str:slug>/", reading.page, name="page"),
    path("wiki/<str:slug>/edit/", writing.edit, name="edit"),
    path("wiki/<str:slug>/draft/", writing.draft, name="draft"),
    path("wiki/<str:slug>/history/", history.history, name="history"),
    path("wiki/<str:slug>/diff/<str:a>/<str:b>/", history.diff, name="diff"),
    path("wiki/<str:slug>/at/<str:revision>/", history.at, name="at"),
    path("wiki/<str:slug>/undo/<str:revision>/", history.undo, name="undo"),
    path("wiki/<str:slug>/restore/<str:revision>/", history.restore, name="restore"),
    path("wiki/<str:slug>/links/", reading.links, name="links"),
    path("names/", reading.names, name="names"),
    path("tags/", reading.tags, name="tags"),
    path("tags/<str:slug>/", reading.tag, name="tag"),
]
