"""Turkish."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

TURKISH: Final = Language(
    name="Turkish",
    weight=3,
    given=(
        "Aslı", "Barış", "Ceren", "Çağrı", "Defne", "Emre", "Gökhan", "Işıl", "Kerem", "Nazlı", "Oğuz", "Özge",
        "Selin", "Şule", "Umut", "Yiğit",
    ),
    family=(
        "Acar", "Bozkurt", "Çelik", "Doğan", "Erdoğdu", "Güneş", "Işık", "Kılıç", "Koç", "Öztürk", "Polat", "Şahin",
        "Tekin", "Uçar", "Yıldız", "Yüksel",
    ),
    phone="+90 212 000 0# ##",
    mail_domains=("example.com", "mektup.example"),
    money="{} TL",
    money_scale=40,
    openings=(
        "Yıllardır sizden alışveriş yapıyorum.",
        "Gerçekten hayal kırıklığı.",
        "Bu ikinci kez oluyor.",
        "Kısa yazacağım.",
    ),
    problems={
        Theme.LATE: (
            "{order} numaralı sipariş {days} gündür gecikiyor.",
            "Kurye kapıyı hiç çalmadı ama “evde yoktu” yazmış.",
            "Teslimat tarihi {times} kez değişti.",
        ),
        Theme.BROKEN: (
            "{item} kırık geldi.",
            "Vidalar eksik, kılavuz başka bir modele ait.",
            "{days} gün sonra çalışmaz oldu.",
        ),
        Theme.RUDE: (
            "Kasadaki görevli fiş isteyince güldü.",
            "Telefonu yüzüme kapattılar.",
            "Mağazada {item} hakkında kimsenin bilgisi yok.",
        ),
        Theme.BILLED: (
            "{order} için {amount} iki kez çekildi.",
            "{amount} iadesini {days} gündür bekliyorum.",
            "Fatura teklifle uyuşmuyor.",
        ),
        Theme.IGNORED: (
            "{times} kez aradım, kimse geri dönmedi.",
            "Kırk dakika bekledim, sonra hat kesildi.",
            "Her e-postaya aynı otomatik yanıt geliyor.",
        ),
        Theme.WEB: (
            "Uygulama ödeme sırasında oturumu kapatıyor.",
            "Sitede stokta görünüyor, onayda yok.",
            "{order} siparişinin adresi değiştirilemiyor.",
        ),
    },
    consequences=(
        "Doğum günü hediyesiydi.",
        "Başka yerden almak zorunda kaldım.",
        "Bütün günüm gitti.",
        "Artık güvenim kalmadı.",
    ),
    closings=(
        "Lütfen beni arayın.",
        "Paramı geri istiyorum.",
        "Şimdi ne olacak?",
    ),
)  # fmt: skip
