"""How an address is put to a provider, and whether what it found is what was asked for."""

import re
from typing import Final

from sites.addresses.parser import Address, parse_address
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import AddressQuery

_HOUSE: Final = re.compile("[0-9]+")


def parts_of(query: AddressQuery, places: RegionPlaces) -> Address:
    """Return the parts of the address that is asked for."""
    return parse_address(query.address, places.names, places.index)


def heading(query: AddressQuery, places: RegionPlaces) -> list[str]:
    """Return the full names of province, district and, if it is known, the town."""
    town = [places.towns[query.town].name] if query.town else []
    return [places.province, places.name, *town]


def house(address: Address) -> str | None:
    """Return the house number in digits, of 163_167 the first; None if there is none."""
    return str(address.number_range[0]) if address.number_range else None


def chinese_phrase(query: AddressQuery, places: RegionPlaces, longest_bytes: int = 300) -> str:
    """Return the address in the order of Chinese letters, from the province to the building.

    Complete in front, however short it is printed: a provider that has to guess the city guesses
    wrong. Floors, rooms and remarks are left out, and so is what comes last as long as the phrase
    has more than `longest_bytes` bytes in UTF-8. Of an address of another region nothing is added.
    """
    address = parts_of(query, places)
    if address.is_elsewhere:
        return _shortened([address.text], longest_bytes)
    details = [
        address.area,
        address.community,
        address.road,
        _number(address),
        address.building,
    ]
    return _shortened([*heading(query, places), *filter(None, details)], longest_bytes)


def is_asked_for(address: Address, house_number: str | None, label: str) -> bool:
    """Return whether a building that was found is the one the address speaks of.

    Asked for a house that they do not have, providers give another one at the same road.
    """
    asked = house(address)
    if asked is not None:
        found = _HOUSE.match(house_number or "")
        return found is not None and found.group() == asked
    return address.building is not None and address.building in label


def is_same_road(address: Address, road: str | None) -> bool:
    """Return whether a road that was found can be the one asked for: 滨江路 is for 滨江路西段."""
    if road is None or address.road is None:
        return True
    return road in address.road or address.road in road


def _number(address: Address) -> str | None:
    """Return the number as printed; of a range the first house, for no house is a range."""
    if address.number_range and address.number_range[0] != address.number_range[1]:
        return f"{address.number_range[0]}号"
    return address.number


def _shortened(parts: list[str], longest_bytes: int) -> str:
    while len(parts) > 1 and len("".join(parts).encode()) > longest_bytes:
        parts = parts[:-1]
    return "".join(parts).encode()[:longest_bytes].decode(errors="ignore")
