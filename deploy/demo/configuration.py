"""The settings of the demo's hub and agent as files: what its daemons use, and the commands of whoever tries them."""

import json
from pathlib import Path


class Configuration:
    """A configuration file of the project with the demo's settings, by their dotted keys, laid over it."""

    def __init__(self, project_file: Path, state: Path):
        self.project_file = project_file
        self.file = state / project_file.parent.name / project_file.name

    def write(self, settings):
        """Returns what to change in the environment: a shell's settings, for another hub, would be over the files."""
        drop_ins = self.file.parent / "conf.d"
        drop_ins.mkdir(parents=True, exist_ok=True)
        # A link, so that what is changed in the project's file goes for the demo; conf.d is looked for beside the link.
        self.file.unlink(missing_ok=True)
        self.file.symlink_to(self.project_file)
        (drop_ins / "demo.yaml").write_text(
            "# Written at each start of the demo.\n" + "".join(_lines(_tree(settings))))
        return {f"MILLWRIGHT_{key.replace('.', '__').upper()}": None for key in settings}


def _tree(settings):
    """Sections in sections, from dotted keys."""
    tree = {}
    for key, value in settings.items():
        *sections, name = key.split(".")
        section = tree
        for one in sections:
            section = section.setdefault(one, {})
        section[name] = value
    return tree


def _lines(section, indent=""):
    for name, value in section.items():
        if isinstance(value, dict):
            yield f"{indent}{name}:\n"
            yield from _lines(value, indent + "  ")
        else:
            # A text of JSON is one of YAML.
            yield f"{indent}{name}: {json.dumps(value)}\n"
