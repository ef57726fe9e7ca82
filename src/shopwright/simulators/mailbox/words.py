"""The mailbox's own words: the simulator stands apart from the shop, and so do its sentences."""

from collections.abc import Mapping

LANGUAGE_TAGS: Mapping[str, str] = {"zh": "zh-CN", "en": "en"}
_CHINESE = {
    "title": "模拟邮箱",
    "banner": "模拟邮箱 · 邮件只保存在本机，不会寄给任何人",
    "inbox": "收到的邮件",
    "empty": "还没有邮件",
    "empty_hint": "在商店里下单并付款，确认邮件会出现在这里。页面每 5 秒刷新一次。",
    "to": "收件人",
    "from": "发件人",
    "when": "时间",
    "subject": "主题",
    "message_id": "邮件编号",
    "as_html": "网页版",
    "as_text": "纯文本",
    "back": "返回列表",
    "missing": "没有这封邮件",
    "other_language": "English",
}
_ENGLISH = {
    "title": "Simulated mailbox",
    "banner": "Simulated mailbox · mails stay on this machine and reach nobody",
    "inbox": "Mails",
    "empty": "No mail yet",
    "empty_hint": "Order and pay something in the shop: the confirmation appears here. The page looks again every 5 s.",
    "to": "To",
    "from": "From",
    "when": "When",
    "subject": "Subject",
    "message_id": "Message-ID",
    "as_html": "HTML",
    "as_text": "Plain text",
    "back": "Back to the list",
    "missing": "There is no such mail",
    "other_language": "中文",
}
WORDS: Mapping[str, Mapping[str, str]] = {"zh": _CHINESE, "en": _ENGLISH}
_HEADER_LENGTH_MAX = 400


def pick_words(asked: str | None, accept_language: str) -> str:
    """`zh` or `en`: what the address asks for, else the browser's first of the two, else Chinese."""
    if asked in WORDS:
        return str(asked)
    ranges = [one.strip()[:2] for one in accept_language[:_HEADER_LENGTH_MAX].lower().split(",")]
    return next((one for one in ranges if one in WORDS), "zh")
