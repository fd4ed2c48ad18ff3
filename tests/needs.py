"""Programs that are not Python's: a machine without them passes over their tests; CI, which installs them, may not."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def need(program: str, package: str) -> str:
    """Where a program is; else the test is skipped, or fails where CI is set."""
    return shutil.which(program, path=PATH) or lacking(program, package)


def lacking(program: str, package: str) -> NoReturn:
    """Pass over the present test, or fail it in CI, saying which Debian package it wants."""
    pass_over(f"{program} is missing: on Debian, apt-get install {package}")


def pass_over(words: str) -> NoReturn:
    """Pass over the present test, or fail it in CI."""
    if os.environ.get("CI"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)
