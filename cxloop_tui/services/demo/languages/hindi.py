"""Hindi."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

HINDI: Final = Language(
    name="Hindi",
    weight=2,
    given=(
        "अमित=amit", "अनीता=anita", "दीपक=deepak", "गीता=geeta", "करण=karan", "मीरा=meera", "नेहा=neha", "प्रिया=priya",
        "राहुल=rahul", "सुनीता=sunita", "विकास=vikas", "ज्योति=jyoti",
    ),
    family=(
        "अग्रवाल=agarwal", "चौधरी=chaudhary", "गुप्ता=gupta", "जोशी=joshi", "कपूर=kapoor", "मेहता=mehta", "मिश्रा=mishra",
        "पटेल=patel", "राव=rao", "शर्मा=sharma", "सिंह=singh", "वर्मा=verma",
    ),
    phone="+91 22 0000 0###",
    mail_domains=("example.net", "chitthi.example"),
    money="₹{}",
    money_scale=90,
    openings=(
        "हम कई साल से आपके ग्राहक हैं।",
        "बहुत निराशा हुई।",
        "इस साल यह दूसरी बार हुआ है।",
        "संक्षेप में:",
    ),
    problems={
        Theme.LATE: (
            "ऑर्डर {order} {days} दिन से लेट है।",
            "डिलीवरी वाले ने लिखा कि घर पर कोई नहीं था, जबकि सब घर पर थे।",
            "डिलीवरी की तारीख {times} बार बदली गई।",
        ),
        Theme.BROKEN: (
            "{item} टूटा हुआ मिला।",
            "पेंच कम हैं और पुस्तिका किसी और मॉडल की है।",
            "{days} दिन में ख़राब हो गया।",
        ),
        Theme.RUDE: (
            "रसीद माँगने पर कर्मचारी हँसने लगा।",
            "फ़ोन बीच में ही काट दिया गया।",
            "दुकान में {item} के बारे में किसी को कुछ पता नहीं था।",
        ),
        Theme.BILLED: (
            "{order} के लिए {amount} दो बार कट गए।",
            "{amount} की वापसी का {days} दिन से इंतज़ार है।",
            "बिल और ऑफ़र मेल नहीं खाते।",
        ),
        Theme.IGNORED: (
            "{times} बार फ़ोन किया, किसी ने वापस फ़ोन नहीं किया।",
            "चालीस मिनट इंतज़ार के बाद लाइन कट गई।",
            "हर ईमेल पर वही मशीनी जवाब आता है।",
        ),
        Theme.WEB: (
            "भुगतान के बीच में ऐप लॉग आउट कर देता है।",
            "वेबसाइट पर उपलब्ध है, पुष्टि में नहीं।",
            "{order} का पता नहीं बदलता।",
        ),
    },
    consequences=(
        "यह जन्मदिन का तोहफ़ा था।",
        "आख़िर में दूसरी दुकान से लेना पड़ा।",
        "पूरा दिन बर्बाद हुआ।",
    ),
    closings=(
        "कृपया फ़ोन करें।",
        "पैसे वापस चाहिए।",
        "अब क्या होगा?",
    ),
)  # fmt: skip
