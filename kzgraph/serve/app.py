"""The application: which request gets which answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from kzgraph.graph.terms import Row
from kzgraph.pages.render import assets
from kzgraph.serve.forms import GRAPHS, PAGES, RESULTS, Types, choose, content_type, type_of
from kzgraph.serve.guard import Guard
from kzgraph.serve.jobs import not_acceptable
from kzgraph.serve.limits import Limits
from kzgraph.serve.pages import place_of, refusal_page
from kzgraph.serve.pool import Answered, Pool
from kzgraph.serve.protocol import fields_of, one, read_query
from kzgraph.serve.refusal import Refusal
from kzgraph.serve.render import written

_PIECE = 65536
#: The page of the site to type a query into.
_ASK = "query/index.html"
_HTML = "text/html; charset=utf-8"


class Server:
    """Answers requests.

    Args:
        queries: Does what may take long: queries and whole graphs.
        readings: Does what takes little: things are described though queries are at work.
        base: Of the data.
        service: The description of the endpoint.
        limits: Of one request.
    """

    def __init__(self, queries: Pool, readings: Pool, base: str, service: list[Row], limits: Limits) -> None:
        self._queries = queries
        self._readings = readings
        self._base = base
        self._service = service
        self._limits = limits
        self._style = (files("kzgraph.serve") / "templates" / "serve.css").read_bytes()

    def app(self, hosts: frozenset[str], origins: tuple[str, ...]) -> ASGIApp:
        """Return the application.

        Args:
            hosts: Names by which clients may call the server; empty where any will do.
            origins: Whose pages in a browser may ask, "*" for all.
        """
        read = ["GET", "HEAD"]
        app = Starlette(
            routes=[
                Route("/sparql", self._sparql, methods=[*read, "POST"]),
                Route("/rdf-graph-store", self._graph, methods=read),
                Route("/.well-known/void", self._void, methods=read),
                Route("/describe", self._describe, methods=read),
                Route("/serve.css", self._css, methods=read),
                Route("/assets/{path:path}", self._asset, methods=read),
                Route("/{path:path}", self._thing, methods=read),
            ],
            middleware=[
                Middleware(
                    CORSMiddleware,
                    allow_origins=origins,
                    allow_methods=("GET", "HEAD", "POST", "OPTIONS"),
                    allow_headers=("Accept", "Content-Type", "If-None-Match"),
                    expose_headers=("ETag", "Link", "Location", "Content-Location", "Retry-After"),
                ),
            ],
            exception_handlers={Refusal: _refused, HTTPException: _refused},
            lifespan=self._life,
        )
        return Guard(app, hosts, self._limits.transfer)

    async def end(self) -> None:
        """End all jobs, so that no client keeps the server from its end."""
        await asyncio.gather(self._queries.stop(), self._readings.stop())

    @asynccontextmanager
    async def _life(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002
        try:
            await asyncio.gather(self._queries.start(), self._readings.start())
            yield
        finally:
            await self.end()

    async def _sparql(self, request: Request) -> Response:
        asked = await read_query(request, self._limits)
        if asked is None:
            # Who asks for nothing is a program here, and in a browser a reader.
            form = _form(request, {**GRAPHS, "html": PAGES["html"]})
            if form == "html":
                return Response(status_code=303, headers={"Vary": "Accept", "Location": f"/{_ASK}"})
            return self._described(request, form)
        accept = request.headers.get("accept", "")
        forms = {"results": choose(accept, RESULTS), "graph": choose(accept, GRAPHS)}
        if asked.form is not None:
            if asked.form not in {*RESULTS, *GRAPHS}:
                raise Refusal(400, f"'{asked.form}' is no format; there are {', '.join(dict.fromkeys([*RESULTS, *GRAPHS]))}.")
            # What is named for one kind of answer leaves the other as the client's header has it.
            forms = {
                "results": asked.form if asked.form in RESULTS else choose("", RESULTS),
                "graph": asked.form if asked.form in GRAPHS else choose("", GRAPHS),
            }
        job = {"do": "query", "query": asked.text, "default": asked.default, "named": asked.named, **forms}
        done = await _unless_gone(request, self._queries.do(job))
        return _answer(request, done, {"Vary": "Accept"})

    async def _graph(self, request: Request) -> Response:
        fields = fields_of(request.url.query)
        name, default = one(fields, "graph"), one(fields, "default")
        if (name is None) == (default is None):
            raise Refusal(400, "Say which graph: '?graph=' with its IRI, or '?default'.")
        job = {"do": "graph", "graph": name, "form": _form(request, GRAPHS)}
        return _answer(request, await _unless_gone(request, self._queries.do(job)), {"Vary": "Accept"})

    async def _void(self, request: Request) -> Response:
        return self._described(request, _form(request, GRAPHS))

    def _described(self, request: Request, form: str) -> Response:
        body = b"".join(written(self._service, form, self._base, "this endpoint"))
        return _bytes(request, body, content_type(GRAPHS[form][0]), {"Vary": "Accept"})

    async def _css(self, request: Request) -> Response:
        return _bytes(request, self._style, "text/css; charset=utf-8", {})

    async def _asset(self, request: Request) -> Response:
        path = f"assets/{request.path_params['path']}"
        found = assets().get(path)
        if found is None:
            raise Refusal(404, "There is no such file.")
        return _bytes(request, found, type_of(path), {})

    async def _describe(self, request: Request) -> Response:
        iri = one(fields_of(request.url.query), "iri")
        if not iri:
            raise Refusal(400, "Say of what: '?iri=' with an IRI.")
        return await self._description(request, iri, _form(request, PAGES), {"Vary": "Accept"})

    async def _thing(self, request: Request) -> Response:
        path = request.path_params["path"]
        if not path or path.endswith("/"):
            path += "index.html"
        folder, _, last = path.rpartition("/")
        name, dot, ending = path.rpartition(".")
        if last == "index.html" or (dot and ending not in PAGES):
            return await self._page(request, path, folder if last == "index.html" else "")
        if dot:
            return await self._description(request, self._base + name, ending, {}, elsewhere=False)
        return await self._description(request, self._base + path, _form(request, PAGES), {"Vary": "Accept"})

    async def _page(self, request: Request, path: str, thing: str) -> Response:
        """A page of the site, with a link to the data of the thing that it shows."""
        done = await _unless_gone(request, self._readings.do({"do": "site", "path": path}))
        headers = {}
        if "/" in thing and thing.isascii():
            place = place_of(self._base + thing, self._base)
            links = [f'<{place}.{form}>; rel="alternate"; type="{types[0]}"' for form, types in GRAPHS.items()]
            headers["Link"] = ", ".join(links)
        return _answer(request, done, headers)

    async def _description(
        self, request: Request, iri: str, form: str, headers: Mapping[str, str], *, elsewhere: bool = True
    ) -> Response:
        said = one(fields_of(request.url.query), "page") or "1"
        if not said.isascii() or not said.isdecimal() or len(said) > 9:
            raise Refusal(400, f"'{said}' is no number of a page.")
        number = int(said)
        # Who turns pages wants the statements.
        job = {"do": "description", "iri": iri, "page": number, "form": form, "elsewhere": elsewhere and number == 1}
        done = await _unless_gone(request, self._readings.do(job))
        if done.head.place:
            done.file.close()
            return Response(status_code=303, headers={**headers, "Location": f"/{done.head.place}"})
        place = place_of(iri, self._base)
        links = [f'<{iri}>; rel="describes"'] if iri.isascii() else []
        if iri.startswith(self._base):
            paged = f"?page={number}" if number > 1 else ""
            links += [
                f'<{place}.{name}{paged}>; rel="alternate"; type="{types[0]}"' for name, types in PAGES.items() if name != form
            ]
            headers = {**headers, "Content-Location": f"{place}.{form}{paged}"}
        ask = "&" if "?" in place else "?"
        links += [f'<{place}{ask}page={number - 1}>; rel="prev"'] if number > 1 else []
        links += [f'<{place}{ask}page={number + 1}>; rel="next"'] if number < done.head.pages else []
        return _answer(request, done, {**headers, "Link": ", ".join(links)})


def _form(request: Request, offered: Mapping[str, Types]) -> str:
    form = choose(request.headers.get("accept", ""), offered)
    if form is None:
        raise not_acceptable(dict(offered))
    return form


async def _unless_gone(request: Request, work: Awaitable[Answered]) -> Answered:
    """Wait for work, but not when the client has left: then it is cancelled."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    task, watch = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        for one_of_both in (task, watch):
            one_of_both.cancel()


