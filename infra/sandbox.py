"""Build the containers beside the worker in which models work."""

from aws_cdk import aws_ecs as ecs
from constructs import Construct

from infra.names import SANDBOX

# Chosen: half of them are at work at a time; in the others the CLI is started ahead.
COUNT = 4
_OPEN_FILES = 65_535  # AWS: Fargate's default, and most
_CAPABILITY = ecs.Capability
_NOT_NEEDED = (
    *(_CAPABILITY.AUDIT_WRITE, _CAPABILITY.FSETID, _CAPABILITY.MKNOD, _CAPABILITY.NET_BIND_SERVICE),
    *(_CAPABILITY.NET_RAW, _CAPABILITY.SETFCAP, _CAPABILITY.SYS_CHROOT),
)
_ONLY_SANDBOXES = (_CAPABILITY.CHOWN, _CAPABILITY.DAC_OVERRIDE, _CAPABILITY.FOWNER)
_SETTINGS = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",
    "KILO_BIN": "/opt/kilo/bin/kilo",
    "ISOLATION": "required",
    "SANDBOX_DIR": "/sandbox",
    "WORK_DIR": "/workspace",
    "SANDBOX_TMP": "/tmp",  # noqa: S108
}


class Sandboxes(Construct):
    """The sandboxes of a worker task whose first container is the worker. Each has a process and a
    file space of its own, a read-only root, and a socket that it shares with the worker. ECS puts
    the address of the role's credentials into the environment of every container: the entry point
    drops it before any code of this project runs."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        task: ecs.FargateTaskDefinition,
        worker: ecs.ContainerDefinition,
        image: ecs.ContainerImage,
        logging: ecs.LogDriver,
    ) -> None:
        super().__init__(scope, construct_id)
        self.folders = [f"/sandboxes/{number}" for number in range(COUNT)]
        for number, folder in enumerate(self.folders):
            container = task.add_container(
                f"{SANDBOX}-{number}",
                image=image,
                logging=logging,
                essential=True,
                readonly_root_filesystem=True,
                entry_point=_entry_point(number),
                linux_parameters=linux(self, f"Linux{number}", drop=_NOT_NEEDED),
                ulimits=[
                    ecs.Ulimit(
                        name=ecs.UlimitName.NOFILE, soft_limit=_OPEN_FILES, hard_limit=_OPEN_FILES
                    )
                ],
            )
            for path, kind in (("/sandbox", "socket"), ("/workspace", "work"), ("/tmp", "tmp")):  # noqa: S108
                name = f"{kind}-{number}"
                task.add_volume(name=name)
                _mount(container, path, name)
            _mount(worker, folder, f"socket-{number}")


def _entry_point(number: int) -> list[str]:
    settings = _SETTINGS | {"SANDBOX_NUMBER": str(number)}
    named = [f"{name}={value}" for name, value in settings.items()]
    return ["/usr/bin/env", "-i", *named, "/app/.venv/bin/python", "-m", "container.sandbox"]


def _mount(container: ecs.ContainerDefinition, path: str, volume: str) -> None:
    container.add_mount_points(
        ecs.MountPoint(container_path=path, source_volume=volume, read_only=False)
    )


def linux(
    scope: Construct,
    construct_id: str,
    *,
    drop: tuple[ecs.Capability, ...] = (*_NOT_NEEDED, *_ONLY_SANDBOXES),
) -> ecs.LinuxParameters:
    """Return the parameters of a container without the capabilities that it does not need."""
    parameters = ecs.LinuxParameters(scope, construct_id)
    parameters.drop_capabilities(*drop)
    return parameters
