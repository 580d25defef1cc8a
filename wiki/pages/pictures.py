"""Makes an uploaded file safe to serve: decoded by content, turned upright, and written anew without metadata."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageOps, ImageSequence

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000
MAX_FRAMES = 500
# How files are called: at random, see images.py.
NAME = r"[0-9a-f]{32}\.[a-z]{3,4}"
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}

TOO_BIG = "A picture may have at most 12 MB; this file has more. Make it smaller and send it again."
TOO_MANY = "A picture may have at most 40 megapixels, all its frames together, and 500 frames. Make it smaller."
UNREADABLE = "This file cannot be read as a JPEG, PNG, WebP, AVIF or GIF picture. Save it as one of these and send it."


class BadPicture(ValueError):
    """A file that is no picture we take; the message is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Picture:
    content: bytes
    extension: str
    width: int
    height: int


def cleaned(file: BinaryIO, size: int) -> Picture:
    """Read a file of `size` bytes by what it holds, whatever it is called. Raises BadPicture."""
    if size > MAX_BYTES:
        raise BadPicture(TOO_BIG)
    try:
        with Image.open(file, formats=list(FORMATS)) as source:
            return _written_anew(source)
    except BadPicture:
        raise
    except Exception as error:  # decoders raise whatever they stumble over
        raise BadPicture(UNREADABLE) from error


def _written_anew(source: Image.Image) -> Picture:
    width, height = source.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise BadPicture(TOO_MANY)
    kind = source.format or ""
    if getattr(source, "is_animated", False) and kind in ("GIF", "WEBP", "AVIF"):
        return _animation(source, kind)
    image = _bare(_in_srgb(ImageOps.exif_transpose(source)), kind)
    return _saved(image, kind)


def _animation(source: Image.Image, kind: str) -> Picture:
    frames, durations = [], []
    for number, frame in enumerate(ImageSequence.Iterator(source), 1):
        if number > MAX_FRAMES or number * frame.width * frame.height > MAX_PIXELS:
            raise BadPicture(TOO_MANY)
        durations.append(max(20, int(frame.info.get("duration", 100))))
        frames.append(_bare(frame.convert("RGBA"), kind))
    options = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0}
    return _saved(frames[0], kind, **options)


def _bare(image: Image.Image, kind: str) -> Image.Image:
    """Copy nothing but the pixels."""
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if has_alpha and kind != "JPEG" else "L" if image.mode in ("1", "L") else "RGB"
    pixels = image.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare


def _in_srgb(image: Image.Image) -> Image.Image:
    """Bring the colours into the space that pictures without a profile have."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except ImageCms.PyCMSError:
        return image


def _saved(image: Image.Image, kind: str, **options: Any) -> Picture:
    quality = {
        "JPEG": {"quality": 88, "optimize": True},
        "WEBP": {"quality": 88, "method": 1},
        "AVIF": {"quality": 75, "speed": 9},
    }
    out = io.BytesIO()
    image.save(out, format=kind, **quality.get(kind, {}), **options)
    return Picture(out.getvalue(), FORMATS[kind], *image.size)
