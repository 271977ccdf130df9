"""The words of opening-hours texts: what each says, longest first where several fit."""

from enum import Enum, auto
from typing import Final

from sites.hours.calendar import FESTIVALS

__all__ = ["LABEL_ENDS", "LONGEST_WORD", "WORDS", "Kind", "Part"]


class Kind(Enum):
    """What a token is."""

    NUMBER = auto()
    WORD = auto()
    """A run of characters that no list knows: the name of a service, or something to refuse."""
    BLANK = auto()
    COLON = auto()
    COMMA = auto()
    """A light separator: ``，、/``."""
    STOP = auto()
    """A heavy one: ``；。`` or the end of a line."""
    OPENING = auto()
    CLOSING = auto()
    TO = auto()
    """``至``, or any dash."""
    SLASH = auto()
    DOT = auto()
    AND = auto()
    FILLER = auto()
    ALL = auto()
    """What is said holds for everything before it: 均, 统一."""
    TITLE = auto()
    """办公时间 and its like."""
    WEEK = auto()
    """周, 星期: a weekday follows."""
    EVERY_DAY = auto()
    ALL_YEAR = auto()
    WEEKEND = auto()
    WORKDAY = auto()
    WEEKDAYS = auto()
    DAYS_OF_REST = auto()
    """Weekends and holidays: 非工作日."""
    OTHER = auto()
    HOLIDAY = auto()
    ARRANGEMENT = auto()
    """The national arrangement of holidays, which includes make-up days."""
    MAKE_UP = auto()
    FESTIVAL = auto()
    LUNAR = auto()
    SEASON = auto()
    MONTHLY = auto()
    NTH = auto()
    LAST_OF_MONTH = auto()
    """The last one, or the first: its value is the number."""
    YEAR = auto()
    MONTH = auto()
    DAY = auto()
    EVERY_YEAR = auto()
    NEXT_YEAR = auto()
    PART = auto()
    HOUR = auto()
    MINUTE = auto()
    HALF = auto()
    QUARTER = auto()
    ROUND_THE_CLOCK = auto()
    EXCEPT = auto()
    """Behind what it excepts: 除外."""
    EXCEPTING = auto()
    """Before what it excepts: 除, 不含."""
    OUTSIDE = auto()
    """Closes what 除 begins: 外."""
    CLOSED = auto()
    OPEN = auto()
    """As usual: 照常营业."""
    OPENS = auto()
    """Nothing but a verb where hours follow: 营业."""
    CLOSES = auto()
    """下班: behind the end of the hours."""
    INCLUDING = auto()
    DOUBT = auto()
    APPOINTMENT = auto()
    LAST_TICKET = auto()
    BREAK = auto()
    NO_BREAK = auto()
    EXTRA = auto()
    UNTIL = auto()
    MARKET = auto()
    REMARK = auto()
    """Says nothing about the hours."""
    PHONE = auto()
    LIMIT = auto()
    """限号50个: how many are served."""
    AHEAD = auto()
    """提前30分钟: so long before the end."""
    REFUSED = auto()
    """Nothing that is read has this word."""


class Part(Enum):
    """A part of the day."""

    MORNING = auto()
    NOON = auto()
    AFTERNOON = auto()
    EVENING = auto()
    SMALL_HOURS = auto()
    NEXT_DAY = auto()


def _products(*parts: str) -> tuple[str, ...]:
    """Return all words that take one of each part; ``-`` is nothing."""
    words = [""]
    for part in parts:
        words = [word + ("" if one == "-" else one) for word in words for one in part.split()]
    return tuple(dict.fromkeys(filter(None, words)))


