"""A PostgreSQL server of the tests' own: made in a temporary folder, ended with them, reached by nobody else."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWNER = "workbench"
PASSWORD = "kata:sandi@rahasia"  # with the characters that an address must write otherwise
_WRITTEN = "kata%3Asandi%40rahasia"


def server_programs() -> Path | None:
    """Return the folder of the newest initdb and pg_ctl, or None where no server is installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    return max(folders, key=lambda path: float(path.parent.name), default=None)


@dataclass
class Server:
    """A running server."""

    programs: Path
    folder: Path
    port: int

    def address(self, *, user: str = OWNER, password: str = _WRITTEN, database: str = "postgres", **query: str) -> str:
        """Return an address of it, as an environment variable holds it."""
        asked = "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}{asked}"

    def execute(self, *statements: str) -> None:
        """Carry out statements as the owner."""
        command = [str(self.programs / "psql"), "-v", "ON_ERROR_STOP=1", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        command += ["-U", OWNER, "-d", "postgres"]
        environment = os.environ | {"PGPASSWORD": PASSWORD}
        subprocess.run(command, input=";\n".join(statements) + ";", text=True, check=True, env=environment)


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Make and start a server, and at the end stop and remove it."""
    # Not below pytest's own folder, which is closed to the user that the server runs as.
    folder = tempfile.TemporaryDirectory(prefix="workbench-postgres-")
    with folder as name, _started(programs, Path(name)) as server:
        yield server


@contextmanager
def _started(programs: Path, folder: Path) -> Iterator[Server]:
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    data.mkdir()
    if os.geteuid() == 0:
        _hand_over(folder)
    initdb = ["initdb", "-D", str(data), "-U", OWNER, "--pwfile", str(secret), "-A", "scram-sha-256", "-E", "UTF8"]
    _run(programs, *initdb, "--locale=C.UTF-8", "--no-sync")
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    _run(programs, "pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield Server(programs=programs, folder=folder, port=port)
    finally:
        _run(programs, "pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")


def _hand_over(folder: Path) -> None:
    """Give the files to a user without rights: a server refuses to run as root."""
    user = _other_user()
    for path in (folder, *folder.iterdir()):
        os.chown(path, user.pw_uid, user.pw_gid)


def _other_user() -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _run(programs: Path, name: str, *arguments: str) -> None:
    command = [str(programs / name), *arguments]
    if os.geteuid() == 0:
        user = _other_user()
        command = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]
    # The server keeps what it inherits open: a pipe would never end.
    with Path(os.devnull).open("w") as nothing:
        subprocess.run(command, check=True, cwd="/", stdout=nothing, stderr=nothing, stdin=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
