"""The layout of the table, letter by letter: another would lose what is stored, and what the
worker's permissions name."""

import inspect
import re

import pytest

from adapters.dynamodb import keys
from adapters.dynamodb.keys import Key

LAYOUT = [
    (keys.CONFIG, Key("CONFIG", "CURRENT")),
    (keys.config_version("T"), Key("CONFIG", "V#T")),
    (keys.active("decider"), Key("ACTIVE", "decider")),
    (keys.run("r"), Key("RUN#r", "RUN")),
    (keys.listed("T", "r"), Key("RUNS", "T#r")),
    (keys.lane("r", "a/b", 2), Key("RUN#r", "LANE#a/b#2")),
    (keys.result("r", "a/b", 2, "c"), Key("RUN#r", "RESULT#a/b#2#c")),
    (keys.tried("r", "a/b", 2, "c", 3), Key("RUN#r", "TRY#a/b#2#c#3")),
    (keys.look("r", 1), Key("RUN#r", "LOOK#1")),
    (keys.sweep("r"), Key("RUN#r", "SWEEP")),
    (keys.given_up("r", 1), Key("RUN#r", "GIVENUP#1")),
    (keys.pending("r"), Key("RUN#r", "PENDING")),
    (keys.shortage("r"), Key("RUN#r", "SHORTAGE")),
    (keys.claim("r", "a/b", 2, "c"), Key("CLAIM#r", "a/b#2#c")),
    (keys.evidence("a/b", "x", "d", 2), Key("EVIDENCE#a/b", "x#d#2")),
    (keys.summary("r", "a/b", "low"), Key("RUN#r", "SUMMARY#a/b#low")),
    (keys.LIVE_TABLE, Key("LIVE", "TABLE")),
    (keys.LIVE_WINNER, Key("LIVE", "WINNER")),
    (keys.HOLD, Key("LIVE", "HOLD")),
    (keys.OVERRIDE, Key("LIVE", "OVERRIDE")),
    (keys.draft("v"), Key("TABLES", "v")),
    (keys.publication("T", "publish"), Key("PUBLICATIONS", "T#publish")),
    (keys.evaluation("v"), Key("EVALUATIONS", "v")),
    (keys.bank_act(7), Key("BANK", "00000007")),
    (keys.decisions("H"), Key("DECISIONS", "H")),
    (keys.sticky("s"), Key("SESSION#s", "STICKY")),
    (keys.classified("s", "m", "x"), Key("SESSION#s", "CLASS#m#x")),
]


@pytest.mark.parametrize(("key", "stored"), LAYOUT, ids=lambda key: f"{key.pk} {key.sk}")
def test_an_item_is_stored_under(key: Key, stored: Key) -> None:
    assert key == stored


def test_no_item_is_left_out_and_no_two_share_a_key() -> None:
    made = inspect.getmembers(keys, inspect.isfunction)
    fixed = [name for name, value in inspect.getmembers(keys) if isinstance(value, Key)]
    named = [name for name, _ in made if name != "dataclass"]
    assert len({key for key, _ in LAYOUT}) == len(LAYOUT) == len(named) + len(fixed)


def test_the_lists_are_partitions_of_what_stands_in_them() -> None:
    assert keys.listed("T", "r").pk == keys.RUNS
    assert keys.draft("v").pk == keys.TABLES
    assert keys.publication("T", "publish").pk == keys.PUBLICATIONS
    assert keys.evaluation("v").pk == keys.EVALUATIONS
    assert keys.decisions("H").pk == keys.DECISIONS


def test_the_table_in_the_docs_of_the_module_has_a_row_for_each_item() -> None:
    rows = re.findall(r"^\| [^|]+\| (\S+) +\| (.+?) +\|$", keys.__doc__ or "", re.M)
    heads = {(pk.split("#")[0], re.split("[#<]", sk)[0]) for pk, sk in rows[1:]}
    for key, _ in LAYOUT:
        pk, sk = key.pk.split("#")[0], key.sk.split("#")[0]
        assert {(pk, sk), (pk, "")} & heads, key
