"""Signing in and out: the cookie, where one goes next, and forms of other sites."""

import pytest
from good_password import GOOD

from tightrope import settings
from tightrope.public.signing import COOKIE, safe_next
from tightrope.records import accounts

RULES = settings.settings().accounts
OURS = {"origin": "http://localhost"}


@pytest.fixture
def ann(opened):
    return accounts.add(opened.stores, RULES, "ann", "Ann", "viewer", GOOD)


def who(opened, client):
    return accounts.reader_of(opened.stores, RULES, client.cookies.get(COOKIE))


def give(client, headers=OURS, **fields):
    return client.post("/sign-in", data={"name": "ann", "password": GOOD, **fields}, headers=headers)


def test_the_right_password_sets_a_cookie_that_scripts_and_other_sites_do_not_get(app, ann, opened):
    client = app()
    answer = give(client, next="/weigh?contract=HC-01")
    assert (answer.status_code, answer.headers["location"]) == (303, "/weigh?contract=HC-01")
    parts = [part.strip().lower() for part in answer.headers["set-cookie"].split(";")]
    assert {"httponly", "samesite=lax", "path=/", f"max-age={RULES.session_hours * 3600}"} <= set(parts)
    assert "secure" not in parts and not any(part.startswith("domain") for part in parts)
    assert who(opened, client).account_id == ann


@pytest.mark.parametrize(
    ("base_url", "headers"),
    [
        ("https://localhost", {"origin": "https://localhost"}),
        ("http://localhost", {**OURS, "x-forwarded-proto": "https"}),
        ("http://localhost", {**OURS, "x-forwarded-proto": "https, http"}),
    ],
)
def test_over_https_the_cookie_stays_on_https(app, ann, base_url, headers):
    assert "; secure" in give(app(base_url=base_url), headers).headers["set-cookie"].lower()


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(app, ann):
    wrong, unknown = give(app(), password="no"), give(app(), name="bob", password="no")
    assert wrong.status_code == unknown.status_code == 403
    assert "set-cookie" not in wrong.headers and "set-cookie" not in unknown.headers
    style = [one.text.partition("<style")[0] + one.text.partition("</style>")[2] for one in (wrong, unknown)]
    assert style[0] == style[1] and accounts.WRONG in style[0]


def test_after_some_tries_the_right_password_does_not_help(app, ann):
    client = app()
    for _ in range(RULES.tries):
        give(client, password="no")
    assert "Too many tries" in give(client).text


@pytest.mark.parametrize(
    "given",
    [
        None, "", "weigh", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "https://evil.example", "https:evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example",
        " //evil.example", "/a\\b", "/%0d%0aSet-Cookie: x=1\r\n", "//[", "http://localhost.evil.example/",
    ],
)  # fmt: skip
def test_next_never_leaves_this_host(app, ann, given):
    assert safe_next(given) == "/"
    assert give(app(), next=given or "").headers["location"] == "/"


@pytest.mark.parametrize("given", ["/", "/weigh", "/weigh?contract=HC-01&v=1", "/data#x", "/p/health"])
def test_next_may_be_any_path_here(given):
    assert safe_next(given) == given


def test_what_next_holds_is_text_on_the_page(app):
    page = app().get("/sign-in", params={"next": '/"><script>alert(1)</script>'}).text
    assert "<script" not in page and "&lt;script" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"origin": "http://localhost:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {**OURS, "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_of_another_site_does_nothing(app, ann, opened, headers):
    client = app()
    refused = give(client, headers)
    assert refused.status_code == 403 and "set-cookie" not in refused.headers
    give(client)
    out = client.post("/sign-out", headers=headers)
    assert "set-cookie" not in out.headers and who(opened, client) is not None
    link = accounts.invite(opened.stores, "admin")
    taken = client.post(f"/invite/{link}", data={"name": "eve", "password": GOOD}, headers=headers)
    assert taken.status_code == 403 and len(accounts.everybody(opened.stores)) == 1


@pytest.mark.parametrize(
    "headers",
    [OURS, {}, {**OURS, "sec-fetch-site": "same-origin"}, {"origin": "null", "sec-fetch-site": "same-origin"}],
)
def test_our_own_form_works(app, ann, headers):
    assert give(app(), headers).status_code == 303


def test_behind_a_proxy_the_public_address_is_ours(app, ann, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_PUBLIC_URL", "https://tightrope.example.org")
    assert give(app(), {"origin": "https://tightrope.example.org"}).status_code == 303


def test_signing_out_ends_the_session_and_the_cookie(app, ann, opened):
    client = app()
    give(client)
    token = client.cookies[COOKIE]
    answer = client.post("/sign-out", headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert accounts.reader_of(opened.stores, RULES, token) is None
    assert COOKIE not in client.cookies


def test_signing_out_takes_a_form_and_no_link(app, ann, opened):
    client = app()
    give(client)
    client.get("/sign-out")
    assert who(opened, client) is not None


def test_a_one_time_link_makes_an_account_and_signs_in(app, opened):
    client, link = app(), accounts.invite(opened.stores, "admin")
    assert "Administrator" in client.get(f"/invite/{link}").text
    weak = client.post(f"/invite/{link}", data={"name": "ann", "password": "password1234"}, headers=OURS)
    assert weak.status_code == 400 and "unrelated words" in weak.text and "password1234" not in weak.text
    made = client.post(f"/invite/{link}", data={"name": "ann", "password": GOOD}, headers=OURS)
    assert (made.status_code, made.headers["location"]) == (303, "/")
    assert who(opened, client).role == "admin"
    for answer in (client.get(f"/invite/{link}"), client.post(f"/invite/{link}", headers=OURS)):
        assert answer.status_code == 404 and "used or is over" in answer.text


def test_a_locked_name_does_not_keep_the_new_account_out(app, opened):
    client, link = app(), accounts.invite(opened.stores, "admin")
    for _ in range(RULES.tries):
        give(client, password="no")
    made = client.post(f"/invite/{link}", data={"name": "ann", "password": GOOD}, headers=OURS)
    assert made.status_code == 303 and who(opened, client).role == "admin"


def test_a_form_as_large_as_a_film_is_turned_away(app, ann):
    assert give(app(), password="x" * 100_000).status_code == 413


def test_the_page_says_where_the_first_link_is_while_nobody_has_an_account(app, opened):
    assert "one-time link" in app().get("/sign-in").text
    accounts.add(opened.stores, RULES, "ann", "", "admin", GOOD)
    assert "one-time link" not in app().get("/sign-in").text
