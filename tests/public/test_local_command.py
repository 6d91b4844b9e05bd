"""The way in for the command line: nobody without the token, nobody from elsewhere."""

import pytest

from tightrope.records import runtime

LIST = {"arguments": ["account", "list"], "given": ""}
RIGHT = {"authorization": "Bearer right"}


def call(client, headers=RIGHT, body=LIST, path=runtime.PATH):
    return client.post(path, json=body, headers=headers)


def test_the_right_token_runs_a_command(app, expecting):
    answer = call(app())
    assert (answer.status_code, answer.json()) == (200, {"code": 0, "out": "There are no accounts.\n", "err": ""})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer "},
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer righ"},
        {"authorization": "right"},
        {"authorization": "Basic right"},
        {"authorization": "Bearer r\u00efght".encode("latin-1")},
        {**RIGHT, "x-forwarded-for": "127.0.0.1"},
        {**RIGHT, "forwarded": "for=127.0.0.1"},
        {**RIGHT, "via": "1.1 proxy"},
    ],
)
def test_everybody_else_finds_nothing_there(app, expecting, headers):
    answer = call(app(), headers)
    assert (answer.status_code, answer.content) == (404, b"")


def test_a_caller_elsewhere_finds_nothing_even_with_the_token(app, expecting, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_SIGN_IN", "required")
    assert call(app(client=("192.0.2.7", 50000))).status_code == 404


def test_bound_to_one_address_a_caller_here_comes_from_that_address(app, expecting, monkeypatch):
    monkeypatch.setattr("tightrope.public.binding._address", "10.0.0.5")
    assert call(app(client=("10.0.0.5", 50000), base_url="http://10.0.0.5")).status_code == 200
    assert call(app(client=("10.0.0.6", 50000), base_url="http://10.0.0.5")).status_code == 404


@pytest.mark.parametrize("headers", [RIGHT, {"authorization": "Bearer "}, {}])
def test_before_a_token_is_given_out_nothing_is_there(app, headers):
    assert call(app(), headers).status_code == 404


@pytest.mark.parametrize("body", [[], {}, {"arguments": "x"}, {"arguments": 3, "given": ""}, "text", None])
def test_what_is_no_call_is_turned_down(app, expecting, body):
    assert call(app(), body=body).status_code == 400


def test_a_command_that_is_not_known_ends_the_call_and_not_the_server(app, expecting):
    client = app()
    answer = call(client, body={"arguments": ["conjure", "--now"], "given": ""})
    assert answer.status_code == 200 and answer.json()["code"] == 2
    assert call(client).status_code == 200


def test_it_is_not_behind_the_public_door(opened, expecting):
    from starlette.testclient import TestClient

    from tightrope.public import door

    client = TestClient(door.public_app(), client=("127.0.0.1", 1))
    assert call(client).status_code == call(client, path="/p" + runtime.PATH).status_code == 404
