"""What people write before an address: a label, a postcode, the country, pinyin."""

import re
from typing import Final

from sites.text.normalise import HAN

SEPARATORS: Final = " \n,，、;；.。:："
"""What stands between the parts of an address."""
BETWEEN_NAMES: Final = SEPARATORS + "/／\\＼|｜>＞→·•_-－–—~～【】[]"
"""What stands between the names that an address begins with, where there is no house number yet."""
BETWEEN_NAMES_CLASS: Final = f"[{re.escape(BETWEEN_NAMES)}]"
"""The same as a character class."""
PROVINCES: Final = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门"
)
"""The short names of all provinces, for use in a pattern."""

_MOST_PARTS: Final = 6
_LABEL: Final = (
    "(?:详细|具体|通[讯信]|联系|收[货件]|寄件|邮寄|单位|公司|办公|营业|经营|注册|家庭|居住|现|网点|机构)?"
    "(?:地址|住址|住所地?|所在地|坐落)"
    f"(?:[为是]|(?=[ :：])|(?=(?:{PROVINCES}|[{HAN}]{{1,6}}?[市区县])))"
)
_POSTCODE: Final = "(?:邮编|邮政编码)?[ :：]?[0-9]{6}(?![0-9])(?![号弄室栋幢座])"
# 【收货地址】 and the like; 【江津区】 is a part of the address.
_TAG: Final = r"[【\[][^【\]】]{0,20}(?<![省市区县州旗镇乡道])[】\]]"
_COUNTRY: Final = "中华人民共和国|中国(?!银行)"
# CHONGQING江津区, and not SOHO小区.
_LATIN: Final = (
    f"[A-Za-z][A-Za-z .,'’-]{{1,60}}(?=(?:{_COUNTRY})?(?:{PROVINCES})"
    f"|(?<=[A-Za-z]{{4}})[{HAN}]{{2,5}}(?<![小社园校矿])[市区县])"
)
_PREAMBLE: Final = re.compile(
    f"(?:{BETWEEN_NAMES_CLASS}*(?:{_LABEL}|{_POSTCODE}|{_TAG}|{_COUNTRY}|{_LATIN}))"
    f"{{0,{_MOST_PARTS}}}{BETWEEN_NAMES_CLASS}*"
)
_HAN: Final = re.compile(f"[{HAN}]")


def preamble_end(text: str) -> int:
    """Return the index at which the address in a normalised text begins.

    0 for a text that is nothing but what can stand before an address. Linear; raises for no string.
    """
    match = _PREAMBLE.match(text)
    end = match.end() if match else 0
    return end if _HAN.search(text, end) else 0
