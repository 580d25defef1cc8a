"""YAML whose values remember their line. All scalars are text; anchors are refused."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

MAX_DEPTH = 20


class Trouble(NamedTuple):
    """One reason why a folder is not loaded."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Unreadable(ValueError):
    """A YAML text that cannot be read. `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class Text(str):
    """A scalar with its line."""

    line = 1


class Mapping(dict[str, Any]):
    """A mapping with its line, and the line of each key."""

    line = 1

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class Sequence(list[Any]):
    line = 1


def read(source: str) -> Any:
    """Read one YAML document. Raises Unreadable."""
    try:
        depth = 0
        for event in yaml.parse(source, Loader=yaml.CBaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise Unreadable(event.start_mark.line + 1, "The values are nested too deep.")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise Unreadable(
                    event.start_mark.line + 1,
                    "Anchors and aliases (& and *) are not used here; write the value out.",
                )
        return _value(yaml.compose(source, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(line, f"This is not YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise Unreadable(1, "This is not YAML: it holds characters that YAML forbids.") from error


def _value(node: Any) -> Any:
    if node is None:
        return Mapping()
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = _mapping(node)
    elif isinstance(node, yaml.SequenceNode):
        value = Sequence(_value(item) for item in node.value)
    else:
        value = Text(node.value)
    value.line = node.start_mark.line + 1
    return value


def _mapping(node: Any) -> Mapping:
    value = Mapping()
    for key, item in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.value in value:
            raise Unreadable(line, "A key stands here that is not text, or stands twice.")
        value[str(key.value)] = _value(item)
        value.lines[str(key.value)] = line
    return value


class _Dumper(yaml.SafeDumper):
    """Writes every scalar as plainly as YAML's syntax lets it; `read` takes them all for text."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def ignore_aliases(self, data: object) -> bool:
        return True


def write(value: Any) -> str:
    """Write plain dicts, lists and strings in the canonical form."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9, default_flow_style=False)
