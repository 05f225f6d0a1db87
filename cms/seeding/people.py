"""Accounts of the demonstration: staff with their roles, residents with theirs; one password for all."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from consult.accounts.models import User
from consult.actions.memberships import appoint_member
from consult.enums import Role

from . import words


def make_accounts(town):
    """Write everybody who signs in, with a confirmed address; the password is hashed once."""
    told = words.whole("consultations")
    addresses = {key: f"{login}@example.org" for login, key in told["accounts"].items()}
    password = make_password(settings.CONSULT_DEMO_PASSWORD)
    users = {key: _resident(person, addresses) for key, person in _signing_in(town).items()}
    users |= {member["key"]: _member(member) for member in told["staff"]}
    for user in users.values():
        user.password = password
    User.objects.bulk_create(users.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users.values()
    )
    town.users = users


def _signing_in(town):
    """Residents with an account: those who say so, and whoever made a proposal online."""
    rows = [row for slug in words.TEXTS_OF for row in words.rows_of(slug)]
    proposing = {row["participant"] for row in rows if row["kind"] == "proposal"}
    return {
        key: person
        for key, person in town.people.items()
        if person["arrives"] == "account" or (person["arrives"] == "guest" and key in proposing)
    }


def _resident(person, addresses):
    email = addresses.get(person["key"], f"{person['key']}@example.org")
    return User(email=email, display_name=person["name"], language=person["language"])


def _member(member):
    return User(
        email=member["email"],
        display_name=member["name"],
        job_title=member.get("title", ""),
        is_staff=member.get("superuser", False),
        is_superuser=member.get("superuser", False),
    )


def appoint_staff(town, slug):
    """Give everybody their role in a consultation; its owner came with its page."""
    editor = town.users["editor"]
    for member in words.whole("consultations")["staff"]:
        role = member["roles"].get(slug)
        if role and role != Role.OWNER:
            appoint_member(
                by=editor,
                consultation=town.consultations[slug],
                user=town.users[member["key"]],
                role=role,
            )
