"""The server as clients meet it, over sockets: any request, many at once, oversized, slow and malformed ones."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import httpx
import pytest
import requests
import schemathesis
import uvicorn
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

import attribution
from attribution.cli import main
from attribution.jsonio import dump_extraction
from attribution.server.app import make_app
from attribution.server.connections import Connection
from attribution.server.settings import Settings

pytestmark = pytest.mark.model
ROOT = Path(__file__).parent.parent
CALLS = 5000 if os.environ.get("CI") else 200
SHARES = {"/extract": 0.38, "/verify": 0.08, "/convert": 0.04}  # of the calls, for fitting and for misfit data each
LIMITS = Settings(max_bytes=100_000, max_characters=20_000, receive_limit=1.5)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schemathesis.openapi.format("base64", st.binary(max_size=200).map(lambda data: b64encode(data).decode()))
SCHEMA = schemathesis.openapi.from_dict(make_app(LIMITS).openapi())


@pytest.fixture(scope="module")
def address():
    """Serve on a free port of this machine; (host, port)."""
    config = uvicorn.Config(make_app(LIMITS), port=0, http=Connection, ws="none", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield server.servers[0].sockets[0].getsockname()[:2]
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def url(address):
    return f"http://{address[0]}:{address[1]}"


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "share"), sorted(SHARES.items()))
def test_server_answers_any_request(url, path, share, mode):
    """Whatever a client that knows the OpenAPI document sends, the answer fits the document and is no failure."""
    session, calls = requests.Session(), count()

    @settings(
        max_examples=round(CALLS * share), deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=SCHEMA[path]["POST"].as_strategy(generation_mode=mode))
    def send(case):
        next(calls)
        response = case.call(base_url=url, session=session)
        # Any text is a file, and /verify lists what breaks the schema of records instead of refusing it.
        strict = mode.is_negative and case.media_type == "application/json" and path != "/verify"
        case.validate_response(response, checks=CHECKS + [negative_data_rejection] * strict)
        if response.status_code >= 400:
            assert set(response.json()["error"]) == {"code", "message"}

    send()
    assert next(calls) >= CALLS * share


# many clients


def test_server_twenty_clients_get_their_own_answers(url):
    """Twenty clients at once, each with articles of its own, get what the library says of those articles alone."""
    texts = [
        f"“Dam {n} holds,” said {name} Castell{n}. She told the Valley{n} Post that “nobody had to leave {n} houses”."
        for n, name in enumerate(["Mira", "Jo", "Ana", "Eva"] * 15)
    ]
    expected = [json.loads(dump_extraction(attribution.extract(text))) for text in texts]
    start = threading.Barrier(20)

    def ask(client):
        start.wait()
        with httpx.Client(base_url=url, timeout=120) as session:
            mine = range(client, len(texts), 20)
            return {number: session.post("/extract", json={"text": texts[number]}) for number in mine}

    with ThreadPoolExecutor(20) as pool:
        answers = {number: response for done in pool.map(ask, range(20)) for number, response in done.items()}
    assert sorted(answers) == list(range(len(texts)))
    for number, response in answers.items():
        assert response.status_code == 200
        assert response.json()["extraction"] == expected[number]
        assert response.json()["text"] == texts[number]


def test_server_is_healthy_while_it_computes(url):
    """Health answers at once while a long article is computed."""
    long = "“The dam holds,” said Mira Castell of the valley council on Tuesday. " * 200
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(httpx.post, f"{url}/extract", json={"text": long}, timeout=120)
        time.sleep(0.3)
        began = time.monotonic()
        assert httpx.get(f"{url}/health").status_code == 200
        took = time.monotonic() - began
        assert not slow.done()
        assert slow.result().status_code == 200
    assert took < 5


# oversized, slow and malformed requests


def exchange(address, *parts, pause=0.0, wait=10.0):
    """Send the parts, with pauses between, and return all that comes back until the server closes or is silent."""
    received = b""
    with socket.create_connection(address, timeout=wait) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
        except OSError:
            pass  # the server has closed already; what it said is still to be read
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except TimeoutError:
            pass
    return received


def refusal_in(received):
    """Return (status, code) of the one refusal in what came back."""
    head, _, body = received.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 100"):
        head, _, body = body.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower()
    return int(head.split()[1]), json.loads(body)["error"]["code"]


def head(*lines, path="/extract", kind="text/plain"):
    first = (f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {kind}", *lines)
    return "\r\n".join(first).encode() + b"\r\n\r\n"


BIG = b"a" * (LIMITS.max_bytes + 1)


def test_server_refuses_oversized_bodies_by_their_length(address):
    """A body whose stated length is over the limit is refused before it is sent."""
    assert refusal_in(exchange(address, head(f"Content-Length: {10**9}", "Connection: close"))) == (413, "too-large")


@pytest.mark.parametrize("length", [10**15, LIMITS.max_bytes + 1])
def test_server_refuses_oversized_bodies_with_the_whole_body_sent(address, length):
    """A client that sends everything before it reads still gets the refusal."""
    assert refusal_in(exchange(address, head(f"Content-Length: {length}"), BIG)) == (413, "too-large")


def test_server_refuses_oversized_chunked_bodies(address):
    """A body without a stated length is refused once it is over the limit, though it never ends."""
    chunk = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
    received = exchange(address, head("Transfer-Encoding: chunked"), *[chunk] * 40)
    assert refusal_in(received) == (413, "too-large")


def test_server_takes_bodies_up_to_the_limit(url):
    """A body of just the limit is read: it is refused for what it holds, not for its size."""
    body = b"[" + b" " * (LIMITS.max_bytes - 2) + b"]"
    assert httpx.post(f"{url}/extract", content=body, headers={"content-type": "application/json"}).status_code == 422


@pytest.mark.parametrize("claimed", [3, 20])
def test_server_holds_clients_to_their_content_length(address, claimed):
    """A length below the truth ends the body there; one above it makes the request late."""
    received = exchange(address, head(f"Content-Length: {claimed}"), b"Hello, dam", wait=6)
    if claimed > 10:
        assert refusal_in(received) == (408, "too-slow")
    else:
        assert received.startswith(b"HTTP/1.1 200")
        assert b'"text": "Hel"' in received


@pytest.mark.parametrize(
    "parts",
    [
        [b"POST /extract HTTP/1.1\r\nHo"],
        [b""],
        [head("Content-Length: 50"), b"a"],
        [head("Content-Length: 50"), *[b"a"] * 12],
        [b"GET /health HTTP/1.1\r\n", *[b"X: y\r\n"] * 12],
        [b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /hea"],
    ],
    ids=["half a head", "nothing", "half a body", "drops of a body", "drops of a head", "half a second head"],
)
def test_server_refuses_slow_senders(address, parts):
    """Whoever does not send a whole head, or a whole body, in time is refused and cut off, drop by drop or not."""
    began = time.monotonic()
    received = exchange(address, *parts, pause=0.3)
    assert time.monotonic() - began < 9
    last = received[received.rindex(b"HTTP/1.1 ") :]
    assert refusal_in(last) == (408, "too-slow")


@pytest.mark.parametrize(
    "sent",
    [
        b"NONSENSE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        head("Content-Length: 5", "Content-Length: 6") + b"hello",
        head("Content-Length: -1"),
        head("Content-Length: five"),
        head("Transfer-Encoding: chunked") + b"zz\r\nhello\r\n0\r\n\r\n",
        head("X: " + "y" * 200_000),
    ],
)
def test_server_refuses_what_is_no_http(address, sent):
    """Broken HTTP is refused in the same shape, and the connection closed."""
    assert refusal_in(exchange(address, sent)) == (400, "malformed-http")


def test_server_refuses_requests_without_a_host(address):
    """A request of HTTP/1.0 without a host is not trusted."""
    assert refusal_in(exchange(address, b"GET /health HTTP/1.0\r\n\r\n")) == (421, "unknown-host")


def test_server_works_after_all_that(url):
    """The server answers as ever."""
    assert httpx.post(f"{url}/extract", json={"text": "“It holds,” said Mira Castell."}).status_code == 200


# the command


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_server_command_serves_with_several_workers():
    """`attribution serve --workers 2` answers on this machine's own address only, and stops when told."""
    port = free_port()
    command = [sys.executable, "-m", "attribution", "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            until = time.monotonic() + 240
            while not _answers(port):
                assert server.poll() is None
                assert time.monotonic() < until
                time.sleep(0.3)
            found = {httpx.get(f"http://127.0.0.1:{port}/health").status_code for _ in range(8)}
            assert found == {200}
            answer = httpx.post(
                f"http://127.0.0.1:{port}/extract", json={"text": "“It holds,” said Jo Moss."}, timeout=60
            )
            assert answer.json()["extraction"]["records"][0]["speaker"]["name"] == "Jo Moss"
            with pytest.raises(OSError):
                socket.create_connection(("127.0.0.2", port), timeout=2)
        finally:
            server.terminate()
        said, _ = server.communicate(timeout=60)
    assert "Traceback" not in said
    assert said.count("Application startup complete") == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_server_command_says_that_a_port_is_taken(workers):
    """A port of another program is one message that names the option, before anything is loaded."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", "--port", port, "--workers", str(workers)])
    assert result.exit_code == 2
    said = f"Error: port {port} is taken by another program; choose another with --port"
    assert result.stderr.splitlines()[-1] == said
    assert "INFO" not in result.stderr


@pytest.mark.parametrize("host", ["256.1.1.1", "desk..example", "192.0.2.1"])
def test_server_command_says_that_an_address_is_not_its_own(host):
    """An address that this machine does not have is refused as an option."""
    result = CliRunner().invoke(main, ["serve", "--host", host, "--port", "0"])
    assert result.exit_code == 2
    assert "--host 127.0.0.1" in result.stderr


def _answers(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
    except httpx.TransportError:
        return False
