from django.urls import path

from articles.views import calendar, feeds, newsroom, reading

app_name = "articles"

urlpatterns = [
    path("news/", reading.news, name="news"),
    path("news/archive/<str:month>/", reading.month, name="month"),
    path("news/tags/<str:slug>/", reading.tag, name="tag"),
    path("news/works/<slug:code>/", reading.work, name="work"),
    path("news/authors/<str:slug>/", reading.author, name="author"),
    path("news/feed/<str:form>/", feeds.feed, name="feed"),
    path("news/feed/<str:form>/<str:token>/", feeds.feed, name="feed_mine"),
    path("news/tags/<str:slug>/feed/<str:form>/", feeds.tag_feed, name="tag_feed"),
    path("news/tags/<str:slug>/feed/<str:form>/<str:token>/", feeds.tag_feed, name="tag_feed_mine"),
    path("news/works/<slug:code>/feed/<str:form>/", feeds.work_feed, name="work_feed"),
    path("news/works/<slug:code>/feed/<str:form>/<str:token>/", feeds.work_feed, name="work_feed_mine"),
    path("news/sitemap.xml", feeds.fresh, name="fresh"),
    path("news/claims/", reading.claims, name="claims"),
    path("news/claims/<str:slug>/", reading.claim, name="claim"),
    path("news/desk/", newsroom.desk, name="desk"),
    path("news/preview/<str:token>/", reading.preview, name="preview"),
    path("news/preview/<str:token>/images/<str:name>", reading.preview_image, name="preview_image"),
    path("news/<str:slug>/", reading.article, name="article"),
    path("news/<str:slug>/status/", newsroom.status, name="status"),
    path("news/<str:slug>/share/", newsroom.share, name="share"),
    path("works/calendar/", calendar.calendar, name="calendar"),
    path("works/calendar.ics", calendar.ics, name="ics"),
]
