from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiptui.feed.network import fetchable, is_loopback, is_private
from shiptui.feed.subscription import Subscription, subscription_from
from shiptui.feed.waiting import back_off, http_date, next_poll, retry_after
from shiptui.model.errors import FeedError

DAY = 86_400
KEY = "A" * 43


@given(st.floats(0, 1))
def test_a_poll_comes_every_six_hours_or_so(chance: float) -> None:
    assert 4.8 * 3_600 <= next_poll(chance) <= 7.2 * 3_600


def test_a_poll_keeps_the_wishes_of_publisher_and_host_for_a_day_at_most() -> None:
    assert next_poll(0.5, min_poll=40_000) == 40_000
    assert next_poll(0.5, max_age=50_000) == 50_000
    assert next_poll(0.5, min_poll=10**9) == DAY


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_a_failure_waits_from_a_minute_to_a_day(failures: int, chance: float) -> None:
    assert 60 <= back_off(failures, chance) <= DAY


def test_the_wait_doubles_with_each_failure_and_obeys_the_server() -> None:
    assert [back_off(failures, 1.0) for failures in (1, 2, 3, 11, 99)] == [
        120,
        240,
        480,
        DAY,
        DAY,
    ]
    assert back_off(1, 0.0, wait=600) == 600
    assert back_off(1, 0.0, wait=10**8) == DAY


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        ("0", 1),
        ("9999999999", DAY),
        ("99999999999", None),
        ("-5", None),
        ("²", None),
        ("1e3", None),
        ("Thu, 01 Jan 1970 00:20:00 GMT", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("yesterday", None),
    ],
)
def test_retry_after_is_read_with_care(header: str | None, seconds: int | None) -> None:
    assert retry_after(header, now=1_000) == seconds


@given(st.text(max_size=60))
def test_no_header_breaks_the_reading_of_dates(text: str) -> None:
    assert http_date(text) is None or isinstance(http_date(text), float)


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),  # noqa: S104 - an address to refuse, not to listen on
        ("::ffff:10.0.0.1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("224.0.0.1", True),
        ("93.184.215.14", False),
        ("2606:4700::1", False),
        ("example.org", False),
    ],
)
def test_addresses_of_private_networks_are_known(host: str, private: bool) -> None:  # noqa: FBT001 - a column of the table above
    assert is_private(host) is private


def test_this_machine_is_known_without_asking_anybody() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_loopback, ("localhost.example.org", "10.0.0.1", "example.org")))


@pytest.mark.parametrize(
    "url", ["https://example.org/feed.json", "http://localhost:8000/f", "http://127.0.0.1/f"]
)
def test_https_and_this_machine_may_be_asked(url: str) -> None:
    assert fetchable(url, allow_http=False) == url


def test_plain_http_is_asked_only_where_the_reader_allowed_it() -> None:
    with pytest.raises(FeedError, match="plain http"):
        fetchable("http://example.org/f", allow_http=False)
    assert fetchable("http://example.org/f#x", allow_http=True) == "http://example.org/f"


@pytest.mark.parametrize("url", ["ftp://a.b/", "file:///etc/passwd", "https://u:p@a.b/", "a", ""])
def test_other_addresses_are_never_asked(url: str) -> None:
    with pytest.raises(FeedError, match="no safe web address"):
        fetchable(url, allow_http=True)


def test_a_subscription_is_read_as_it_is_typed() -> None:
    assert subscription_from(" https://a.example/feed.json ") == Subscription(
        "https://a.example/feed.json"
    )
    assert subscription_from(f"https://a.example/feed.json#ed25519={KEY}") == Subscription(
        "https://a.example/feed.json", key=KEY
    )
    with pytest.raises(FeedError, match="What follows # is no key"):
        subscription_from("https://a.example/feed.json#ed25519=short")
