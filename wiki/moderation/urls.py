from django.urls import path

from wiki.moderation.views import cleaning, everything, log, queue, reports, rules

app_name = "moderation"

urlpatterns = [
    path("admin/queue/", queue.queue, name="queue"),
    path("admin/queue/edit/<str:public_id>/change/", queue.queue_change, name="queue_change"),
    path("admin/queue/<str:sort>/<str:public_id>/", queue.queue_item, name="queue_item"),
    path("admin/rules/<int:pk>/", rules.rule, name="rule"),
    path("log/", log.log, name="log"),
    path("log/csv/", log.log_csv, name="log_csv"),
    path("moderation/clean/<str:name>/", cleaning.clean, name="clean"),
    path("reports/", reports.reports, name="reports"),
    path("report/<str:slug>/", reports.report, name="report"),
    path("report/<str:slug>/<str:public_id>/", reports.report_comment, name="report_comment"),
    path("moderation/everything/", everything.everything, name="everything"),
]
