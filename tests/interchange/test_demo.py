from django.contrib.auth import get_user_model
from django.core.management import call_command

from wiki.discussion.models import Comment
from wiki.pages.models import Page, Revision


def test_the_demo_sets_up_and_keeps_what_is_there(db, capsys):
    call_command("demo", "--no-serve")
    first = capsys.readouterr().out
    password = first.split("with the password ")[1].split()[0]
    admin = get_user_model().objects.get(is_superuser=True)
    assert (admin.username, admin.is_superuser, admin.check_password(password)) == ("admin", True, True)
    count = Page.objects.count()
    assert f"Loaded {count} pages, and {Comment.objects.count()} comments" in first
    call_command("demo", "--no-serve")
    again = capsys.readouterr().out
    assert "Kept the administrator" in again
    assert f"Kept the {count} pages" in again
    assert Revision.objects.count() == count
