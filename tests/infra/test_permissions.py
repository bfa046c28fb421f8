"""What each role may do."""

from tests.infra.template import Resources, actions, statements

# Actions that AWS offers on all resources only.
# Neither knows resource-level permissions; listing tasks is bound to the cluster by a condition.
STAR_ALLOWED = {"ecr:GetAuthorizationToken", "ecs:ListTasks"}


def test_no_permission_covers_all_resources_without_need(production: Resources) -> None:
    for statement in statements(production):
        if statement["Resource"] == "*":
            assert actions(statement) <= STAR_ALLOWED


def test_no_permission_covers_all_actions_of_a_service(production: Resources) -> None:
    for statement in statements(production):
        assert not [action for action in actions(statement) if action.endswith(":*")]
