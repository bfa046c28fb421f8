from heron.api import Finding, hook


@hook("check", priority=45, after=["links"])
def check(document, ctx):
    seen = ctx.shared["links.seen"]
    many = len((document.parsed or {}).get("links", []))
    seen[document.path] = many
    return [Finding(document.path, 0, "linkstats:many", "note", f"{many} links")] if many > 99 else []


@hook("review", priority=30)
def review(findings, ctx):
    ctx.log(f"{sum(ctx.shared['links.seen'].values())} links")
    return findings
