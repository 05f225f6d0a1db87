"""An editor at Wagtail's own forms: where the fields are, and what is pressed."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.factories.accounts import PASSWORD
from tests.factories.consult import PROMISE


@dataclass
class Editor:
    """A person in front of the editors' pages."""

    page: Page
    site: str

    def open(self, address):
        self.page.goto(f"{self.site}{address}")

    def sign_in(self, email):
        """Through the one door for everybody, on the way to the editors' pages."""
        self.open("/cms/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        self.page.wait_for_url(f"{self.site}/cms/")

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def tab(self, name):
        self.page.get_by_role("tab", name=name).click()

    def write(self, **fields):
        """Fill fields by their names; two underscores stand for the hyphens of inline rows."""
        for name, text in fields.items():
            self.page.locator(f"#id_{name.replace('__', '-')}").fill(text)

    def start_page(self):
        """Below the list of consultations, as the front page of the editors leads there."""
        self.page.get_by_role("link", name="Pages", exact=False).first.click()
        self.page.get_by_role("button", name="More options for 'Consultations'").click()
        self.page.get_by_role("link", name="Add a child page to 'Consultations'").click()
        self.page.locator("#id_title").wait_for()

    def write_promise(self):
        self.tab("Promise")
        self.write(decided_by="Transport committee", answer_due_on="2027-02-26")
        self.write(**{f"promise_{part}": text for part, text in PROMISE.items()})

    def add_phase(self, number, title, opens, closes):
        """Nothing is ticked: a new phase allows what is usual."""
        self.tab("Phases")
        self.press("Add Phase")
        row = {"title": title, "opens_at": opens, "closes_at": closes}
        self.write(**{f"phases__{number}__{name}": text for name, text in row.items()})

    def add_question_and_rule(self):
        self.tab("Questions and rules")
        self.press("Add Question")
        self.write(questions__0__text="What should change?")
        self.press("Add Rule")
        self.write(house_rules__0__text="Talk about the proposal, not the person.")

    def save(self):
        self.press("Save draft")
        self.page.get_by_text("has been updated").wait_for()

    def publish(self):
        self.press("More actions")
        self.press("Publish")

    def schedule(self, when):
        self.press("Toggle status")
        self.press("Set schedule")
        self.write(go_live_at=when)
        # By keyboard, as the calendar lies over the button until it is left.
        self.page.get_by_role("button", name="Save schedule", exact=True).press("Enter")
        self.press("More actions")
        self.press("Schedule to publish")
