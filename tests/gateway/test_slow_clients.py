"""A client that sends or reads too slowly gives its place back."""

import json
import socket
import time

import pytest

from tests.gateway.running import until
from tests.gateway.stage import CHAT, MESSAGES, PATHS, asking, said, staged, streamed


def heard(connection: socket.socket) -> bytes:
    """Return all that is sent until the connection is closed."""
    found = b""
    while part := connection.recv(4_096):
        found += part
    return found


@pytest.mark.parametrize("path", PATHS)
def test_a_body_of_which_no_part_comes_is_refused(path: str) -> None:
    with (
        staged(body_part_seconds=1, max_requests=1) as stage,
        stage.gateway.asked(path, asking(path), missing=5) as connection,
    ):
        head, _, body = heard(connection).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 408")
        assert "body: no part of it came for 1 s" in json.loads(body)["error"]["message"]
        assert ("type" in json.loads(body)) == (path == MESSAGES)
        assert stage.gateway.post(path, asking(path)).status_code == 200


def test_a_body_whose_parts_keep_coming_is_read_however_long_it_takes() -> None:
    with staged(body_part_seconds=1) as stage, stage.gateway.asked(CHAT, asking(CHAT), 6) as slow:
        for _ in range(6):
            time.sleep(0.4)
            slow.sendall(b" ")
        assert slow.recv(4_096).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("reads", [False, True])
def test_a_client_that_does_not_read_ends_the_call(reads: bool) -> None:
    with staged(unread_seconds=1, max_requests=1) as stage:
        stage.provider.script = lambda _: streamed(*[said("x" * 60_000)] * 600)
        with stage.gateway.asked(CHAT, asking(CHAT, stream=True)) as connection:
            time.sleep(0.4)
            if reads:
                _read_to_the_end(connection)
            assert stage.row().cancelled is not reads
            until(lambda: stage.gateway.front.admission.running == 0)
            until(lambda: stage.provider.waiting == 0)
            assert len(stage.provider.gone) == (not reads)


def _read_to_the_end(connection: socket.socket) -> None:
    last = b""
    while not last.endswith(b"\r\n0\r\n\r\n"):
        part = connection.recv(2**20)
        assert part, "the answer was cut"
        last = last[-16:] + part
