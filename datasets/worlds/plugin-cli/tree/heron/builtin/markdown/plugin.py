import re

from heron.api import hook
from heron.util.text import prose, slug

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@hook("parse", priority=40)
def parse(document):
    if document.suffix != ".md":
        return None
    headings, links = [], []
    for number, line in prose(document.lines):
        found = HEADING.match(line)
        if found:
            headings.append((number, len(found[1]), found[2], slug(found[2])))
        links += [(number, target) for target in LINK.findall(line)]
    return {"headings": headings, "links": links}
