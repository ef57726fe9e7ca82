"""The pay page's own words: the simulator stands apart from the shop, and so do its sentences."""

from collections.abc import Mapping

LANGUAGE_TAGS: Mapping[str, str] = {"zh": "zh-CN", "en": "en"}

_CHINESE = {
    "title": "模拟支付",
    "banner": "模拟收银台 · 不会产生真实扣款",
    "amount": "支付金额",
    "reference": "商户单号",
    "expires": "请在 {minutes} 分钟内完成支付",
    "pay": "确认支付",
    "fail": "模拟支付失败",
    "leave": "不付款，返回商家",
    "back": "返回商家",
    "controls": "测试选项",
    "notice": "支付结果通知",
    "normal": "正常送达一次",
    "twice": "重复送达两次",
    "five_times": "重复送达五次",
    "delayed": "延迟送达",
    "never": "不送达",
    "before_redirect": "先送达，再跳转",
    "wrong_signature": "签名错误",
    "delay_seconds": "延迟秒数",
    "refund": "之后的退款",
    "succeed": "退款成功",
    "refund_fail": "退款失败",
    "succeeded": "支付成功",
    "failed": "支付失败",
    "uncharged": "没有扣款，可返回商家重新支付。",
    "closed": "支付已关闭",
    "expired": "支付已超时",
    "missing": "没有这笔支付",
    "missing_hint": "链接可能不完整，请返回商家重新发起支付。",
    "other_language": "English",
}
_ENGLISH = {
    "title": "Simulated payment",
    "banner": "Simulated cashier · no real money moves",
    "amount": "Amount to pay",
    "reference": "Merchant reference",
    "expires": "Please pay within {minutes} minutes",
    "pay": "Pay",
    "fail": "Let the payment fail",
    "leave": "Walk away without paying",
    "back": "Back to the shop",
    "controls": "Test options",
    "notice": "Notice to the shop",
    "normal": "Once, as usual",
    "twice": "Twice",
    "five_times": "Five times",
    "delayed": "Late",
    "never": "Never",
    "before_redirect": "Before the way back",
    "wrong_signature": "With a wrong signature",
    "delay_seconds": "Seconds of delay",
    "refund": "Later refunds",
    "succeed": "Succeed",
    "refund_fail": "Fail",
    "succeeded": "Paid",
    "failed": "Payment failed",
    "uncharged": "Nothing was charged. You can pay again from the shop.",
    "closed": "Payment closed",
    "expired": "Payment expired",
    "missing": "There is no such payment",
    "missing_hint": "The link may be incomplete. Please go back to the shop and start the payment again.",
    "other_language": "中文",
}
WORDS: Mapping[str, Mapping[str, str]] = {"zh": _CHINESE, "en": _ENGLISH}


def pick_words_language(asked: str | None, accept_language: str) -> str:
    """`zh` or `en`: what the address asks for, else what stands first in the header, else Chinese."""
    if asked in WORDS:
        return str(asked)
    for part in accept_language[:400].lower().split(","):
        primary = part.strip()[:2]
        if primary in WORDS:
            return primary
    return "zh"
