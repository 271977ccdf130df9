"""Whether a word beside a number looks like a person's name, which is personal data."""

import re
from typing import Final

from sites.text.normalise import HAN

# The common surnames of one character, and those of two.
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严"
    "莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单"
    "裴霍成苗谷曲盛冉蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党"
    "宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬邝和仇栾丘隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟"
)
_COMPOUND: Final = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐"
    "|司徒|夏侯|端木|独孤|南宫|长孙|宇文|轩辕|申屠|闻人"
)
_SURNAME: Final = f"(?:{_COMPOUND}|[{_SURNAMES}])"
_OFFICE: Final = (
    "副?(?:主任|科长|局长|所长|站长|行长|经理|主管|书记|镇长|乡长|部长|处长|院长|校长|组长|队长|股长"
    "|会计|干事|专员|助理|柜员|协管员|专管员)"
)
_TITLED: Final = (
    f"(?:[{HAN}]{{1,3}}(?:老师|先生|女士|小姐|同志|师傅|大夫|医生|阿姨|大姐|大哥)"
    f"|[小老阿]?{_SURNAME}[{HAN}]{{0,2}}{_OFFICE}|{_OFFICE}{_SURNAME}[{HAN}]{{0,2}})"
)
_UNTITLED: Final = f"(?:[小老阿]{_SURNAME}|{_SURNAME}[{HAN}]{{0,2}})"
_NAME: Final = re.compile(
    f"{_TITLED}|{_UNTITLED}|{_SURNAME}(?:[工姐哥总叔姨]|某+)|[{HAN}]{{2,}}(?:[·•・][{HAN}]+)+"
    r"|(?:mr|mrs|ms|miss)\.?[ ]?[a-z]+",
    re.IGNORECASE,
)
_TITLED_WITHIN: Final = re.compile(_TITLED)
# 白沙镇 and 江津社保所 begin as names do.
_PLACE: Final = re.compile("..+[镇乡村街路巷所站科室部局处厅楼层柜点号区县市组队店厂院校办社窗]")


def find_name(word: str) -> tuple[int, int] | None:
    """Return where in a word without blanks a person's name stands by the look of it, if one does.

    A surname alone, with a given name, a title or both; a title alone is none. Within a longer
    word a name is known by its title. In doubt it is one: a place that is left out does less harm
    than a name that is published.
    """
    if _NAME.fullmatch(word) and not _PLACE.fullmatch(word):
        return 0, len(word)
    within = _TITLED_WITHIN.search(word)
    return within.span() if within else None
