"""The system's Chromium in Chinese, quiet and without a network of its own."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]


def executable() -> str | None:
    """Where Chromium lies, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def launch(play: Playwright) -> Browser:
    """The browser; its own words (the day fields', the file fields') are Chinese as on an officer's machine."""
    return play.chromium.launch(
        executable_path=executable(), args=FLAGS, env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "C.UTF-8"}
    )
