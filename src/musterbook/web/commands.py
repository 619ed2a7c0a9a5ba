"""The commands of the application: serve, and the accounts it needs to be served to others."""

from __future__ import annotations

import gc
from threading import Thread
from typing import Annotated

import typer

from musterbook.errors import MusterbookError
from musterbook.ledger.opening import DEFAULT, Where, Who, open_ledger, person

PORT = 8765
HOME = "127.0.0.1"

Host = Annotated[str, typer.Option(help="The address to listen on; another than this machine's own needs accounts.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
Allow = Annotated[
    list[str] | None,
    typer.Option("--allow", metavar="NAME", help="A host name browsers reach it by (muster.example.org)."),
]
Https = Annotated[
    bool, typer.Option("--https", help="It is reached by https, through a proxy: cookies go no other way.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    users = typer.Typer(help="The accounts of the web application.", no_args_is_help=True)
    users.command("add")(add_user)
    users.command("list")(list_users)
    app.add_typer(users, name="user")
    app.command()(serve)


def serve(
    *,
    host: Host = HOME,
    port: Port = PORT,
    allow: Allow = None,
    https: Https = False,
    who: Who = None,
    ledger: Where = DEFAULT,
) -> None:
    """Serve the web application, on this machine alone unless told otherwise."""
    import uvicorn

    from musterbook.web.accounts import Accounts
    from musterbook.web.application import create_app
    from musterbook.web.settings import LOOPBACK, Settings

    accounts = Accounts.usual()
    if not is_loopback(host) and not accounts.all():
        raise MusterbookError(
            f"{host} can be reached from elsewhere, and nobody needs a password yet: "
            "muster user add NAME first, or serve on 127.0.0.1"
        )
    bracketed = f"[{host}]" if ":" in host else host
    hosts = tuple(dict.fromkeys((*LOOPBACK, bracketed, *(name.lower() for name in allow or ()))))
    with open_ledger(ledger) as opened:
        app = create_app(opened, accounts, Settings(hosts=hosts, secure=https, person=person(who)))
        Thread(target=opened.prepare_counting, daemon=True).start()
        gc.freeze()  # what is loaded stays loaded: the hunt for cycles need not look through it again and again
        typer.echo(f"Musterbook is at http://{bracketed}:{port}/  (Ctrl-C ends it)", err=True)
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine from itself only."""
    from ipaddress import ip_address

    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def add_user(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="At least ten characters.")
    ],
    reader: Annotated[bool, typer.Option("--reader", help="May look, not add or decide.")] = False,
) -> None:
    """Add an account, or give it a new password."""
    from musterbook.web.accounts import Accounts

    accounts = Accounts.usual()
    accounts.add(name, password, "reader" if reader else "reviewer")
    typer.echo(f"{name} may sign in as a {'reader' if reader else 'reviewer'} ({accounts.path})")


def list_users() -> None:
    """List the accounts."""
    from musterbook.web.accounts import Accounts

    for account in Accounts.usual().all().values():
        typer.echo(f"{account.name}\t{account.role}")
