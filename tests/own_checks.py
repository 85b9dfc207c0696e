"""What must hold of own data, whatever happened: docs/sync.md numbers these rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from own_world import ACCOUNTS, PAIRS, said

if TYPE_CHECKING:
    from own_world import Device, World

KEYS = (
    *(("vote", id_) for id_ in PAIRS),
    ("toolvote", "zed"),
    ("bookmark", "tool:zed"),
)
Key = tuple[str, str]


def server_rows(world: World, user: str = "me") -> dict[Key, tuple[str | None, str, int]]:
    """What the server holds for a user: value, operation and stamp by kind and key."""
    rows = world.server(
        "SELECT kind, key, value, op, eff FROM own WHERE account ="
        " (SELECT n FROM account WHERE id = ?)",
        ACCOUNTS[user][0],
    )
    return {(kind, key): (value, str(UUID(bytes=op)), eff) for kind, key, value, op, eff in rows}


def server_ops(world: World) -> dict[str, Any]:
    """All operations that were ever judged, by id: status, eff, value, user's number, accepted."""
    rows = world.server("SELECT op, status, eff, value, account, accepted FROM op")
    return {str(UUID(bytes=op)): rest for op, *rest in rows}


def waiting(device: Device) -> list[Any]:
    """The operations that were sent and have not been answered for."""
    return device.rows("SELECT op, kind, key, parked FROM sending")


def held(device: Device) -> list[Any]:
    """All that a device knows of its account, and what it has done."""
    own = device.rows("SELECT kind, key, op, pulled, gen FROM own")
    return [own, waiting(device), device.rows("SELECT max(n) FROM fact")]


def newest_own(device: Device, key: Key) -> Any:
    """The newest act of this device on a key: number, value; None without one."""
    found = device.rows(
        "SELECT n, value FROM fact WHERE kind = ? AND key = ? AND origin <> 'account'"
        " ORDER BY n DESC LIMIT 1",
        *key,
    )
    return found[0] if found else None


def own_acts_are_shown(device: Device) -> None:
    """I1: what waits for its answer is what the reader sees."""
    for key in KEYS:
        own = newest_own(device, key)
        if own is None:
            continue
        settled = device.rows("SELECT 1 FROM receipt WHERE fact = ?", own[0])
        if not settled:
            assert device.shown(*key) == said(key[0], own[1]), ("not shown", device.name, key)


def nothing_is_lost(device: Device) -> None:
    """I2: every act is waiting, answered for, or replaced by a newer one of this device."""
    for n, kind, key in device.rows("SELECT n, kind, key FROM fact WHERE origin = 'here'"):
        known = device.rows("SELECT 1 FROM receipt WHERE fact = ?", n) or device.rows(
            "SELECT 1 FROM sending WHERE fact = ?", n
        )
        newest = newest_own(device, (kind, key))
        assert known or newest[0] >= n, ("act vanished", device.name, n)


def stamps_are_frozen(world: World) -> None:
    """I3 and I7: what was judged keeps its status and stamp, and no stamp runs into the future."""
    ops = server_ops(world)
    for id_, (status, eff, value, account, accepted) in ops.items():
        assert eff is None or eff <= accepted + len(ops), ("future", id_)
        world.first_stamps.setdefault(id_, eff)
        judged = (status, eff, value, account)
        before = world.judged.get(id_, judged)
        if before[0] == "deferred":
            # It may be judged later, and keeps the stamp that it has.
            before = (status, *before[1:])
        assert before == judged, ("judged twice", id_)
        world.judged[id_] = judged


def acts_beat_what_they_knew(world: World) -> None:
    """I4: an act stands above all that its device knew of its key when it was done.

    Excused is what a restored server gave a higher stamp than it had before: its device never heard
    that it was judged, sent it again, and its clock was ahead, so that it counts as sent then.
    """
    ops = server_ops(world)
    for device in world.devices:
        for n, kind, key in device.rows("SELECT n, kind, key FROM fact WHERE origin = 'here'"):
            mine = _op_of(device, n)
            stamp = ops[mine][1] if mine in ops else None
            if stamp is None:
                continue
            for known in _known_to(device, n, kind, key):
                below = ops[known][1] if known in ops else None
                if below is not None and not _is_judged_anew(world, known, below):
                    assert (stamp, mine) > (below, known), ("effect before cause", mine)


def _is_judged_anew(world: World, op: str, stamp: int) -> bool:
    first = world.first_stamps.get(op)
    return first is not None and stamp > first


def _op_of(device: Device, n: int) -> str | None:
    found = device.rows(
        "SELECT op FROM receipt WHERE fact = ?1 UNION ALL SELECT op FROM sending WHERE fact = ?1", n
    )
    return found[0][0] if found else None


