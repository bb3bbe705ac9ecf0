"""Chinese."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

CHINESE: Final = Language(
    name="Chinese",
    weight=5,
    given=(
        "伟=wei", "芳=fang", "娜=na", "秀英=xiuying", "敏=min", "静=jing", "强=qiang", "磊=lei", "洋=yang", "艳=yan",
        "建国=jianguo", "雪梅=xuemei",
    ),
    family=(
        "陈=chen", "邓=deng", "冯=feng", "高=gao", "何=he", "黄=huang", "李=li", "林=lin", "孙=sun", "王=wang",
        "许=xu", "张=zhang",
    ),
    full_name="{family}{given}",
    phone="+86 10 0000 0###",
    mail_domains=("example.com", "xinxiang.example"),
    money="{}元",
    money_scale=8,
    space="",
    openings=(
        "我是老顾客了。",
        "非常失望。",
        "这是今年第二次了。",
        "第一次在你们这里买东西。",
        "简单说几句。",
    ),
    problems={
        Theme.LATE: (
            "订单{order}已经晚了{days}天。",
            "快递员说家里没人，可我一整天都在家。",
            "送货日期改了{times}次，没有任何解释。",
        ),
        Theme.BROKEN: (
            "{item}送到时已经裂了。",
            "少了螺丝，说明书也不是这个型号的。",
            "用了{days}天就坏了。",
        ),
        Theme.RUDE: (
            "收银员态度很差，还当着大家的面笑我。",
            "客服直接挂了我的电话。",
            "店里没有人愿意帮我看{item}。",
        ),
        Theme.BILLED: (
            "订单{order}被扣了两次，每次{amount}。",
            "{amount}的退款等了{days}天还没到。",
            "发票和报价对不上。",
        ),
        Theme.IGNORED: (
            "打了{times}次电话，没有人回。",
            "等了四十分钟，电话断了。",
            "每次发邮件都是同样的自动回复。",
        ),
        Theme.WEB: (
            "付款付到一半，应用就退出登录。",
            "网站写着有货，确认邮件却说没有。",
            "订单{order}的地址改不了。",
        ),
    },
    consequences=(
        "这是生日礼物。",
        "最后只好在别的店买。",
        "白白浪费了一天假。",
        "以后不敢再买了。",
    ),
    closings=(
        "请给我打电话。",
        "请退款。",
        "现在怎么办？",
        "希望这周有答复！",
    ),
)  # fmt: skip
