from django.urls import path

from wiki.spoilers import views

app_name = "spoilers"

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("progress/finished/", views.finished, name="finished"),
    path("progress/undo/", views.undo, name="undo"),
    path("on-this-day/", views.on_this_day, name="on_this_day"),
    path("on-this-day/<str:day>/", views.on_this_day, name="on_day"),
    path("works/", views.works, name="works"),
    path("works/<slug:code>/", views.work, name="work"),
    path("works/<slug:code>/<str:label>/", views.release, name="release"),
]
