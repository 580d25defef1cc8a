from django.urls import path

from wiki.pages import views

app_name = "pages"

urlpatterns = [
    path("wiki/", views.all_pages, name="all_pages"),
    path("wiki/<str:slug>/", views.page, name="page"),
    path("wiki/<str:slug>/links/", views.links, name="links"),
    path("tags/", views.tags, name="tags"),
    path("tags/<str:slug>/", views.tag, name="tag"),
]
