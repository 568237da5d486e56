"""A chain as GraphML: networkx, Gephi and Cytoscape open it and find every fact of every segment and link."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from app.exchange.chain_document import plain_codes
from app.exchange.safe_write import plain_text, written_beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from app.exchange.chain_document import ChainDocument
    from chains.chain import Segment, SupplyLink

    Facts = Mapping[str, str | float | bool]

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_BETWEEN = "；"


def write_graphml(path: Path, document: ChainDocument) -> None:
    """Write the whole chain: nodes are segments, edges supply links. Raises ExportRefused.

    What is not known, or empty, is left out rather than written as "".
    """
    tree = ET.ElementTree(_Writing(document).root())
    ET.indent(tree)
    with written_beside(path, lambda beside: _is_as_meant(beside, document)) as beside:
        tree.write(beside, encoding="utf-8", xml_declaration=True)


def graph_facts(document: ChainDocument) -> Facts:
    """What is said of the chain as a whole."""
    chain = document.state.chain
    facts = {
        "code": chain.code,
        "name": chain.name,
        "title": document.title,
        "cluster": chain.cluster,
        "chief": chain.chief,
        "document": chain.document,
        "place": chain.place,
        "region": document.region,
        "as_of": document.as_of.isoformat(),
        "figures": _BETWEEN.join(f"{word} {text}" for word, text in document.figures),
    }
    return _told(facts)


def node_facts(document: ChainDocument, segment: Segment) -> Facts:
    """What is said of a segment, with its place in the drawing (top left corner)."""
    state = document.state
    said, stage = state.assessment(segment.code), state.chain.stage(segment.stage)
    product = state.products.get(segment.product)
    box = document.layout.boxes[segment.code]
    return _told(
        {
            "label": segment.name,
            "name": segment.name,
            "stage": stage.name,
            "stage_code": stage.code,
            "tier": stage.tier.value,
            "product": product.name if product else segment.product,
            "product_code": segment.product,
            "parent": segment.parent or "",
            "coverage": said.coverage.value,
            "source": said.source.value,
            "degree": said.degree.value if said.degree else "",
            "countries": _BETWEEN.join(said.countries),
            "chokepoint": said.chokepoint,
            "evidence": said.evidence,
            "assessor": said.assessor,
            "assessed_on": _day(said.assessed_on),
            "review_on": _day(said.review_on),
            "local_suppliers": _BETWEEN.join(one.company_name for one in state.local_suppliers(segment.code)),
            "outside_suppliers": _BETWEEN.join(
                one.company_name for one in state.outside_suppliers(segment.code)
            ),
            "weight": float(segment.weight),
            "general": segment.general,
            "place": segment.place,
            "aliases": _BETWEEN.join(segment.aliases),
            "exclude": _BETWEEN.join(segment.exclude),
            "x": float(box.x),
            "y": float(box.y),
            "width": float(box.width),
            "height": float(box.height),
        }
    )


def edge_facts(link: SupplyLink) -> Facts:
    """What is said of a link: inputs of one group can replace each other."""
    return _told({"group": link.group, "share": float(link.share)})


def _told(facts: Facts) -> Facts:
    plain = {key: plain_text(fact) if isinstance(fact, str) else fact for key, fact in facts.items()}
    return {key: fact for key, fact in plain.items() if fact != "" or isinstance(fact, bool)}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


class _Writing:
    """One document on its way into XML; keys are declared as they are met."""

    def __init__(self, document: ChainDocument) -> None:
        self._document = document
        self._keys: dict[tuple[str, str], ET.Element] = {}
        self._nodes = plain_codes(segment.code for segment in document.state.chain.segments)

    def root(self) -> ET.Element:
        """The whole file; `parent` names a node."""
        chain = self._document.state.chain
        graph = ET.Element("graph", id="chain", edgedefault="directed")
        self._add(graph, "graph", graph_facts(self._document))
        for segment in chain.segments:
            node = ET.SubElement(graph, "node", id=self._nodes[segment.code])
            facts = dict(node_facts(self._document, segment))
            if segment.parent is not None and segment.parent in self._nodes:
                facts["parent"] = self._nodes[segment.parent]
            self._add(node, "node", facts)
        for link in chain.links:
            ends = {"source": self._nodes[link.source], "target": self._nodes[link.target]}
            self._add(ET.SubElement(graph, "edge", ends), "edge", edge_facts(link))
        root = ET.Element("graphml", xmlns=_SPACE)
        root.extend(self._keys.values())
        root.append(graph)
        return root

    def _add(self, element: ET.Element, owner: str, facts: Facts) -> None:
        for name, fact in facts.items():
            data = ET.SubElement(element, "data", key=self._key(owner, name, fact))
            data.text = str(fact).lower() if isinstance(fact, bool) else str(fact)

    def _key(self, owner: str, name: str, fact: str | float | bool) -> str:
        if (owner, name) not in self._keys:
            kind = "boolean" if isinstance(fact, bool) else "double" if isinstance(fact, float) else "string"
            facts = {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": kind}
            self._keys[owner, name] = ET.Element("key", facts)
        return f"{owner}_{name}"


def _is_as_meant(path: Path, document: ChainDocument) -> bool:
    """Read what was written: well-formed, and with as many nodes and edges as the chain has."""
    try:
        root = ET.parse(path).getroot()
    except ET.ParseError:
        return False
    chain = document.state.chain
    counted = [sum(1 for _ in root.iter(f"{{{_SPACE}}}{tag}")) for tag in ("node", "edge")]
    return counted == [len(chain.segments), len(chain.links)]
