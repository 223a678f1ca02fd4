"""The benchmark's own code: frames, counting, arithmetic."""

import asyncio
import datetime as dt
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from bench import frames
from bench.contestants.sockets import KanbanSocket, PlainSocket, SocketIoSocket
from bench.figures import Figure, Figures, Mark, Reading, Result, Run, Work, absolute, ratio
from bench.http import Http, length_of
from bench.run_file import load, save
from bench.running import run_works
from bench.tally import Lost, Tally
from bench.websocket import Ended
from bench.works import WORKS
from bench.works.load import all_at_once, percentile, repeat_concurrently
from bench.world import World

SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
EVENT = b'{"type":"card.moved","seq":7}'


class Wire(asyncio.Transport):
    """Transport that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: Any) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.closed = True


def from_server(payload: bytes, opcode: Any = Opcode.TEXT) -> bytes:
    """A frame built by the `websockets` library."""
    return Frame(opcode, payload).serialize(mask=False)


def read_by_a_server(data: bytes) -> Frame:
    reader = StreamReader()
    reader.feed_data(data)
    parsing = Frame.parse(reader.read_exact, mask=True)
    try:
        while True:
            next(parsing)
    except StopIteration as done:
        return done.value


def payloads(data: bytes) -> list[bytes]:
    return [data[start:stop] for _, start, stop in frames.split(data)[0]]


# ── Frames ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_of_any_length_is_read(length):
    data = from_server(b"x" * length)
    assert payloads(data) == [b"x" * length]
    assert frames.split(data)[1] == len(data)


def test_frames_that_come_together_are_read_apart():
    parts = [b"one", b"", b"y" * 300, b"two"]
    assert payloads(b"".join(map(from_server, parts))) == parts


def test_a_frame_that_is_cut_anywhere_waits_for_its_rest():
    first, second = from_server(b"first"), from_server(b"z" * 130)
    for cut in range(len(first), len(first + second)):
        data = (first + second)[:cut]
        assert payloads(data) == [b"first"]
        assert frames.split(data)[1] == len(first)


def test_a_fragment_is_no_frame_that_is_counted():
    with pytest.raises(frames.BrokenFrame):
        frames.split(Frame(Opcode.TEXT, b"half", fin=False).serialize(mask=False))


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_server_reads_what_the_client_sends(length):
    frame = read_by_a_server(frames.build(frames.TEXT, b"q" * length))
    assert (frame.opcode, frame.data) == (Opcode.TEXT, b"q" * length)


# ── Sockets ───────────────────────────────────────────────────────────────────────────────────────


def opened(socket: Any) -> Any:
    socket.connection_made(Wire())
    socket.data_received(SWITCH)
    return socket


async def test_events_are_counted_however_the_stream_is_cut():
    stream = SWITCH + b"".join(from_server(EVENT) for _ in range(3)) + from_server(b'{"type":"other"}')
    for size in (1, 2, 7, 64, len(stream)):
        tally = Tally()
        socket = PlainSocket(tally)
        socket.connection_made(Wire())
        for start in range(0, len(stream), size):
            socket.data_received(stream[start : start + size])
        assert (socket.events, tally.total, len(tally.last)) == (3, 3, 3)


async def test_a_ping_is_answered_with_the_same_words():
    socket = opened(PlainSocket())
    socket.data_received(from_server(b"still there?", Opcode.PING))
    [answer] = socket.transport.written
    assert (read_by_a_server(answer).opcode, read_by_a_server(answer).data) == (frames.PONG, b"still there?")


async def test_a_refused_handshake_says_why():
    socket, wire = PlainSocket(), Wire()
    socket.connection_made(wire)
    socket.data_received(b"HTTP/1.1 403 Forbidden\r\n\r\n")
    with pytest.raises(Ended, match="403"):
        await socket._handshake_done
    assert wire.closed


async def test_who_waits_for_an_answer_hears_that_the_socket_ended():
    socket = opened(PlainSocket())
    asked = asyncio.ensure_future(socket.request("1", b"?"))
    await asyncio.sleep(0)
    socket.data_received(Frame(Opcode.CLOSE, (4408).to_bytes(2)).serialize(mask=False))
    socket.connection_lost(None)
    with pytest.raises(Ended, match="4408"):
        await asked


async def test_the_product_is_asked_by_ref():
    socket = opened(KanbanSocket())
    asked = asyncio.ensure_future(socket.ask("card.move", {"id": "c"}, event_id="e"))
    await asyncio.sleep(0)
    sent = orjson.loads(read_by_a_server(socket.transport.written[-1]).data)
    assert sent == {"type": "card.move", "ref": "1", "payload": {"id": "c"}, "eventId": "e"}
    socket.data_received(from_server(b'{"type":"ack","ref":"1","payload":{"version":2}}'))
    assert await asked == {"version": 2}


async def test_a_refusal_of_the_product_ends_the_work():
    socket = opened(KanbanSocket())
    asked = asyncio.ensure_future(socket.ask("card.move", {}))
    await asyncio.sleep(0)
    socket.data_received(from_server(b'{"type":"error","ref":"1","error":{"code":"not_found"}}'))
    with pytest.raises(Ended, match="not_found"):
        await asked


async def test_an_event_is_one_in_whatever_order_its_keys_come():
    socket = opened(KanbanSocket())
    socket.data_received(from_server(b'{"seq":8,"type":"card.moved"}') + from_server(EVENT))
    socket.data_received(from_server(b'{"type":"presence.changed","payload":{"users":[]}}'))
    assert socket.events == 2


# ── Socket.IO ─────────────────────────────────────────────────────────────────────────────────────


async def test_socket_io_signs_in_and_is_told():
    socket = opened(SocketIoSocket())
    signed_in = asyncio.ensure_future(socket.request("connect", b'40{"token":"t"}'))
    await asyncio.sleep(0)
    socket.data_received(from_server(b'0{"sid":"a","pingInterval":25000}') + from_server(b'40{"sid":"b"}'))
    assert await signed_in is None


async def test_socket_io_says_that_a_sign_in_was_refused():
    socket = opened(SocketIoSocket())
    signed_in = asyncio.ensure_future(socket.request("connect", b"40{}"))
    await asyncio.sleep(0)
    socket.data_received(from_server(b'44{"message":"unauthenticated"}'))
    with pytest.raises(Ended, match="unauthenticated"):
        await signed_in


async def test_socket_io_acks_go_to_who_asked():
    socket = opened(SocketIoSocket())
    asked = [asyncio.ensure_future(socket.ask("join", {"projectId": name})) for name in "ab"]
    await asyncio.sleep(0)
    assert read_by_a_server(socket.transport.written[-1]).data == b'422["join",{"projectId":"b"}]'
    socket.data_received(from_server(b'432[{"role":"b"}]') + from_server(b'431[{"role":"a"}]'))
    assert [await answer for answer in asked] == [{"role": "a"}, {"role": "b"}]


async def test_socket_io_answers_pings_and_counts_events():
    socket = opened(SocketIoSocket())
    socket.data_received(from_server(b"2") + from_server(b'42["card.moved",{"seq":1}]') + from_server(b"6"))
    assert read_by_a_server(socket.transport.written[-1]).data == b"3"
    assert socket.events == 1


# ── HTTP ──────────────────────────────────────────────────────────────────────────────────────────


async def test_an_answer_in_pieces_is_one_answer():
    http = Http()
    wire = Wire()
    http.connection_made(wire)
    for content in (b'{"version":2}', b'{"version":3}'):
        asked = asyncio.ensure_future(http.ask("POST", "/move", {"a": 1}, idempotency_key="k"))
        await asyncio.sleep(0)
        assert b"idempotency-key: k\r\n" in wire.written[-1]
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content)
        for start in range(0, len(answer), 9):
            http.data_received(answer[start : start + 9])
        assert await asked == orjson.loads(content)


def test_an_answer_may_have_no_content():
    assert length_of(b"HTTP/1.1 304 Not Modified\r\nETag: 1") == 0


# ── Counting ──────────────────────────────────────────────────────────────────────────────────────


async def test_the_last_arrival_of_each_event_is_kept():
    tally = Tally()
    tally.add(0, 2, 10.0)
    tally.add(0, 1, 11.0)
    tally.add(1, 1, 13.0)
    tally.add(2, 1, 14.0)
    assert (tally.first, tally.last, tally.total) == (10.0, [11.0, 13.0, 14.0], 5)


async def test_what_does_not_arrive_is_lost():
    tally, socket = Tally(), PlainSocket()
    tally.add(0, 3, 1.0)
    with pytest.raises(Lost, match="1 of 4 lost"):
        await tally.wait(4, silence=0.01, sockets=[socket])


async def test_what_is_slow_is_not_lost():
    tally = Tally()
    waiting = asyncio.ensure_future(tally.wait(3, silence=0.2))
    for heard in range(3):
        await asyncio.sleep(0.1)
        tally.add(heard, 1, float(heard))
    await waiting


async def test_a_single_refusal_among_many_is_a_loss():
    async def fine() -> int:
        return 1

    async def refused() -> int:
        raise Ended("closed with 4403")

    with pytest.raises(Lost, match="1 of 3 refused"):
        await all_at_once([fine, refused, fine])


async def test_concurrent_actions_are_counted():
    done = 0

    async def deed() -> None:
        nonlocal done
        await asyncio.sleep(0.001)
        done += 1

    assert await repeat_concurrently([deed] * 3, seconds=0.1) == done > 3


# ── Arithmetic ────────────────────────────────────────────────────────────────────────────────────


def figure(*values: float, contestant: str = "one", measure: str = "rate") -> Figure:
    return Figure("work", contestant, measure, "/s", list(values))


def test_a_figure_is_the_median_of_its_rounds():
    assert figure(9, 1, 5).median == 5


def test_a_percentile_is_a_value_that_was_seen():
    values = [float(number) for number in range(1, 151)]
    assert (percentile(values, 0.99), percentile(values, 0.5), percentile([4.0], 0.99)) == (149.0, 75.0, 4.0)


@pytest.mark.parametrize(
    ("limits", "reached"),
    [({"least": 4}, True), ({"least": 4.1}, False), ({"most": 4}, True), ({"most": 3.9}, False)],
)
def test_a_mark_is_reached_at_its_limit(limits, reached):
    [mark] = ratio("four times", figure(8, 8, 9), figure(2, 2, 1), **limits)
    assert (mark.value, mark.reached) == (4, reached)


def test_a_mark_may_be_an_amount():
    assert absolute("memory", figure(4), most=5) == [Mark("memory", 4, 5, least=False, unit="/s")]


def test_there_is_no_mark_where_one_side_was_not_measured():
    assert ratio("to nobody", figure(1), None, least=1) == absolute("nothing", None, most=1) == []


def test_readings_of_the_rounds_become_figures():
    figures = Figures("work")
    for value, cpu in ((1.0, 0.2), (3.0, 0.5)):
        figures.add("one", Reading("rate", "/s", value, client_cpu=cpu))
    figures.add("two", Reading("rate", "/s", 2.0, lost=1))
    one, two = figures.find("one", "rate"), figures.find("two", "rate")
    assert one is not None
    assert two is not None
    assert (one.values, one.client_cpu, two.lost) == ([1.0, 3.0], 0.5, 1)
    assert (figures.contestants, figures.measures) == (["one", "two"], ["rate"])


# ── Runs ──────────────────────────────────────────────────────────────────────────────────────────


SERVERS = SimpleNamespace(testbed=SimpleNamespace(smoke=True))


def work(measure: Any) -> Work:
    return Work("work", "A work", "", ("one", "two"), measure, lambda figures: [])


def run_of(measure: Any, *, rounds: int) -> Result:
    run = Run("bin/bench", rounds, dt.datetime.now(dt.UTC))
    list(run_works(SERVERS, [work(measure)], run))  # type: ignore[arg-type]
    return run.results[0]


def test_contestants_take_turns_in_every_round(capsys):
    turns = []

    def measure(servers, name):
        turns.append(name)
        return [Reading("rate", "/s", len(turns))]

    result = run_of(measure, rounds=2)
    assert turns == ["one", "two", "one", "two"]
    assert [each.values for each in result.figures] == [[1, 3], [2, 4]]
    assert not result.failure


def test_a_contestant_that_loses_something_fails_the_work(capsys):
    def measure(servers, name):
        raise Lost("1 of 4 lost")

    assert run_of(measure, rounds=1).failure == "one: Lost: 1 of 4 lost"


def test_a_run_is_the_same_after_it_was_kept(tmp_path):
    figures = Figures(WORKS[0].name)
    figures.add("one", Reading("rate", "/s", 2.5, client_cpu=0.1, note="as it is"))
    run = Run("bin/bench", 3, dt.datetime.now(dt.UTC), 12.5, {"Python": "3"}, [0.1])
    run.results = [Result(WORKS[0], figures, "two: it did not start")]
    save(run, tmp_path / "bench.json")
    again = load(tmp_path / "bench.json", WORKS)
    assert list(again.results[0].figures) == list(figures)
    assert again.results[0].failure == "two: it did not start"
    assert (again.began, again.facts, again.noise) == (run.began, run.facts, run.noise)


# ── Worlds ────────────────────────────────────────────────────────────────────────────────────────


def test_a_move_goes_below_a_card_that_nobody_moves():
    cards = [{"id": str(number), "columnId": f"c{number % 3}"} for number in range(10)]
    result = {
        "people": [{"id": "p"}],
        "boards": [{"project": "x", "key": "X", "members": ["p"], "cards": cards}],
    }
    [board] = World.of(result).boards
    for _ in range(50):
        move = board.move(3)
        assert int(move["after"]) >= 5
        assert move["columnId"] == f"c{int(move['after']) % 3}"
    board.record({"id": "3", "version": 8})
    assert board.move(3)["version"] == 8
    assert World.of(result).copy().boards[0].move(3)["version"] == 1
