"""Makes the signed-in reader of page_view.py; run in a process of its own, with the servers' settings."""

import os
import sys

sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

from wiki.pages.models import Name  # noqa: E402
from wiki.spoilers.calendar import current  # noqa: E402
from wiki.spoilers.editing import touch  # noqa: E402
from wiki.spoilers.models import Bookmark, Release, Work  # noqa: E402

for number in range(10 - Work.objects.count()):
    work = Work.objects.create(code=f"X{number}", title=f"More {number}", short_title=f"More {number}", kind="film")
    Release.objects.create(work=work, position=1, label="film", date="2015-01-01", date_precision="day")
    touch([work])
reader, _ = get_user_model().objects.get_or_create(username="reader")
for entry in current().works[:10]:
    Bookmark.objects.update_or_create(user=reader, work_id=entry.id, defaults={"until_id": entry.out[-1].id})
client = Client()
client.force_login(reader)
print(Name.objects.get(slug=sys.argv[1]).page_id, client.cookies["sessionid"].value)
