"""What the API offers of this app."""

from ninja import Router

router = Router()
