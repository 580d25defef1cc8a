from django.urls import path

from wiki.spoilers import views

app_name = "spoilers"

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("works/", views.works, name="works"),
    path("works/<slug:code>/", views.work, name="work"),
    path("works/<slug:code>/<str:label>/", views.release, name="release"),
]
