"""One place where every answer that is not a step taken becomes a page; a refusal is kept before it is shown."""

from typing import Any

from flask import Flask, g, render_template
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from web.pages.kept import stale
from web.pages.language import said
from workflows.engine.errors import NotInOffice, WorkflowError
from workflows.engine.findings import N_, Message

MESSAGES = {
    400: N_("请求有误：请返回后重新提交"),
    403: N_("当前职务不能查看此页"),
    404: N_("没有这个页面或者案件：请核对地址，或者从工作台进入"),
    405: N_("此地址不能这样访问：请从工作台进入"),
    413: N_("提交的内容太大：单个附件不超过 20 MB"),
    500: N_("系统出错，已记入日志，没有任何改动：请稍后再试，并告知系统管理员"),
}
STALE = N_("页面已经过期：内容还在，请核对后再次提交")


def install(app: Flask, signing_in: LoginManager) -> None:
    """Registers the three kinds: of the workflow, of the token, of HTTP."""

    @app.errorhandler(WorkflowError)
    def workflow_error(error: WorkflowError) -> Any:
        if error.entry is not None and "writing" in g and not only_looked(error):
            g.writing.commit()
        redraw = g.pop("redraw", None)
        if redraw is not None:
            return redraw(error), error.status
        return page(Message(error.message) % error.facts if error.message else str(error), error.status)

    @app.errorhandler(CSRFError)
    def token_error(error: CSRFError) -> Any:
        return stale(said(STALE)) or page(MESSAGES[400], 400)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        status = error.code or 500
        return page(MESSAGES.get(status, MESSAGES[400]), status)


def only_looked(error: WorkflowError) -> bool:
    """Whether somebody without the office merely looked at what a step would do: that is no attempt."""
    return g.get("looking", False) and isinstance(error, NotInOffice)


def page(message: str, status: int) -> Any:
    """A page that says one thing."""
    return render_template("error.html", message=said(message), status=status), status
