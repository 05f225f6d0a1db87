"""What editors build pages from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

PLAIN = ["bold", "italic", "link", "document-link", "ul", "ol"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings below the page's own."""

    def __init__(self, **kwargs):
        super().__init__(features=["h2", "h3", *PLAIN], **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


class FoldedBlock(blocks.StructBlock):
    """Facts and costs behind a title, for those who want them."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN)

    class Meta:
        icon = "collapse-down"
        label = _("Text to unfold")
        template = "cms/blocks/folded.html"


class AreasBlock(blocks.ListBlock):
    """The streets or places that are meant."""

    def __init__(self, **kwargs):
        super().__init__(blocks.CharBlock(label=_("Street or place"), max_length=80), **kwargs)

    class Meta:
        icon = "site"
        label = _("Areas")
        template = "cms/blocks/areas.html"


class OtherWaysBlock(blocks.StructBlock):
    """How to take part without this site."""

    text = blocks.RichTextBlock(label=_("Where paper forms are, when to ring, what to quote"), features=PLAIN)
    phone = blocks.CharBlock(label=_("Phone"), required=False, max_length=40)
    reference = blocks.CharBlock(label=_("Reference to quote"), required=False, max_length=40)

    class Meta:
        icon = "mail"
        label = _("Other ways to take part")
        template = "cms/blocks/other_ways.html"


class MeetingBlock(blocks.StructBlock):
    """A date on which people can talk to somebody."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    starts_at = blocks.DateTimeBlock(label=_("Starts"))
    place = blocks.CharBlock(label=_("Place"), max_length=160)
    note = blocks.CharBlock(label=_("Access: steps, hearing loop, languages"), required=False, max_length=200)

    class Meta:
        icon = "date"
        label = _("Meeting")
        template = "cms/blocks/meeting.html"


class PictureBlock(ImageBlock):
    """A plan or a photograph of the place; its description is for people who do not see it."""

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class FileBlock(DocumentChooserBlock):
    """A document to download, with its size."""

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "cms/blocks/file.html"


class StepBlock(blocks.StructBlock):
    """A station of the line that says what happens to what people say."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.TextBlock(label=_("Text"), max_length=200)

    class Meta:
        icon = "order"
        label = _("Step")


PAGE_BLOCKS = [
    ("text", TextBlock()),
    ("folded", FoldedBlock()),
    ("picture", PictureBlock()),
    ("file", FileBlock()),
]
CONSULTATION_BLOCKS = [
    *PAGE_BLOCKS,
    ("areas", AreasBlock()),
    ("other_ways", OtherWaysBlock()),
    ("meeting", MeetingBlock()),
]
ASIDE_BLOCKS = {"other_ways", "meeting"}
