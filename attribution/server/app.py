"""The ASGI application: paths, and how each request finds its answer."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from attribution.server import contract
from attribution.server.answers import (
    Answer,
    Engine,
    answer_convert,
    answer_extract,
    answer_verify,
    load_engine,
)
from attribution.server.bodies import FILE_TYPES, Upload, media_type, options_once, read_form, read_json_body
from attribution.server.connections import RECEIVE_LIMIT
from attribution.server.forms import extract_form, verify_form
from attribution.server.gates import BodyGate, OriginGate
from attribution.server.lanes import Lane
from attribution.server.messages import (
    ConvertRequest,
    ExtractOptions,
    ExtractRequest,
    VerifyRequest,
    read_message,
)
from attribution.server.page_files import page_file
from attribution.server.reference import reference_page
from attribution.server.refusals import Refusal, refusal_body
from attribution.server.settings import Settings
from attribution.version import package_version

ENVIRONMENT = "ATTRIBUTION_SERVER"  # variable that carries the settings to worker processes
_CHECKERS = 4  # threads that verify and convert


def make_app(settings: Settings | None = None) -> FastAPI:
    """Return the ASGI application; it loads the reader and the lexicon when the server starts it.

    Args:
        settings: Limits and lexicon; the defaults trust the names of this machine only.
    """
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        app.state.engine = load_engine(settings)
        app.state.extracting = Lane("extracting", 1, settings.waiting, settings.time_limit)
        app.state.checking = Lane("checking", _CHECKERS, settings.waiting, settings.time_limit)
        yield {RECEIVE_LIMIT: settings.receive_limit}
        app.state.extracting.close()
        app.state.checking.close()

    app = FastAPI(
        title="attribution",
        version=package_version(),
        description=contract.DESCRIPTION,
        docs_url=None,  # Swagger UI and ReDoc load their scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    _add_paths(app)
    _add_refusals(app)
    contract.install(app)
    app.add_middleware(BodyGate, max_bytes=settings.max_bytes, seconds=settings.receive_limit)
    app.add_middleware(OriginGate, trusted_hosts=settings.trusted_hosts)
    return app


def app_of_environment() -> FastAPI:
    """Return the application with the settings that `serving.serve` left in the environment."""
    return make_app(Settings.from_json(os.environ[ENVIRONMENT]))


def _add_paths(app: FastAPI) -> None:
    app.get("/health", **contract.HEALTH)(health)
    app.post("/extract", **contract.EXTRACT)(extract)
    app.post("/verify", **contract.VERIFY)(verify)
    app.post("/convert", **contract.CONVERT)(convert)
    app.get("/docs", include_in_schema=False)(docs)
    app.get("/", include_in_schema=False)(index)
    app.get("/page/{path:path}", include_in_schema=False)(page)


async def health(request: Request) -> Response:
    """Tell versions, formats and limits."""
    return JSONResponse(_engine(request).description, headers={"cache-control": "no-store"})


async def extract(request: Request) -> Response:
    """Find who said what in an article, through which outlet."""
    engine, lane = _engine(request), request.app.state.extracting
    source, options = await _asked(request)
    return _response(await lane.run(lambda check: answer_extract(engine, source, options, check)))


async def _asked(request: Request) -> tuple[str | Upload, ExtractOptions]:
    """Return the article of a request, in whichever way it came, and its options."""
    stated, charset = media_type(request.headers)
    query = options_once(request.query_params.multi_items(), ("authors",))
    from_query = read_message(ExtractOptions, query, strings=True)
    if stated == "application/json":
        data = _joined(await _json(request), from_query.model_dump(include=set(query)))
        asked = read_message(ExtractRequest, data)
        return _source(asked), asked
    if stated == "multipart/form-data":
        fields, source = extract_form(await read_form(request.headers, await request.body()))
        return source, read_message(ExtractOptions, _joined(fields, query), strings=True)
    if stated in FILE_TYPES:
        return Upload(await request.body(), FILE_TYPES[stated], charset), from_query
    _refuse_type(stated, "application/json", "multipart/form-data", *FILE_TYPES)


async def verify(request: Request) -> Response:
    """Prove records against their article, and hold quotations against primary sources."""
    stated, _ = media_type(request.headers)
    _refuse_query(request)
    if stated == "application/json":
        data = await _json(request)
    elif stated == "multipart/form-data":
        data = await run_in_threadpool(verify_form, await read_form(request.headers, await request.body()))
    else:
        _refuse_type(stated, "application/json", "multipart/form-data")
    asked = read_message(VerifyRequest, data)
    return _response(await request.app.state.checking.run(lambda check: answer_verify(asked, check)))


async def convert(request: Request) -> Response:
    """Write records in another format."""
    stated, _ = media_type(request.headers)
    _refuse_query(request)
    if stated != "application/json":
        _refuse_type(stated, "application/json")
    asked = read_message(ConvertRequest, await _json(request))
    return _response(await request.app.state.checking.run(lambda check: answer_convert(asked, check)))


async def docs(request: Request) -> Response:
    """Show the reference of the API."""
    return HTMLResponse(reference_page(request.app.openapi()))


async def index() -> Response:
    """Serve the review page."""
    return await page("index.html")


async def page(path: str) -> Response:
    """Serve a file of the review page."""
    found = page_file(path)
    if found is None:
        raise Refusal("not-found", "there is nothing at this path")
    return Response(found.data, media_type=found.media_type, headers={"cache-control": "no-cache"})


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


async def _json(request: Request) -> Any:
    """Return the JSON body, read in a thread because a large one takes a while."""
    return await run_in_threadpool(read_json_body, await request.body())


def _response(answer: Answer) -> Response:
    return Response(answer.body, media_type=answer.media_type, headers={"cache-control": "no-store", **answer.headers})


def _source(asked: ExtractRequest) -> str | Upload:
    if asked.text is not None:
        return asked.text
    data = asked.content_base64 if asked.content is None else asked.content.encode()
    # What JSON holds is text already, whatever encoding the file names in its head.
    return Upload(data or b"", None, None if asked.content is None else "utf-8")


def _joined(data: Any, query: dict[str, Any]) -> Any:
    """Return the options of body and query together."""
    if not isinstance(data, dict):
        return data
    twice = sorted(query.keys() & data.keys())
    if twice:
        raise Refusal("invalid", f"{', '.join(twice)}: given in the body and in the query")
    return {**data, **query}


def _refuse_query(request: Request) -> None:
    if request.query_params:
        raise Refusal("invalid", f"{', '.join(request.query_params)}: unknown; all options stand in the body")


def _refuse_type(stated: str, *known: str) -> NoReturn:
    shown = f"is {stated!r}" if stated else "is missing"
    raise Refusal(
        "unsupported-type", f"the media type of the body (Content-Type) {shown}; send one of {', '.join(known)}"
    )


def _add_refusals(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(_: Request, refusal: Refusal) -> Response:
        return _refusal(refusal.status, refusal.code, refusal.message, refusal.headers)

    @app.exception_handler(HTTPException)
    async def not_there(_: Request, error: HTTPException) -> Response:
        code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "malformed-http")
        message = {404: "there is nothing at this path", 405: "the path has no such method"}.get(error.status_code)
        return _refusal(error.status_code, code, message or "the request cannot be read", dict(error.headers or {}))

    @app.exception_handler(Exception)
    async def failed(_: Request, error: Exception) -> Response:  # the server logs it
        return _refusal(500, "internal", "the server failed at this request; its log says how", {})


def _refusal(status: int, code: str, message: str, headers: dict[str, str]) -> Response:
    headers = {"cache-control": "no-store", **headers}
    return Response(refusal_body(code, message), status, headers=headers, media_type="application/json")