def _known_to(device: Device, n: int, kind: str, key: str) -> list[str]:
    """The operations of earlier acts of this device, and those that it showed before."""
    earlier = device.rows(
        "SELECT n, id, origin FROM fact WHERE kind = ? AND key = ? AND n < ?", kind, key, n
    )
    mine = [_op_of(device, each) for each, _, origin in earlier if origin == "here"]
    return [*filter(None, mine), *(id_ for _, id_, origin in earlier if origin == "account")]


def nobody_sees_others(world: World) -> None:
    """I11: what a device was told belongs to its account."""
    numbers = {row[1]: row[0] for row in world.server("SELECT n, id FROM account")}
    ops = server_ops(world)
    for device in world.devices:
        mine = numbers[ACCOUNTS[device.user][0]]
        for (op,) in device.rows("SELECT op FROM own"):
            assert op not in ops or ops[op][3] == mine, ("a stranger's row", device.name)


def all_agree(world: World) -> None:
    """I5 and I6: when the faults have ended, nothing waits and all devices show the same.

    What was refused stays on the devices that know it.
    """
    ops = server_ops(world)
    for device in world.devices:
        rows = server_rows(world, device.user)
        assert not [each for each in waiting(device) if not each[3]], ("waits", device.name)
        for key in KEYS:
            held = device.rows("SELECT op FROM own WHERE kind = ? AND key = ?", *key)
            if held and ops.get(held[0][0], [None])[0] == "rejected":
                continue  # A restored server was told of this row again, and refused it.
            value, op, _ = rows.get(key, (None, None, None))
            assert not held or held[0][0] == op, ("held row differs", device.name, key)
            if not is_refused(device, key):
                assert device.shown(*key) == said(key[0], value), ("differs", device.name, key)


def is_refused(device: Device, key: Key) -> bool:
    """Whether the newest act on a key was refused for ever, so that it stays on this device."""
    own = newest_own(device, key)
    return bool(
        own
        and device.rows(
            "SELECT 1 FROM receipt WHERE fact = ? AND status = 'rejected' UNION ALL"
            " SELECT 1 FROM sending WHERE fact = ?1 AND parked",
            own[0],
        )
    )


def note_what_devices_were_told(world: World) -> None:
    """Keep the highest stamp that each living device was told by an exchange."""
    for device in world.devices:
        for kind, key, op, eff in device.rows("SELECT kind, key, op, eff FROM own"):
            place = (device.name, kind, key)
            world.told[place] = max(world.told.get(place, (0, "")), (eff, op))


def nothing_is_forgotten(world: World) -> None:
    """I10: the server knows every winner that a living device was told, or has judged it anew."""
    ops = server_ops(world)
    for device in world.devices:
        rows = server_rows(world, device.user)
        for kind, key in KEYS:
            eff, op = world.told.get((device.name, kind, key), (0, ""))
            if op and op in ops and ops[op][1] == eff:
                assert (rows[kind, key][2], rows[kind, key][1]) >= (eff, op), ("below", kind, key)
            elif op:
                assert op in ops, ("forgotten", device.name, op)


def acts_arrive_once(world: World) -> None:
    """I2, the server's half: every judged operation is an act that some device knows, unchanged."""
    known = {
        id_: (kind, key, said(kind, value))
        for device in world.devices
        for id_, kind, key, value in device.rows("SELECT id, kind, key, value FROM fact")
    }
    for op, kind, key, value in world.server("SELECT op, kind, key, value FROM op"):
        id_ = str(UUID(bytes=op))
        assert known.get(id_) == (kind, key, said(kind, value)), ("nobody did this", id_)


def the_last_act_wins(world: World) -> None:
    """I8: with sound clocks and nothing restored, the last act in real time holds."""
    last: dict[tuple[str, Key], tuple[Device, Key]] = {}
    for _, device, kind, key in world.acts:
        last[device.user, (kind.value, key)] = device, (kind.value, key)
    for (user, place), (device, _) in last.items():
        if not is_refused(device, place):
            rows = server_rows(world, user)
            assert place in rows, ("never arrived", place)
            shown = said(place[0], rows[place][0])
            assert shown == said(place[0], newest_own(device, place)[1]), ("not the last", place)


def counts_are_recounts(world: World) -> None:
    """I9: one account has at most one vote under a key, and it is the one that holds."""
    counted = world.server(
        "SELECT account, kind, key, count(*) FROM own GROUP BY 1, 2, 3 HAVING count(*) > 1"
    )
    assert counted == []
