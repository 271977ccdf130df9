"""The words beside a printed number: what it is for, when it is answered, whether it is none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sites.phones.person_names import find_name


class Label(StrEnum):
    """What a number of an outlet is for. The values are stored: they stay what they are."""

    NONE = ""
    WINDOW = "window"
    OFFICE = "office"
    DUTY = "duty"
    ENQUIRIES = "enquiries"
    APPOINTMENTS = "appointments"
    COMPLAINTS = "complaints"
    HOTLINE = "hotline"


class Meaning(StrEnum):
    """What a word, or a part of it, tells about the number that it belongs to."""

    LABEL = "label"
    HOURS = "hours"
    NO_PHONE = "no_phone"
    END = "end"
    NAME = "name"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a word says.

    Attributes:
        meaning: of what sort it is.
        start: where in the word it begins.
        end: where in the word it ends.
        label: which label, if it is one.
        stands_between: whether no label in front of it reaches a number behind it.
    """

    meaning: Meaning
    start: int
    end: int
    label: Label = Label.NONE
    stands_between: bool = False


PHONE_AND_FAX: Final = r"(?:电话|電話|座机|tel)[ ]*[/、(&兼及和]?[ ]*(?:传真|傳真|fax)"
"""A number that is both is a phone; a sign may stand between the two words."""

_DAYTIME: Final = (
    "非?(?:法定)?(?:工作|办公|上班|营业|服务|办事)(?:时间|时段|期间|日)(?:段|内|外|以外|之外)?"
    "|下班(?:时间)?(?:后|以后|期间)?|(?:法定)?(?:节假日|节日|假日|假期|休息日)|双休日?|平时|平日"
    "|白天|白班|夜班|日间|晚间|晚上|夜间|夜晚|夜里|凌晨|早上|早晨|上午|中午|午间|午休|下午|傍晚"
    "|全天候?|昼夜|每[天日]|夏季|冬季|(?:周|星期|礼拜)[一二三四五六日天末]"
)
# What words are made of, by what it means; of two that begin alike the first counts.
_PARTS: Final = {
    "both": f"{PHONE_AND_FAX}|(?:微信|qq)?同号|同步|兼",
    "no_phone": "传真|傳真|fax|邮编|郵編|邮政编码|postcode|zip|qq|微信|工号|区号",
    "hours": f"(?:{_DAYTIME})(?:[至到]?(?:{_DAYTIME}|除外|以外))*+",
    Label.WINDOW: "窗口|大厅|柜台|柜面|前台|服务台",
    Label.OFFICE: "办公室?",
    Label.DUTY: "值班室?|值守",
    Label.ENQUIRIES: "咨询台?|问询|查询",
    Label.APPOINTMENTS: "预约",
    Label.COMPLAINTS: "投诉|监督|举报",
    Label.HOTLINE: "客服(?:中心)?|热线",
    "role": "负责人",
    "contact": "联系人|经办人|姓名",
    "phone": (
        "电话|電話|座机|固话|手机号?码?|号码|联系方式|telephone|mobile|phone|tel"
        "|服务|业务|联系|网点|单位|对外|公开|移动|固定|受理|办理|办事|政务|请?拨打|致电"
        "|[及和与](?=电话|联系|手机|号码)"
    ),
}
_PART: Final = re.compile(
    f"(?>{'|'.join(f'(?P<{name}>{words})' for name, words in _PARTS.items())})", re.IGNORECASE
)
_KNOWN_END: Final = re.compile(f"(?:(?>{'|'.join(_PARTS.values())}))++$", re.IGNORECASE)
_NO_PHONE: Final = re.compile(_PARTS["no_phone"], re.IGNORECASE)
# 日 and 夜 are hours where nothing else is in the word.
_SHORT_HOURS: Final = frozenset("日夜昼晚早")
_AND: Final = frozenset({"或", "和", "及", "与", "或者", "以及"})
_LABELS: Final = frozenset(Label) - {Label.NONE}
_ANNOUNCES_NAME: Final = frozenset({"role", "contact"})
# An office that is one no longer, or none.
_DENIALS: Final = ("原", "旧", "前", "非", "无", "不", "停")


