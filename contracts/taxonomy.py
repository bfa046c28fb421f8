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


AXES: dict[str, dict[str, str]] = {
    "contextComplexity": {
        "small": "one file or less has to be read",
        "medium": "one bounded subsystem has to be read",
        "large": "several subsystems have to be read",
    },
    "reasoningComplexity": {
        "low": "mechanical",
        "medium": "some judgement",
        "high": "deep trade-offs or long causal chains",
    },
    "riskLevel": {
        "low": "local and reversible",
        "medium": "can break somebody's workflow",
        "high": "touches credentials, auth, billing, data, migrations or production routing",
    },
    "executionMode": {
        "answer_only": "text is the whole result",
        "code_change": "files are edited",
        "command_execution": "commands are run",
        "multi_step_project": "edits and commands in several dependent steps",
    },
}

DECISION_RULES: tuple[str, ...] = (
    "The task type is the user's goal; how it is reached belongs to executionMode.",
    "A mixed request takes the type of its final deliverable.",
    "agentic_execution only when operating tools is the goal itself.",
    "When understanding comes first and nothing is to change, it is investigation.",
    "Deciding on an approach is planning_design.",
    "Adding code is implementation.",
    "Behaviour that is broken is debugging.",
    "Same behaviour with better structure is refactoring.",
    "riskLevel is the blast radius, not the size of the change.",
    "reasoningComplexity is ambiguity and causal depth, not the amount of code.",
    "contextComplexity is how much must be read, not how hard it is.",
)
