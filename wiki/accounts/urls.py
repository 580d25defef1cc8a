"""The pages of an account. Signing up, in and out, addresses and second factors stand in doors.py."""

from django.urls import path

from wiki.accounts.views import account, going, mine, profile

app_name = "accounts"

urlpatterns = [
    path("", account.account, name="account"),
    path("profile/", profile.profile, name="profile"),
    path("name/", profile.name, name="name"),
    path("preferences/", profile.preferences, name="preferences"),
    path("sessions/", account.sessions, name="sessions"),
    path("download/", mine.download, name="download"),
    path("delete/", going.delete, name="delete"),
    path("challenge/", account.challenge, name="challenge"),
    path("2fa/totp/picture/", account.totp_picture, name="totp_picture"),
]
