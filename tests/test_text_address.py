# ruff: noqa: RUF001 -- look-alike letters are what some of these tests are about
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiptui.text.address import MOST_CHARACTERS, check_address


@pytest.mark.parametrize(
    "value",
    [
        "https://example.org",
        "http://example.org:8080/a/b?c=d&e=%20#f",
        "https://sub.example.org./~x/(y)",
        "http://127.0.0.1:8000/",
        "http://[::1]:80/",
        "https://xn--bcher-kva.de/é",
        "https://localhost/a@b",
    ],
)
def test_an_honest_address_is_returned_as_it_is(value: str) -> None:
    assert check_address(value) == value


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://bücher.de/", "https://xn--bcher-kva.de/"),
        ("https://аpple.com/", "https://xn--pple-43d.com/"),
        ("https://example。org", "https://example.org"),
        ("https://example.org:/x", "https://example.org/x"),
    ],
)
def test_a_host_is_told_in_its_plain_ascii_form(value: str, safe: str) -> None:
    assert check_address(value) == safe


@pytest.mark.parametrize(
    "value",
    [
        "",
        "example.org",
        "//example.org",
        "https:example.org",
        "https:/example.org",
        "https://",
        "https://:80",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org",
        "data:text/html,x",
        "--flag",
        "%action",
        "-https://example.org",
    ],
)
def test_what_is_no_web_address_is_refused(value: str) -> None:
    assert check_address(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "https://exam\nple.org",
        "ht\ttps://example.org",
        " https://example.org",
        "https://example.org/a b",
        "https://example.org/\r\nHost: evil",
        "https://example.org/\x1b]52;c;x\x07",
        "https://example.org/\x9b31m",
        "https://example.org/\u202egpj.exe",
        "https://exam\u200bple.org",
        "https://exam\xadple.org",
        "https://example.org/\ud800",
        "https://example.org/\u2028",
        "https://good.org\\@evil.org",
    ],
)
def test_hidden_characters_are_refused_before_they_can_be_dropped(value: str) -> None:
    assert check_address(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "https://user@example.org",
        "https://user:secret@example.org",
        "https://good.org@evil.org",
        "https://@example.org",
        "https://ｅxample.org",
        "https://①.org",
        "https://a..org",
        "https://-a.org",
        "https://a_.-.org",
        f"https://{'a' * 64}.org",
        f"https://{'a.' * 130}org",
        "https://%65xample.org",
        "https://[v1.x]/",
        "https://[::1]evil.org/",
        "https://[fe80::1%25eth0]/",
        "https://[::1",
    ],
)
def test_a_host_that_is_not_what_it_seems_is_refused(value: str) -> None:
    assert check_address(value) is None


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "127.1", "0x7f.0.0.1", "017.0.0.1", "256.1.1.1", "1.2.3.4."],
)
def test_an_ipv4_address_is_taken_in_dotted_form_only(host: str) -> None:
    assert check_address(f"http://{host}/") is None


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80x", "٨٠", "99999999999999999999"])
def test_a_port_out_of_range_is_refused(port: str) -> None:
    assert check_address(f"https://example.org:{port}/") is None


def test_an_address_longer_than_the_limit_is_refused() -> None:
    longest = "https://example.org/".ljust(MOST_CHARACTERS, "a")
    assert check_address(longest) == longest
    assert check_address(longest + "a") is None


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["https://", "http://", "[", "]", ":", "@", "/", "?", "#", ".", "xn--"]
            ),
            st.characters(exclude_categories=()),
        ),
        max_size=20,
    ).map("".join)
)
def test_any_text_gives_a_safe_address_or_none(value: str) -> None:
    for text in (value, f"https://{value}", f"https://example.org/{value}"):
        safe = check_address(text)
        if safe is not None:
            assert safe.startswith(("http://", "https://"))
            assert check_address(safe) == safe
