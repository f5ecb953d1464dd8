"""The pages: one set of views for every workflow. Each module holds one kind of page; nothing is decided in them."""

from web.pages import (
    accounts,
    attached,
    beginning,
    calendar_feed,
    cases,
    home,
    imports,
    ledgers,
    opening,
    own_account,
    second,
    sign_in,
    steps,
    together,
    whole_process,
    worklist,
)

BLUEPRINTS = (
    sign_in.pages,
    own_account.pages,
    accounts.pages,
    home.pages,
    worklist.pages,
    calendar_feed.pages,
    cases.pages,
    attached.pages,
    steps.pages,
    second.pages,
    opening.pages,
    beginning.pages,
    together.pages,
    imports.pages,
    ledgers.pages,
    whole_process.pages,
)
