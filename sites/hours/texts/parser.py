"""The tokens of a text → statements: what is said, of which days, for which service.

A recursive descent over tokens. What it cannot place it refuses: a word that nobody knows may be
the one that matters.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sites.hours.schedule import DAY_MINUTES, Dates, Yearly
from sites.hours.texts.clock import Range, read_clock, read_ranges, starts_clock
from sites.hours.texts.errors import HoursTextError
from sites.hours.texts.lexicon import Kind, Part, label_ends
from sites.hours.texts.statements import Statement, Verb
from sites.hours.texts.subjects import WEEKEND, WORKDAYS, Subject, read_period, read_subject
from sites.hours.texts.tokens import Token, Tokens

__all__ = ["read_statements"]

_LONGEST_LABEL: Final = 16
# At the end of a clause it says that the weekend is off.
_TWO_DAYS_OFF: Final = "双休"
_OTHER: Final = ("其他", "其它", "其余")
_LUNCH_BEGINS: Final = 11 * 60 + 30
_LUNCH_ENDS: Final = 15 * 60
# A word that nobody knows is a reason for being closed only if it denies nothing.
_NEGATIONS: Final = "无不未非没勿免除仅"
_BECAUSE: Final = "因"
# What stands in the name of a service, is no name: 停办, 不办理医保业务.
_DENYING: Final = ("不", "未", "没", "勿", "停办", "停止", "停用", "暂停", "暂缓", "除")
# 周六网点休息: who it is says nothing in a text about one outlet.
_OUTLET: Final = frozenset(
    ("网点", "本网点", "各网点", "我行", "本行", "我局", "本局", "中心", "本中心", "大厅", "窗口")
)
_OF_OUTLETS: Final = ("办公", "营业", "上班", "开放", "受理", "办理", "对外", "门诊", "作息")
_SEASON_ENDS: Final = ("期", "期间", "季", "季节")
_OF_PHONES: Final = "人工"
_WHOLE_YEAR: Final = "全年"
_REST_DAYS: Final = "休息日"
_BEFORE: Final = "前"
_BESIDES: Final = "除"
_ORDINARILY: Final = ("平时", "平常")
_OPENING_WORDS: Final = (Kind.OPEN, Kind.OPENS)
_ENDS: Final = frozenset({Kind.COMMA, Kind.STOP, Kind.CLOSING})
# A part of every year up to so many days is an exception, a longer one a season.
_LONGEST_EXCEPTION: Final = 10
_NO_LABEL: Final = (
    *("电话", "热线", "地址", "时限", "期限", "提示", "备注", "说明", "注意", "邮编", "网址"),
    *("网站", "微信", "公众号", "时间", "小时", "分钟", "客服", "坐席", "在线", "线上"),
)
_WITHIN_LABEL: Final = frozenset(
    {Kind.WORD, Kind.OPENS, Kind.AND, Kind.NUMBER, Kind.APPOINTMENT, Kind.EXTRA, Kind.REASON}
)


@dataclass(slots=True)
class _Context:
    """What is being talked about, and comes back at the end of a bracket."""

    periods: tuple[Yearly, ...] = ()
    is_other_period: bool = False
    subject: Subject | None = None
    is_used: bool = True
    """Whether something has been said of the subject."""
    opens: bool = False
    is_behind_hours: bool = False
    """Whether the subject stands right behind hours without days, which may be its own."""
    statement: Statement | None = None
    period_is_used: bool = True
    is_behind_stop: bool = False
    """Whether it was left for a bracket at the beginning of a clause: [周六] 9:00-13:00."""


def read_statements(tokens: Tokens) -> tuple[list[Statement], list[str]]:
    """Return what a text says, in its order, and remarks that say nothing about the hours.

    Raises `HoursTextError` for what is not understood.
    """
    parser = _Parser(tokens)
    parser.run()
    return parser.statements, parser.notes


class _Parser:
    """Goes through the tokens once; `context` is what the next hours belong to."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.statements: list[Statement] = []
        self.notes: list[str] = []
        self.context = _Context()
        self.brackets: list[tuple[_Context, int]] = []
        self.label = ""
        self.part: Part | None = None
        self.is_for_all = False
        self.is_behind_stop = False
        self.is_only = False
        self.is_instead = False
        self.is_whole_year = False
        self.is_behind_phone = False
        self.meals = 0
        self.year: int | None = None
        self.bracket_at = 0
        self.dates_read = (0, 0)
        self.steps: Final[Mapping[Kind, Callable[[Token], None]]] = {
            Kind.COMMA: self._skip,
            Kind.COLON: self._skip,
            Kind.SLASH: self._skip,
            Kind.AND: self._skip,
            Kind.FILLER: self._skip,
            Kind.TITLE: self._title,
            Kind.STOP: self._stop,
            Kind.DOT: self._stop,
            Kind.OPENING: self._open_bracket,
            Kind.CLOSING: self._close_bracket,
            Kind.ALL: self._all,
            Kind.REFUSED: self._refuse,
            Kind.PHONE: self._phone,
            Kind.REMARK: self._remark,
            Kind.PART: self._part,
            Kind.ROUND_THE_CLOCK: self._round_the_clock,
            Kind.SEASON: self._season,
            Kind.EXCEPTING: self._excepting,
            Kind.INCLUDING: self._including,
            Kind.CLOSED: self._verb,
            Kind.EXCEPT: self._verb,
            Kind.OPEN: self._verb,
            Kind.DOUBT: self._verb,
            Kind.APPOINTMENT: self._verb,
            Kind.ARRANGEMENT: self._verb,
            Kind.NO_BREAK: self._verb,
            Kind.CLOSES: self._closes,
            Kind.MAKE_UP_DENIED: self._deny_makeup,
            Kind.ONLY: self._only,
            Kind.INSTEAD: self._instead,
            Kind.MEAL: self._meal,
            Kind.REASON: self._reason_of_end,
            Kind.OPENS: self._opens,
            Kind.AHEAD: self._ahead,
            Kind.LIMIT: self._limit,
            Kind.LAST_TICKET: self._last_ticket,
            Kind.BREAK: self._break,
            Kind.EXTRA: self._extra,
            Kind.UNTIL: self._until,
            Kind.MARKET: self._market,
        }

    def run(self) -> None:
        while not self.tokens.is_done:
            before = self.tokens.at
            self._step()
            if self.tokens.at == before:
                raise HoursTextError("not_understood", self.tokens.rest)
        self._leave_subject()
        if self.part is not None or not self.context.period_is_used or self.is_only:
            raise HoursTextError("no_hours")
        ranges = sum(len(one.ranges) for one in self.statements if one.verb is Verb.HOURS)
        if self.meals not in {0, ranges} or (self.is_whole_year and not self._has_periods()):
            raise HoursTextError("ambiguous")

    def _step(self) -> None:
        token = self.tokens.peek()
        step = self.steps.get(token.kind)
        if step is not None:
            step(token)
            return
        for attempt in (self._label, self._period, self._hours, self._point, self._subject):
            if attempt():
                return

    # Signs

    def _skip(self, _token: Token) -> None:
        self.tokens.at += 1

    def _stop(self, _token: Token) -> None:
        if self.part is not None:
            raise HoursTextError("no_hours", self.tokens.rest)
        self.tokens.at += 1
        self.is_behind_stop = True
        here = self.context
        if here.is_used or here.subject is None or not self._without_days():
            return
        if self._belongs_to(self._without_days()[-1]):
            self.context = _Context(here.periods, here.is_other_period)
        else:
            self._leave_subject()

    def _open_bracket(self, _token: Token) -> None:
        self.tokens.at += 1
        if self.tokens.at == self.dates_read[0]:
            self.tokens.at = self.dates_read[1]
            return
        self.bracket_at = self.tokens.at - 1
        before = self.tokens.peek(-2)
        self.context.is_behind_stop = self.tokens.at < 2 or before.kind is Kind.STOP
        self.brackets.append((replace(self.context), len(self.statements)))

    def _title(self, token: Token) -> None:
        """Read 办公时间, which is no phone's."""
        before = self.tokens.peek(-1) if self.tokens.at else None
        self.tokens.at += 1
        if before is None or before.kind is Kind.STOP:
            self.is_behind_phone &= not any(word in token.text for word in _OF_OUTLETS)

    def _close_bracket(self, token: Token) -> None:
        self.tokens.at += 1
        if not self.brackets:
            raise HoursTextError("not_understood", token.text)
        before, number = self.brackets.pop()
        begins_clause = before.is_behind_stop
        said = self.statements[number:]
        if not self.context.is_used and self.context.subject is not before.subject:
            if self._belongs_to(before.statement):
                self.context = _Context(before.periods, before.is_other_period)
                return
            if before.statement is not None and before.is_used and not begins_clause:
                # 9:00-17:00（周一至周五）: the days of the hours before the bracket.
                self._leave_subject()
                self.context = before
            return
        if any(one.verb in {Verb.HOURS, Verb.DOUBT} for one in said):
            if self.context.subject is before.subject and before.periods == self.context.periods:
                before.is_used = before.period_is_used = True
                before.statement = self.context.statement
            self.context = before

    def _belongs_to(self, statement: Statement | None) -> bool:
        """Give the days in a bracket to the hours before it, if they alone are without days."""
        here = self.context
        is_alone = statement is not None and self._without_days() == [statement]
        if statement is None or not is_alone or not (here.subject and here.subject.days):
            return False
        statement.subject = here.subject
        return True

    def _without_days(self) -> list[Statement]:
        """Return the hours of this service for which no day is named yet."""
        return [
            one
            for one in self.statements
            if one.verb is Verb.HOURS and one.subject is None and one.label == self.label
        ]

    # What is read by its first word

    def _all(self, _token: Token) -> None:
        self.tokens.at += 1
        self.is_for_all = True

    def _refuse(self, token: Token) -> None:
        code = "not_hours" if token.kind is Kind.PHONE else "not_understood"
        raise HoursTextError(code, token.text)

    def _phone(self, token: Token) -> None:
        """Leave out a phone number; refuse the hours of a phone."""
        self.tokens.at += 1
        self.tokens.skip((Kind.COLON, Kind.FILLER))
        digits = 0
        while (part := self.tokens.take(Kind.NUMBER, Kind.TO)) is not None:
            digits += len(part.text) if part.kind is Kind.NUMBER else 0
        if self.tokens.kinds_ahead(Kind.OPENING, Kind.TITLE, Kind.CLOSING):
            self.tokens.at += 3  # 电话：…（上班时间）
        self.is_behind_phone = True
        if self.label.startswith(_OF_PHONES):
            raise HoursTextError("not_hours", self.label)
        behind = self.tokens.peek()
        if digits < 3 or behind.kind not in {Kind.STOP, Kind.COMMA, Kind.CLOSING}:
            raise HoursTextError("not_hours", token.text)
        if behind.kind is Kind.COMMA and self.tokens.peek(1).kind is Kind.NUMBER:
            raise HoursTextError("not_hours", token.text)
        self.notes.append(token.text)

    def _remark(self, token: Token) -> None:
        self.tokens.at += 1
        self.notes.append(token.text)

    def _part(self, _token: Token) -> None:
        """Read a part of the day: of hours, or of what is said behind it."""
        if self._hours() or self._point():
            return
        if self.tokens.peek().part is Part.EVENING and self._label():
            return  # 夜间售药窗口
        token = self.tokens.take(Kind.PART)
        if token is not None:
            self.part = token.part

    def _round_the_clock(self, _token: Token) -> None:
        self.tokens.at += 1
        self.tokens.skip((Kind.OPENS, Kind.OPEN, Kind.FILLER, Kind.NO_BREAK))
        at = self.tokens.at
        if self.tokens.peek().kind is Kind.WORD:
            if label := self._read_label():
                self._begin_label(label)
            else:
                self.tokens.at = at
        self._say_hours(Range(0, DAY_MINUTES))

    def _season(self, _token: Token) -> None:
        """Read a season's name: its dates stand beside it, or nobody knows them."""
        self.tokens.at += 1
        at = self.tokens.at
        self.tokens.skip((Kind.OPENING, Kind.COLON, Kind.FILLER, Kind.COMMA, Kind.TITLE))
        has_dates = bool(read_period(self.tokens))
        self.tokens.at = at
        if not has_dates and self._dates_behind():
            return
        if not has_dates and (self.context.period_is_used or not self.context.periods):
            raise HoursTextError("ambiguous", self.tokens.tokens[at - 1].text)

    def _dates_behind(self) -> bool:
        """Read the dates of 夏令时8:00-18:00（5月1日-9月30日）."""
        at = self.tokens.at
        found = False
        while not self.tokens.is_done and not found:
            token = self.tokens.peek()
            if token.kind in {Kind.SEASON, Kind.STOP}:
                break
            self.tokens.at += 1
            begins = self.tokens.at
            periods = read_period(self.tokens) if token.kind is Kind.OPENING else ()
            yearly = tuple(one for one in periods if isinstance(one, Yearly))
            found = bool(yearly) and self.tokens.take(Kind.CLOSING) is not None
            if found:
                self.dates_read = (begins, self.tokens.at)
                self._begin_period(yearly)
        self.tokens.at = at
        return found

    def _excepting(self, token: Token) -> None:
        """Read 除周一外, 不含节假日."""
        self.tokens.at += 1
        subject = read_subject(self.tokens)
        if subject is None and (periods := read_period(self.tokens)):
            subject = Subject(special=periods)
        if subject is None:
            raise HoursTextError("not_understood", token.text)
        is_closed = self.tokens.take(Kind.OUTSIDE, Kind.EXCEPT) is not None
        if not is_closed and _BESIDES in token.text:
            raise HoursTextError("not_understood", token.text)  # 除周一: besides, or but for?
        self._say(Verb.EXCEPT, subject)

    def _including(self, token: Token) -> None:
        self.tokens.at += 1
        pending = None if self.context.is_used else self.context.subject
        subject = read_subject(self.tokens)
        if subject is None:
            if token.text.endswith("在内"):
                return
            raise HoursTextError("not_understood", token.text)
        if pending is not None and pending.is_makeup:
            if not (self.brackets and subject.is_of_week and subject.days <= WEEKEND):
                raise HoursTextError("ambiguous", token.text)
            return  # 调休的工作日（含周六、周日）: which days these are
        self._say(Verb.USUAL, subject)

    def _verb(self, token: Token) -> None:
        """Read what is said without days before it, or of days before a comma."""
        if token.kind is Kind.CLOSED and self._closed_days_follow():
            return
        subject = None
        if not self.context.is_used:
            subject, self.context.is_used = self.context.subject, True
        if token.kind in {Kind.DOUBT, Kind.APPOINTMENT} and subject is None:
            if self.part is Part.NOON and self._clock_follows():
                self._doubt_of_noon(token)
            else:
                self._doubt(token)
            return
        if token.kind is Kind.NO_BREAK or (token.kind is Kind.OPEN and self.part is Part.NOON):
            if subject is not None:
                self.context.is_used = False
            self.tokens.at += 1
            self.part = None
            is_of_days = bool(self.brackets) and self.context.statement is not None
            of_days = self.context.subject if is_of_days and subject is None else None
            self._add(Statement(Verb.NO_BREAK, subject=of_days))
            return
        if subject is None and not (
            token.kind is Kind.ARRANGEMENT or (token.kind is Kind.CLOSED and self.part is Part.NOON)
        ):
            raise HoursTextError("not_understood", token.text)
        self._say_verb(subject)

    def _closed_days_follow(self) -> bool:
        """Read 休息：周六、周日."""
        at = self.tokens.at
        self.tokens.at += 1
        is_heading = self.tokens.take(Kind.COLON) is not None
        subject = read_subject(self.tokens) if is_heading else None
        ends = self.tokens.peek().kind in _ENDS
        if subject is None or not ends or not self.context.is_used:
            self.tokens.at = at
            return False
        self._say(Verb.CLOSED, subject)
        return True

    def _closes(self, token: Token) -> None:
        """Refuse 下班 that stands behind no time, unless it is what is said of days."""
        if self.context.is_used and not self._closed_days_follow():
            raise HoursTextError("not_understood", token.text)
        if not self.context.is_used:
            self._verb(token)

    def _deny_makeup(self, token: Token) -> None:
        """Read 调休的周日不补班, or 不补班 alone."""
        self.tokens.at += 1
        here = self.context
        if not here.is_used and here.subject is not None:
            is_weekend = here.subject.is_of_week and here.subject.days <= WEEKEND
            if not (here.subject.is_makeup or is_weekend):
                raise HoursTextError("ambiguous", token.text)
            here.is_used = True
        self._say(Verb.CLOSED, Subject(is_makeup=True))

    def _only(self, token: Token) -> None:
        """Read 只上午办公; before what is open it says nothing."""
        self.tokens.at += 1
        if self.tokens.peek().kind in {Kind.WORD, *_ENDS}:
            raise HoursTextError("not_understood", token.text)
        at = self.tokens.at
        self.tokens.skip((Kind.FILLER, Kind.OPENS))
        if self.tokens.peek().kind is not Kind.PART:
            self.tokens.at = at
            return
        self.is_only = True
        if starts_clock(self.tokens):
            return
        part = self.tokens.take(Kind.PART)
        self.tokens.skip((Kind.OPENS, Kind.FILLER))
        if self.tokens.kinds_ahead(Kind.OPENING, Kind.TO):
            self._until_in_bracket()
        elif not self._ranges_follow():
            here = self.context
            if part is None or here.subject is None or here.is_used:
                raise HoursTextError("no_hours", token.text)
            here.is_used, self.is_only, self.part = True, False, part.part
            self._say(Verb.USUAL, here.subject)

    def _ranges_follow(self) -> bool:
        """Return whether hours stand behind a colon or in a bracket."""
        at = self.tokens.at
        self.tokens.skip((Kind.OPENING, Kind.COLON))
        found = starts_clock(self.tokens)
        self.tokens.at = at
        return found

    def _until_in_bracket(self) -> None:
        """Read the （到12:00） of 周六只上午（到12:00）."""
        self.tokens.at += 2
        end = read_clock(self.tokens)
        here = self.context
        has_days = here.subject is not None and not here.is_used
        if end is None or not has_days or self.tokens.take(Kind.CLOSING) is None:
            raise HoursTextError("not_understood", self.tokens.rest)
        self.is_only = False
        self._say(Verb.USUAL, here.subject)
        if here.subject is not None:
            self._say_until(here.subject, end)

    def _instead(self, token: Token) -> None:
        """Read 改为 before hours."""
        self.tokens.at += 1
        if not starts_clock(self.tokens):
            raise HoursTextError("not_understood", token.text)
        self.is_instead = True

    def _meal(self, token: Token) -> None:
        """Read 午餐 before hours."""
        self.tokens.at += 1
        self.tokens.skip((Kind.COLON, Kind.FILLER))
        if not starts_clock(self.tokens):
            raise HoursTextError("not_understood", token.text)
        self.meals += 1

    def _doubt(self, token: Token) -> None:
        """Read 需预约, 另行公告 without days: it belongs to what stands right before it."""
        self.tokens.at += 1
        last = self.statements[-1] if self.statements else None
        if last is not None and last.verb is Verb.DOUBT:
            last.note = f"{last.note}，{token.text}"
            return
        hours = [one for one in self.statements if one.verb is Verb.HOURS]
        if last is None or not hours:
            raise HoursTextError("no_hours", token.text)
        if last is hours[-1] and (last.doubt or (self.brackets and len(last.ranges) == 1)):
            last.doubt = f"{last.doubt}，{token.text}" if last.doubt else token.text
            self.context.statement = None
        elif len(hours) == 1 and token.kind is Kind.APPOINTMENT:
            hours[0].doubt = token.text
        else:
            raise HoursTextError("ambiguous", token.text)

    def _doubt_of_noon(self, token: Token) -> None:
        """Read 中午值班12:00-14:00."""
        self.tokens.at += 1
        self.part = None
        span = read_ranges(self.tokens)
        if span is None:
            raise HoursTextError("no_hours")
        self.context.statement = None
        self._say_hours(span)
        self.statements[-1].doubt = token.text
        self.context.statement = None

    def _ahead(self, token: Token) -> None:
        """Read 提前30分钟停止取号."""
        self.tokens.at += 1
        self.tokens.take(Kind.HALF)
        self.tokens.take(Kind.NUMBER)
        unit = self.tokens.peek()
        if unit.kind in {Kind.MINUTE, Kind.HOUR} or unit.text == "小时":
            self.tokens.at += 1
        ticket = self.tokens.take(Kind.LAST_TICKET)
        if ticket is None:
            raise HoursTextError("not_understood", token.text)
        self.notes.append(ticket.text)

    def _limit(self, token: Token) -> None:
        """Read 限号50个."""
        self.tokens.at += 1
        self.tokens.skip((Kind.COLON, Kind.FILLER))
        if self.tokens.take(Kind.NUMBER) is None:
            raise HoursTextError("not_understood", token.text)
        if self.tokens.peek().kind is Kind.WORD and len(self.tokens.peek().text) == 1:
            self.tokens.at += 1
        self.notes.append(token.text)

    def _last_ticket(self, token: Token) -> None:
        """Read 最后取号时间16:30."""
        self.tokens.at += 1
        self.tokens.skip((Kind.COLON, Kind.FILLER))
        if read_clock(self.tokens) is None:
            raise HoursTextError("not_understood", token.text)
        self.notes.append(token.text)

    def _break(self, _token: Token) -> None:
        """Read 午休12:00-13:00, or 午休 alone."""
        self.tokens.at += 1
        length = self._duration()
        self.tokens.skip((Kind.COLON, Kind.FILLER, Kind.TITLE))
        if length is not None:
            self.tokens.take(Kind.COMMA)
        spans = list(self._ranges(None))
        if length is not None and [one.end - one.start for one in spans] != [length]:
            raise HoursTextError("contradiction")
        self.tokens.take(Kind.CLOSED)
        if spans:
            self._check_one_week()
        self._add(Statement(Verb.BREAK, ranges=spans))

    def _duration(self) -> int | None:
        """Read 1.5小时, 90分钟 and return it in minutes; None if there is none."""
        at = self.tokens.at
        number, tenths = self.tokens.take(Kind.NUMBER), None
        if number and self.tokens.take(Kind.DOT):
            tenths = self.tokens.take(Kind.NUMBER)
        if number and self.tokens.peek().text == "个":
            self.tokens.at += 1
        unit = self.tokens.peek()
        if number and (unit.text in {"小时", "分钟"}):
            self.tokens.at += 1
            minutes = 60 if unit.text == "小时" else 1
            part = tenths.number / 10 ** len(tenths.text) if tenths else 0
            return round((number.number + part) * minutes)
        self.tokens.at = at
        return None

    def _extra(self, token: Token) -> None:
        self.tokens.at += 1
        self.tokens.skip((Kind.COLON, Kind.FILLER, Kind.TITLE))
        spans = list(self._ranges(None))
        if not spans and self._days_follow():
            return  # 延时服务：周六9:00-12:00
        if not spans:
            raise HoursTextError("no_hours", token.text)
        self._check_one_week()
        for span in spans:
            self._say_extra(span)

    def _until(self, token: Token) -> None:
        """Read 周三延长至20:00."""
        self.tokens.at += 1
        self.tokens.skip((Kind.COLON, Kind.FILLER))
        end = read_clock(self.tokens)
        subject = self.context.subject
        if end is None or subject is None or self.context.is_used:
            raise HoursTextError("not_understood", token.text)
        self.tokens.skip((Kind.CLOSES, Kind.OPENS))
        self._say_until(subject, end)

    def _market(self, token: Token) -> None:
        """Read 逢场天: nobody knows when that is."""
        self.tokens.at += 1
        self.tokens.skip((Kind.COMMA, Kind.FILLER, Kind.OPENING))
        subject = read_subject(self.tokens)
        self.tokens.skip((Kind.CLOSING,))
        if subject is None or not subject.is_of_week:
            raise HoursTextError("ambiguous", token.text)
        self._begin_subject(subject)
        if not self._hours():
            raise HoursTextError("no_hours", token.text)
        self.statements[-1].doubt = token.text

    # What is read by trying

    def _label(self) -> bool:
        if not any(self.tokens.peek(number).kind is Kind.WORD for number in range(3)):
            return False
        at = self.tokens.at
        label = self._read_label()
        if label is None:
            self.tokens.at = at
            return self._named_season() or self._reason()
        self._begin_label(label)
        return True

    def _named_season(self) -> bool:
        """Read the name of 征缴期（9月1日至12月31日）: the dates say when it is."""
        tokens, at = self.tokens, self.tokens.at
        token = tokens.take(Kind.WORD)
        if token and token.text.endswith(_SEASON_ENDS) and tokens.take(Kind.OPENING):
            begins = tokens.at
            is_period = bool(read_period(tokens)) and tokens.peek().kind is Kind.CLOSING
            tokens.at = begins - 1
            if is_period and not set(token.text) & set(_NEGATIONS):
                self.notes.append(token.text)
                return True
        tokens.at = at
        return False

    def _reason(self) -> bool:
        """Read 因装修， before what is closed."""
        token = self.tokens.peek()
        if token.kind is not Kind.WORD or not _is_reason(token.text):
            return False
        self.tokens.at += 1
        reason = token.text
        while part := self.tokens.take(Kind.REASON):
            reason += part.text
        at = self.tokens.at
        self.tokens.skip((Kind.COMMA,))
        is_of_dates = self._is_closed_then()
        self.tokens.at = at
        if is_of_dates:
            self.notes.append(reason)
        return is_of_dates

    def _reason_of_end(self, token: Token) -> None:
        """Read the 年终决算 of 12月31日年终决算营业至12:00."""
        if self._label():
            return  # 维修中心
        self.tokens.at += 1
        self.tokens.skip((Kind.COMMA, Kind.FILLER))
        here = self.context
        if here.is_used or self.tokens.peek().kind is not Kind.UNTIL:
            raise HoursTextError("not_understood", token.text)
        self.notes.append(token.text)

    def _is_closed_then(self) -> bool:
        periods = read_period(self.tokens)
        return bool(periods) and self._verb_follows(Subject(special=periods))

    def _read_label(self) -> str | None:
        """Read the name of a service; None if these words are no name, or no service."""
        tokens, words = self.tokens, list[str]()
        if tokens.peek().part is Part.EVENING and tokens.peek(1).kind is Kind.WORD:
            words.append(tokens.peek().text)
            tokens.at += 1
        has_word = False
        while not tokens.is_done:
            token = tokens.peek()
            is_list = token.text == "、" and words and tokens.peek(1).kind is Kind.WORD
            is_other = token.text in _OTHER and tokens.peek(1).kind is Kind.WORD
            if token.kind not in _WITHIN_LABEL and not is_list and not is_other:
                break
            if token.kind is Kind.NUMBER and starts_clock(tokens):
                break
            has_word |= token.kind is Kind.WORD
            words.append(token.text)
            tokens.at += 1
        name = "".join(words)
        if not has_word or len(name) > _LONGEST_LABEL or any(word in name for word in _NO_LABEL):
            return None
        if any(word in name.replace("不动产", "") for word in _DENYING):
            return None
        if not (tokens.peek().kind in {Kind.COLON, Kind.TITLE} or name.endswith(label_ends())):
            return None
        return _service_name(name)

    def _begin_label(self, label: str) -> None:
        if not self.context.is_used and self.label:
            self._leave_subject()
        if self.label and self.context.is_used:
            self.context = _Context()
        self.label = label
        self.context.statement = None
        self._add(Statement(Verb.BARE))

    def _period(self) -> bool:
        at = self.tokens.at
        periods = read_period(self.tokens)
        if not periods:
            self.tokens.at = at
            return False
        periods = self._of_same_year(periods)
        special = Subject(special=periods)
        is_exception = self._is_exception(periods) and not self._days_follow()
        if is_exception or self._verb_follows(special):
            self._begin_subject(special)
            self._say_what_follows()
            return True
        yearly = tuple(one for one in periods if isinstance(one, Yearly))
        if len(yearly) == len(periods) and self._is_behind_hours():
            return self._say_period_behind(yearly)
        if len(yearly) < len(periods):
            raise HoursTextError("ambiguous", self.tokens.tokens[at].text)
        self._begin_period(yearly)
        return True

    def _of_same_year(self, periods: tuple[Yearly | Dates, ...]) -> tuple[Yearly | Dates, ...]:
        """Return dates with the year that is written before: 2026年10月1日放假，10月10日上班."""
        return tuple(map(self._of_that_year, periods))

    def _of_that_year(self, period: Yearly | Dates) -> Yearly | Dates:
        if isinstance(period, Dates):
            self.year = period.first.year if period.first.year == period.last.year else None
        elif self.year is not None and self._is_exception((period,)):
            try:
                return Dates(*(date(self.year, *end) for end in (period.first, period.last)))
            except ValueError as error:  # 2月29日, or the days around New Year
                raise HoursTextError("ambiguous") from error
        return period

    def _is_behind_hours(self) -> bool:
        """Return whether the dates just read are all that is in a bracket behind hours."""
        statement = self.context.statement
        begins = self.tokens.tokens[self.bracket_at - 1 : self.bracket_at]
        return (
            statement is not None
            and not statement.periods
            and bool(self.brackets)
            and self.tokens.peek().kind is Kind.CLOSING
            and bool(begins)
            and begins[0].kind in {Kind.NUMBER, Kind.HOUR, Kind.HALF, Kind.MINUTE}
        )

    def _say_period_behind(self, periods: tuple[Yearly, ...]) -> bool:
        statement = self.context.statement
        if statement is None:
            return False
        statement.periods, statement.is_period_behind = periods, True
        self.context.statement = None
        return True

    @staticmethod
    def _is_exception(periods: tuple[Yearly | Dates, ...]) -> bool:
        return all(
            (isinstance(one, Dates) and (one.last - one.first).days < _LONGEST_EXCEPTION)
            or (isinstance(one, Yearly) and one.length <= _LONGEST_EXCEPTION)
            for one in periods
        )

    def _days_follow(self) -> bool:
        at = self.tokens.at
        self.tokens.skip((Kind.COMMA, Kind.COLON, Kind.CLOSING))
        found = read_subject(self.tokens) is not None
        self.tokens.at = at
        return found

    def _begin_period(self, periods: tuple[Yearly, ...], *, is_other: bool = False) -> None:
        if not self.context.is_used and self.context.statement is not None:
            self._leave_subject()
        self.context.periods = periods
        self.context.is_other_period = is_other
        self.context.statement = None
        self.context.period_is_used = False

    def _hours(self) -> bool:
        """Read ranges and what is said of them right behind."""
        self._note_all()
        before = self.context.statement
        last = before.ranges[-1] if before is not None and before.ranges else None
        if self.part is not None and self.tokens.peek().kind is not Kind.PART:
            at = self.tokens.at
            span = read_ranges(self.tokens, last)
            if span is not None:
                self.tokens.at = at
                raise HoursTextError("ambiguous", self.tokens.rest)
        span = read_ranges(self.tokens, last)
        if span is None:
            return False
        while span is not None:
            self._say_range(span)
            at = self.tokens.at
            self.tokens.skip((Kind.COMMA, Kind.SLASH, Kind.AND))
            statement = self.context.statement
            last = statement.ranges[-1] if statement is not None else span
            self._note_all()
            is_over = statement is None or self._dates_follow()
            span = None if is_over else read_ranges(self.tokens, last)
            if span is None:
                self.tokens.at = at
        return True

    def _note_all(self) -> None:
        """See that 上午均为8:30-12:00 is said of the whole year."""
        if self.tokens.kinds_ahead(Kind.PART, Kind.ALL):
            self.is_for_all = True

    def _dates_follow(self) -> bool:
        at = self.tokens.at
        found = bool(read_period(self.tokens))
        self.tokens.at = at
        return found

    def _ranges(self, last: Range | None) -> Iterator[Range]:
        while (span := read_ranges(self.tokens, last)) is not None:
            yield span
            last = span
            at = self.tokens.at
            self.tokens.skip((Kind.COMMA, Kind.AND))
            if not starts_clock(self.tokens):
                self.tokens.at = at
                return

    def _say_range(self, span: Range) -> None:
        tokens = self.tokens
        if tokens.peek().kind is Kind.FILLER and tokens.peek(1).kind is Kind.BREAK:
            tokens.at += 1  # 12:00-13:30为午餐时间
        behind = tokens.peek()
        if behind.kind in {Kind.BREAK, Kind.EXTRA} and self._clock_follows():
            self._say_hours(span)  # 9:00-17:00 午休12:00-13:00
        elif behind.kind in {Kind.CLOSED, Kind.BREAK} and tokens.peek(1).kind is not Kind.COLON:
            tokens.at += 1
            self._check_one_week()
            self._add(Statement(Verb.BREAK, subject=self.context.subject, ranges=[span]))
            self._skip_closed_windows()
        elif span.part is Part.NOON and behind.kind in {Kind.OPEN, Kind.NO_BREAK}:
            tokens.at += 1
            self._check_one_week()
            self._add(Statement(Verb.EXTRA, subject=self.context.subject, ranges=[span]))
        elif behind.kind in {Kind.DOUBT, Kind.APPOINTMENT}:
            tokens.at += 1
            is_lunch = span.start >= _LUNCH_BEGINS and span.end <= _LUNCH_ENDS
            if self.context.statement is not None and not is_lunch:
                raise HoursTextError("ambiguous", behind.text)
            self.context.statement = None
            self._say_hours(span)
            self.statements[-1].doubt = behind.text
        elif behind.kind is Kind.EXTRA:
            tokens.at += 1
            self._say_extra(span)
        elif behind.kind is Kind.FEWER_WINDOWS:
            tokens.at += 1
            self._check_is_open(span)
            self.notes.append(behind.text)
        else:
            if behind.kind is Kind.OPEN:
                tokens.at += 1
            self._say_hours(span)

    def _say_extra(self, span: Range) -> None:
        """Say 17:00-19:00延时服务, which may be 需预约."""
        if self.tokens.peek().kind in {Kind.DOUBT, Kind.APPOINTMENT}:
            self.context.statement = None
            self._say_range(span)
            return
        is_pending = not self.context.is_used and self.context.subject is not None
        self.context.is_used = True
        is_beside = any(one.verb is Verb.HOURS for one in self.statements)
        verb = Verb.HOURS if is_pending and is_beside else Verb.EXTRA
        self._add(Statement(verb, subject=self.context.subject, ranges=[span]))

    def _skip_closed_windows(self) -> None:
        """Go on behind the ，窗口暂停 of a break, which says the same."""
        at = self.tokens.at
        self.tokens.take(Kind.COMMA)
        if self.tokens.peek().text in _OUTLET:
            self.tokens.at += 1
            if self.tokens.take(Kind.CLOSED) and self.tokens.peek().kind in _ENDS:
                return
        self.tokens.at = at

    def _check_is_open(self, span: Range) -> None:
        """Refuse 12:00-13:00开一个窗口 where it is not within the hours before it."""
        of_text = [one for one in self.statements if one.verb is Verb.HOURS]
        if not of_text or not all(
            any(one.start <= span.start and span.end <= one.end for one in other.ranges)
            for other in of_text
        ):
            raise HoursTextError("ambiguous")

    def _clock_follows(self) -> bool:
        """Return whether a time stands behind the next word."""
        self.tokens.at += 1
        found = starts_clock(self.tokens)
        self.tokens.at -= 1
        return found

    def _check_one_week(self) -> None:
        """Refuse a break behind several hours: it may be of all of them or of the last."""
        said = [
            one for one in self.statements if one.verb is Verb.HOURS and one.label == self.label
        ]
        if not self.brackets and len({id(one.subject) for one in said}) > 1:
            raise HoursTextError("ambiguous", self.tokens.rest)

    def _point(self) -> bool:
        """Read a single time: the last ticket's, or 周五16:00下班."""
        at = self.tokens.at
        if not starts_clock(self.tokens):
            return False
        minutes = read_clock(self.tokens)
        if minutes is None:
            self.tokens.at = at
            return False
        if ticket := self.tokens.take(Kind.LAST_TICKET):
            self.notes.append(ticket.text)
            return True
        subject = self.context.subject
        if self.tokens.take(Kind.CLOSES) and subject is not None and not self.context.is_used:
            self._say_until(subject, minutes)
            return True
        raise HoursTextError("no_hours", self.tokens.tokens[at].text + self.tokens.rest)

    def _subject(self) -> bool:
        at = self.tokens.at
        subject = read_subject(self.tokens)
        if subject is None:
            self.tokens.at = at
            return False
        if not (self._is_of_whole_year(subject, at) or self._days_of_rest_follow(subject, at)):
            self._say_of(self._workdays_named(subject), at)
        return True

    def _say_of(self, subject: Subject, at: int) -> None:
        """Say of days, which begin at an index, what stands behind them, or leave it to hours."""
        is_ordinary = subject.is_other and self.tokens.tokens[at].text in _ORDINARILY
        named = [one.subject for one in self.statements if one.verb is Verb.HOURS and one.subject]
        if is_ordinary and any(one.days & WORKDAYS for one in named):
            raise HoursTextError("ambiguous", self.tokens.tokens[at].text)
        if self._edge(subject):
            return
        if subject == Subject(is_other=True) and self._has_periods():
            self._begin_period((), is_other=True)
            return
        if subject == Subject(is_other=True) and self._days_follow():
            return
        if self._exception_in_bracket(subject) or self._two_days_off(subject):
            return
        here = self.context.subject
        is_in_bracket = at > 0 and self.tokens.tokens[at - 1].kind is Kind.OPENING
        if here and not self.context.is_used and is_in_bracket and here.days == subject.days:
            self.context.subject = here | subject  # 周一至周五（工作日）
            return
        if self._verb_follows(subject):
            self._say_what_follows(subject)
        else:
            self._begin_subject(subject, at)

    def _is_of_whole_year(self, subject: Subject, at: int) -> bool:
        """Read the （全年） behind hours that belong to no season."""
        is_alone = self.tokens.at == at + 1 and self.tokens.tokens[at].text == _WHOLE_YEAR
        is_in_bracket = self.tokens.tokens[at - 1].kind is Kind.OPENING
        ends = self.tokens.peek().kind is Kind.CLOSING
        hours = self.context.statement
        if not (subject.is_all_year and is_alone and is_in_bracket and ends and hours):
            return False
        self.is_whole_year = True
        self.context.statement = None
        return True

    def _days_of_rest_follow(self, subject: Subject, at: int) -> bool:
        """Read 休息日：周六、周日."""
        is_heading = self.tokens.tokens[at].text == _REST_DAYS and self.tokens.at == at + 1
        if not is_heading or subject != Subject(WEEKEND):
            return False
        self.tokens.at = at
        self._leave_subject()
        if self._closed_days_follow():
            return True
        self.tokens.at = at + 1
        return False

    def _workdays_named(self, subject: Subject) -> Subject:
        """Read 工作日：周一至周五."""
        at = self.tokens.at
        if not subject.is_workday or self.tokens.take(Kind.COLON, Kind.OPENING) is None:
            return subject
        is_in_bracket = self.tokens.peek(-1).kind is Kind.OPENING
        days = read_subject(self.tokens)
        is_same = days is not None and days.is_of_week and days.days == subject.days
        if is_same and (not is_in_bracket or self.tokens.take(Kind.CLOSING)):
            return subject
        self.tokens.at = at
        return subject

    def _edge(self, subject: Subject) -> bool:
        """Read 周二上午学习，13:00起开放: days that begin later, or end earlier."""
        tokens, at = self.tokens, self.tokens.at
        tokens.skip((Kind.FILLER,))
        part = tokens.take(Kind.PART)
        if part is None:
            tokens.at = at
            return False
        reason = tokens.take(Kind.REASON)
        closed = tokens.take(Kind.CLOSED)
        has_cause = reason is not None or closed is not None
        is_apart = has_cause and tokens.take(Kind.COMMA) is not None
        minutes = read_clock(tokens) if is_apart and starts_clock(tokens) else None
        verb = self._edge_verb(part) if minutes is not None else None
        if minutes is None or verb is None:
            tokens.at = at
            return False
        self._leave_subject()
        span = Range(0, minutes) if verb is Verb.UNTIL else Range(minutes, DAY_MINUTES)
        self._add(Statement(verb, subject=subject, ranges=[span]))
        return True

    def _edge_verb(self, part: Token) -> Verb | None:
        """Read the 起开放 of a morning, the 前照常 of an afternoon."""
        if part.part is Part.AFTERNOON:
            is_before = self.tokens.peek().text == _BEFORE
            self.tokens.at += is_before
            return Verb.UNTIL if is_before and self.tokens.take(*_OPENING_WORDS) else None
        if part.part is not Part.MORNING:
            return None
        is_from = self.tokens.take(Kind.FROM) is not None
        opens = self.tokens.take(*_OPENING_WORDS) is not None
        return Verb.FROM if is_from or opens else None

    def _two_days_off(self, subject: Subject) -> bool:
        is_last_word = self.tokens.tokens[self.tokens.at - 1].text == _TWO_DAYS_OFF
        ends = self.tokens.peek().kind in {Kind.COMMA, Kind.STOP, Kind.CLOSING}
        if is_last_word and ends:
            self._say(Verb.CLOSED, subject)
        return is_last_word and ends

    def _has_periods(self) -> bool:
        return any(one.periods for one in self.statements)

    def _exception_in_bracket(self, subject: Subject) -> bool:
        """Read 节假日（春节除外）: what is said of the others comes behind."""
        tokens, at = self.tokens, self.tokens.at
        if not (subject.is_holiday and tokens.take(Kind.OPENING)):
            return False
        tokens.take(Kind.EXCEPTING)
        excepted = read_subject(tokens)
        tokens.take(Kind.EXCEPT, Kind.OUTSIDE)
        if excepted is None or not excepted.special or not tokens.take(Kind.CLOSING):
            tokens.at = at
            return False
        if self._verb_follows(subject):
            self._say_what_follows(subject)
        else:
            self._begin_subject(subject)
        self._add(Statement(Verb.DOUBT, subject=excepted, note=""))
        return True

    def _verb_follows(self, subject: Subject) -> bool:
        """Return whether something other than hours is said of the days just read."""
        at = self.tokens.at
        try:
            return self._is_verb_ahead(subject)
        finally:
            self.tokens.at = at

    def _is_verb_ahead(self, subject: Subject) -> bool:
        tokens, has_reason = self.tokens, False
        is_exception = bool(subject.special or subject.nth)
        while (token := tokens.peek()).kind in _BEFORE_REASON:
            if token.kind is Kind.WORD and not self._names_who(token.text):
                if not _is_reason(token.text):
                    return False
                has_reason = True
            elif token.kind is Kind.REASON:
                has_reason = True
            elif token.kind is Kind.PART:
                is_exception = True
                if starts_clock(tokens):
                    return False
            elif token.kind is Kind.COMMA:
                # 周三政治学习，不对外办公: the reason is a sentence of its own.
                return has_reason and tokens.peek(1).kind is Kind.CLOSED
            tokens.at += 1
        if has_reason:
            return is_exception and tokens.peek().kind is Kind.CLOSED
        verb = tokens.peek().kind
        if verb in {Kind.OPEN, Kind.APPOINTMENT}:
            tokens.at += 1
            # 周末正常营业 9:00-16:00: the hours say it.
            return not starts_clock(tokens)
        return verb in _VERBS

    def _say_what_follows(self, subject: Subject | None = None) -> None:
        """Say of days what stands behind them, without leaving the days before them."""
        is_pending = subject is None
        if subject is None:
            subject, self.context.is_used = self.context.subject, True
        reason = list[str]()
        label, part, at = self.label, self.part, self.tokens.at
        while (token := self.tokens.peek()).kind not in _VERBS:
            if token.kind is Kind.PART:
                self.part = token.part
            elif token.kind is Kind.ALL:
                self.is_for_all = True
            elif token.kind is Kind.REASON or self._says_why(token):
                reason.append(token.text)
            elif self._is_outlet(token.text):
                pass
            elif token.kind not in {*_BEFORE_VERB, Kind.TITLE, Kind.COMMA}:
                # Hours follow.
                self.context.is_used = self.context.is_used and not is_pending
                self.part, self.tokens.at = part, at
                return
            self.tokens.at += 1
        named = self._service_named("".join(reason))
        if named is not None:
            self.label = named
            reason = []
        self._say_verb(subject, "".join(reason))
        self.statements[-1].is_of_one = named is not None
        self.label = label

    def _says_why(self, token: Token) -> bool:
        """Return whether it is a reason, or the service that is closed."""
        is_word = token.kind is Kind.WORD
        return is_word and (_is_reason(token.text) or self._service_named(token.text) is not None)

    def _names_who(self, words: str) -> bool:
        return self._is_outlet(words) or self._service_named(words) is not None

    def _is_outlet(self, words: str) -> bool:
        """Return whether these words name the outlet itself, of which the whole text is."""
        return words in _OUTLET and not self.label

    def _service_named(self, words: str) -> str | None:
        """Return the service that is called so, or so and 窗口."""
        name = _service_name(words)
        labels = (one.label for one in self.statements if one.label)
        return next((one for one in labels if len(name) > 1 and one.startswith(name)), None)

    def _say_verb(self, subject: Subject | None, reason: str = "") -> None:
        token = self.tokens.peek()
        self.tokens.at += 1
        verb = _VERBS[token.kind]
        if verb is Verb.ARRANGEMENT:
            self.tokens.take(Kind.CLOSED)
        if verb is Verb.CLOSED and self.part is Part.NOON and subject is None:
            self.part = None
            self._add(Statement(Verb.BREAK))
            return
        if verb is Verb.CLOSED and subject is not None and (subject.special or subject.nth):
            behind = self.tokens.peek()
            if behind.kind is Kind.REASON or (behind.kind is Kind.WORD and _is_reason(behind.text)):
                self.tokens.at += 1  # 停业装修
                reason += behind.text
        if reason and not (subject is not None and subject.special):
            self.notes.append(reason)
        note = token.text if verb is Verb.DOUBT else reason
        self._say(verb, subject, note)

    # What is said

    def _begin_subject(self, subject: Subject, begins: int = 0) -> None:
        self._leave_subject()
        statement = self.context.statement
        before = self.tokens.tokens[begins - 1 : begins] if begins else ()
        self.context.is_behind_hours = (
            statement is not None
            and statement.subject is None
            and bool(before)
            and before[0].kind not in {Kind.COMMA, Kind.STOP, Kind.SLASH, Kind.CLOSING}
        )
        self.context.subject = subject
        self.context.is_used = False
        self.context.opens = False
        self.context.statement = None

    def _leave_subject(self) -> None:
        """Keep days of which nothing was said: they belong to hours written elsewhere."""
        here = self.context
        if here.is_used or here.subject is None:
            return
        if self.part is not None:
            raise HoursTextError("no_hours", self.tokens.rest)
        here.is_used = True
        is_usual = here.opens and not here.subject.is_every_day
        if is_usual and here.subject.is_of_week and self._without_days():
            if here.subject.days <= WEEKEND:
                raise HoursTextError("ambiguous")  # 9:00-17:00，周六日上班
            is_usual = False  # 9:00-17:00，周一至周五办公
        self._say(Verb.USUAL if is_usual else Verb.BARE, here.subject)

    def _opens(self, _token: Token) -> None:
        if self._label():
            return
        self.tokens.at += 1
        self.context.opens = True

    def _say(self, verb: Verb, subject: Subject | None, note: str = "") -> None:
        part, self.part = self.part, None
        self._add(Statement(verb, subject=subject, part=part, note=note))

    def _say_until(self, subject: Subject, end: int) -> None:
        self.context.is_used = True
        self._add(Statement(Verb.UNTIL, subject=subject, ranges=[Range(0, end)]))

    def _say_hours(self, span: Range) -> None:
        if self.context.is_behind_hours and not self.context.is_used:
            raise HoursTextError("ambiguous", self.tokens.rest)
        if self.is_for_all and (self.context.periods or self.context.is_other_period):
            self.context.periods, self.context.is_other_period = (), False
            self.context.statement = None
        if self.is_behind_phone:
            raise HoursTextError("not_hours", self.tokens.rest)
        statement = self.context.statement
        if statement is None or self.is_instead:
            statement = Statement(Verb.HOURS, subject=self.context.subject)
            self.context.statement = statement
            self._add(statement)
        statement.is_only |= self.is_only
        statement.is_instead |= self.is_instead
        self.is_only = self.is_instead = False
        statement.ranges.append(span)
        self.context.is_used = True
        self.context.period_is_used = True
        self.context.statement = statement if statement.doubt is None else None

    def _add(self, statement: Statement) -> None:
        statement.label = self.label
        statement.periods = self.context.periods
        statement.is_other_period = self.context.is_other_period
        statement.is_beside_days = not self.context.is_used
        statement.is_in_bracket = bool(self.brackets)
        statement.is_for_all, self.is_for_all = self.is_for_all, False
        statement.is_behind_stop, self.is_behind_stop = self.is_behind_stop, False
        statement.after = self.statements[-1] if self.statements else None
        self.statements.append(statement)


def _is_reason(words: str) -> bool:
    """Return whether unknown words are why something is closed: 因…, which deny nothing."""
    return words.startswith(_BECAUSE) and not set(words) & set(_NEGATIONS)


def _service_name(words: str) -> str:
    """Return what a service is called: 对私 is 个人."""
    name = words.removesuffix("业务")
    return name.replace("对私", "个人") or words


_VERBS: Final = {
    Kind.CLOSED: Verb.CLOSED,
    Kind.CLOSES: Verb.CLOSED,
    Kind.EXCEPT: Verb.EXCEPT,
    Kind.OPEN: Verb.USUAL,
    Kind.DOUBT: Verb.DOUBT,
    Kind.APPOINTMENT: Verb.DOUBT,
    Kind.ARRANGEMENT: Verb.ARRANGEMENT,
}
_BEFORE_VERB: Final = frozenset({Kind.FILLER, Kind.ALL, Kind.PART, Kind.TITLE, Kind.COLON})
_BEFORE_REASON: Final = _BEFORE_VERB | {Kind.WORD, Kind.REASON, Kind.COMMA}
