"""What a machine can measure on a page that is open in Chromium."""

from contextlib import contextmanager

# Height and width, in pixels. A word of three letters may be narrower than it is high.
TARGET = (44, 24)

SMALL = """([high, wide]) => {
  const found = [];
  const shown = (each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true});
  // A link within a sentence is as high as its line: WCAG 2.5.8 leaves it out, and so do we.
  const inSentence = (each) => {
    if (!each.matches('a, button') || getComputedStyle(each).display !== 'inline') return false;
    let block = each.parentElement;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    return block.innerText.trim().length > each.innerText.trim().length;
  };
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]';
  for (const each of document.querySelectorAll(selector)) {
    const clipped = getComputedStyle(each).clipPath !== 'none';
    if (!shown(each) || clipped || inSentence(each)) continue;
    const pressed = each.matches('[type=radio], [type=checkbox]') ? each.labels[0] || each : each;
    const {width, height} = pressed.getBoundingClientRect();
    if (Math.round(height) < high || Math.round(width) < wide) {
      found.push(`${Math.round(width)} x ${Math.round(height)}: ${pressed.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""

WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const over = [...document.querySelectorAll('body *')].filter((each) => {
    if (each.closest('.scroll') && !each.matches('.scroll')) return false;
    const {left, right} = each.getBoundingClientRect();
    return right > room + 1 || left < -1;
  });
  const named = over.slice(0, 4).map((each) => each.outerHTML.slice(0, 100));
  return [`${document.documentElement.scrollWidth} in ${room}`, ...named];
}"""

MOVING = """() => {
  const moves = (style) => `${style.transitionDuration}, ${style.animationDuration}`.split(', ')
    .some((time) => parseFloat(time) > 0);
  return [...document.querySelectorAll('*')]
    .filter((each) => [null, '::before', '::after'].some((part) => moves(getComputedStyle(each, part))))
    .map((each) => each.outerHTML.slice(0, 100));
}"""


def small_targets(page):
    """Whatever is pressed and is too small for a finger."""
    return page.evaluate(SMALL, list(TARGET))


def wide_parts(page):
    """What makes the page scroll sideways; empty when nothing does."""
    return page.evaluate(WIDE)


# Shares of the window. A page comes in pieces: a button drawn before its word has arrived moves by .0003;
# on long pages of staff a table finds its widths as its rows arrive, which moved their heads by .008.
SEEN, SEEN_BY_STAFF = 0.001, 0.01


def jumps(page):
    """What moved while the page built itself."""
    moved, staff = page.evaluate("[window.moved, document.body.classList.contains('staff')]")
    most = SEEN_BY_STAFF if staff else SEEN
    return moved if sum(value for value, *_parts in moved) > most else []


def moving_parts(page):
    """What would move or fade by itself."""
    return page.evaluate(MOVING)


@contextmanager
def by_touch(page):
    """A finger instead of a mouse."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    yield
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    devtools.detach()


@contextmanager
def text_at(page, per_cent):
    """The size of text that a reader chose in the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16 * per_cent // 100}})
    yield
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    devtools.detach()


def note(faults, where, found):
    if found:
        faults[where] = found


# 400 kbit/s, 400 ms there and back, a processor a quarter as fast: an old telephone at the edge of a village.
POOR = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
GOOD = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@contextmanager
def slow(page):
    """The connection and the processor of an old telephone."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", POOR)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    yield
    devtools.send("Network.emulateNetworkConditions", GOOD)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    devtools.detach()


class Traffic:
    """Octets that came over the line, and the addresses they were asked of."""

    def __init__(self, page):
        self.devtools = page.context.new_cdp_session(page)
        self.octets, self.addresses = 0, []

    def __enter__(self):
        self.devtools.on("Network.loadingFinished", self.count)
        self.devtools.on(
            "Network.requestWillBeSent", lambda told: self.addresses.append(told["request"]["url"])
        )
        self.devtools.send("Network.enable")
        return self

    def count(self, told):
        self.octets += int(told["encodedDataLength"])

    def __exit__(self, *_error):
        self.devtools.detach()
