"""`imsmanifest.xml` of SCORM 1.2, to the facts P1-P16 of a real LMS."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from lxml import etree

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
LONGEST_TITLE = 200
"""More than 255 characters end the import (P5)."""


@dataclass(frozen=True)
class Sco:
    """The one SCO of a package. `package` and `item` identify it for ever (P15)."""

    package: str
    item: str
    title: str
    launch: str
    mastery: int | None = None


def manifest(sco: Sco, files: Iterable[str]) -> bytes:
    """The manifest of a package with these files: IMS without prefix, `adlcp` literal (P3)."""
    name = re.sub(r"[^A-Za-z0-9]", "", sco.package)[:15]  # the widest profile (standards 1e)
    spaces = cast(dict[str, str], {None: CP, "adlcp": ADLCP})  # the stubs know no default
    root = etree.Element(_cp("manifest"), nsmap=spaces, identifier=name, version="1.1")
    metadata = etree.SubElement(root, _cp("metadata"))
    _text(metadata, _cp("schema"), "ADL SCORM")
    _text(metadata, _cp("schemaversion"), "1.2")  # exact, else the version is guessed (P2)
    _organization(root, sco)
    resources = etree.SubElement(root, _cp("resources"))
    resource = etree.SubElement(resources, _cp("resource"), identifier="SCO", type="webcontent",
                                href=sco.launch)  # fmt: skip
    resource.set(f"{{{ADLCP}}}scormtype", "sco")  # without it nothing is recorded (P4)
    for file in sorted(files):
        etree.SubElement(resource, _cp("file"), href=file)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _organization(root: etree._Element, sco: Sco) -> None:
    title = " ".join(sco.title.split())[:LONGEST_TITLE]  # white space would be kept (P6)
    organizations = etree.SubElement(root, _cp("organizations"), default="ORG")
    organization = etree.SubElement(organizations, _cp("organization"), identifier="ORG")
    _text(organization, _cp("title"), title)
    item = etree.SubElement(organization, _cp("item"), identifier=sco.item, identifierref="SCO")
    _text(item, _cp("title"), title)
    if sco.mastery is not None:
        _text(item, f"{{{ADLCP}}}masteryscore", str(sco.mastery))


def _cp(name: str) -> str:
    return f"{{{CP}}}{name}"


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
