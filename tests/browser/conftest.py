"""Servers of our own and Debian's Chromium, all kept away from the home folder and from the network."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

TOKEN = "test"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
QUIET = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
IDLE = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


class Lab:
    """A running JupyterLab: its address and the folder it serves."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder

    def open(self, page: Any, notebook: str) -> None:
        page.goto(f"{self.address}/lab/tree/{notebook}?token={TOKEN}&reset", wait_until="domcontentloaded")
        page.wait_for_selector(".jp-CodeCell", timeout=60_000)
        page.wait_for_function(IDLE, timeout=60_000)

    def run(self, page: Any) -> None:
        page.evaluate("() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
        page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("served")) as lab:
        yield lab


@contextmanager
def running_lab(home: Path, folder: Path) -> Iterator[Lab]:
    """Run a JupyterLab that serves `folder` and keeps what it remembers in `home`."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.expose_app_in_browser=True",
    ]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=_away_from_home(home), stdout=log, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_up(server, address, home / "server.log")
        yield Lab(address, folder)
    finally:
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="session")
def chromium() -> str:
    if not (found := find_chromium()):
        pytest.skip("no Chromium here, so nothing was tested in a browser; on Debian: apt-get install chromium")
    return found


def find_chromium() -> str:
    """Return the path of Chromium, or nothing."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    with running_browser(chromium) as browser:
        yield browser


@contextmanager
def running_browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with quiet_page(browser) as page:
        yield page


@contextmanager
def quiet_page(browser: Any) -> Iterator[Any]:
    """Give a page of 1280 x 800 that notes every request to any other machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="id-ID")
    page = context.new_page()
    page.external_requests = []
    page.on("request", lambda request: _note(request.url, page.external_requests))
    page.on("websocket", lambda socket: _note(socket.url, page.external_requests))
    yield page
    context.close()


def _note(url: str, noted: list[str]) -> None:
    address = urlsplit(url)
    if address.scheme not in ("data", "blob") and address.hostname not in ("127.0.0.1", "localhost"):
        noted.append(url)


@contextmanager
def explored(file: Path, home: Path, *options: str) -> Iterator[str]:
    """Run ``workbench explore FILE --app`` as a person would, and give the address that it prints."""
    command = [sys.executable, "-m", "workbench", "explore", str(file), "--app", "--no-browser", *options]
    port = f"--port={_free_port()}"
    log = home / "explore.log"
    with log.open("w") as output:
        server = subprocess.Popen([*command, port], env=_away_from_home(home), stdout=output, stderr=subprocess.STDOUT)
    try:
        yield _printed_address(server, log)
    finally:
        server.send_signal(signal.SIGINT)  # as Ctrl-C does
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()


def _printed_address(server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(r"http://\S+token=\w+", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.2)
    pytest.fail(f"Voila did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _away_from_home(home: Path) -> dict[str, str]:
    folders = {
        "HOME": "home",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    for name in folders.values():
        (home / name).mkdir()
    quiet = home / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    quiet.write_text(json.dumps(QUIET), encoding="utf-8")
    return {**os.environ, **{variable: str(home / name) for variable, name in folders.items()}}


def _wait_until_up(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
