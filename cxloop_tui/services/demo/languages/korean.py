"""Korean."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

KOREAN: Final = Language(
    name="Korean",
    weight=3,
    given=(
        "지훈=jihoon", "민준=minjun", "서연=seoyeon", "수빈=subin", "예은=yeeun", "하준=hajun", "도윤=doyun",
        "은지=eunji", "현우=hyunwoo", "유나=yuna", "태희=taehee", "소라=sora",
    ),
    family=(
        "김=kim", "이=lee", "박=park", "최=choi", "정=jung", "강=kang", "조=cho", "윤=yoon", "장=jang",
        "임=lim", "한=han", "오=oh",
    ),
    full_name="{family}{given}",
    phone="+82 2 000 0###",
    mail_domains=("example.net", "pyeonji.example"),
    money="{}원",
    money_scale=1500,
    openings=(
        "몇 년째 이용하고 있습니다.",
        "정말 실망했습니다.",
        "올해 벌써 두 번째입니다.",
        "짧게 쓰겠습니다.",
    ),
    problems={
        Theme.LATE: (
            "주문 {order} 배송이 {days}일째 늦어지고 있습니다.",
            "하루 종일 집에 있었는데 부재중이라고 적혀 있었습니다.",
            "배송 날짜가 {times}번이나 바뀌었습니다.",
        ),
        Theme.BROKEN: (
            "{item} 제품이 깨진 채로 왔습니다.",
            "나사가 부족하고 설명서는 다른 모델 것입니다.",
            "{days}일 만에 고장 났습니다.",
        ),
        Theme.RUDE: (
            "계산대 직원이 너무 불친절했습니다.",
            "상담원이 전화를 그냥 끊었습니다.",
            "매장에서 {item}에 대해 아는 사람이 없었습니다.",
        ),
        Theme.BILLED: (
            "{order} 결제 {amount}이 두 번 빠져나갔습니다.",
            "{amount} 환불을 {days}일째 기다리고 있습니다.",
            "청구서가 견적과 다릅니다.",
        ),
        Theme.IGNORED: (
            "{times}번 전화했지만 아무도 다시 연락하지 않습니다.",
            "사십 분을 기다렸는데 전화가 끊겼습니다.",
            "메일을 보내면 늘 같은 자동 답장만 옵니다.",
        ),
        Theme.WEB: (
            "결제 도중에 앱이 로그아웃됩니다.",
            "재고가 있다고 했는데 확인 메일에는 없다고 합니다.",
            "{order} 주소를 바꿀 수 없습니다.",
        ),
    },
    consequences=(
        "생일 선물이었습니다.",
        "결국 다른 곳에서 샀습니다.",
        "하루를 다 버렸습니다.",
    ),
    closings=(
        "전화 주세요.",
        "환불해 주세요.",
        "이제 어떻게 되나요?",
    ),
)  # fmt: skip
