"""Pictures: made safe, described, and behind their gates."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from tests.factories import PAST, make_page
from tests.pages.sending import send, source
from tests.pages.test_edit import see
from wiki.pages import images
from wiki.pages.models import Image
from wiki.spoilers.editing import remove_releases, save_release
from wiki.spoilers.models import Part, Release

UPLOAD = "/markdownx/upload/"


def picture(kind="PNG", size=(8, 6), **options):
    out = io.BytesIO()
    Pillow.new("RGB", size, (90, 20, 120)).save(out, kind, **options)
    return out.getvalue()


def upload(client, content, name="door.png", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(UPLOAD, {"image": file, "alt": "A door"} | more)


@pytest.fixture
def sender(client, calendar, reader):
    client.force_login(reader)
    return client


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_pictures_are_taken_by_what_they_hold(sender, kind):
    response = upload(sender, picture(kind), name="evil.html")
    assert response.status_code == 200
    path = response.json()["image_path"]
    assert response.json()["image_code"] == f"![A door]({path})"
    served = sender.get(path)
    assert served["Content-Type"] == f"image/{kind.lower()}"
    assert Pillow.open(io.BytesIO(b"".join(served))).format == kind


def test_metadata_goes_and_orientation_stays(sender):
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "Taken at home"
    exif.get_ifd(0x8825)[1] = "N"
    response = upload(sender, picture("JPEG", (8, 6), exif=exif, comment=b"a secret comment"))
    content = b"".join(sender.get(response.json()["image_path"]))
    kept = Pillow.open(io.BytesIO(content))
    assert kept.size == (6, 8)
    assert not kept.getexif()
    assert b"home" not in content
    assert b"secret" not in content


def test_an_animation_stays_one(sender):
    out = io.BytesIO()
    frames = [Pillow.new("RGB", (4, 4), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, comment=b"secret")
    content = b"".join(sender.get(upload(sender, out.getvalue()).json()["image_path"]))
    assert Pillow.open(io.BytesIO(content)).n_frames == 3
    assert b"secret" not in content


def bomb():
    """A PNG that says it is 60,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


BAD = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "empty": b"",
    "nothing": b"\0" * 100,
    "cut short": picture("JPEG", (64, 64))[:200],
    "no pixels": b"\x89PNG\r\n\x1a\n",
    "gif head": b"GIF89a",
    "webp head": b"RIFF\x24\0\0\0WEBPVP8 ",
    "avif head": b"\0\0\0\x1cftypavif",
    "bomb": bomb(),
    "too wide": picture("PNG", (16_001, 1)),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_in_a_sentence(sender, name):
    response = upload(sender, BAD[name])
    assert response.status_code == 422
    assert response.json()["error"].endswith((".", "first."))
    assert Image.objects.count() == 0


def test_a_file_of_more_than_twelve_megabytes_is_refused(sender):
    response = upload(sender, picture("PNG") + b"\0" * (12 * 1024 * 1024))
    assert (response.status_code, "at most 12 MB" in response.json()["error"]) == (422, True)


def test_a_picture_needs_words_and_an_account(sender):
    assert "people who cannot see it" in upload(sender, picture(), alt=" ").json()["error"]
    assert upload(sender.__class__(), picture()).status_code == 403
    assert sender.post(UPLOAD, {"alt": "A door"}).status_code == 422
    assert sender.get(UPLOAD).status_code == 405
    assert "JJ 9x99" in upload(sender, picture(), gate="JJ 9x99").json()["error"]


def test_who_is_new_changes_what_is_said_about_their_own_pictures_alone(sender, reader, admin, settings):
    settings.REVIEW_PEOPLE = "new"
    make_page("Hope")
    sender.force_login(reader)
    mine = upload(sender, picture(), page="hope").json()["image_path"].rpartition("/")[2]
    trusted = sender.__class__()
    trusted.force_login(admin)
    other = upload(trusted, picture(), page="hope").json()["image_path"].rpartition("/")[2]
    assert sender.post(f"/wiki/hope/images/{mine}/", {"alt": "My door"}).status_code == 302
    assert sender.post(f"/wiki/hope/images/{other}/", {"alt": "No door"}).status_code == 403
    listed = sender.get("/wiki/hope/images/").text
    assert (f"/wiki/hope/images/{mine}/" in listed, f"/wiki/hope/images/{other}/" in listed) == (True, False)


