"""`zhibu serve`: the pages, by waitress, on this machine unless another address is given."""

import sys
from functools import partial

import click

from web.commands.opened import database_option, now, opened
from web.daily import sweep
from web.log_keeping import LogKeeping, trouble
from web.stored import folder_beside


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="监听的端口。")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="同时处理的请求数。")
@click.option("--secure/--no-secure", default=False, help="前面有 TLS 代理时打开，登录信息只经加密连接。")
@database_option
def serve(url: str, host: str, port: int, threads: int, secure: bool) -> None:
    """启动网页。"""
    with opened(url) as database:
        problem = trouble(database)
    if problem:
        click.echo(f"注意：不能签署检查点。{problem}", err=True)
    run(url, host, port, threads, secure)


def run(url: str, host: str, port: int, threads: int = 8, secure: bool = False) -> None:
    """Serves until it is stopped; says at which address."""
    from waitress.server import create_server

    from web.app import create_app
    from web.signing import WeakKey

    try:
        app = create_app(url, secure=secure)
        server = create_server(app, host=host, port=port, threads=threads, ident=None)
    except WeakKey as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"端口 {port} 不能使用：{error.strerror}，请用 --port 另选") from None
    click.echo(f"网页地址：http://{host}:{server.effective_port}/（按 Ctrl+C 停止）", err=False)
    sys.stdout.flush()
    app.extensions["log"] = keeping = LogKeeping(url, now, sweep=partial(sweep, folder_beside(url))).start()
    try:
        server.run()
    finally:
        server.close()
        keeping.stop()
