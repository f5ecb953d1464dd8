"""The pages: one set of views for every workflow. Each module holds one kind of page; nothing is decided in them."""

from web.pages import beginning, calendar_feed, cases, home, imports, ledgers, opening, second, sign_in, steps, together, whole_process, worklist

BLUEPRINTS = (sign_in.pages, home.pages, worklist.pages, calendar_feed.pages, cases.pages, steps.pages, second.pages, opening.pages, beginning.pages, together.pages, imports.pages, ledgers.pages, whole_process.pages)
