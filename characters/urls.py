from django.urls import path

from characters import views

app_name = "characters"

urlpatterns = [
    path("", views.characters, name="characters"),
    path("relations/", views.all_relations, name="all_relations"),
    path("performers/<str:slug>/", views.performer, name="performer"),
    path("<str:slug>/", views.character, name="character"),
    path("<str:slug>/counterparts/", views.counterparts, name="counterparts"),
    path("<str:slug>/relations/", views.relations, name="relations"),
    path("<str:slug>/appearances/", views.appearances, name="appearances"),
    path("<str:slug>/appearances/<slug:code>/<int:number>/", views.grid, name="grid"),
]
