"""What is in memory is bounded by bytes, and what a caller names is bounded in answers."""

import contextlib
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.admission import Admission, Place
from gateway.errors import Problem
from gateway.headers import safe, up, without
from gateway.settings import Settings
from tests.gateway.running import KEY, until
from tests.gateway.scripted import Answer
from tests.gateway.stage import CHAT, FALLBACKS, MESSAGES, PATHS, WHOLE, asking, staged
from tests.gateway.test_refusals import refused

BODY = 20_000


def settings(body: int, held: int) -> Settings:
    return Settings(
        upstream_url="http://p.test/v1",
        fallbacks=FALLBACKS,
        max_body_bytes=body,
        max_held_bytes=held,
        max_requests=4,
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3_000), st.booleans())))
def test_the_bytes_of_all_bodies_are_never_more_than_is_set(
    steps: list[tuple[int, int, bool]],
) -> None:
    """Bodies arrive in parts, in any order, and requests end at any time."""
    admission = Admission(settings(1_000, 2_500))
    open_: list[tuple[contextlib.ExitStack, Place]] = []
    for at, size, ends in steps:
        with contextlib.suppress(Problem):
            if at >= len(open_):
                stack = contextlib.ExitStack()
                open_.append((stack, stack.enter_context(admission.place(size))))
            elif ends:
                open_.pop(at)[0].close()
            else:
                open_[at][1].take(size)
        assert admission.held == sum(place.size for _, place in open_) <= 2_500
        assert admission.running == len(open_) <= 4
        assert all(place.size <= 1_000 for _, place in open_)
    for stack, _ in open_:
        stack.close()
    assert (admission.held, admission.running) == (0, 0)


@pytest.mark.parametrize("path", PATHS)
def test_a_body_for_which_there_is_no_room_is_told_when_to_come_back(path: str) -> None:
    with staged(max_body_bytes=BODY, max_held_bytes=int(1.5 * BODY)) as stage:
        admission = stage.gateway.front.admission
        stage.provider.script = lambda _: Answer((WHOLE,), wait=20.0)
        large = asking(path, text="a" * (BODY - 500))
        with stage.gateway.asked(path, large):
            until(lambda: stage.provider.waiting == 1)
            assert BODY - 500 < admission.held <= BODY
            answer = stage.gateway.post(path, large)
            assert "bytes at a time" in refused(path, answer, 503, "overloaded_error")
            assert answer.headers["retry-after"] == "1"
        until(lambda: admission.held == 0)
        stage.provider.script = lambda _: Answer((WHOLE,))
        assert stage.gateway.post(path, large).status_code == 200


def test_a_body_that_names_no_length_is_counted_as_it_arrives() -> None:
    with staged(max_body_bytes=1_000) as stage:
        parts = iter([b"a" * 600, b"a" * 600])
        headers = {"authorization": f"Bearer {KEY}"}
        url = f"{stage.gateway.url}{MESSAGES}"
        answer = stage.gateway.client.post(url, content=parts, headers=headers)
        refused(MESSAGES, answer, 413, "request_too_large")
        until(lambda: stage.gateway.front.admission.held == 0)


def test_a_length_that_is_too_large_is_refused_before_a_byte_is_read() -> None:
    with staged() as stage:
        host, _, port = stage.gateway.url.removeprefix("http://").partition(":")
        head = f"POST {CHAT} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {KEY}\r\n"
        with socket.create_connection((host, int(port)), 10) as connection:
            connection.sendall(f"{head}content-length: 999999999\r\n\r\n".encode())
            assert connection.recv(4_096).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("model", ["m/" + "x" * 50_000, "m/\r\nset-cookie: a=b", "m/\u00e9"])
def test_the_name_of_a_model_is_short_and_plain_in_answers(model: str) -> None:
    with staged() as stage:
        told = stage.gateway.post(CHAT, asking(CHAT, model)).headers
        assert len(told["x-auto-routing-model"]) <= 200
        assert "set-cookie" not in told
        stage.provider.script = lambda _: Answer(drop=True)
        assert len(stage.gateway.post(CHAT, asking(CHAT, model)).content) < 1_500


@given(st.text(max_size=500))
def test_a_header_is_printable_and_bounded(text: str) -> None:
    found = safe(text)
    assert len(found) <= 200
    assert all(32 <= byte <= 126 for byte in found)


PRIVATE = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "proxy-authorization"]
PRIVATE += ["x-forwarded-for", "x-forwarded-proto", "forwarded", "x-real-ip", "via", "cookie"]
PRIVATE += ["x-amzn-trace-id", "cf-connecting-ip", "x-litellm-api-key", "x-auth-token"]
PRIVATE += ["x-auth-request-access-token", "x-ms-token-aad-access-token", "x-access-token"]
PRIVATE += ["x-amz-security-token", "helicone-auth", "x-goog-iap-jwt-assertion", "remote-user"]
PRIVATE += ["x-original-forwarded-for", "fly-client-ip", "x-azure-clientip", "x-auth-request-email"]
PRIVATE += ["x-envoy-external-address", "x-goog-authenticated-user-email", "x-amzn-oidc-data"]
PRIVATE += ["x-ms-client-principal-name", "x-remote-addr"]
KINDS = ["token", "assertion", "client-ip", "clientip", "authorization", "api-key", "apikey"]
KEPT = ["x-client-request-id", "x-session-id", "anthropic-version", "x-max-tokens", "user-agent"]
KEPT += ["openai-organization", "x-stainless-lang", "x-author", "content-type", "x-kilo-request"]


@given(st.sampled_from(KINDS), st.from_regex(r"([a-z]{1,6}-){0,3}", fullmatch=True))
def test_a_name_of_a_private_kind_is_private_after_any_words(kind: str, before: str) -> None:
    assert ("t", "v") in (found := up([(before + kind, "theirs"), ("t", "v")], "ours"))
    assert "theirs" not in dict(found).values()


@pytest.mark.parametrize("name", KEPT)
def test_what_names_no_caller_is_passed_on(name: str) -> None:
    assert up([(name, "v")], "ours")[0] == (name, "v")


@given(st.sampled_from(PRIVATE), st.text(min_size=1))
def test_what_names_the_caller_or_its_place_is_not_passed_on(name: str, value: str) -> None:
    kept = [("anthropic-beta", "a"), ("x-ratelimit", "7"), ("x-amzn-bedrock-trace", "on")]
    found = up([*kept, (name, value)], "ours")
    assert found[:3] == kept
    assert [v for n, v in found[3:] if n == name] in ([], ["ours"], ["Bearer ours"])


@given(st.from_regex(r"[a-z-]{1,20}", fullmatch=True), st.sampled_from(["", "Bearer ", "Key "]))
def test_the_key_of_the_caller_is_not_passed_on_by_any_name(name: str, scheme: str) -> None:
    assert without([(name, f"{scheme}{KEY}"), ("x-any", "thing")], KEY) == [("x-any", "thing")]
