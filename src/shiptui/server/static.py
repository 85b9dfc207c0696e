"""The static half, served by the same process: enough for a small site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.staticfiles import StaticFiles

from shiptui.feed.placing import HEAD_NAME, is_ours

if TYPE_CHECKING:
    from starlette.responses import Response

_HEAD = {"Content-Type": "application/feed+json", "Cache-Control": "max-age=300"}
_FILE = {"Cache-Control": "max-age=31536000, immutable"}


class PublishedFiles(StaticFiles):
    """A published folder with the headers that readers like best; nothing else in it is served."""

    async def get_response(self, path: str, scope: Any) -> Response:  # noqa: ANN401 - ASGI's
        """Answer with a file that a publisher put there."""
        if path != HEAD_NAME and not is_ours(path):
            path = ""
        response = await super().get_response(path, scope)
        response.headers.update(_HEAD if path == HEAD_NAME else _FILE)
        return response
