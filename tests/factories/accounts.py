"""People with accounts."""

import factory
from allauth.account.models import EmailAddress

from consult.accounts.models import User

PASSWORD = "a-long-test-password"


class EmailAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmailAddress

    email = factory.SelfAttribute("user.email")
    verified = True
    primary = True


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(*args, password=password, **kwargs)

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        """The address allauth knows; `address__verified=False` leaves it unconfirmed."""
        if create and extracted is not False:
            EmailAddressFactory(user=self, **kwargs)


class UnconfirmedUserFactory(UserFactory):
    address__verified = False
