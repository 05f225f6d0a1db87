"""A page as a screen reader meets it: Chromium's own tree in reading order, and what live regions said."""

import re
from difflib import unified_diff

from tests.browser.threads import WATCH

# Told of a region's words whenever they change, and where the page puts the focus.
LISTEN = """
window.said = [];
const live = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]';
const hear = (changes) => {
  const regions = new Set(changes.map(({target}) =>
    (target.closest ? target : target.parentElement)?.closest(live)).filter(Boolean));
  for (const region of regions) {
    const words = region.innerText.trim().replace(/\\s+/g, ' ');
    const kind = region.getAttribute('role') || region.getAttribute('aria-live');
    if (words && region.checkVisibility()) window.said.push(`${kind}: ${words}`);
  }
};
document.addEventListener('DOMContentLoaded', () => new MutationObserver(hear).observe(document.body,
  {childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ['hidden']}));
"""

# Boxes that say nothing themselves; what is in them is told all the same.
SILENT = {"none", "generic", "InlineTextBox", "LineBreak", "ListMarker", "LayoutTable", "RootWebArea", "Pre"}
SILENT |= {
    "LayoutTableRow",
    "LayoutTableCell",
    "rowgroup",
    "DescriptionList",
    "LabelText",
    "Legend",
    "strong",
}
# Their name is made of the words inside, which are not told a second time.
NAMED = {"link", "button", "heading", "option", "checkbox", "radio", "cell", "columnheader", "rowheader"}
NAMED |= {"LabelText", "Legend", "DisclosureTriangle", "MenuListPopup", "caption", "Abbr"}
# Said after the name when they are set.
STATES = ("checked", "expanded", "pressed", "selected", "invalid", "required", "disabled", "busy")
# What differs between two runs over the same town.
PASSING = [
    (re.compile(r"\b\d{1,2}:\d\d( [ap]m)?\b"), "TIME"),
    (re.compile(r"\b\d+ h \d\d min\b|\b\d+ min\b"), "WAIT"),
    (re.compile(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b"), "CODE"),
    (re.compile(r"\b[0-9a-f]{16}…"), "FINGERPRINT"),
    (re.compile(r"127\.0\.0\.1:\d+"), "SITE"),
]


class Listener:
    """Writes down what somebody hears who walks through pages; `tell(step)` at each place worth it."""

    def __init__(self, page):
        self.page, self.lines, self.before, self.address = page, [], [], ""
        page.add_init_script(WATCH + LISTEN)
        self.devtools = page.context.new_cdp_session(page)

    def tell(self, step):
        """The whole page when it is another one; on the same page what became different."""
        said = self.page.evaluate("window.said.splice(0)")
        tree = self.tree()
        title = self.page.title()
        self.lines += ["", f"== {step}", f"title: {title}", *(f"says {words}" for words in said)]
        if self.page.url != self.address:
            self.lines += tree
        else:
            self.lines += [line for line in unified_diff(self.before, tree, n=0, lineterm="") if keeps(line)]
        self.before, self.address = tree, self.page.url

    def tree(self):
        nodes = {each["nodeId"]: each for each in self.devtools.send("Accessibility.getFullAXTree")["nodes"]}
        root = next(each for each in nodes.values() if not each.get("parentId"))
        return [*spoken(root, nodes, 0)]

    def transcript(self):
        text = "\n".join(self.lines).strip() + "\n"
        for pattern, word in PASSING:
            text = pattern.sub(word, text)
        return text


def keeps(line):
    return not line.startswith(("+++", "---", "@@"))


def spoken(node, nodes, depth=0, named=False):
    """A line for each node that says something, what is in it one step in."""
    role = node["role"]["value"]
    if role == "StaticText":
        if not named and not node["ignored"]:
            yield "  " * depth + node["name"]["value"].strip()
        return
    says = not node["ignored"] and role not in SILENT
    if says:
        yield "  " * depth + described(node, role)
    for key in node.get("childIds", []):
        if key in nodes:
            yield from spoken(nodes[key], nodes, depth + says, named or role in NAMED)


def described(node, role):
    """Role, name, value, states and description, as far as there are any."""
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    words = [f"[{role} {properties['level']}]" if role == "heading" else f"[{role}]"]
    words += [node[part]["value"] for part in ("name",) if node.get(part, {}).get("value")]
    if value := node.get("value", {}).get("value"):
        words.append(f"= {value}")
    words += [
        f"({name} {properties[name]})"
        for name in STATES
        if properties.get(name) not in (None, False, "false")
    ]
    if properties.get("focused"):
        words.append("<- focus")
    if description := node.get("description", {}).get("value"):
        words.append(f"| {description}")
    return " ".join(str(each) for each in words)
