"""Whether a changed number deserves a second look: a false one sends people to a fraudster."""

import re
from enum import StrEnum
from typing import Final

from sites.phones.numbers import Phone

MANY_OUTLETS: Final = 3
"""So many other outlets with the same number make it one that many share."""

# Numbers that companies resell without a network of their own (移动通信转售), which are easily had
# under another's name: the ministry of industry had all users of 170 and 171 checked again in 2016,
# against fraud. The ranges are those of github.com/VincentSit/ChinaMobilePhoneNumberRegex (2020):
# 162 and 1700-1702 of China Telecom, 165 and 1703, 1705, 1706 of China Mobile, 167, 171 and the
# rest of 170 of China Unicom.
_RESOLD: Final = re.compile(r"\+861(?:70|71|62|65|67)")
_MOBILE: Final = re.compile(r"\+861[3-9]")
# 400 rings wherever the subscriber says.
_FORWARDED: Final = re.compile(r"\+86400")


class Reason(StrEnum):
    """Why a person should look at a changed number again. The values are stored."""

    RESOLD_MOBILE = "resold_mobile"
    MOBILE = "mobile"
    FORWARDED = "forwarded"
    SHARED = "shared"


def second_look(old: Phone, new: Phone, shared_with: int) -> Reason | None:
    """Return why a change from one number to another deserves a second look; None if it does not.

    `shared_with`: how many other outlets have the new number. A number that stays the same line,
    with whatever extension, and one that is taken away deserve none; one that is added where there
    was none (the empty phone) counts as changed. Of several reasons the gravest is returned: they
    stand in `Reason` from the gravest on. Raises nothing.
    """
    if not new.text or _line(old) == _line(new):
        return None
    if _RESOLD.match(new.e164):
        return Reason.RESOLD_MOBILE
    if _MOBILE.match(new.e164):
        return Reason.MOBILE
    if _FORWARDED.match(new.e164):
        return Reason.FORWARDED
    return Reason.SHARED if shared_with >= MANY_OUTLETS else None


def _line(phone: Phone) -> str:
    return phone.e164 or phone.text.partition("转")[0]
