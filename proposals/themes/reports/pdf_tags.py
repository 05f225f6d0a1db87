"""What the tag tree of a PDF still lacks when WeasyPrint has made it, put in before the file is written.

Headers say what they head, names stand with their values, and pictures that repeat the words beside them are
artifacts, which a screen reader passes over.
"""

from collections import defaultdict

import pydyf

CAPTIONED = ("/Table", "/L", "/Figure")


def complete_tags(_document, pdf):
    """The last step before the file is written."""
    tags = _Tags(pdf)
    for element in list(tags.all_under(tags.top)):
        tags.complete(element)
    tags.list_ids()
    tags.silence()


class _Tags:
    def __init__(self, pdf):
        self.pdf = pdf
        self.objects = {each.reference: each for each in pdf.objects}
        self.root = self.objects[pdf.catalog["StructTreeRoot"]]
        self.top = self.objects[self.root["K"][0]]

    def kids(self, element):
        """The elements right below one; content and annotations are none."""
        found = [self.objects[kid] for kid in element["K"] if isinstance(kid, bytes)]
        return [kid for kid in found if _is_element(kid)]

    def all_under(self, element):
        yield element
        for kid in self.kids(element):
            yield from self.all_under(kid)

    def complete(self, element):
        kind = element["S"]
        if kind == "/TH":
            self._say_scope(element)
        elif kind == "/L":
            self._pair(element)
        elif kind == "/Span" and self._is_link(element):
            element["S"] = "/Link"
        elif kind == "/Caption" and self.objects[element["P"]]["S"] not in CAPTIONED:
            element["S"] = "/P"
        elif kind == "/Figure" and "Alt" not in element:
            self.objects[element["P"]]["K"].remove(element.reference)

    def _is_link(self, element):
        """Words out of sight in a link carry the link's address on their own."""
        kids = [self.objects[kid] for kid in element["K"] if isinstance(kid, bytes)]
        return any(kid.get("Type") == "/OBJR" for kid in kids)

    def _say_scope(self, header):
        section = self.objects[self.objects[header["P"]]["P"]]
        header["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"

    def _pair(self, listing):
        """A name and its values in one item of the list; what goes on over the page has no name there."""
        for group in (kid for kid in self.kids(listing) if kid["S"] == "/Div"):
            bodies = [body for item in self.kids(group) for body in self.kids(item)]
            for number, body in enumerate(bodies):
                body["S"] = "/Lbl" if number == 0 and len(bodies) > 1 else "/LBody"
                body["P"] = group.reference
            group["S"], group["K"] = "/LI", pydyf.Array([body.reference for body in bodies])

    def list_ids(self):
        """Cells name their headers by ids, which readers look up in this list."""
        named = [(each["ID"], each.reference) for each in self.all_under(self.top) if "ID" in each]
        names = [part for pair in sorted(named, key=lambda pair: pair[0].string) for part in pair]
        if names:
            self.root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})

    def silence(self):
        """Whatever stands in no part of the tree becomes an artifact: silent pictures, page numbers."""
        spoken = {each.reference for each in self.all_under(self.top)}
        silent = defaultdict(set)
        for each in self.objects.values():
            if _is_element(each) and each.reference not in spoken:
                silent[each["Pg"]] |= {kid for kid in each["K"] if isinstance(kid, int)}
        for page, marks in silent.items():
            self._unmark(self.objects[page], marks)

    def _unmark(self, page, marks):
        content = self.objects[page["Contents"]]
        written = []
        for item in content.stream:
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
                written[-1] = b"/Artifact"
            elif item == b"BDC" and written[-1] == b"/Artifact":
                written.append(b"BMC")
            else:
                written.append(item)
        content.stream = written
        numbers = self.objects[self.root["ParentTree"]]["Nums"]
        parents = numbers[2 * page["StructParents"] + 1]
        for mark in marks:
            parents[mark] = "null"


def _is_element(thing):
    return isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
