from heron.api import Finding, hook


@hook("check", priority=60)
def check(document, ctx):
    if not document.parsed or "headings" not in document.parsed:
        return []
    out, last, anchors = [], 0, set()
    for number, depth, _, anchor in document.parsed["headings"]:
        if depth > last + 1:
            out.append(_found(document, number, "skipped", "warning", f"level {last + 1} is left out"))
        if depth > ctx.settings["max-depth"]:
            out.append(_found(document, number, "deep", "note", f"deeper than {ctx.settings['max-depth']}"))
        if anchor in anchors:
            out.append(_found(document, number, "double", "warning", f"#{anchor} is there already"))
        anchors.add(anchor)
        last = depth
    return out


def _found(document, line, code, level, message):
    return Finding(document.path, line, f"headings:{code}", level, message)
