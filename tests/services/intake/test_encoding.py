"""Which encoding a file is in: certain, asked for, or refused; never a guess that would damage words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intake import Asked, MissingEmail
from cxloop_tui.services.intake import SurveyFile
from cxloop_tui.services.intake.guess import certain, readings
from tests.services.intake.desk import comments, space, take, written

SAID = {
    "French": "Très déçu de la réponse. Génial, ça marche à l'été, bientôt.",
    "German": "Das Gerät lässt sich nicht öffnen, außerdem müssen wir für Rückfragen zu lange warten. Schön!",
    "Spanish": "La atención fue pésima, señor. ¿Cuándo llegará? ¡Qué desilusión! Mañana será otro día.",
    "Portuguese": "Não respondem às reclamações há três dias; atenção péssima, solução só amanhã.",
    "Italian": "Il negozio è lontano, però la qualità è ottima. Più attenzione, perché così non va; lunedì torno.",
    "Swedish": "Jättedålig service på lördagen, åkte hem igen. Även väntetiden är för lång, så tråkigt.",
    "Polish": "Obsługa była zła i spóźniona. Świetnie, dziękuję, ale następnym razem proszę wcześniej.",
    "Czech": "Příliš žluťoučký kůň. Skvělé, děkuji, ale příště přijďte dřív.",
    "Hungarian": "A szállítás késett, az ügyfélszolgálat nem segített. Köszönöm, jövőre többször jövök, őszintén.",
    "Turkish": "Çok geç geldi, müşteri hizmeti ilgisiz. Şahane değil, teşekkürler, ağır iş.",
    "Russian": "Очень долго ждал ответа. Всё отлично, спасибо большое.",
    "Ukrainian": "Дуже довго чекав на відповідь. Усе добре, дякую, їжа смачна.",
    "Greek": "Πολύ αργή εξυπηρέτηση. Όλα καλά, ευχαριστώ.",
    "Hebrew": "השירות היה איטי מאוד. הכל מצוין תודה רבה",
    "Arabic": "الخدمة بطيئة جدا. كل شيء ممتاز شكرا",
    "Thai": "บริการช้ามาก รอนาน ดีมาก ขอบคุณครับ",
    "Simplified Chinese": "服务太慢了，等了很久。非常好，谢谢",
    "Traditional Chinese": "服務太慢了，等了很久。非常好，謝謝",
    "Japanese": "対応がとても遅かったです。とても良かった、ありがとう",
    "Korean": "응대가 너무 느렸어요. 아주 좋아요 감사합니다",
}

WAYS = [
    *((language, "cp1252") for language in ("French", "German", "Spanish", "Portuguese", "Italian", "Swedish")),
    *((language, "latin-1") for language in ("French", "German", "Spanish", "Portuguese", "Italian", "Swedish")),
    *((language, "mac_roman") for language in ("French", "German", "Spanish")),
    *((language, "cp850") for language in ("French", "Portuguese")),
    *((language, "cp1250") for language in ("Polish", "Czech", "Hungarian")),
    *((language, "iso8859_2") for language in ("Polish", "Czech")),
    ("Turkish", "cp1254"),
    *((language, "cp1251") for language in ("Russian", "Ukrainian")),
    *(("Russian", encoding) for encoding in ("koi8_r", "cp866", "iso8859_5")),
    ("Greek", "cp1253"),
    ("Hebrew", "cp1255"),
    ("Arabic", "cp1256"),
    ("Thai", "tis_620"),
    ("Simplified Chinese", "gbk"),
    ("Simplified Chinese", "gb2312"),
    ("Traditional Chinese", "big5"),
    *(("Japanese", encoding) for encoding in ("shift_jis", "euc_jp", "iso2022_jp")),
    ("Korean", "euc_kr"),
]


@pytest.mark.parametrize(("language", "encoding"), WAYS)
def test_what_is_said_is_read_in_the_encoding_it_was_written_in(tmp_path: Path, language: str, encoding: str) -> None:
    store = space()
    said = SAID[language]
    take(store, written(tmp_path, f'NPS,Why\n3,"{said}"\n9,fine\n'.encode(encoding)))
    assert comments(store) == [said, "fine"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "cp1251", "gbk", "shift_jis", "euc_kr", "mac_roman"])
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_ascii_is_the_same_in_all_of_them(encoding: str, text: str) -> None:
    ways = readings(text.encode(encoding))
    assert (len(ways), ways[0].text) == (1, text)


def test_one_foreign_letter_is_not_enough_to_be_certain(tmp_path: Path) -> None:
    path = written(tmp_path, "NPS,Why\n3,late\n9,première\n".encode("latin-1"))
    with pytest.raises(Unusable) as refused:
        SurveyFile(path)
    said = str(refused.value)
    assert "line 3: the byte 0xE8 is not UTF-8, and its encoding is not certain" in said
    assert "'première' with --encoding cp1252" in said
    assert "'premičre' with --encoding cp1250" in said


@pytest.mark.parametrize("name", ["cp1252", "Latin-1", "windows-1252", "ISO-8859-15"])
def test_an_encoding_that_was_asked_for_is_taken(tmp_path: Path, name: str) -> None:
    store = space()
    path = written(tmp_path, "NPS,Why\n3,première\n".encode("latin-1"))
    take(store, path, Asked(missing_email=MissingEmail.ALLOW, encoding=name))
    assert comments(store) == ["première"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("latin1x", "cannot be read as 'latin1x': there is no such encoding; did you mean latin1?"),
        ("martian", "such as utf-8, cp1252, gbk or shift-jis"),
        ("base64", "there is no such encoding"),
        ("unicode_escape", "there is no such encoding"),
        ("a\0b", "there is no such encoding"),
        ("utf-8", "line 3: the byte 0xE8 is not UTF-8; save the file as UTF-8, or name its encoding"),
        ("ascii", "line 3: the byte 0xE8 is not ASCII"),
    ],
)
def test_an_encoding_that_does_not_fit_is_refused(tmp_path: Path, name: str, said: str) -> None:
    path = written(tmp_path, "NPS,Why\n3,late\n9,première\n".encode("latin-1"))
    with pytest.raises(Unusable) as refused:
        list(SurveyFile(path, name).rows())
    assert said in str(refused.value)


def test_utf_8_with_a_broken_byte_is_damaged_and_nothing_else(tmp_path: Path) -> None:
    broken = "NPS,Why\n3,déjà vu, été\n".replace("vu,", "vu").encode() + b"9,perch\xe9\n8,\x80\n"
    with pytest.raises(Unusable) as refused:
        SurveyFile(written(tmp_path, broken))
    assert "line 3: the byte 0xE9 and 1 more is not UTF-8, while the rest of the file is" in str(refused.value)


def test_a_file_put_together_from_two_encodings_is_damaged(tmp_path: Path) -> None:
    lines = [f"3,{SAID['French']}\n".replace(".", "")] * 10
    mixed = b"NPS,Why,x\n" + "".join(lines).encode("latin-1") + lines[0].encode()
    with pytest.raises(Unusable, match=r"line 2: the byte 0xE8 and \d+ more is not UTF-8, while the rest"):
        SurveyFile(written(tmp_path, mixed))


def test_a_byte_that_no_encoding_has_is_named(tmp_path: Path) -> None:
    text = f'NPS,Why\n3,"{SAID["French"]}"\n'.encode("cp1252") * 200 + b"9,\x81\n"
    with pytest.raises(Unusable, match="line 401: the byte 0x81 is not CP1252"):
        list(SurveyFile(written(tmp_path, text)).rows())


def test_a_damaged_file_is_read_in_no_encoding_that_happens_to_take_its_bytes(tmp_path: Path) -> None:
    damaged = f'NPS,Why\n3,"{SAID["Traditional Chinese"]}"\n'.encode("big5") * 20 + b"9,\xff\n"
    with pytest.raises(Unusable, match="line 2: the byte 0xAA is not UTF-8, and no encoding known here fits"):
        SurveyFile(written(tmp_path, damaged))


def test_characters_that_are_cut_by_the_chunks_are_whole(tmp_path: Path) -> None:
    text = "NPS,Why\n" + "3,служба x доставки\n" * 9_000
    for encoding in ("utf-8", "utf-16", "koi8_r"):
        rows = list(SurveyFile(written(tmp_path, text.encode(encoding))).rows())
        assert {tuple(row.cells) for row in rows} == {("3", "служба x доставки")}
        assert len(rows) == 9_000


def test_half_a_character_at_the_end_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="line 3: the byte 0x39 is not UTF-16"):
        SurveyFile(written(tmp_path, "NPS,Why\n3,late\n".encode("utf-16") + b"9"))


@given(st.binary(max_size=200))
def test_any_octets_are_read_or_left_undecided(octets: bytes) -> None:
    reading = certain(readings(octets))
    assert reading is None or isinstance(reading.text, str)
