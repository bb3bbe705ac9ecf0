"""Arabic."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

ARABIC: Final = Language(
    name="Arabic",
    weight=3,
    given=(
        "أحمد=ahmad", "بسمة=basma", "حسن=hassan", "خالد=khaled", "رنا=rana", "سلمى=salma", "طارق=tarek", "عمر=omar",
        "فاطمة=fatima", "ليلى=layla", "نور=noor", "يوسف=youssef",
    ),
    family=(
        "البكري=elbakri", "الحداد=haddad", "الخطيب=khatib", "الزين=elzein", "السعيد=alsaid", "الشامي=shami",
        "العلي=alali", "القاضي=alqadi", "المصري=masri", "منصور=mansour", "ناصر=nasser", "يعقوب=yaqoub",
    ),
    phone="+971 4 000 0###",
    mail_domains=("example.com", "barid.example"),
    money="{} درهم",
    money_scale=4,
    openings=(
        "أشتري منكم منذ سنوات.",
        "تجربة سيئة للأسف.",
        "هذه هي المرة الثانية هذا العام.",
        "سأكتب باختصار.",
    ),
    problems={
        Theme.LATE: (
            "الطلب {order} متأخر منذ {days} أيام.",
            "كتب السائق أنه لا يوجد أحد في البيت، وكنا جميعًا هنا.",
            "تغيّر موعد التسليم {times} مرات دون أي تفسير.",
        ),
        Theme.BROKEN: (
            "وصل {item} مكسورًا.",
            "البراغي ناقصة والدليل لموديل آخر.",
            "توقف عن العمل بعد {days} أيام.",
        ),
        Theme.RUDE: (
            "ضحك الموظف عندما طلبت الفاتورة.",
            "أغلقوا الخط في وجهي.",
            "لا أحد في المتجر يعرف شيئًا عن {item}.",
        ),
        Theme.BILLED: (
            "تم خصم {amount} مرتين للطلب {order}.",
            "أنتظر استرداد {amount} منذ {days} أيام.",
            "الفاتورة لا تطابق العرض.",
        ),
        Theme.IGNORED: (
            "اتصلت {times} مرات ولم يعاود أحد الاتصال.",
            "أربعون دقيقة انتظار ثم انقطع الخط.",
            "كل رسالة يأتي عليها الرد الآلي نفسه.",
        ),
        Theme.WEB: (
            "التطبيق يسجل خروجي أثناء الدفع.",
            "الموقع يقول متوفر والتأكيد يقول غير متوفر.",
            "لا يمكن تغيير عنوان الطلب {order}.",
        ),
    },
    consequences=(
        "كانت هدية عيد ميلاد.",
        "اشتريته من مكان آخر في النهاية.",
        "ضاع يوم كامل.",
    ),
    closings=(
        "أرجو الاتصال بي.",
        "أريد استرداد المبلغ.",
        "ماذا سيحدث الآن؟",
    ),
)  # fmt: skip
