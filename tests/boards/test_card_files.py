"""Files on cards: attaching, detaching, the cover, and deletion."""

import io
import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image

from boards.models import Card, CardFile
from files.models import File
from files.storage.backends import backend, save_object
from projects.events.log import EventWire
from projects.realtime.fragments import with_html
from tests.support.people import Person
from tests.support.worlds import Cast, World, build, fresh_id, new_file


def files_of(world: World, card: str) -> str:
    return f"/cards/{world.cards[card]}/files"


def card_of(world: World, name: str) -> dict[str, Any]:
    return next(card for card in world.snapshot()["cards"] if card["id"] == world.cards[name])


def page_of(world: World, name: str) -> str:
    return f"/projects/{world.id}/cards/{Card.objects.get(pk=world.cards[name]).number}"


def newest(world: World) -> EventWire:
    return world.events()[-1]


# ── On and off ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_an_attached_file_is_on_its_card(world: World, bob: Person) -> None:
    answer = bob.post(files_of(world, "one"), {"fileId": world.files["loose"]})
    card = answer.json()
    assert (answer.status_code, card["version"]) == (201, 2)
    assert (card["fileIds"], card["fileCount"], card["coverFileId"]) == ([world.files["loose"]], 1, None)
    assert newest(world)["type"] == "card.updated"
    assert newest(world)["changes"] == {"fileIds": [[], [world.files["loose"]]], "fileCount": [0, 1]}


def test_what_is_attached_already_is_a_version_without_a_change(world: World, bob: Person) -> None:
    card = bob.post(files_of(world, "filed"), {"fileId": world.files["photo"]}).json()
    assert (card["version"], card["fileCount"]) == (4, 1)
    assert newest(world)["changes"] == {}


@pytest.mark.parametrize("way", ["query", "body"])
def test_a_file_is_detached_by_query_or_body(world: World, bob: Person, way: str) -> None:
    loose = {"fileId": world.files["loose"]}
    bob.post(files_of(world, "one"), loose)
    path = files_of(world, "one")
    if way == "query":
        answer = bob.delete(f"{path}?fileId={world.files['loose']}")
    else:
        answer = bob.call("DELETE", path, loose)
    assert (answer.status_code, answer.json()["fileIds"], answer.json()["version"]) == (200, [], 3)
    assert newest(world)["changes"] == {"fileIds": [[world.files["loose"]], []], "fileCount": [1, 0]}


def test_a_file_is_not_named_twice(world: World, bob: Person) -> None:
    path = f"{files_of(world, 'filed')}?fileId={world.files['photo']}"
    answer = bob.call("DELETE", path, {"fileId": world.files["photo"]})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["fileId"])


def test_files_stand_in_the_order_they_came(world: World, bob: Person) -> None:
    for name in ("loose", "notes"):
        bob.post(files_of(world, "filed"), {"fileId": world.files[name]})
    assert card_of(world, "filed")["fileIds"] == [world.files[name] for name in ("photo", "loose", "notes")]


def test_a_file_of_another_project_or_a_deleted_one_is_refused(world: World, cast: Cast, bob: Person) -> None:
    world.do("file.delete", by="bob", id=world.files["loose"])
    for file_id in (build(cast).files["loose"], world.files["loose"]):
        answer = bob.post(files_of(world, "one"), {"fileId": file_id})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["fileId"])


@pytest.mark.sqlite
def test_a_card_has_a_hundred_files_at_most(world: World, bob: Person) -> None:
    for number in range(99):
        world.do("card.attach", id=world.cards["filed"], fileId=new_file(world, f"file {number}"))
    answer = bob.post(files_of(world, "filed"), {"fileId": world.files["loose"]})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["fileId"])
    assert bob.post(files_of(world, "filed"), {"fileId": world.files["photo"]}).status_code == 201
    assert card_of(world, "filed")["fileCount"] == 100


@pytest.mark.sqlite
def test_a_file_stands_on_a_card_once_whatever_writes_it(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CardFile.objects.create(
            project_id=world.id, card_id=world.cards["filed"], file_id=world.files["photo"]
        )


@pytest.mark.sqlite
def test_the_files_of_a_card_are_listed(world: World, cleo: Person) -> None:
    listed = cleo.get(f"/projects/{world.id}/files?cardId={world.cards['filed']}").json()["results"]
    assert [file["id"] for file in listed] == [world.files["photo"]]
    assert cleo.get(f"/projects/{world.id}/files?cardId={fresh_id()}").json()["results"] == []


# ── The cover ─────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_of_the_card_becomes_its_cover(world: World, bob: Person) -> None:
    world.do("card.attach", id=world.cards["one"], fileId=world.files["photo"])
    answer = bob.patch(
        f"/cards/{world.cards['one']}", {"version": 2, "coverFileId": world.files["photo"]}
    ).json()
    assert answer["coverFileId"] == world.files["photo"]
    assert newest(world)["changes"] == {"coverFileId": [None, world.files["photo"]]}


def test_what_is_no_picture_is_no_cover(world: World, bob: Person) -> None:
    world.do("card.attach", id=world.cards["filed"], fileId=world.files["loose"])
    path = f"/cards/{world.cards['filed']}"
    answer = bob.patch(path, {"version": 4, "coverFileId": world.files["loose"]})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["coverFileId"])


def test_null_takes_the_cover_away_and_leaves_the_file(world: World, bob: Person) -> None:
    card = bob.patch(f"/cards/{world.cards['filed']}", {"version": 3, "coverFileId": None}).json()
    assert (card["coverFileId"], card["fileIds"]) == (None, [world.files["photo"]])


