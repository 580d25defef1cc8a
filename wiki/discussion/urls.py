from django.urls import path

from wiki.discussion.views import comments, talk

app_name = "discussion"

urlpatterns = [
    path("", talk.recent, name="recent"),
    path("feed/atom/", talk.feed, name="feed"),
    path("feed/atom/<str:token>/", talk.feed, name="feed_mine"),
    path("<str:slug>/", talk.talk, name="talk"),
    path("<str:slug>/follow/", talk.follow, name="follow"),
    path("<str:slug>/<str:public_id>/", comments.comment, name="comment"),
    path("<str:slug>/<str:public_id>/reply/", comments.reply, name="reply"),
    path("<str:slug>/<str:public_id>/edit/", comments.edit, name="edit"),
    path("<str:slug>/<str:public_id>/delete/", comments.delete, name="delete"),
    path("<str:slug>/<str:public_id>/hide/", comments.hide, name="hide"),
    path("<str:slug>/<str:public_id>/history/", comments.history, name="history"),
]
