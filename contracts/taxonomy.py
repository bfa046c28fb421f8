"""What a request can be: six task types with three subtypes each, and five axes."""

from dataclasses import dataclass
from enum import StrEnum


class TaskType(StrEnum):
    IMPLEMENTATION = "implementation"
    DEBUGGING = "debugging"
    REFACTORING = "refactoring"
    PLANNING_DESIGN = "planning_design"
    INVESTIGATION = "investigation"
    AGENTIC_EXECUTION = "agentic_execution"


class SubtaskType(StrEnum):
    FEATURE_DEVELOPMENT = "feature_development"
    CODE_GENERATION = "code_generation"
    TEST_CREATION = "test_creation"
    BUG_FIXING = "bug_fixing"
    TEST_REPAIR = "test_repair"
    ROOT_CAUSE_ANALYSIS = "root_cause_analysis"
    CODE_CLEANUP = "code_cleanup"
    ARCHITECTURE_IMPROVEMENT = "architecture_improvement"
    MIGRATION = "migration"
    ARCHITECTURE_DESIGN = "architecture_design"
    TECHNICAL_PLANNING = "technical_planning"
    SYSTEM_DESIGN = "system_design"
    REPO_EXPLORATION = "repo_exploration"
    CODEBASE_UNDERSTANDING = "codebase_understanding"
    EXTERNAL_RESEARCH = "external_research"
    TOOL_USAGE = "tool_usage"
    TERMINAL_OPERATIONS = "terminal_operations"
    MULTI_STEP_EXECUTION = "multi_step_execution"


class ContextComplexity(StrEnum):
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ExecutionMode(StrEnum):
    ANSWER_ONLY = "answer_only"
    CODE_CHANGE = "code_change"
    COMMAND_EXECUTION = "command_execution"
    MULTI_STEP_PROJECT = "multi_step_project"


@dataclass(frozen=True)
class Entry:
    """A task type or subtype: its English label and its meaning."""

    label: str
    meaning: str


TASK_TYPES: dict[TaskType, Entry] = {
    TaskType.IMPLEMENTATION: Entry("Implementation", "New code that adds behaviour."),
    TaskType.DEBUGGING: Entry("Debugging", "Something is broken and must work again."),
    TaskType.REFACTORING: Entry("Refactoring", "Same behaviour, better structure."),
    TaskType.PLANNING_DESIGN: Entry(
        "Planning and Design", "Decide on an approach before code is written."
    ),
    TaskType.INVESTIGATION: Entry("Investigation", "Find out and explain; nothing is changed."),
    TaskType.AGENTIC_EXECUTION: Entry(
        "Agentic Execution", "Operating tools or a terminal is itself the goal."
    ),
}

_T, _S = TaskType, SubtaskType
# The first subtype of each task type is the default when a classifier names none that fits.
SUBTYPES: dict[TaskType, dict[SubtaskType, Entry]] = {
    _T.IMPLEMENTATION: {
        _S.FEATURE_DEVELOPMENT: Entry("Feature Development", "Add a feature to existing code."),
        _S.CODE_GENERATION: Entry("Code Generation", "Write a self-contained piece of code."),
        _S.TEST_CREATION: Entry("Test Creation", "Write tests for existing behaviour."),
    },
    _T.DEBUGGING: {
        _S.BUG_FIXING: Entry("Bug Fixing", "Correct wrong behaviour."),
        _S.TEST_REPAIR: Entry("Test Repair", "Make failing tests pass for the right reason."),
        _S.ROOT_CAUSE_ANALYSIS: Entry("Root Cause Analysis", "Explain why something fails."),
    },
    _T.REFACTORING: {
        _S.CODE_CLEANUP: Entry("Code Cleanup", "Tidy names, duplication and layout."),
        _S.ARCHITECTURE_IMPROVEMENT: Entry(
            "Architectural Improvement", "Restructure modules and their dependencies."
        ),
        _S.MIGRATION: Entry("Migration", "Move to another library, version or platform."),
    },
    _T.PLANNING_DESIGN: {
        _S.ARCHITECTURE_DESIGN: Entry("Architecture Design", "Choose components and boundaries."),
        _S.TECHNICAL_PLANNING: Entry("Technical Planning", "Break work into ordered steps."),
        _S.SYSTEM_DESIGN: Entry("System Design", "Size and lay out a running system."),
    },
    _T.INVESTIGATION: {
        _S.REPO_EXPLORATION: Entry("Repository Exploration", "Locate things in a repository."),
        _S.CODEBASE_UNDERSTANDING: Entry("Codebase Understanding", "Explain how code works."),
        _S.EXTERNAL_RESEARCH: Entry("External Research", "Answer from documents or the web."),
    },
    _T.AGENTIC_EXECUTION: {
        _S.TOOL_USAGE: Entry("Tool Usage", "Use a given tool to reach a result."),
        _S.TERMINAL_OPERATIONS: Entry("Terminal Operations", "Run commands and report."),
        _S.MULTI_STEP_EXECUTION: Entry(
            "Multi-step Execution", "Carry out a sequence of dependent actions."
        ),
    },
}