def read_word(word: str, *, is_announced: bool = False) -> tuple[Said, ...]:
    """Return what a word without signs says; nothing if it says nothing.

    What cannot be told for certain is a text: two labels at once, or a word that is not known. An
    unknown beginning (社保窗口) leaves the label at the end what it is, and is a text as well.
    `is_announced`: a word such as 联系人 stood in front, so that this one is a name.
    """
    if word in _AND:
        return ()
    if word in _SHORT_HOURS:
        return (Said(Meaning.HOURS, 0, len(word)),)
    front = list(_parts(word, 0))
    start = front[-1].end() if front else 0
    known_end = _KNOWN_END.search(word, start)
    end = known_end.start() if known_end else len(word)
    back = list(_parts(word, end))
    if start == end:
        return _said([*front, *back])
    if (is_announced or _announces(front)) and not any(map(str.isdigit, word[start:end])):
        return (*_said(front), Said(Meaning.NAME, start, end), *_said(back))
    if name := find_name(word[start:end]):
        return _beside_name(word, start + name[0], start + name[1])
    return _partly_known(word, [*front, *back], ends_known=bool(back))


def announces_name(word: str) -> bool:
    """Return whether what follows a word is the name of a person: 联系人."""
    parts = list(_parts(word, 0))
    return _announces(parts) and parts[-1].end() == len(word)


def _announces(parts: Sequence[re.Match[str]]) -> bool:
    return bool(parts) and parts[-1].lastgroup in _ANNOUNCES_NAME


def _parts(word: str, start: int) -> Iterator[re.Match[str]]:
    """Yield the known parts of a word from a place on, as far as they follow one another."""
    while part := _PART.match(word, start):
        yield part
        start = part.end()


def _beside_name(word: str, start: int, end: int) -> tuple[Said, ...]:
    """Return what a word says in front of a name, and behind it."""
    behind = (
        replace(said, start=said.start + end, end=said.end + end) for said in read_word(word[end:])
    )
    return (*read_word(word[:start]), Said(Meaning.NAME, start, end), *behind)


def _partly_known(
    word: str, parts: Sequence[re.Match[str]], *, ends_known: bool
) -> tuple[Said, ...]:
    whole = Said(Meaning.TEXT, 0, len(word))
    labels = _labels(parts)
    if _NO_PHONE.search(word):
        return (replace(whole, meaning=Meaning.NO_PHONE),)
    if len(labels) == 1 and ends_known and not word.startswith(_DENIALS):
        return whole, replace(whole, meaning=Meaning.LABEL, label=labels.pop())
    return (replace(whole, stands_between=True),)


def _said(parts: Sequence[re.Match[str]]) -> tuple[Said, ...]:
    """Return what known parts that follow one another say."""
    if not parts:
        return ()
    whole = Said(Meaning.TEXT, parts[0].start(), parts[-1].end())
    labels = _labels(parts)
    kinds = {part.lastgroup for part in parts}
    said: list[Said] = []
    if "both" in kinds or len(labels) > 1:
        said.append(replace(whole, stands_between=True))
    elif "no_phone" in kinds:
        said.append(replace(whole, meaning=Meaning.NO_PHONE))
    elif labels:
        said.append(replace(whole, meaning=Meaning.LABEL, label=labels.pop()))
    for part in parts:
        if part.lastgroup == "hours":
            said.append(Said(Meaning.HOURS, *part.span()))
        elif part.lastgroup == "role":
            said.append(Said(Meaning.TEXT, *part.span()))
    return tuple(said)


def _labels(parts: Iterable[re.Match[str]]) -> set[Label]:
    """Return the labels among parts; 热线 is one where there is no other."""
    labels = {Label(part.lastgroup) for part in parts if part.lastgroup in _LABELS}
    return labels - {Label.HOTLINE} or labels
