"""What allauth asks of this site: here, what becomes of its letters while the mail server is away."""

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from consult.errors import Busy

log = structlog.get_logger(__name__)
TRY_AGAIN = 300  # seconds


class AccountAdapter(DefaultAccountAdapter):
    """Letters of accounts hold codes that somebody waits for: they are sent at once or said to be unsent."""

    def send_mail(self, template_prefix, email, context):
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            log.warning("letter not sent", letter=template_prefix, error=type(error).__name__)
            raise Busy(
                _(
                    "We could not send you the e-mail this needs, since our mail server does not answer."
                    " Try again in a few minutes. If you were making an account, sign in with it then."
                ),
                retry_after=TRY_AGAIN,
            ) from error