def _answer(request: Request, done: Answered, headers: Mapping[str, str]) -> Response:
    """The response with the bytes of an answer, or without them where the client has them."""
    headers = {**headers, "ETag": done.head.etag, "Cache-Control": "no-cache"}
    if _has(request, done.head.etag):
        done.file.close()
        return Response(status_code=304, headers=headers)
    headers |= {"Content-Type": done.head.media_type, "Content-Length": str(done.size)}
    if request.method == "HEAD":
        done.file.close()
        return Response(headers=headers)

    async def pieces() -> AsyncIterator[bytes]:
        with done.file as file:
            while piece := file.read(_PIECE):
                yield piece

    return StreamingResponse(pieces(), headers=headers)


def _bytes(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**headers, "ETag": etag, "Cache-Control": "no-cache"}
    if _has(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "Content-Type": media_type})


def _has(request: Request, etag: str) -> bool:
    """True where the client says that it has these bytes."""
    if request.method not in ("GET", "HEAD"):
        return False
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    return etag in tags or "*" in tags


async def _refused(request: Request, fault: Exception) -> Response:
    """The response that says why there is no answer."""
    if isinstance(fault, Refusal):
        status, reason, headers = fault.status, fault.reason, fault.headers
    else:
        assert isinstance(fault, HTTPException)
        status, reason, headers = fault.status_code, fault.detail, dict(fault.headers or {})
    if status in (404, 406):
        headers["Vary"] = "Accept"
    if choose(request.headers.get("accept", ""), {"text": ("text/plain",), "html": PAGES["html"]}) == "html":
        phrase = HTTPStatus(status).phrase
        return Response(refusal_page(status, phrase, reason), status, {**headers, "Content-Type": _HTML})
    return Response(f"{reason}\n", status, {**headers, "Content-Type": "text/plain; charset=utf-8"})
