"""Somebody at the keyboard of a page: nothing here points, clicks or fills in."""

from typing import Any

FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), plain = text => (text || "").replace(/\\s+/g, " ").trim();
  const labels = Array.from(at.labels || []).map(each => plain(each.textContent)).join(" ");
  const legend = at.closest("fieldset")?.querySelector("legend");
  return {
    tag: at.tagName.toLowerCase(), type: at.type || "", name: at.name || "", checked: Boolean(at.checked), value: at.value || "",
    said: plain(labels || at.getAttribute("aria-label") || at.textContent),
    group: plain(legend?.textContent),
    option: at.selectedOptions?.length ? plain(at.selectedOptions[0].textContent) : "",
    marked: at === document.body || style.outlineStyle !== "none" || style.boxShadow !== "none",
    href: at.getAttribute("href") || "",
  };
}"""
MOST = 500  # presses of a key before somebody gives up


class Keyboard:
    """Moves by Tab, chooses by arrows and Space, types, and confirms by Enter."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, key: str, times: int = 1) -> None:
        """Presses a key."""
        for _ in range(times):
            self.page.keyboard.press(key)

    @property
    def focused(self) -> dict[str, Any]:
        """What has the focus, as its label says it."""
        return self.page.evaluate(FOCUSED)

    def to(self, said: str, *, group: str = "", tag: str = "", key: str = "Tab") -> dict[str, Any]:
        """Presses Tab until the element so labelled has the focus; fails when it never has, or when the focus is not seen."""
        passed = []
        for _ in range(MOST):
            self.press(key)
            at = self.focused
            assert at["marked"], f"the focus cannot be seen: {at}"
            if begins(at["said"], said) and begins(at["group"], group) and tag in ("", at["tag"]):
                return at
            if at["tag"] == "body" and passed.count("body") == 2:
                break
            passed.append("body" if at["tag"] == "body" else f"{at['group']}/{at['said']}")
        raise AssertionError(f"Tab never came to {said!r} {group!r} on {self.page.url}: {passed}")

    def type(self, label: str, text: str) -> None:
        """Types into a field, over what stands in it."""
        self.to(label)
        self.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Chooses from a list by the arrow key."""
        self.to(label, tag="select")
        for _ in range(MOST):
            before = self.focused["option"]
            if begins(before, option):
                return
            self.press("ArrowDown")
            assert self.focused["option"] != before, f"{label} has no {option}"

    def mark(self, group: str, option: str) -> None:
        """Marks one of the answers to a question, by the arrow keys."""
        self.to("", group=group)
        for _ in range(MOST):
            at = self.focused
            if begins(at["said"], option):
                break
            self.press("ArrowDown")
        if not self.focused["checked"]:
            self.press("Space")
        assert self.focused["checked"] and begins(self.focused["said"], option)

    def tick(self, group: str, option: str) -> None:
        """Ticks a box of several."""
        if not self.to(option, group=group)["checked"]:
            self.press("Space")
        assert self.focused["checked"]

    def follow(self, said: str, tag: str = "") -> None:
        """Goes to a link or button, presses Enter, and waits for the page it leads to."""
        self.to(said, tag=tag)
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")

    def sign_in(self, login: str, password: str) -> None:
        """Types login and password at the door; the first field has the focus already."""
        self.page.wait_for_selector("[name=login]:focus")
        self.page.keyboard.type(login)
        self.type("口令", password)
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")


def begins(said: str, wanted: str) -> bool:
    """Whether a label is that one, whatever is said behind it."""
    return said == wanted or said.startswith((f"{wanted} ", f"{wanted}（")) or not wanted
