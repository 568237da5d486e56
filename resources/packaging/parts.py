"""The parts that go out with the program: which they are, under which licence; their list as CycloneDX.

Source: OWASP CycloneDX 1.5, https://cyclonedx.org/specification/overview/
"""

from __future__ import annotations

import re
import shutil
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


def shipped(program: str) -> tuple[Distribution, ...]:
    """The libraries that the program needs, and what those need, by name; no tools of tests."""
    found: dict[str, Distribution] = {}
    wanted = _needs(distribution(program))
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = distribution(name)
            wanted += _needs(found[name])
    return tuple(found[name] for name in sorted(found))


def _needs(part: Distribution) -> list[str]:
    needs = [Requirement(text) for text in part.requires or ()]
    return [one.name.lower() for one in needs if one.marker is None or one.marker.evaluate({"extra": ""})]


def write_licences(parts: Iterable[Distribution], root: Path, bundle: Path) -> None:
    """The licence of the program and of each part, as files under `licenses`.

    Qt's wheels bring no text of theirs; the LGPL, and the GPL that it builds on, are laid in.
    """
    folder = bundle / "licenses"
    shutil.copytree(Path(__file__).with_name("licenses"), folder)
    shutil.copy(root / "LICENSE", bundle / "LICENSE")
    for part in parts:
        own = folder / part.metadata["Name"]
        for file in part.files or ():
            if ".dist-info" in file.parts[0] and _LICENCE_FILE.match(file.name):
                own.mkdir(exist_ok=True)
                shutil.copy(str(file.locate()), own / file.name)


def write_sbom(parts: Sequence[Distribution], others: Sequence[Component], file: Path) -> None:
    """The parts list: name, version, licence and package address of each; `others` are no distributions."""
    bom = Bom()
    program = distribution("lianpu")
    bom.metadata.component = Component(
        name="lianpu",
        bom_ref="lianpu",
        version=program.version,
        type=ComponentType.APPLICATION,
        licenses=_licences(program),
    )
    libraries = [*(_library(part) for part in parts), *others]
    bom.components.update(libraries)
    bom.register_dependency(bom.metadata.component, libraries)
    file.write_text(JsonV1Dot5(bom).output_as_string(indent=2), encoding="utf-8")


def _library(part: Distribution) -> Component:
    name = part.metadata["Name"]
    return Component(
        name=name,
        bom_ref=name,
        version=part.version,
        type=ComponentType.LIBRARY,
        licenses=_licences(part),
        purl=PackageURL("pypi", name=name.lower(), version=part.version),
    )


def _licences(part: Distribution) -> list[DisjunctiveLicense]:
    told = [part.metadata.get_all(field) for field in ("License-Expression", "License")]
    said = next((one[0] for one in told if one), "")
    if not said or "\n" in said:
        kinds = [one for one in part.metadata.get_all("Classifier") or () if one.startswith("License ::")]
        said = "; ".join(one.rpartition(" :: ")[2] for one in kinds)
    return [DisjunctiveLicense(name=said)] if said else []
