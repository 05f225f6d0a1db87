"""Takes a picture of every page of the demonstration: in light and dark, at a desk and on a telephone.

They go to docs/screenshots as WebP. The demonstration has a database of its own in DATA_DIR/screenshots.
"""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

from tools.reachable import listens

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
DATA = Path(os.environ.get("DATA_DIR", "var")).resolve() / "screenshots"
PORT = int(os.environ.get("SCREENSHOT_PORT", "8399"))
SITE = f"http://127.0.0.1:{PORT}"
# Width, and the most height that is shown; a picture ends where its page does.
SIZES = {"desk": (1280, 1100), "phone": (390, 1100)}
SCHEMES = ("light", "dark")
QUALITY = 20
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def prepare():
    """The demonstration, set up and ready for Django's models in this process."""
    if listens(SITE):
        sys.exit(f"Port {PORT} is taken. Choose another: SCREENSHOT_PORT={PORT + 1}")
    os.environ |= {"DATA_DIR": str(DATA), "DEMO": "1", "DEBUG": "0", "CONSULT_BASE_URL": SITE}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "consult.settings.dev", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    sys.path.insert(0, str(ROOT))
    subprocess.run([sys.executable, ROOT / "manage.py", "demo", "--no-serve"], check=True)
    import django

    django.setup()


def serve():
    """The running site, once it answers."""
    command = [sys.executable, ROOT / "manage.py", "serve", "--port", str(PORT)]
    site = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _second in range(60):
        if listens(SITE):
            return site
        time.sleep(1)
    site.terminate()
    sys.exit("The demonstration does not answer.")


def sign_in(page, who):
    page.goto(f"{SITE}/accounts/login/")
    page.fill("[name=login]", f"{who}@example.org")
    page.fill("[name=password]", "make-demo-only")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


class Camera:
    """Windows of each person at each size, kept from one picture to the next."""

    def __init__(self, browser):
        self.browser, self.kept, self.octets = browser, {}, 0

    def window(self, who, size):
        if (who, size) not in self.kept:
            width, _height = SIZES[size]
            context = self.browser.new_context(
                viewport={"width": width, "height": 900},
                has_touch=size == "phone",
                is_mobile=size == "phone",
                base_url=SITE,
                locale="en-GB",
                timezone_id="Europe/London",
                reduced_motion="reduce",
            )
            context.add_cookies([{"name": "order", "value": "4172", "url": SITE}])
            page = context.new_page()
            if who:
                sign_in(page, who)
            self.kept[who, size] = page
        return self.kept[who, size]

    def take(self, name, who, path, act=None):
        for size, (width, most) in SIZES.items():
            page = self.window(who, size)
            page.set_viewport_size({"width": width, "height": 900})
            status = page.goto(f"{SITE}{path}").status
            if act:
                act(page)
            page.wait_for_load_state("networkidle")
            if not act:
                page.evaluate("scrollTo(0, 0)")
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(500, min(height, most))})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                self.keep(FOLDER / f"{name}-{size}-{scheme}.webp", page.screenshot())
            page.emulate_media(color_scheme="light")
        print(f"{name}: {status}, {path}", flush=True)

    def keep(self, file, png):
        from PIL import Image

        Image.open(io.BytesIO(png)).convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
        self.octets += file.stat().st_size


def main():
    prepare()
    from playwright.sync_api import sync_playwright

    from tools.find_chromium import find
    from tools.screenshot_pages import pages

    wanted = sys.argv[1:]
    shown = [each for each in pages() if not wanted or each[0] in wanted]
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not wanted:
        for file in FOLDER.glob("*.webp"):
            file.unlink()
    site = serve()
    try:
        with sync_playwright() as playwright:
            camera = Camera(playwright.chromium.launch(executable_path=find(), args=FLAGS))
            for each in shown:
                camera.take(*each)
        print(f"{len(shown)} pages, {camera.octets / 1e6:.1f} MB in {FOLDER.relative_to(ROOT)}")
    finally:
        site.terminate()
        site.wait(30)


if __name__ == "__main__":
    main()
