"""The pages: one set of views for every workflow. Each module holds one kind of page; nothing is decided in them."""

from web.pages import cases, home, second, sign_in, steps

BLUEPRINTS = (sign_in.pages, home.pages, cases.pages, steps.pages, second.pages)
