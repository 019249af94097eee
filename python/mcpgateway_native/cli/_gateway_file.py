"""Reads a gateway's plugins/config.yaml the way the gateway does: a sandboxed Jinja template, then YAML."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mcpgateway_native.errors import NativeError


class UnreadableConfigError(NativeError):
    """The file cannot be read as the gateway would read it; the message says why and what to do."""


def read_gateway_file(path: str) -> Any:
    """Return the parsed file."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableConfigError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from None
    return _parse(path, _render(path, text))


def _render(path: str, text: str) -> str:
    if not any(mark in text for mark in ("{{", "{%", "{#")):
        return text
    try:
        import jinja2
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError:
        raise UnreadableConfigError(
            f"{path} is a Jinja template and Jinja2 is not installed here: pip install jinja2"
        ) from None
    try:
        environment = SandboxedEnvironment(loader=jinja2.BaseLoader(), autoescape=True)
        return environment.from_string(text).render(env=os.environ)
    except jinja2.TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{path}:{line}" if line else path
        raise UnreadableConfigError(f"{where}: the template does not render: {error.message}") from None


def _parse(path: str, text: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise UnreadableConfigError("reading YAML needs PyYAML: pip install pyyaml") from None
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        raise UnreadableConfigError(f"{where}: not valid YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableConfigError(f"{path}: not valid YAML: {error}") from None
