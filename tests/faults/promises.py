"""What the program promises to hold under: the rows of docs/reliability.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """One row: the name by which tests tell figures, what is promised, the figure to reach."""

    name: str
    says: str
    aim: str


PROMISES = (
    Promise(
        "kills",
        "An acknowledged vote stays, whatever kills the program.",
        "1,000 SIGKILLs at random moments: 0 acknowledged votes lost, 0 integrity failures, each"
        " restart ready within 3 s",
    ),
    Promise(
        "instances",
        "Two instances write at once.",
        "2 x 1,000 votes on one file: 2,000 rows, 0 times locked",
    ),
    Promise(
        "power",
        "A power cut tears nothing.",
        "a torn journal still opens, sound, with a prefix of what was written",
    ),
    Promise(
        "migrations",
        "An upgrade happens as a whole or not at all.",
        "every released version upgrades; SIGKILL at each step leaves the old or the new schema,"
        " and a backup",
    ),
    Promise(
        "damage",
        "A damaged database is told of and kept.",
        "a sentence, never a traceback; the damaged bytes set aside, never deleted; a newer or"
        " foreign file refused unchanged",
    ),
    Promise(
        "pages",
        "Bytes of others give clean data or one sentence.",
        "10,000 fuzzed pages: 0 other exceptions, 0 control characters stored, a refused page"
        " changes nothing; each under 1 s of the processor and 150 MB",
    ),
    Promise(
        "terminal",
        "Text of others never steers the terminal, which is left as it was.",
        "every screen, wide and narrow: 0 control sequences of feed origin, 0 markup that ran; put"
        " back after exit, crash, SIGTERM, SIGHUP",
    ),
    Promise(
        "transport",
        "A server that misbehaves costs one sentence and no waiting.",
        "each ends within the deadline + 1 s, while keys are answered within 100 ms",
    ),
    Promise(
        "canary",
        "A token stays where it was put.",
        "0 leaks to another origin; a canary token found in none of: terminal bytes, logs,"
        " database, exports, argv, crash screen",
    ),
    Promise(
        "syncs",
        "A sync that dies leaves one published version.",
        "150 SIGKILLs at random and at the worst moments: every table of one version, never an"
        " older one than before; the next sync finishes",
    ),
    Promise(
        "pushes",
        "Every vote is counted once by a server that takes votes.",
        "10,000 votes through every kind of push failure: each counted once, no foreign id marked,"
        " no new id on a retry",
    ),
    Promise(
        "histories",
        "Votes and bookmarks are the same on all devices, whatever happens between them.",
        "20,000 made-up histories: 0 rules broken; every mistake of tests/own_bugs.py is noticed",
    ),
    Promise(
        "disk",
        "A full disk or a read-only home costs a vote its acknowledgement and no more.",
        "not acknowledged, one line, still running; works again when there is room",
    ),
    Promise(
        "exports",
        "An export is there as a whole or not at all, and is only text.",
        "SIGKILL during an export: old or new, whole; links, FIFOs and directories refused; no"
        " formula cells, no foreign tags",
    ),
    Promise("search", "No filter is an error.", "20,000 hostile queries, 0 exceptions"),
    Promise(
        "soak",
        "Running for long costs nothing.",
        "10,000 refreshes and 10,000 votes: memory grows by less than 10 %, as many open files",
    ),
)
