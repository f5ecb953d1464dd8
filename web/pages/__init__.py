"""The pages: one set of views for every workflow. Each module holds one kind of page; nothing is decided in them."""

from web.pages import cases, home, sign_in

BLUEPRINTS = (sign_in.pages, home.pages, cases.pages)
