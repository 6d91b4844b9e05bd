"""The door: what every answer carries, what is behind it, and who is turned away before it."""

import re

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tightrope.public import binding, door

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
ELSEWHERE = (
    "/", "/data", "/weigh", "/sign-in", "/sign-out", "/invite/x", "/local/command", "/static/js/index.js",
    "/_stcore/health", "/_stcore/stream", "/media/x", "/component/x", "/pp/health", "/P/health", "//p/health",
    "/p/../data", "/p/nothing", "/p/health/", "/favicon.ico", "/.env",
)  # fmt: skip


@pytest.fixture
def outside(opened):
    return TestClient(door.public_app(), base_url="http://board.example.org", raise_server_exceptions=False)


def strict(answer):
    """Assert the headers that every plain answer has."""
    headers = answer.headers
    policy = dict(one.strip().partition(" ")[::2] for one in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'" and policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"


def test_health_says_that_it_is_up_and_nothing_else(outside):
    answer = outside.get("/p/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "data": False})
    strict(answer)


def test_health_is_down_when_the_records_do_not_answer(outside, opened, monkeypatch):
    monkeypatch.setattr(opened.stores, "raw", lambda *told: 1 / 0)
    answer = outside.get("/p/health")
    assert (answer.status_code, answer.json()) == (503, {"status": "down"})


@pytest.mark.parametrize("path", ["/p/", "/p"])
def test_the_front_says_where_one_is(outside, path):
    answer = outside.get(path)
    assert answer.status_code == 200 and "fictional council" in answer.text
    strict(answer)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_every_other_path_is_404_whatever_is_asked_of_it(outside, path):
    for method in METHODS:
        answer = outside.request(method, path, follow_redirects=False)
        assert answer.status_code == 404, method
        strict(answer)


def test_the_public_listener_opens_no_websocket(outside):
    for path in ("/_stcore/stream", "/p/health"):
        with pytest.raises(WebSocketDisconnect), outside.websocket_connect(path):
            pass


def test_a_page_loads_nothing_from_elsewhere_and_its_style_has_the_nonce(outside):
    first, second = outside.get("/p/"), outside.get("/p/")
    policies = [one.headers["content-security-policy"] for one in (first, second)]
    nonces = [re.search("style-src 'nonce-([^']+)'", one)[1] for one in policies]
    assert nonces[0] != nonces[1]
    assert f'<style nonce="{nonces[0]}">' in first.text
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", first.text)


# the same routes within the app


@pytest.mark.parametrize("path", ["/p/", "/p", "/p/health", "/p/nothing"])
def test_within_the_app_the_door_carries_the_same_headers(app, path):
    strict(app().get(path))


@pytest.mark.parametrize("path", ["/sign-in", "/invite/none", "/sign-out"])
def test_signing_pages_are_as_strict_but_say_where_their_forms_come_from(app, path):
    answer = app().get(path)
    assert answer.headers["referrer-policy"] == "same-origin"
    answer.headers["referrer-policy"] = "no-referrer"
    strict(answer)


@pytest.mark.parametrize("path", ["/", "/data", "/fails", "/anything"])
def test_every_other_answer_carries_its_own(app, path):
    headers = app().get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"] and "*" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_defect_shows_nothing_of_the_inside(app):
    answer = app().get("/fails")
    assert answer.status_code == 500 and "inside" not in answer.text


# who is turned away

LOCAL = ["localhost", "localhost:8501", "LOCALHOST", "127.0.0.1:8501", "[::1]:8501"]
FOREIGN = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.5:8501", "", "[::2]"]


@pytest.mark.parametrize(("host", "status"), [*((one, 200) for one in LOCAL), *((one, 421) for one in FOREIGN)])
def test_while_local_only_this_computers_names_are_answered(app, host, status):
    for path in ("/", "/p/health", "/sign-in"):
        answer = app().get(path, headers={"host": host})
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_while_local_a_websocket_under_a_foreign_name_is_refused(app):
    with pytest.raises(WebSocketDisconnect) as refused, app().websocket_connect("/x", headers={"host": "evil.example"}):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:3000", "https://localhost.evil.example", "null", ""]
)
def test_a_page_of_another_site_reaches_neither_pages_nor_websocket(app, origin):
    client = app()
    for method in ("GET", "POST", "PUT"):
        assert client.request(method, "/_stcore/health", headers={"origin": origin}).status_code == 403
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/x", headers={"origin": origin}):
        pass
    assert refused.value.code == 1008
    assert client.get("/data", headers={"origin": "http://localhost"}).status_code == 200


@pytest.mark.parametrize("caller", ["192.168.1.9", "8.8.8.8", "::ffff:10.0.0.2", "testclient"])
def test_where_nobody_signs_in_nobody_else_gets_past_the_door(app, caller):
    client = app(client=(caller, 50000))
    assert client.get("/").status_code == client.get("/sign-in").status_code == 403
    assert client.get("/p/health").status_code == 200


@pytest.mark.parametrize("caller", ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
def test_this_computer_is_let_in_however_it_is_written(app, caller):
    assert app(client=(caller, 50000)).get("/").status_code == 200


def test_the_public_address_leads_to_the_door_alone_while_nobody_signs_in(app, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_PUBLIC_URL", "https://board.example.org/")
    client, told = app(), {"host": "board.example.org"}
    assert client.get("/p/health", headers=told).status_code == 200
    assert client.get("/", headers=told).status_code == 421
    assert client.get("/p-fails", headers=told).status_code == 421


def test_the_public_address_leads_to_all_of_it_once_people_sign_in(app, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_PUBLIC_URL", "https://board.example.org/")
    monkeypatch.setenv("TIGHTROPE_SIGN_IN", "required")
    client = app(client=("192.0.2.7", 50000))
    assert client.get("/", headers={"host": "board.example.org"}).status_code == 200
    assert client.get("/", headers={"host": "other.example.org"}).status_code == 421


@pytest.mark.parametrize(
    ("address", "local", "way_in"),
    [
        ("localhost", True, "127.0.0.1"),
        ("127.0.0.1", True, "127.0.0.1"),
        ("::1", True, "[::1]"),
        (None, False, "127.0.0.1"),
        ("", False, "127.0.0.1"),
        ("0.0.0.0", False, "127.0.0.1"),
        ("::", False, "127.0.0.1"),
        ("10.0.0.5", False, "10.0.0.5"),
        ("fd00::5", False, "[fd00::5]"),
    ],
)
def test_binding(monkeypatch, address, local, way_in):
    monkeypatch.setattr(binding, "_address", "localhost")
    binding.listen(address)
    assert (binding.local_only(), binding.sign_in_needed(), binding.way_in()) == (local, not local, way_in)


def test_what_a_page_shows_of_somebody_is_kept_by_no_browser(app):
    client = app()
    assert client.get("/media/0a1b.jpg").headers["cache-control"] == "no-store"
    assert "cache-control" not in client.get("/static/js/index.js").headers
