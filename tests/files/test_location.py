"""Where a picture was taken: it leaves the picture before anyone else can have it, and nothing else does."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import ExifTags, Image, TiffImagePlugin

from files.location.formats import erase_location
from files.location.removal import remove_location
from files.models import File, Location
from files.storage.backends import read_all
from tests.files.storages import Storage
from tests.support.people import Person
from tests.support.uploads import MIB, send
from tests.support.worlds import World

KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
PLACE = b"59 deg 20"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="59,20.1N"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


def exif(*, gps: bool = True) -> Image.Exif:
    found = Image.Exif()
    found[ExifTags.Base.Orientation] = 6
    found[ExifTags.Base.Artist] = "Ada Lovelace"
    if gps:
        north = tuple(TiffImagePlugin.IFDRational(number) for number in (59, 20, 11))
        found.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: north, 3: "E", 4: north, 27: PLACE})
    return found


def photo(kind: str, **options: Any) -> bytes:
    held = io.BytesIO()
    noise = Image.effect_noise((64, 40), 60).convert("RGB")
    if kind == "TIFF":
        noise.save(held, kind, tiffinfo=as_tags(options.get("exif", exif())))
    else:
        noise.save(held, kind, **{"exif": exif(), **options})
    return held.getvalue()


def as_tags(found: Image.Exif) -> TiffImagePlugin.ImageFileDirectory_v2:
    """EXIF data as the tags of a TIFF itself."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in found.items():
        tags[tag] = value
    if gps := found.get_ifd(ExifTags.IFD.GPSInfo):
        tags[ExifTags.IFD.GPSInfo] = dict(gps)
    return tags


def type_of(kind: str) -> str:
    return f"image/{kind.lower()}"


def pixels(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).tobytes()


def gps_of(content: bytes) -> dict[int, Any]:
    return Image.open(io.BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)


# ── Formats ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_the_place_leaves_and_all_else_stays(kind: str) -> None:
    content = photo(kind)
    assert gps_of(content)
    assert PLACE in content
    cleaned, location = remove_location(content, type_of(kind))
    assert location == Location.REMOVED
    assert gps_of(cleaned) == {}
    assert ExifTags.IFD.GPSInfo not in Image.open(io.BytesIO(cleaned)).getexif()
    assert PLACE not in cleaned
    assert pixels(cleaned) == pixels(content)
    assert len(cleaned) == len(content)
    kept = Image.open(io.BytesIO(cleaned)).getexif()
    assert (kept[ExifTags.Base.Orientation], kept[ExifTags.Base.Artist]) == (6, "Ada Lovelace")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_without_a_place_is_the_same_byte_for_byte(kind: str) -> None:
    content = photo(kind, exif=exif(gps=False))
    assert remove_location(content, type_of(kind)) == (content, Location.NONE)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_a_packet_that_names_a_place_is_emptied(kind: str) -> None:
    content = photo(kind, exif=b"", xmp=XMP)
    cleaned, location = remove_location(content, type_of(kind))
    assert (location, b"GPS" in cleaned) == (Location.REMOVED, False)
    assert pixels(cleaned) == pixels(content)
    harmless = photo(kind, exif=b"", xmp=XMP.replace(b"exif:GPSLatitude", b"exif:Contrast"))
    assert remove_location(harmless, type_of(kind)) == (harmless, Location.NONE)


@pytest.mark.parametrize("packed", [False, True])
def test_a_packet_of_a_png_leaves_also_if_it_is_compressed(packed: bool) -> None:
    content = photo("PNG", exif=b"")
    text = zlib.compress(XMP) if packed else XMP
    chunk = b"iTXtXML:com.adobe.xmp\0" + bytes([packed, 0]) + b"\0\0" + text
    chunk = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    cleaned, location = remove_location(content[:33] + chunk + content[33:], "image/png")
    assert (location, text in cleaned) == (Location.REMOVED, False)
    assert pixels(cleaned) == pixels(content)


def test_a_packet_over_several_segments_is_emptied() -> None:
    content, parts = photo("JPEG", exif=b""), (XMP[:180], XMP[180:])
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + bytes(8)
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", 2 + len(head + part)) + head + part for part in parts)
    cleaned, location = remove_location(content[:2] + segments + content[2:], "image/jpeg")
    assert (location, b"Latitude" in cleaned) == (Location.REMOVED, False)
    assert pixels(cleaned) == pixels(content)


