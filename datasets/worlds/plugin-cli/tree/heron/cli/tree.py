"""The commands and their options as data: the parser and the completion are made from it."""

from dataclasses import dataclass

LEVELS = "choice:note,warning,error"


@dataclass(frozen=True)
class Option:
    """`kind` says what the value is: see docs/completion.md. `many` may be given again."""

    names: tuple[str, ...]
    kind: str = "none"
    help: str = ""
    many: bool = False
    group: str = ""
    default: str | None = None


@dataclass(frozen=True)
class Command:
    path: str
    help: str
    options: tuple[Option, ...] = ()
    places: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    hidden: bool = False


ROOT = Option(("--root", "-C"), "dir", "folder to look over", default=".")
ACTOR = Option(("--actor",), "free", "who changes the set, for the journal", default="")
SITE = Option(("--site",), "dir", "folder with plugins.lock", default=".")
INDEX = Option(("--index",), "dir", "folder of the index", default="index")
SETTINGS = (
    Option(("--set", "-s"), "key", "a setting, key=value", many=True),
    Option(("--profile", "-p"), "free", "a profile of the files"),
)
COMMANDS = (
    Command("", "heron", (ROOT, Option(("--version",), help="print the version"))),
    Command(
        "check",
        "look over the documents",
        (
            *SETTINGS,
            Option(("--format", "-f"), "choice:csv,json,junit,text", "format of the report"),
            Option(("--output", "-o"), "file", "file of the report"),
            Option(("--min-level",), LEVELS, "drop findings below"),
            Option(("--fail-on",), LEVELS, "exit with 1 from this level on"),
            Option(("--jobs", "-j"), "free", "not used at the moment"),
            Option(("--no-cache",), help="neither read nor write the cache", group="cache"),
            Option(("--stats",), help="print hits and misses to stderr"),
            Option(("--trace",), "file:*.log", "write each call of a hook to a file"),
        ),
        aliases=("c",),
    ),
    Command("baseline", "known findings"),
    Command("baseline write", "take all of today's findings as known", SETTINGS),
    Command("baseline show", "list what is known", SETTINGS),
    Command("config", "settings"),
    Command("config show", "all settings, with their layers", (*SETTINGS, Option(("--origin",), help="with layers")), aliases=("ls",)),
    Command("config get", "one setting", SETTINGS, ("key",)),
    Command("cache", "the cache"),
    Command("cache clear", "delete all entries", SETTINGS),
    Command("cache size", "count the entries", SETTINGS),
    Command("hooks", "the implementations of a hook in call order", SETTINGS, ("choice:check,collect,configure,filter,finish,parse,review",)),
    Command("plugins", "plugins of a run, and the set of a site", aliases=("p",)),
    Command("plugins list", "the plugins that take part, in load order", SETTINGS, aliases=("ls",)),
    Command("plugins versions", "what the index has of a plugin", (INDEX,), ("plugin",)),
    Command("plugins show", "the locked set", (SITE, INDEX)),
    Command("plugins verify", "say what does not fit", (SITE, INDEX)),
    Command("plugins put", "add NAME==VERSION or change to it", (SITE, INDEX, ACTOR), ("plugin",)),
    Command("plugins remove", "take a plugin out", (SITE, INDEX, ACTOR), ("plugin",)),
    Command("plugins host", "set the version of heron", (SITE, INDEX, ACTOR), ("free",)),
    Command("plugins hold", "keep a plugin at its version", (SITE, INDEX, ACTOR), ("plugin",)),
    Command("plugins release", "let a held plugin change again", (SITE, INDEX, ACTOR), ("plugin",)),
    Command("completion", "print the command tree for the shell completion", hidden=True),
)
