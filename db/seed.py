"""The ward that a fresh database starts with: ``seed.toml`` as rows."""

import tomllib
from importlib import resources
from typing import Any

import sqlalchemy as sa

from core.fault import FaultCode, Refused
from db.catalogue import Catalogue
from db.engine import Engine

DEFAULT_SITE = "thanh-nhan"


def seed(engine: Engine, site_id: str = DEFAULT_SITE) -> None:
    """Fill the site tree, and services, counters, officers and priority groups of ``site_id``.

    Rows that are there already get the seed's values again; nothing is deleted, no ticket touched.
    Raises ``Refused`` when the tree has no such ward.
    """
    data = tomllib.loads(resources.files("db").joinpath("seed.toml").read_text(encoding="utf-8"))
    if site_id not in {ward for ward, _, _ in data["wards"]["names"]}:
        raise Refused(FaultCode.SITE_UNKNOWN, site=site_id)
    try:
        with engine.write.begin() as connection:
            _put_tree(engine, connection, data)
            _put_services(Catalogue(engine, connection, site_id), data)
            _put_people(Catalogue(engine, connection, site_id), data)
    except sa.exc.DBAPIError as error:
        raise engine.fault_of(error) or error from error


def _put_tree(engine: Engine, connection: sa.Connection, data: dict[str, Any]) -> None:
    district, wards = data["district"], data["wards"]
    Catalogue(engine, connection, district["id"]).put_site(
        kind_vi=district["kind_vi"],
        kind_en=district["kind_en"],
        name_vi=district["name_vi"],
        name_en=district["name_en"],
        office_vi=f"UBND quận {district['name_vi']}",
        office_en=f"People's Committee of {district['name_en']} District",
    )
    for position, (ward_id, name_vi, name_en) in enumerate(wards["names"]):
        Catalogue(engine, connection, ward_id).put_site(
            parent_id=district["id"],
            kind_vi=wards["kind_vi"],
            kind_en=wards["kind_en"],
            name_vi=name_vi,
            name_en=name_en,
            office_vi=f"UBND phường {name_vi}",
            office_en=f"People's Committee of {name_en} Ward",
            position=position,
        )


def _put_services(catalogue: Catalogue, data: dict[str, Any]) -> None:
    for position, service in enumerate(data["service"]):
        catalogue.put_series(service["id"])
        catalogue.put_service(
            service["id"],
            series=service["id"],
            name_vi=service["name_vi"],
            name_en=service["name_en"],
            minutes=service["minutes"],
            position=position,
            is_return=service.get("is_return", False),
        )
    for position, procedure in enumerate(data["procedure"]):
        catalogue.put_procedure(
            procedure["id"],
            service_id=procedure.get("service"),
            name_vi=procedure["name_vi"],
            name_en=procedure["name_en"],
            words=tuple(procedure["words"]),
            minutes=procedure.get("minutes", 0),
            elsewhere_vi=procedure.get("elsewhere_vi"),
            elsewhere_en=procedure.get("elsewhere_en"),
            position=position,
        )


def _put_people(catalogue: Catalogue, data: dict[str, Any]) -> None:
    for officer in data["officer"]:
        catalogue.put_officer(officer["id"], name=officer["name"])
    for counter in data["counter"]:
        own = dict.fromkeys(counter["serves"], 0)
        helps = dict.fromkeys(counter.get("helps", []), data["help_penalty_min"])
        catalogue.put_counter(
            counter["id"],
            name_vi=f"Quầy {counter['id']:02d}",
            name_en=f"Counter {counter['id']:02d}",
            serves=own | helps,
        )
    for position, group in enumerate(data["priority"]):
        catalogue.put_priority(
            group["code"],
            name_vi=group["name_vi"],
            name_en=group["name_en"],
            head_start_min=data["head_start_min"],
            position=position,
        )
