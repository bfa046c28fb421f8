"""Make the keys of the DynamoDB table; this is its whole layout.

| item             | pk                | sk                                      |
|------------------|-------------------|-----------------------------------------|
| current config   | CONFIG            | CURRENT                                 |
| old config       | CONFIG            | V#<saved at>                            |
| active-run lock  | ACTIVE            | <kind>                                  |
| run              | RUN#<run>         | RUN                                     |
| run in the list  | RUNS              | <started at>#<run>                      |
| lane             | RUN#<run>         | LANE#<candidate>#<repetition>           |
| result           | RUN#<run>         | RESULT#<candidate>#<repetition>#<case>  |
| repeated try     | RUN#<run>         | TRY#<candidate>#<repetition>#<case>#<n> |
| further look     | RUN#<run>         | LOOK#<number>                           |
| table to be drawn| RUN#<run>         | PENDING                                 |
| progress at sweep| RUN#<run>         | SWEEP                                   |
| given up         | RUN#<run>         | GIVENUP#<round>                         |
| missing workers  | RUN#<run>         | SHORTAGE                                |
| claim of a case  | CLAIM#<run>       | <candidate>#<repetition>#<case>         |
| evidence         | EVIDENCE#<candidate> | <conditions>#<case digest>#<repetition> |
| summary          | RUN#<run>         | SUMMARY#<candidate>#<tier or route>     |
| live table       | LIVE              | TABLE                                   |
| live winner      | LIVE              | WINNER                                  |
| hold             | LIVE              | HOLD                                    |
| chosen classifier| LIVE              | OVERRIDE                                |
| draft to compute | RUN#<run>         | PENDING                                 |
| draft of a table | TABLES            | <version>                               |
| what was done    | PUBLICATIONS      | <at>#<action>                           |
| evaluation       | EVALUATIONS       | <version>                               |
| act on the bank  | BANK              | <number>                                |
| decisions by hour| DECISIONS         | <hour>                                  |
| session          | SESSION#<hash>    | STICKY                                  |
| classification   | SESSION#<hash>    | CLASS#<classifier>#<content hash>       |
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    pk: str
    sk: str


CONFIG = Key("CONFIG", "CURRENT")
LIVE_TABLE = Key("LIVE", "TABLE")
LIVE_WINNER = Key("LIVE", "WINNER")
HOLD = Key("LIVE", "HOLD")
OVERRIDE = Key("LIVE", "OVERRIDE")
TABLES = "TABLES"
PUBLICATIONS = "PUBLICATIONS"
EVALUATIONS = "EVALUATIONS"
BANK = "BANK"
DECISIONS = "DECISIONS"
RUNS = "RUNS"


def config_version(saved_at: str) -> Key:
    return Key("CONFIG", f"V#{saved_at}")


def active(kind: str) -> Key:
    return Key("ACTIVE", kind)


def run(run_id: str) -> Key:
    return Key(f"RUN#{run_id}", "RUN")


def listed(started_at: str, run_id: str) -> Key:
    return Key(RUNS, f"{started_at}#{run_id}")


def lane(run_id: str, candidate: str, repetition: int) -> Key:
    return Key(f"RUN#{run_id}", f"LANE#{candidate}#{repetition}")


def result(run_id: str, candidate: str, repetition: int, case_id: str) -> Key:
    return Key(f"RUN#{run_id}", f"RESULT#{candidate}#{repetition}#{case_id}")


def tried(run_id: str, candidate: str, repetition: int, case_id: str, number: int) -> Key:
    return Key(f"RUN#{run_id}", f"TRY#{candidate}#{repetition}#{case_id}#{number}")


def sweep(run_id: str) -> Key:
    return Key(f"RUN#{run_id}", "SWEEP")


def look(run_id: str, number: int) -> Key:
    return Key(f"RUN#{run_id}", f"LOOK#{number}")


def given_up(run_id: str, number: int) -> Key:
    return Key(f"RUN#{run_id}", f"GIVENUP#{number}")


def shortage(run_id: str) -> Key:
    return Key(f"RUN#{run_id}", "SHORTAGE")


def claim(run_id: str, candidate: str, repetition: int, case_id: str) -> Key:
    return Key(f"CLAIM#{run_id}", f"{candidate}#{repetition}#{case_id}")


def evidence(candidate: str, conditions: str, case_digest: str, repetition: int) -> Key:
    return Key(f"EVIDENCE#{candidate}", f"{conditions}#{case_digest}#{repetition}")


def summary(run_id: str, candidate: str, stratum: str) -> Key:
    return Key(f"RUN#{run_id}", f"SUMMARY#{candidate}#{stratum}")


def pending(run_id: str) -> Key:
    return Key(f"RUN#{run_id}", "PENDING")


def draft(version: str) -> Key:
    return Key(TABLES, version)


def publication(at: str, action: str) -> Key:
    return Key(PUBLICATIONS, f"{at}#{action}")


def evaluation(version: str) -> Key:
    return Key(EVALUATIONS, version)


def bank_act(number: int) -> Key:
    """Return a key that sorts by number."""
    return Key(BANK, f"{number:08}")


def decisions(hour: str) -> Key:
    return Key(DECISIONS, hour)


def sticky(session: str) -> Key:
    return Key(f"SESSION#{session}", "STICKY")


def classified(session: str, classifier: str, content: str) -> Key:
    return Key(f"SESSION#{session}", f"CLASS#{classifier}#{content}")
