"""`narrator serve`: describe pictures for a browser and for other programs, on this machine."""

import logging
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.settings.settings import load_settings
from narrator.terminal.console import show
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Listen here; 0 for any."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen at this address.")
@click.option("--token-file", metavar="FILE", help="Keep the token here; it is made at the first start.")
@click.option("--name", "names", metavar="NAME", multiple=True, help="Answer to this host name too.")
@click.option(
    "--origin", "origins", metavar="URL", multiple=True, help="Let pages from here use the service."
)
@click.option(
    "--trusted-proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    help="Believe what this proxy says of its clients.",
)
@click.option("--new-token", is_flag=True, help="Make a new token; sessions and links of the old one end.")
@click.option("--log", is_flag=True, help="Print a line of JSON for each request on standard error.")
@setting_options("samples", "seed", "verbosity", "language", "voice", "rate", "volume", "model")
@debug_option
def command(
    port: int,
    host: str,
    token_file: str | None,
    names: tuple[str, ...],
    origins: tuple[str, ...],
    proxies: tuple[str, ...],
    new_token: bool,
    log: bool,
    **options: str | None,
) -> int:
    """Serve a page, and an API for other programs, until Ctrl-C.

    The line that is printed holds a link that opens the page, once. Programs send the token in the token file
    as Authorization: Bearer TOKEN; /v1/openapi.json describes the API. In a container, where secrets come as
    variables, NARRATOR_WEB_TOKEN can hold the token instead.
    """
    settings = load_settings(options)
    try:
        from narrator.web.app import make_app
        from narrator.web.server import address_of, bind, run
    except ImportError as error:
        from narrator.installation.choice import this_installation

        way = this_installation().to_add("web")
        raise SettingsError(
            gettext("The web service is not installed ({name} is missing); run {way} and try again.").format(
                name=error.name, way=way
            )
        ) from error
    from narrator.web.access import Access
    from narrator.web.clients import proxy_network
    from narrator.web.hosts import host_name, is_loopback, page_origin
    from narrator.web.limits import Limits
    from narrator.web.service import Service
    from narrator.web.sessions import Sessions
    from narrator.web.token import VARIABLE

    if not is_loopback(host) and token_file is None and VARIABLE not in os.environ:
        raise SettingsError(
            gettext(
                "Beyond this machine, everybody on the way could read pictures and token; keep "
                "--host at 127.0.0.1 and put a proxy with TLS in front, or name a --token-file "
                "and accept that."
            )
        )
    allowed = [page_origin(text) for text in origins]
    known = [host_name(text) for text in names]
    trusted = [proxy_network(text) for text in proxies]
    limits = Limits()
    _start_log(wanted=log, seconds=limits.log_seconds)
    # The token last: where another service still listens, or nothing can be served, there is no new one.
    with closing(bind(host, port)) as listening, closing(Service.from_settings(settings, limits)) as service:
        token, place, ended = _token(token_file, new=new_token)
        sessions = Sessions(token, ended)
        access = Access(
            token, names=known, origins=allowed, sessions=sessions, link_seconds=limits.link_seconds
        )
        app = make_app(service, access, origins=allowed)
        address = address_of(listening)
        link = f"{address}/enter?key={access.key}"
        show(f"Open {link} once; programs use {address} and the token in {place}.")
        run(app, listening, limits, proxies=trusted)
    return 0


def _token(token_file: str | None, *, new: bool) -> tuple[Callable[[], str], Path | str, Path | None]:
    """What the token is now, where it is, and the file of ended sessions, if any.

    It is in the file that was named, else in the variable, else in the usual file, whose folder is made.
    """
    from narrator.places import ended_file
    from narrator.places import token_file as usual_token_file
    from narrator.private_folder import make_private_folder
    from narrator.web.latest import Latest
    from narrator.web.token import VARIABLE, read_token, token_from, token_of_environment

    if token_file is None and (token := token_of_environment(os.environ)) is not None:
        if new:
            raise SettingsError(
                gettext("The token is in {variable}; put a new one there, and leave out --new-token.").format(
                    variable=VARIABLE
                )
            )
        return lambda: token, VARIABLE, None
    file = Path(token_file).absolute() if token_file else usual_token_file()
    if not token_file:
        make_private_folder(file.parent)
    ended = ended_file(file)
    token_from(file, new=new)
    if new:
        ended.unlink(missing_ok=True)  # whoever is in it is out with all others
    return Latest(file, read_token).now, file, ended


def _start_log(*, wanted: bool, seconds: float) -> None:
    """Faults are always told; requests, without anything of the pictures, only when that is wanted.

    What libraries have to say is one line of each kind in so many seconds.
    """
    from narrator.web.sparing import OneLine

    log = logging.getLogger("narrator.web")
    log.addHandler(logging.StreamHandler(sys.stderr))
    log.setLevel(logging.INFO if wanted else logging.WARNING)
    log.propagate = False
    libraries = logging.StreamHandler(sys.stderr)
    libraries.addFilter(OneLine(seconds))
    for name in ("asyncio", "uvicorn.error", "python_multipart"):
        library = logging.getLogger(name)
        library.addHandler(libraries)
        library.setLevel(logging.ERROR)  # below that is rubbish that came in
        library.propagate = False