_WORK: Final = "营业 办公 上班 受理 办理 服务 开放 开门 接待 办理业务 受理业务 对外办公 对外服务 对外营业 对外开放"
_LISTS: Final[tuple[tuple[Kind, object, tuple[str, ...]], ...]] = (
    (
        Kind.TITLE,
        None,
        (
            *_products(
                "- 对外 正常 具体 窗口 业务 现场",
                "办公 营业 工作 服务 受理 办理 上班 开放 开门 接待 办事 作息 开馆 业务 办公服务 "
                "业务办理 业务受理 经营 值班 门诊 开诊 咨询 供餐",
                "时间 时间段 时段",
            ),
            *("时间", "时间为", "时间段", "时段", "作息时间表", "时间表", "作息", "营业", "办公"),
        ),
    ),
    (
        Kind.FILLER,
        None,
        tuple(
            "为 是 的 请 于 在 每 每个 逢 遇 如遇 若遇 凡遇 期间 当天 当日 可 各 内 从 自 则 也 会 "
            "到窗口 到现场 前来 到大厅 前往 平时 日常 北京时间 半天 早餐 午餐 晚餐 早饭 午饭 晚饭 执行 实行 进行 "
            "以及其他 仅 只 限 仅限 只限 本 我 对外 实际 其中 和 全天 长假 假期 小长假 黄金周 的时间 时间是 整 钟".split()
        ),
    ),
    (
        Kind.ALL,
        None,
        ("均", "均为", "统一", "统一为", "一律", "都", "全部", "以上均", "均按", "以上"),
    ),
    (Kind.AND, None, ("及", "和", "与", "以及", "或", "并", "&", "+", "跟", "暨", "还有")),
    (
        Kind.WEEK,
        None,
        ("周", "星期", "礼拜", "每周", "每星期", "每礼拜", "逢周", "每逢周", "逢星期", "每逢星期"),
    ),
    (
        Kind.EVERY_DAY,
        None,
        (
            "每天",
            "每日",
            "天天",
            "逐日",
            "全周",
            "一周七天",
            "每周七天",
            "周七天",
            "每周7天",
            "一周7天",
            "七天",
        ),
    ),
    (
        Kind.ALL_YEAR,
        None,
        (
            "全年无休",
            "常年无休",
            "年中无休",
            "终年无休",
            "全年不休",
            "全年不休息",
            "365天",
            "全年365天",
            "全年",
            "一年365天",
            "全年开放",
            "全年营业",
            "天天无休",
            "全年无休息",
            "全年无节假日",
            "全年无假日",
            "无节假日",
            "无假日",
            "全年无休日",
        ),
    ),
    (
        Kind.WEEKEND,
        None,
        (
            "周末",
            "双休日",
            "双休",
            "公休日",
            "周末双休日",
            "周六日",
            "周末休息日",
            "周末公休日",
            "休息日",
        ),
    ),
    (Kind.WORKDAY, None, _products("- 法定 国家法定 每个 正常", "工作日 上班日") + ("每工作日",)),
    (
        Kind.DAYS_OF_REST,
        None,
        (
            "非工作日",
            "非上班日",
            "法定休息日",
            "法定公休日",
            "国家法定休息日",
            "国家法定公休日",
            "法定节假日及双休",
        ),
    ),
    (Kind.WEEKDAYS, None, ("平日", "周中", "平常日")),
    (
        Kind.OTHER,
        None,
        _products("其他 其它 其余", "时间 日期 时段 时间段 月份 日子 各日 季节 时期 -")
        + ("非上述时间", "其余各天", "其他各天", "其余每天", "其他每天"),
    ),
    (
        Kind.HOLIDAY,
        None,
        (
            *_products(
                "- 其他 其它 其余 所有 各 等",
                "- 国家 法定 国家法定 国家规定的 国定 全国性 中国法定",
                "节假日 假日 节日 休假日 公众假期 公众假日 公共假期 公共假日 公众节假日 节假期 放假日 法定假期",
                "- 期间 放假期间 放假 当天",
            ),
            *(
                "节休日",
                "红日",
                "逢年过节",
                "过年过节",
                "等节假日",
                "等法定节假日",
                "等节日",
                "等假日",
            ),
        ),
    ),
    (
        Kind.ARRANGEMENT,
        None,
        (
            *_products(
                "按 按照 依照 遵照 执行 根据 以",
                "国家 国务院 国家法定 国务院办公厅 国家统一 法定 国办",
                "规定 放假安排 放假规定 节假日安排 放假通知 规定时间 节假日放假安排 统一规定 假期安排 节假日规定 统一安排 有关规定 规定的时间 相关规定 安排 放假时间安排",
                "- 执行 休息 放假 休假 安排",
            ),
        ),
    ),
    (
        Kind.MAKE_UP,
        None,
        (
            *_products(
                "- 法定 国家 节假日 法定节假日 因节假日 国家法定节假日 国家规定的 因",
                "调休 调班 补班 调休补班 调休上班 补班调休 调休工作 调休补班上班 调休上班补班 调整上班 调整为工作日 补上班 调休需上班",
                "- 日 工作日 上班日 当日 的",
            ),
            "补班的",
            "调休调班日",
        ),
    ),
    (Kind.MAKE_UP, "unclear", ("调休日", "调休日期", "调休期间", "节假日调休日", "法定调休日")),
    *(
        (Kind.FESTIVAL, name, _products(words, "- 期间 假期 长假 放假期间 当天 小长假 假日 节假期"))
        for name, words in zip(
            FESTIVALS,
            (
                "元旦 元旦节 新年",
                "春节",
                "清明 清明节",
                "劳动节 五一 五一节 五一劳动节 五一国际劳动节",
                "端午 端午节",
                "中秋 中秋节",
                "国庆 国庆节 十一国庆 十一国庆节",
            ),
            strict=True,
        )
    ),
    (Kind.FESTIVAL, "国庆节", ("十一期间", "十一长假", "十一假期", "十一黄金周")),
    (Kind.LUNAR, 0, ("除夕", "大年三十", "年三十", "除夕夜", "大年夜", "农历除夕", "春节除夕")),
    *(
        (
            Kind.LUNAR,
            number,
            _products("- 农历 春节", "- 正月 大年 新年 年", f"初{digit}"),
        )
        for number, digit in enumerate("一二三四五六七八九十", start=1)
    ),
    (Kind.LUNAR, 15, ("正月十五", "元宵节", "元宵", "农历正月十五")),
    (
        Kind.SEASON,
        None,
        _products(
            "夏 冬 夏秋 冬春 春夏 秋冬 春秋 春 秋 旺 淡", "季 令时 时制 天 令", "- 作息 期间 时间"
        )
        + (
            "旺季",
            "淡季",
            "暑期",
            "暑假",
            "寒假",
            "暑假期间",
            "寒假期间",
            "汛期",
            "夏令",
            "冬令",
            "夏季作息时间",
            "冬季作息时间",
            "夏季办公时间",
            "冬季办公时间",
            "夏季营业时间",
            "冬季营业时间",
            "夏季上班时间",
            "冬季上班时间",
            "夏时令",
            "冬时令",
            "冬令时间",
            "夏令时间",
        ),
    ),
    (Kind.MONTHLY, None, ("每月", "每个月", "逢每月", "当月")),
    (Kind.LAST_OF_MONTH, 1, ("首个", "头一个")),
    (Kind.LAST_OF_MONTH, -1, ("最后一个", "最末一个", "最后1个", "最后")),
    (Kind.NTH, None, ("第",)),
    (Kind.YEAR, None, ("年",)),
    (Kind.MONTH, None, ("月", "月份")),
    (Kind.DAY, None, ("日", "号", "天")),
    (Kind.EVERY_YEAR, None, ("每年", "每年的", "历年")),
    (Kind.NEXT_YEAR, None, ("次年", "翌年", "来年", "第二年", "下年", "下一年", "隔年")),
    (
        Kind.PART,
        Part.MORNING,
        ("上午", "早上", "早", "早晨", "清晨", "朝", "早间", "上午为", "am", "a.m.", "a.m"),
    ),
    (Kind.PART, Part.NOON, ("中午", "午间", "正午")),
    (Kind.PART, Part.AFTERNOON, ("下午", "午后", "下午为", "pm", "p.m.", "p.m")),
    (Kind.PART, Part.EVENING, ("晚上", "晚", "晚间", "夜间", "傍晚", "夜晚", "夜里")),
    (Kind.PART, Part.SMALL_HOURS, ("凌晨",)),
    (Kind.PART, Part.NEXT_DAY, ("次日", "翌日", "第二天", "第二日", "次晨", "隔天", "隔日")),
    (Kind.HOUR, None, ("点", "时", "点钟")),
    (Kind.MINUTE, None, ("分", "分钟")),
    (Kind.HALF, None, ("半",)),
    (Kind.QUARTER, None, ("刻", "刻钟")),
    (
        Kind.ROUND_THE_CLOCK,
        None,
        _products(
            "- 全天 每天 昼夜 每日 全天候 全年 全周",
            "24小时 二十四小时 24h 24小時",
            "- 制 不间断 不打烊 无间断 全天候",
        )
        + _products("7 七", "x × * 乘 天", "24", "小时 h - 小时制"),
    ),
    (Kind.EXCEPT, None, ("除外", "例外", "除外时间")),
    (Kind.EXCEPTING, None, ("除", "除了", "不含", "不包括", "不包含", "除去", "扣除", "不计")),
    (Kind.OUTSIDE, None, ("外", "以外", "之外")),
    (
        Kind.CLOSED,
        None,
        (
            *_products("- 全天 均 暂 一律", "不 不对外 停止 暂停 停办 暂停对外", "- " + _WORK),
            *(
                "休息",
                "闭馆",
                "关门",
                "放假",
                "停业",
                "停诊",
                "休业",
                "歇业",
                "休馆",
                "关闭",
                "休",
                "公休",
            ),
            *(
                "不办",
                "不开",
                "闭门",
                "打烊",
                "停休",
                "例休",
                "休假",
                "关闭服务",
                "不对外",
                "不在岗",
                "停办",
            ),
            *(
                "全天休息",
                "停止对外服务",
                "不开馆",
                "不接诊",
                "不办理任何业务",
                "休诊",
                "停业休息",
                "闭馆休息",
            ),
            *(
                "固定休息",
                "例行休息",
                "休息一天",
                "放假休息",
                "不提供服务",
                "不安排上班",
                "关门休息",
                "双休",
            ),
            *(
                "不予办理",
                "不予受理",
                "暂停对外办公",
                "安排休息",
                "停止业务",
                "停止营业",
                "闭店",
                "暂停营业",
            ),
        ),
    ),
    (
        Kind.OPEN,
        None,
        (
            *_products("- 均 可 也 都 一样", "照常 正常 照样 照旧 同样", "- " + _WORK),
            *(
                "不休",
                "不休息",
                "不打烊",
                "不放假",
                "不停业",
                "不闭馆",
                "不关门",
                "不停办",
                "不中断",
            ),
            *(
                "无休息",
                "无休",
                "没有休息",
                "照常不休",
                "照开",
                "同平日",
                "同平时",
                "与平时相同",
                "与平日相同",
                "时间相同",
                "时间不变",
            ),
            *(
                "坚持营业",
                "坚持办公",
                "保持营业",
                "不间断服务",
                "同时间",
                "与工作日相同",
                "同工作日",
            ),
        ),
    ),
    (
        Kind.OPENS,
        None,
        (
            *_WORK.split(),
            "到窗口办理",
            "均可办理",
            "可办理",
            "可以办理",
            "运行",
            "开馆",
            "开放时间",
            "开始营业",
            "均可",
            "接诊",
            "门诊时间",
            "对外",
            "开始办公",
            "开始上班",
        ),
    ),
    (Kind.CLOSES, None, ("下班", "关门", "打烊", "闭馆", "结束", "止", "停止营业", "截止", "收班")),
    (Kind.INCLUDING, None, ("含", "包括", "包含", "包括在内", "含在内", "连同", "在内")),
    (
        Kind.DOUBT,
        None,
        (
            *_products(
                "- 实行 安排 采取 由专人 进行",
                "轮休 轮班 轮流值班 轮流休息 轮值 轮流上班 轮岗 值班 值守 轮流营业 倒休 轮班制 轮休制",
                "- 制 安排 办理",
            ),
            *_products(
                "- 时间 安排 营业时间 办公时间 服务时间 具体时间 具体安排 开放时间",
                "另行 临时 视情况 根据情况 按通知 按公告 提前 届时 将另行 以后",
                "通知 公告 安排 公布 公示 告知 确定 调整 通告",
            ),
            *(
                "另定",
                "待定",
                "另行",
                "视情况而定",
                "以公告为准",
                "以通知为准",
                "请咨询",
                "详询",
                "请致电",
                "请电询",
            ),
            *(
                "请电话咨询",
                "电话咨询",
                "请提前咨询",
                "咨询网点",
                "详见公告",
                "见公告",
                "见通知",
                "请关注公告",
                "请以公告为准",
            ),
            *(
                "部分网点营业",
                "部分窗口开放",
                "部分网点开放",
                "部分网点",
                "部分窗口",
                "部分业务",
                "仅部分业务",
                "仅办理部分业务",
            ),
            *(
                "另作安排",
                "另有安排",
                "酌情安排",
                "灵活安排",
                "不定",
                "不固定",
                "不定期",
                "不定时",
                "请留意公告",
                "以现场公告为准",
            ),
            *(
                "具体请咨询",
                "具体见公告",
                "具体详询",
                "详情请咨询",
                "具体以公告为准",
                "具体以通知为准",
                "请查看公告",
                "请关注通知",
            ),
            *(
                "请咨询网点",
                "请以网点公告为准",
                "请询问网点",
                "致电咨询",
                "请提前致电",
                "可电话咨询",
                "请向网点咨询",
                "等通知",
            ),
        ),
    ),
    (
        Kind.APPOINTMENT,
        None,
        (
            *_products(
                "- 需 须 请 仅限 凭 只接受 仅接受 实行 需要 仅 必须 要 采取",
                "- 提前 事先 电话 网上 线上 提前电话 提前网上 提前一天",
                "预约",
                "- 办理 服务 制 到访 办公 受理 开放 后办理 上门 入馆 参观 取号",
            ),
        ),
    ),
    (
        Kind.REMARK,
        None,
        (
            *_products("可 支持 也可 接受 可以", "- 提前 网上 电话 线上", "预约", "- 办理 取号"),
            "免费开放",
            "免费",
            "谢谢",
            "谢谢合作",
            "敬请谅解",
            "欢迎光临",
            "欢迎前来办理",
            "感谢配合",
            "谢谢配合",
            "请周知",
            "特此公告",
            "请合理安排时间",
            "请合理安排",
            "敬请留意",
            "请互相转告",
            "以免空跑",
            "请错峰办理",
        ),
    ),
    (
        Kind.LAST_TICKET,
        None,
        (
            *_products(
                "- 后 以后 之后 起 即",
                "停止 截止 不再 停",
                "取号 入馆 受理 叫号 发号 入场 售票 放号 检票 进馆 取票 排号 接单 挂号 收件 办理新业务 接收材料 受理业务 取号受理 派号 领号 接件 预约取号 现场取号",
            ),
            *_products(
                "最后 最晚 末次 最迟",
                "取号 入馆 入场 受理 售票 进馆 挂号 叫号 收件",
                "- 时间 时间为",
            ),
        ),
    ),
    (
        Kind.LIMIT,
        None,
        _products(
            "- 每日 每天 当日 上午 下午 每半天",
            "限号 限量 限额 限流 限接待 限办 限受理 限办理 限制人数 发号 限发",
        ),
    ),
    (
        Kind.AHEAD,
        None,
        _products("- 下班 闭馆 结束 营业结束 关门 办公结束 每日下班 闭馆时间 下班时间", "提前 前")
        + ("提前",),
    ),
    (
        Kind.BREAK,
        None,
        _products("午休 午间休息 中午休息 午餐休息 中间休息 中午午休", "- 时间 时间为 时段")
        + ("午休息", "午餐时间", "午饭时间"),
    ),
    (
        Kind.NO_BREAK,
        None,
        (
            *_products(
                "中午 午间 午休 中间 午休时间 午休期间 午休时段 全天 中午时段",
                "- 也 均 都",
                "不休息 不休 不间断 不打烊 不停业 不停 连续办公 无休 连续服务 不断档 照常办公 照常服务 照常营业 照常 正常办公 正常营业 照常办理 不关门 不闭馆 不下班 不停办 不断岗 不停歇 正常上班 照常上班 正常服务 正常办理 照常受理",
            ),
            *(
                "无午休",
                "不午休",
                "连续办公",
                "无午间休息",
                "没有午休",
                "不设午休",
                "中午不停",
                "午休不打烊",
                "连续营业",
                "连续服务",
                "不间断",
                "中间不休息",
                "取消午休",
            ),
        ),
    ),
    (
        Kind.EXTRA,
        None,
        _products(
            "- 提供 实行 午间 中午 推行 开展",
            "延时 错时 延时错时 错时延时 错峰 错延时",
            "服务 办理 办公 窗口服务 预约服务 办 受理 营业",
            "- 时间 时间为 时段",
        ),
    ),
    (
        Kind.UNTIL,
        None,
        (
            "延长至",
            "延至",
            "延迟至",
            "推迟至",
            "延时至",
            "延长到",
            "提前至",
            "提前到",
            "延时到",
            "延到",
            "营业至",
            "办公至",
            "开放至",
            "服务至",
            "延长营业至",
            "延长服务至",
            "延长办公至",
            "推迟到",
            "提前下班至",
            "上班至",
            "工作至",
            "下班时间为",
            "下班时间提前至",
            "下班时间延长至",
            "下班时间",
        ),
    ),
    (
        Kind.MARKET,
        None,
        (
            "逢场天",
            "赶场天",
            "赶场日",
            "赶集日",
            "逢场日",
            "集市日",
            "逢集日",
            "赶集",
            "逢场",
            "赶场",
            "逢集",
            "当场天",
            "场期",
        ),
    ),
    (
        Kind.PHONE,
        None,
        _products(
            "- 咨询 联系 服务 办公 业务 投诉 监督 值班 预约 窗口", "电话 热线 座机 手机 传真"
        ),
    ),
    (
        Kind.REFUSED,
        None,
        tuple(
            "约 大约 大概 左右 前后 上下 起 开始 以后 之后 以前 之前 后 单周 双周 单双周 隔周 隔日制 大小周 单休 顺延 新疆时间 "
            "乌鲁木齐时间 时限 期限 办结 承诺 农历 阴历 旬 上旬 中旬 下旬 同政府 机关 暂定 试行 拟 工作日内 "
            "小时 天内 地址 补休 补休日 轮空 隔天休息 单号 双号 逢单 逢双 日内 个工作日 不等 随时 不详 未知".split()
        ),
    ),
)

