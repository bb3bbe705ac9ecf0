"""Japanese."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

JAPANESE: Final = Language(
    name="Japanese",
    weight=5,
    given=(
        "愛子=aiko", "大輔=daisuke", "恵美=emi", "春香=haruka", "健太=kenta", "真由美=mayumi", "直樹=naoki",
        "さくら=sakura", "翔太=shota", "智子=tomoko", "裕子=yuko", "亮=ryo",
    ),
    family=(
        "安藤=ando", "藤田=fujita", "後藤=goto", "橋本=hashimoto", "石川=ishikawa", "加藤=kato", "松本=matsumoto",
        "中村=nakamura", "小川=ogawa", "佐々木=sasaki", "高橋=takahashi", "吉田=yoshida",
    ),
    full_name="{family} {given}",
    phone="+81 3 0000 0###",
    mail_domains=("example.com", "tegami.example"),
    money="{}円",
    money_scale=160,
    space="",
    openings=(
        "長年利用しています。",
        "とても残念です。",
        "今年で二度目です。",
        "初めて注文しました。",
        "アンケートなので正直に書きます。",
    ),
    problems={
        Theme.LATE: (
            "注文{order}が{days}日遅れています。",
            "一日中家にいたのに「不在」と書かれていました。",
            "配達日が{times}回も変わり、説明がありません。",
        ),
        Theme.BROKEN: (
            "{item}が割れた状態で届きました。",
            "ネジが足りず、説明書が読みにくいです。",
            "{days}日で動かなくなりました。",
        ),
        Theme.RUDE: (
            "レジの店員の態度がひどかったです。",
            "質問したら電話を切られました。",
            "{item}について聞いても、誰も分からないと言われました。",
        ),
        Theme.BILLED: (
            "{order}の代金{amount}が二重に引き落とされました。",
            "{amount}の返金を{days}日待っています。",
            "請求書の金額が見積もりと違います。",
        ),
        Theme.IGNORED: (
            "{times}回電話しましたが、折り返しがありません。",
            "四十分待たされた後、電話が切れました。",
            "メールには毎回同じ自動返信だけです。",
        ),
        Theme.WEB: (
            "支払いの途中でアプリからログアウトされます。",
            "在庫ありと表示されたのに、確認メールでは在庫なしでした。",
            "{order}の住所を変更できません。",
        ),
    },
    consequences=(
        "誕生日の贈り物でした。",
        "結局、他の店で買いました。",
        "休みを一日無駄にしました。",
        "もう信用できません。",
    ),
    closings=(
        "電話をください。",
        "返金をお願いします。",
        "今後どうなりますか？",
        "早めの対応をお願いします。",
    ),
)  # fmt: skip