def test_a_cover_that_is_detached_is_none_any_more(world: World, bob: Person) -> None:
    card = bob.delete(f"{files_of(world, 'filed')}?fileId={world.files['photo']}").json()
    assert card["coverFileId"] is None
    assert newest(world)["changes"]["coverFileId"] == [world.files["photo"], None]


# ── Deleted files ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_deleted_file_is_off_its_cards_without_a_new_version(world: World, bob: Person) -> None:
    world.do("card.attach", id=world.cards["one"], fileId=world.files["photo"])
    before = {name: card_of(world, name) for name in ("one", "filed")}
    assert bob.delete(f"/files/{world.files['photo']}").status_code == 200
    cards = [world.cards["filed"], world.cards["one"]]
    assert newest(world)["changes"]["cardIds"] == [cards, []]
    for name, card in before.items():
        assert card_of(world, name) == {**card, "fileIds": [], "fileCount": 0, "coverFileId": None}


@pytest.mark.sqlite
def test_a_deleted_file_is_off_archived_and_deleted_cards_too(world: World) -> None:
    world.do("card.attach", id=world.cards["archived"], fileId=world.files["photo"])
    world.do("card.delete", id=world.cards["filed"], version=3)
    world.do("file.delete", by="bob", id=world.files["photo"])
    assert not CardFile.objects.filter(file_id=world.files["photo"]).exists()
    back = world.do("card.restore", id=world.cards["filed"], version=4)
    assert (back["fileIds"], back["coverFileId"]) == ([], None)


@pytest.mark.sqlite
def test_a_deleted_file_redraws_its_open_cards(world: World) -> None:
    world.do("card.attach", id=world.cards["archived"], fileId=world.files["photo"])
    world.do("card.attach", id=world.cards["filed"], fileId=world.files["loose"])
    assert f'data-cover="{world.files["photo"]}"' in with_html(newest(world), "en")["html"]
    world.do("file.delete", by="bob", id=world.files["photo"])
    html = with_html(newest(world), "en")["html"]
    assert f'id="card-{world.cards["filed"]}"' in html
    assert "data-cover" not in html
    assert world.cards["archived"] not in html


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_cover_is_on_the_face_with_its_size(world: World, cleo: Person) -> None:
    board = cleo.browse(f"/projects/{world.id}").text
    [cover] = re.findall(r'<img class="card__cover"[^>]*>', board)
    address = f'src="/api/v1/files/{world.files["photo"]}/thumbnail"'
    for part in (address, 'width="640"', 'height="480"', 'alt=""', 'loading="lazy"'):
        assert part in cover


def test_the_sheet_lists_the_files(world: World, cleo: Person) -> None:
    world.do("card.attach", id=world.cards["filed"], fileId=world.files["loose"])
    sheet = cleo.browse(f"{page_of(world, 'filed')}/dialog").text
    for name in ("photo", "loose"):
        assert f'data-row="{world.files[name]}"' in sheet
        assert f"/api/v1/files/{world.files[name]}" in sheet
    assert sheet.count('value="detach"') == 2
    assert sheet.count('data-action="file-uncover"') == 1
    assert 'data-action="file-cover"' not in sheet


def test_without_a_script_files_are_acted_on_by_forms(world: World, bob: Person) -> None:
    def act(do: str) -> dict[str, Any]:
        version = str(card_of(world, "filed")["version"])
        form = {"action": "file", "version": version, "file": world.files["photo"], "do": do}
        assert bob.browse(page_of(world, "filed"), form).status_code == 302
        return card_of(world, "filed")

    assert act("uncover")["coverFileId"] is None
    assert act("cover")["coverFileId"] == world.files["photo"]
    assert act("detach")["fileIds"] == []


def test_without_a_script_a_file_is_uploaded_onto_the_card(world: World, bob: Person) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    answer = upload(bob, page_of(world, "one"), "teal.png", picture.getvalue())
    assert answer.status_code == 302
    [file] = File.objects.filter(project_id=world.id, name="teal.png")
    assert card_of(world, "one")["fileIds"] == [str(file.pk)]
    assert [event["type"] for event in world.events()[-2:]] == ["file.uploaded", "card.updated"]


def test_the_page_says_why_a_file_was_refused(world: World, bob: Person) -> None:
    for name, content in (("page.html", b"<html><script>"), ("none.txt", b"")):
        answer = upload(bob, page_of(world, "one"), name, content)
        assert (answer.status_code, 'role="alert"' in answer.text) == (400, True)
    assert bob.browse(page_of(world, "one"), {"action": "attach"}).status_code == 400
    assert card_of(world, "one")["fileIds"] == []


def upload(who: Person, path: str, name: str, content: bytes) -> Any:
    edge = "----edge"
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: x/y\r\n\r\n'
    action = 'Content-Disposition: form-data; name="action"\r\n\r\nattach\r\n'
    body = f"--{edge}\r\n{action}--{edge}\r\n{head}".encode() + content + f"\r\n--{edge}--\r\n".encode()
    return who.site.client.request(
        "POST",
        who.site.url + path,
        content=body,
        headers={
            "cookie": who.cookies,
            "x-csrftoken": "c" * 32,
            "content-type": f"multipart/form-data; boundary={edge}",
        },
    )


# ── Bytes ─────────────────────────────────────────────────────────────────────────────────────────


def test_taking_a_file_off_a_card_leaves_it_in_the_project(world: World, bob: Person) -> None:
    file = File.objects.get(pk=world.files["photo"])
    save_object(file.key, ContentFile(b"bytes"))
    bob.delete(f"{files_of(world, 'filed')}?fileId={world.files['photo']}")
    file.refresh_from_db()
    assert (file.deleted_at, backend().exists(file.key)) == (None, True)
