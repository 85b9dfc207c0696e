"""The server as an ASGI application. HTTP is known here, and what is answered elsewhere."""

from __future__ import annotations

import asyncio
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.routing import Route as Served

from shiptui.feed.wire import canonical
from shiptui.model.errors import StoreError
from shiptui.server import limits
from shiptui.server.founding import site_of
from shiptui.server.journal import Journal, Write
from shiptui.server.openapi import description
from shiptui.server.operations import read_object
from shiptui.server.policy import Clock, Policy, now
from shiptui.server.problems import MEDIA_TYPE, Problem
from shiptui.server.routes import ROUTES, Route
from shiptui.server.service import Answer, Ask, Service
from shiptui.server.static import PublishedFiles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from shiptui.server.storage import Store

DESCRIPTION = "/v1/openapi.json"
BODY_SECONDS = 30
_RETRY_SECONDS = 5
_HEADERS = {
    "Cache-Control": "no-store",
    "Link": f'<{DESCRIPTION}>; rel="service-doc service-desc"',
    "X-Content-Type-Options": "nosniff",
}


def make_app(
    store: Store,
    *,
    clock: Clock = now,
    policy: Policy | None = None,
    write: Write | None = None,
    folder: Path | None = None,
) -> Starlette:
    """The application over an open store that was founded; who opened the store closes it.

    `clock` tells milliseconds. `write` gets a record of each request, for the log. `folder` is what
    was published, where this process is to serve that, too. Raises ConfigError where the store was
    not founded.
    """
    with store.reading() as rows:
        site = site_of(rows)
    service = Service(store, site, clock, policy or Policy())
    served: list[BaseRoute] = [
        Served(each.path, partial(_answer, service, each), methods=[each.method]) for each in ROUTES
    ]
    served.append(Served(DESCRIPTION, _describe, methods=["GET"]))
    if folder is not None:
        served.append(Mount("/", PublishedFiles(directory=folder, check_dir=False)))
    app = Starlette(
        routes=served,
        exception_handlers={HTTPException: _no_route, Exception: _failed},
    )
    app.router.redirect_slashes = False
    if write is not None:
        app.add_middleware(Journal, write=write, clock=clock)
    return app


async def _answer(service: Service, route: Route, request: Request) -> Response:
    try:
        ask = await _ask(service, route, request)
        return _reply(await run_in_threadpool(route.handler, service, ask))
    except Problem as problem:
        return _refusal(problem)
    except StoreError as error:
        return _refusal(Problem("unavailable", str(error), retry_after=_RETRY_SECONDS))


async def _ask(service: Service, route: Route, request: Request) -> Ask:
    """What is asked. Raises Problem."""
    address = request.client.host if request.client else ""
    service.admit(address)
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    body = read_object(await _body(request)) if route.asks else {}
    return Ask(
        address,
        token.strip() if kind.lower() == "bearer" else None,
        body,
        request.path_params.get("id", ""),
    )


async def _body(request: Request) -> bytes:
    """The bytes of a request, no more than are read, and no slower than is waited for."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" or request.headers.get("content-encoding", "identity") != (
        "identity"
    ):
        raise Problem("media-type")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limits.REQUEST:
                    raise Problem("too-large")
    except TimeoutError:
        raise Problem("too-slow") from None
    return bytes(body)


async def _describe(_: Request) -> Response:
    return _reply(description())


async def _no_route(_: Request, error: Exception) -> Response:
    """No such address, or not by this method."""
    headers = error.headers if isinstance(error, HTTPException) and error.headers else {}
    if "Allow" in headers:
        return _refusal(Problem("method"), {"Allow": headers["Allow"]})
    return _refusal(Problem("not-an-api"))


async def _failed(_: Request, __: Exception) -> Response:
    """A bug of ours; the error itself goes on to whoever runs the application."""
    return _refusal(Problem("server-error"))


def _reply(answer: Answer) -> Response:
    if answer is None:
        return Response(status_code=204, headers=_HEADERS)
    if isinstance(answer, bytes):
        return Response(answer, headers=_HEADERS, media_type="application/x-ndjson")
    return Response(canonical(answer), headers=_HEADERS, media_type="application/json")


def _refusal(problem: Problem, more: Mapping[str, str] = MappingProxyType({})) -> Response:
    headers = {**_HEADERS, **more}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.kind == "token-invalid":
        headers["WWW-Authenticate"] = "Bearer"
    return Response(canonical(problem.document), problem.status, headers, MEDIA_TYPE)
