"""Histories of devices, a server and a network between them, made up by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

import own_checks as checks
from own_world import DAY, FAULTS, PAIRS, World
from shiptui.feed import api

ACTS = st.one_of(
    st.tuples(st.just("vote"), st.sampled_from(PAIRS), st.sampled_from(["tie", "aider", None])),
    st.tuples(st.just("toolvote"), st.just("zed"), st.sampled_from(["ship", "skip", None])),
    st.tuples(st.just("bookmark"), st.just("tool:zed"), st.sampled_from(["x", "y", None])),
    st.tuples(st.just("undo"), st.just(""), st.none()),
)
TROUBLE = ("clock", "restore", "copy", "refusal", "crash")
WHO = st.sampled_from([0, 0, 0, 1, 1, 1, 2, 3])
CHOICES = st.lists(st.integers(0, 20), max_size=3)
ROUNDS = 12


class OwnData(RuleBasedStateMachine):
    """Three devices of one reader and one of another against one server."""

    likely_faults: tuple[str, ...] = ()
    likely_trouble: tuple[str, ...] = ()
    """What a test wants to happen; anything may, where nothing is said."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.sound = True  # no clock was wrong, nothing was restored, copied or refused
        self.images: list[bytes] = []
        self.limits = api.OPERATIONS, api.ROWS

    @initialize(
        operations=st.sampled_from([1, 2, 50]),
        rows=st.sampled_from([1, 2, 500]),
        faults=st.lists(st.sampled_from(FAULTS), min_size=2, max_size=5, unique=True),
        trouble=st.lists(st.sampled_from(TROUBLE), max_size=3, unique=True),
    )
    def begin(self, operations: int, rows: int, faults: list[str], trouble: list[str]) -> None:
        """Pages and batches are small or not; some kinds of trouble happen, others do not."""
        api.OPERATIONS, api.ROWS = operations, rows
        self.faults = list(self.likely_faults or faults)
        self.trouble = list(self.likely_trouble or trouble)

    @rule(who=WHO, act=ACTS, pause=st.sampled_from([0, 0, 1_000, 100_000, DAY]))
    def act(self, who: int, act: tuple[str, str, str | None], pause: int) -> None:
        """The reader does something, and sees it."""
        device = self.world.devices[who]
        self.world.time += pause
        change = self.world.act(device, *act)
        if change is not None and change.number is not None:
            checks.own_acts_are_shown(device)

    @rule(who=WHO, choices=CHOICES, crash=st.none() | st.integers(0, 6), after=st.booleans())
    def sync(self, who: int, choices: list[int], crash: int | None, *, after: bool) -> None:
        """A device syncs, over a network that does what it likes."""
        device = self.world.devices[who]
        faults = [(["none", *self.faults])[choice % (len(self.faults) + 1)] for choice in choices]
        crash = crash if "crash" in self.trouble else None
        self.world.sync(device, faults, crash, after=after)
        self.look()

    @rule(who=WHO, act=ACTS, choices=CHOICES)
    def act_and_sync(self, who: int, act: tuple[str, str, str | None], choices: list[int]) -> None:
        """The reader does something and syncs."""
        self.act(who, act, 0)
        self.sync(who, choices, None, after=False)

    @rule()
    def arrive_late(self) -> None:
        """A request that was given up arrives."""
        self.world.deliver_late()

    @precondition(lambda self: self.trouble)
    @rule(kind=st.integers(0, 2), who=WHO, choice=st.integers(0, 20))
    def make_trouble(self, kind: int, who: int, choice: int) -> None:
        """Something goes wrong away from the network."""
        what = self.trouble[kind % len(self.trouble)]
        if what != "crash":
            self.sound = False
            getattr(self, f"_{what}")(who, choice)

    def _clock(self, who: int, choice: int) -> None:
        """A clock is wrong."""
        offsets = (-DAY * 400, -60_000, 0, 60_000, DAY * 400)
        self.world.devices[who].offset = offsets[choice % len(offsets)]

    def _restore(self, _: int, choice: int) -> None:
        """The operator makes a backup, or restores one, and tells or not that it is one."""
        if not self.images or choice % 3 == 0:
            self.images.append(self.world.store.connection.serialize())
            return
        epoch = self.world.time // 1_000 if choice % 3 == 1 else None
        self.world.forget_judged()
        self.world.start_server(self.images[choice % len(self.images)], epoch=epoch)

    def _copy(self, who: int, choice: int) -> None:
        """A device makes a backup, or begins again with it or with a copy of another one."""
        device, other = self.world.mine[who % 3], self.world.mine[choice % 3]
        if device is other and choice % 2:
            device.image = device.connection.serialize()
        else:
            self.world.replace(device, other)

    def _refusal(self, _: int, choice: int) -> None:
        """The server does not know a matchup yet, or no longer takes votes on it."""
        what = ("unknown", "removed", "back")[choice % 3]
        self.world.change_subject(PAIRS[choice % 2], what)

    def look(self) -> None:
        """What holds after every exchange."""
        checks.note_what_devices_were_told(self.world)
        checks.stamps_are_frozen(self.world)
        checks.nobody_sees_others(self.world)
        for device in self.world.devices:
            checks.own_acts_are_shown(device)
            checks.nothing_is_lost(device)

    def settle(self) -> None:
        """The faults end; every device syncs until all know all."""
        world = self.world
        for key in PAIRS:
            world.change_subject(key, "back")
        for _ in range(ROUNDS):
            world.time += 2 * DAY
            known = checks.server_rows(world), [checks.held(each) for each in world.devices]
            for device in world.devices:
                world.sync(device, [], None, after=False)
                problem = device.accounts.all()[0].problem
                assert problem is None, ("stuck", device.name, problem)
            if known == (checks.server_rows(world), [checks.held(each) for each in world.devices]):
                return

    def teardown(self) -> None:
        """What holds in the end."""
        try:
            if hasattr(self, "trouble"):
                self.settle()
                self.look()
                checks.all_agree(self.world)
                checks.acts_beat_what_they_knew(self.world)
                checks.nothing_is_forgotten(self.world)
                checks.counts_are_recounts(self.world)
                if self.sound:
                    checks.acts_arrive_once(self.world)
                    checks.the_last_act_wins(self.world)
        finally:
            api.OPERATIONS, api.ROWS = self.limits
            self.world.close()