def test_a_second_picture_behind_the_first_loses_its_place_too() -> None:
    cleaned, location = remove_location(photo("JPEG", exif=b"") + photo("JPEG"), "image/jpeg")
    assert (location, PLACE in cleaned) == (Location.REMOVED, False)


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_that_cannot_be_read_is_reported_and_kept(kind: str) -> None:
    content = photo(kind)
    start = 0 if kind == "TIFF" else max(content.find(mark) for mark in (b"II*\0", b"MM\0*"))
    broken = content[: start + 4] + b"\xee\xee\xee\xee" + content[start + 8 :]
    assert remove_location(broken, type_of(kind)) == (broken, Location.KEPT)


def test_a_format_that_nothing_here_can_change_says_that_it_may_tell() -> None:
    place = b"8BPS <exif:GPSLatitude>"
    assert remove_location(place, "image/vnd.adobe.photoshop") == (place, Location.KEPT)
    assert remove_location(b"8BPS", "image/vnd.adobe.photoshop") == (b"8BPS", Location.NONE)
    assert remove_location(b"II", "image/x-raw") == (b"II", Location.KEPT)
    assert remove_location(b"<svg/>", "image/svg+xml") == (b"<svg/>", Location.NONE)


@pytest.mark.hostile
@pytest.mark.parametrize(
    "piece", [b"Exif\0\0II*\0\x08\0\0\0\0\0", b"<x:xmpmeta", b"<rdf:RDF>", b"\xff", b":GPSA"]
)
def test_what_strangers_send_ends_within_the_workers_limits(piece: bytes) -> None:
    for kind in ("JPEG", "WEBP", "GIF"):
        content = photo(kind, exif=b"") + piece * (10 * MIB // len(piece))
        assert remove_location(content, type_of(kind))[1] in Location


def test_other_types_are_left_alone() -> None:
    assert not erase_location(bytearray(b"Exif\0\0"), "image/bmp")
    assert remove_location(b"Exif\0\0", "text/plain") == (b"Exif\0\0", Location.NONE)


# ── Uploads ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_an_upload_loses_its_place_before_it_is_stored(storage: Storage, world: World, bob: Person) -> None:
    file = send(bob, world.id, "a.jpg", photo("JPEG")).json()
    content = bob.get(f"/files/{file['id']}").content
    assert (file["location"], gps_of(content), PLACE in content) == ("removed", {}, False)
    assert read_all(File.objects.get(pk=file["id"]).key) == content
    assert (file["width"], file["height"]) == (40, 64)  # still upright


def test_a_project_may_keep_locations(storage: Storage, world: World, ada: Person, bob: Person) -> None:
    content = photo("JPEG")
    assert ada.patch(f"/projects/{world.id}", {"removesLocation": False}).status_code == 200
    file = send(bob, world.id, "a.jpg", content).json()
    assert (file["location"], bob.get(f"/files/{file['id']}").content) == (None, content)


def test_a_place_that_may_still_be_there_is_said_at_the_file(
    storage: Storage, world: World, bob: Person
) -> None:
    content = photo("JPEG")
    at = max(content.find(mark) for mark in (b"II*\0", b"MM\0*"))
    file = send(bob, world.id, "a.jpg", content[: at + 4] + b"\xee" * 4 + content[at + 8 :]).json()
    assert file["location"] == "kept"
    page = bob.browse(f"/projects/{world.id}/files").text
    assert "May show where it was taken" in page


# ── The setting ───────────────────────────────────────────────────────────────────────────────────


def test_the_setting_is_changed_said_and_undone(world: World, ada: Person) -> None:
    assert ada.get(f"/projects/{world.id}").json()["removesLocation"] is True
    world.do("project.update", id=world.id, removesLocation=False)
    event = ada.get(f"/projects/{world.id}/events?limit=200").json()["results"][-1]
    assert event["changes"] == {"removesLocation": [True, False]}
    activity = ada.browse(f"/projects/{world.id}/activity").text
    assert "Location in pictures" in activity
    world.do("history.undo", projectId=world.id, seq=event["seq"])
    assert ada.get(f"/projects/{world.id}").json()["removesLocation"] is True


@pytest.mark.parametrize("wanted", [True, False])
def test_the_setting_is_on_the_page_of_members(wanted: bool, world: World, ada: Person, bob: Person) -> None:
    url = f"/projects/{world.id}/members"
    form = {"action": "update", "name": "Site", "key": "SITE"}
    ada.browse(url, {**form, "removes_location": "on"} if wanted else form)
    assert ada.get(f"/projects/{world.id}").json()["removesLocation"] is wanted
    page = ada.browse(url).text
    assert ("checked" in page.partition('name="removes_location"')[2][:120]) is wanted
    assert "removes_location" not in bob.browse(url).text
