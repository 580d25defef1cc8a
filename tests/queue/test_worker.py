"""The queue: jobs are done, tried again, given up, and taken back from workers that died."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from wiki.queue import periodic, retrying, tasks, worker
from wiki.queue.models import Letter, Turn

QUEUE = "wiki.queue.mail.QueueBackend"


@pytest.fixture
def letter(db):
    """A mail in the queue."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.EMAIL_BACKEND", QUEUE)
        mail.send_mail("Come home", "Please.", None, ["hope@example.com"], html_message="<p>Please.</p>")
    return Letter.objects.get()


def only_job():
    return DBTaskResult.objects.get()


def test_a_mail_waits_until_a_worker_sends_it(letter, run_jobs):
    assert mail.outbox == []
    assert run_jobs() == 1
    [sent] = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Come home", "Please.", ["hope@example.com"])
    assert [tuple(one) for one in sent.alternatives] == [("<p>Please.</p>", "text/html")]
    assert not Letter.objects.exists()
    assert run_jobs() == 0


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_transaction_that_failed_is_never_sent(settings, run_jobs):
    settings.EMAIL_BACKEND = QUEUE

    def fail():
        with transaction.atomic():
            mail.send_mail("Too soon", "x", None, ["hope@example.com"])
            raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        fail()
    assert (run_jobs(), mail.outbox, Letter.objects.count()) == (0, [], 0)


def test_a_mail_that_cannot_be_sent_by_anybody_is_refused_at_once(db, settings):
    settings.EMAIL_BACKEND = QUEUE
    with pytest.raises(ValueError, match="newline"):
        mail.send_mail("Two\nlines", "x", None, ["hope@example.com"])
    message = mail.EmailMessage("File", "x", to=["hope@example.com"])
    message.attach("a.txt", "x")
    with pytest.raises(TypeError, match="attachments"):
        message.send()
    assert not Letter.objects.exists()


def test_a_job_that_fails_is_tried_again_later_and_at_last_given_up(letter, run_jobs, settings, caplog):
    settings.MAIL_TRANSPORT = "nowhere.to.be.Found"
    waits = []
    for _ in range(retrying.MOST_ATTEMPTS - 1):
        assert run_jobs() == 1
        job = only_job()
        assert job.status == TaskResultStatus.READY
        waits.append(round((job.run_after - timezone.now()).total_seconds()))
        assert run_jobs() == 0  # not before its time
        DBTaskResult.objects.update(run_after=timezone.now())
    assert waits == [30, 120, 480, 1920, 7680]
    assert caplog.messages == []
    assert run_jobs() == 1
    assert only_job().status == TaskResultStatus.FAILED
    [told] = caplog.messages
    assert "failed for the last time: builtins.ModuleNotFoundError" in told
    assert "hope@example.com" not in told + only_job().traceback
    assert "nowhere" not in told + only_job().traceback


def test_a_failed_job_starts_afresh_when_somebody_says_so(letter, run_jobs, settings, client, admin):
    settings.MAIL_TRANSPORT = "nowhere.to.be.Found"
    run_jobs()
    DBTaskResult.objects.update(worker_ids=["x"] * 5, run_after=timezone.now())
    run_jobs()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(admin)
    listed = client.get("/admin/queue/failedjob/").text
    assert "wiki.queue.tasks.deliver" in listed
    data = {"action": "try_again", "_selected_action": [str(only_job().pk)]}
    assert client.post("/admin/queue/failedjob/", data).status_code == 302
    assert run_jobs() == 1
    assert [one.subject for one in mail.outbox] == ["Come home"]
    assert "wiki.queue.tasks.deliver" not in client.get("/admin/queue/failedjob/").text


def test_a_job_whose_worker_died_is_taken_back(letter, run_jobs):
    job = worker.claim("one that dies")
    assert worker.claim("another") is None
    assert retrying.reap() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - retrying.LOST_AFTER)
    assert retrying.reap() == 1
    assert only_job().pk == job.pk
    DBTaskResult.objects.update(run_after=timezone.now())
    assert run_jobs() == 1
    assert len(mail.outbox) == 1


def test_periodic_jobs_start_when_they_are_due_and_once(db, run_jobs):
    names = periodic.start_due()
    assert "wiki.queue.tasks.reap" in names
    assert periodic.start_due() == []
    assert run_jobs() == len(names)
    Turn.objects.filter(name="wiki.queue.tasks.reap").update(due_at=timezone.now())
    assert periodic.start_due() == ["wiki.queue.tasks.reap"]


def test_what_is_done_is_forgotten_in_the_end(letter, run_jobs):
    run_jobs()
    tasks.prune.call()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))
    tasks.prune.call()
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_until_it_is_stopped(letter):
    one = worker.Worker()
    one.next_periodic = float("inf")

    def work():
        try:
            one.work()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    for _ in range(100):
        if mail.outbox:
            break
        threading.Event().wait(0.05)
    one.stop()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert [sent.subject for sent in mail.outbox] == ["Come home"]


def test_the_command_does_what_is_ready(letter, capsys):
    from django.core.management import call_command

    call_command("worker", once=True)
    assert capsys.readouterr().out == "1 jobs done.\n"
    assert len(mail.outbox) == 1
