"""An arrival as text and back: how an import keeps what it will change until it is published."""

from __future__ import annotations

import json

from chains.commands import CompanyArrival
from chains.company import Contact
from db import mapping, tables
from db.types import from_plain, plain


def arrival_as_text(arrival: CompanyArrival) -> str:
    """JSON of the company's row, its 资质 and its contacts."""
    company = arrival.company
    whole = {
        "company": {name: plain(value) for name, value in mapping.company_row(company).items()},
        "id": company.id,
        "qualifications": [
            {name: plain(value) for name, value in mapping.qualification_row(company.id, one).items()}
            for one in company.qualifications
        ],
        "contacts": [[one.kind, one.value] for one in arrival.contacts],
        "row_hash": arrival.row_hash,
    }
    return json.dumps(whole, ensure_ascii=False)


def arrival_from_text(text: str) -> CompanyArrival:
    """The arrival that `arrival_as_text` wrote."""
    whole = json.loads(text)
    table, honour = tables.company, tables.qualification
    row = {name: from_plain(table.c[name].type, value) for name, value in whole["company"].items()}
    honours = [
        {name: from_plain(honour.c[name].type, value) for name, value in one.items()}
        for one in whole["qualifications"]
    ]
    company = mapping.company_value({**row, "id": whole["id"], "version": 0}, honours)
    contacts = tuple(Contact(*pair) for pair in whole["contacts"])
    return CompanyArrival(company, contacts, whole["row_hash"])
