from heron.api import Finding, hook


@hook("check", priority=30)
def check(document, ctx):
    out = []
    for number, line in enumerate(document.lines, 1):
        if line != line.rstrip():
            out.append(Finding(document.path, number, "whitespace:end", "note", "spaces at the end"))
        if ctx.settings["tabs"] and "\t" in line and document.suffix != ".csv":
            out.append(Finding(document.path, number, "whitespace:tab", "note", "a tab"))
    if document.text and not document.text.endswith("\n"):
        out.append(Finding(document.path, 0, "whitespace:last", "note", "no line end at the end"))
    return out