def test_a_picture_behind_a_gate_is_served_only_through_the_lens(sender):
    make_page("Hope")
    made = upload(sender, picture(), gate="JJ 1x03", page="hope", caption="The tower").json()
    assert made["image_code"] == f'[![A door]({made["image_path"]} "The tower")]{{JJ 1x03}}'
    anonymous = sender.__class__()
    for below in (sender, anonymous):
        assert below.get(made["image_path"]).status_code == 404
        assert "The tower" not in below.get("/wiki/hope/images/").text
        above = see(below, "JJ 1x03")
        served = above.get(made["image_path"])
        assert (b"".join(served)[:4], served["Cache-Control"]) == (b"\x89PNG", "private, no-store")
        assert "The tower" in above.get("/wiki/hope/images/").text


def test_a_picture_of_a_hidden_page_is_hidden(sender):
    make_page("Nuke", gate="JJ 1x03")
    see(sender, "JJ 1x03")
    path = upload(sender, picture(), page="nuke").json()["image_path"]
    assert b"".join(sender.get(path))
    assert sender.__class__().get(path).status_code == 404


def test_a_text_cannot_show_a_picture_outside_of_its_gate(sender):
    page = make_page("Hope", "Hope.\n")
    see(sender, "JJ 1x03")
    path = upload(sender, picture(), gate="JJ 1x03", page="hope").json()["image_path"]
    response = send(sender, "/wiki/hope/edit/", body=f"Hope.\n\n![A door]({path})\n")
    assert (response.status_code, "behind JJ 1x03; put it into a gate" in response.text) == (422, True)
    for gate, status in (("JJ 1x02", 422), ("JJ 1x03 and DEF 1x01", 302), ("JJ 1x03", 302)):
        body = f"Hope.\n\n[![A door]({path})]{{{gate}}}\n"
        assert send(sender, "/wiki/hope/edit/", body=body).status_code == status
    assert path in source(page)


def test_the_gate_of_a_picture_cannot_close_while_its_page_shows_it(sender):
    make_page("Hope", "Hope.\n")
    path = upload(sender, picture(), page="hope").json()["image_path"]
    send(sender, "/wiki/hope/edit/", body=f"![A door]({path})\n")
    change = f"/wiki/hope{path.replace('/images/', '/images/')}/"
    response = sender.post(change, {"alt": "A door", "gate": "JJ 1x03"})
    assert (response.status_code, "outside of that gate" in response.text) == (422, True)
    assert sender.post(change, {"alt": "A green door"}).status_code == 302
    assert "A green door" in sender.get("/wiki/hope/images/").text


def test_pictures_are_added_and_taken_away_without_javascript(sender, admin):
    make_page("Hope")
    file = SimpleUploadedFile("door.png", picture())
    assert sender.post("/wiki/hope/images/", {"image": file, "alt": "A [door]"}).status_code == 302
    text = sender.get("/wiki/hope/images/").text
    assert "![A \\[door\\]](/images/" in text
    name = Image.objects.get().name
    other = sender.__class__()
    assert other.post(f"/wiki/hope/images/{name}/", {"remove": "1"}).status_code == 403
    assert sender.post(f"/wiki/hope/images/{name}/", {"remove": "1"}).status_code == 302
    assert Image.objects.count() == 0
    assert sender.get(f"/images/{name}").status_code == 404


def test_sending_without_end_is_slowed(sender):
    answers = [sender.post(UPLOAD, {"alt": "x"}) for _ in range(21)]
    assert (answers[-1].status_code, 0 < int(answers[-1]["Retry-After"]) <= 86_400) == (429, True)


def test_the_gate_of_a_picture_grows_with_its_season(sender, client):
    page = make_page("Hope", "0.\n")
    path = upload(sender, picture(), gate="JJ s1").json()["image_path"]
    Image.objects.update(page=page)
    images.release(Image.objects.get())
    see(client, "JJ 1x03")

    def is_seen():
        served, found = client.get(path), client.get("/search/?q=door")
        assert b"".join(served)
        return served.status_code == 200, ">A <mark>door</mark>" in found.text

    assert is_seen() == (True, True)
    season = Part.objects.get(work__code="JJ", number=1)
    late = Release(work=season.work, part=season, position=50, label="1x04", date=PAST, date_precision="day")
    save_release(late, title="Late")
    assert is_seen() == (False, False)
    remove_releases(Release.objects.filter(pk=late.pk))
    assert is_seen() == (True, True)