WORDS: Final[dict[str, tuple[Kind, object]]] = {
    word: (kind, value) for kind, value, words in _LISTS for word in words
}
"""What a word says: its kind, with a value where the kind has several."""
for _word, _kind in {
    "营业": Kind.OPENS,
    "办公": Kind.OPENS,
    "双休": Kind.WEEKEND,
    "双休日": Kind.WEEKEND,
    "打烊": Kind.CLOSES,
    "关门": Kind.CLOSES,
    "闭馆": Kind.CLOSED,
    "停止营业": Kind.CLOSED,
    "和": Kind.AND,
    "开始营业": Kind.OPENS,
    "天天无休": Kind.ALL_YEAR,
    "工作至": Kind.UNTIL,
}.items():
    WORDS[_word] = (_kind, None)

LONGEST_WORD: Final = max(map(len, WORDS))

LABEL_ENDS: Final = (
    *(
        "窗口",
        "业务",
        "大厅",
        "柜台",
        "柜面",
        "中心",
        "科",
        "厅",
        "部",
        "区",
        "网点",
        "银行",
        "门诊",
    ),
    *(
        "室",
        "服务",
        "设备",
        "机",
        "站",
        "所",
        "处",
        "场",
        "柜",
        "急诊",
        "卡",
        "登记",
        "通道",
        "专窗",
    ),
    *(
        "对公",
        "对私",
        "个人",
        "公司",
        "自助",
        "人工",
        "现金",
        "非现金",
        "制卡",
        "补卡",
        "社保",
        "医保",
    ),
    *(
        "综合",
        "税务",
        "邮政",
        "金融",
        "储蓄",
        "信贷",
        "理财",
        "工会",
        "岗",
        "台",
        "支行",
        "分理处",
        "馆",
        "楼",
    ),
    *("领卡", "挂失", "激活", "咨询", "受理点", "办事处", "营业厅", "单位", "亭", "点", "店"),
)
"""How the name of a service ends where no colon follows it."""