PAIRS: tuple[tuple[TaskType, SubtaskType], ...] = tuple(
    (task, sub) for task, subs in SUBTYPES.items() for sub in subs
)
TASK_OF: dict[SubtaskType, TaskType] = {sub: task for task, sub in PAIRS}


def route_of(task: TaskType, subtask: SubtaskType) -> str:
    """Return the route, as `debugging/bug_fixing`."""
    return f"{task}/{subtask}"


ROUTES: tuple[str, ...] = tuple(route_of(task, sub) for task, sub in PAIRS)
_KNOWN_ROUTES = frozenset(ROUTES)


def known_route(route: str) -> str:
    """Return `route`. Raises ValueError when it is not in ROUTES."""
    if route not in _KNOWN_ROUTES:
        raise ValueError(f"{route} is not a route (task type/subtype)")
    return route


# docs/labels.md says the same at length.
AXES: dict[str, dict[str, str]] = {
    "contextComplexity": {
        "small": "nothing or one file has to be read beside the conversation; a search that finds "
        "the place is no reading; also whatever needs no repository",
        "medium": "several files of one subsystem",
        "large": "several subsystems or the whole repository",
    },
    "reasoningComplexity": {
        "low": "nothing to find out or decide: the order says what and where, or it is routine",
        "medium": "one choice, or one cause near its symptom",
        "high": "choices that depend on each other, a distant cause, concurrency, consistency, "
        "security, or a design with lasting trade-offs",
    },
    "riskLevel": {
        "low": "one's own files, which version control brings back; reading and explaining",
        "medium": "what others depend on: public interface, shared library, CI, build, release, "
        "dependencies, shared configuration or environment",
        "high": "credentials, authentication, permissions, money, stored data and its schema, "
        "irreversible deletion, production",
    },
    "executionMode": {
        "answer_only": "a text is the whole result, even if files are read for it",
        "code_change": "files are edited, and perhaps tests run to check the edit",
        "command_execution": "commands are run for their effect or output",
        "multi_step_project": "edits and commands in several steps, each needing the one before",
    },
}

DECISION_RULES: tuple[str, ...] = (
    "The order is what the human last told the agent to do; pasted logs, traces, diffs and files "
    "are material.",
    "A go-ahead has the labels of the work that it sets going: the standing order, or what the "
    "agent proposed. A rejection has those of the order that is to be done again.",
    "Thanks and greetings ask for nothing: the standing order's type, small, low, low, "
    "answer_only, no tools.",
    "In plan mode nothing may be changed: the plan is the result.",
    "The task type is the user's goal; how it is reached belongs to executionMode. A mixed order "
    "takes the type of its final deliverable.",
    "agentic_execution only when operating tools or a terminal is the goal itself; nothing changed "
    "and something explained is investigation; an approach before code is planning_design; "
    "something broken is debugging; the same behaviour in better structure is refactoring.",
    "riskLevel is the most sensitive thing that the work changes, runs or decides on, not its size "
    "or difficulty. A plan decides, an explanation does not.",
    "requiresTools: something outside the conversation has to be read, changed or run; whether "
    "tools are offered does not matter.",
    "Where two values fit equally well, take the lower.",
)
