"""Hebrew."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

HEBREW: Final = Language(
    name="Hebrew",
    weight=2,
    given=(
        "אורי=uri", "גלית=galit", "דניאל=daniel", "הדס=hadas", "יעל=yael", "מיכל=michal", "נועם=noam", "עידו=ido",
        "רותם=rotem", "שירה=shira", "תמר=tamar", "אביב=aviv",
    ),
    family=(
        "אלון=alon", "ברק=barak", "גולן=golan", "דיין=dayan", "כהן=cohen", "לוי=levi", "מזרחי=mizrahi", "פרץ=peretz",
        "רוזן=rosen", "שגב=segev", "שחר=shachar", "תמיר=tamir",
    ),
    phone="+972 3 000 0###",
    mail_domains=("example.org", "doar.example"),
    money="{} ₪",
    money_scale=4,
    openings=(
        "קניתי אצלכם הרבה שנים.",
        "אכזבה גדולה.",
        "זו כבר הפעם השנייה השנה.",
        "בקיצור:",
    ),
    problems={
        Theme.LATE: (
            "ההזמנה {order} מאחרת כבר {days} ימים.",
            "השליח כתב שאין איש בבית, והיינו כאן כל היום.",
            "מועד המשלוח השתנה {times} פעמים.",
        ),
        Theme.BROKEN: (
            "הדגם {item} הגיע שבור.",
            "חסרים ברגים, והוראות ההרכבה הן של דגם אחר.",
            "אחרי {days} ימים זה הפסיק לעבוד.",
        ),
        Theme.RUDE: (
            "המוכר צחק כשביקשתי קבלה.",
            "ניתקו לי את הטלפון.",
            "בחנות אף אחד לא ידע דבר על {item}.",
        ),
        Theme.BILLED: (
            "חייבתם אותי פעמיים, {amount}, על {order}.",
            "החזר של {amount} הובטח לפני {days} ימים.",
            "החשבונית לא תואמת להצעה.",
        ),
        Theme.IGNORED: (
            "התקשרתי {times} פעמים ואיש לא חזר אליי.",
            "ארבעים דקות המתנה ואז השיחה נותקה.",
            "על כל מייל עונה אותו אוטומט.",
        ),
        Theme.WEB: (
            "האפליקציה מנתקת אותי באמצע התשלום.",
            "באתר כתוב שיש במלאי, באישור כתוב שאין.",
            "אי אפשר לשנות את הכתובת של {order}.",
        ),
    },
    consequences=(
        "זו הייתה מתנת יום הולדת.",
        "בסוף קניתי במקום אחר.",
        "הלך לי יום שלם.",
    ),
    closings=(
        "נא להתקשר אליי.",
        "נא להחזיר את הכסף.",
        "ומה עכשיו?",
    ),
)  # fmt: skip
