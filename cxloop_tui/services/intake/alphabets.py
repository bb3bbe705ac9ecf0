"""The alphabets of the languages that survey files are in: letters outside ASCII, the commoner first.

They are grouped by what one encoding can write.
"""

from typing import Final

from cxloop_tui.services.intake.languages import Language

_THAI: Final = "านรอกเงมยลวดทสต่้ัปบคหีแขจิพะ็ำไชใืโ์ูุผึซถศณฟธฉษญฝฐภฮ๊ฎฏฑฒฌฆ๋ๆฯ"
_HANZI: Final = ((0x4E00, 0x9FA5),)
_HANGUL: Final = ((0xAC00, 0xD7A3),)
_COMMON_SIMPLIFIED: Final = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成"
    "只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已"
    "亲其进此话常与活正感非常服务太慢等待客户满意快递质量问题电话差评谢谢店"
)
_COMMON_TRADITIONAL: Final = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得于著下自之年過發後作里用道行所然家種事成方多經麼去法"
    "學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正"
    "業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒"
    "非服務太慢待客戶滿快遞質量題電差評謝店"
)
_KANA: Final = (
    "のいしたなはてとがにをでるすかんもりまれくあこっきらおけうそさよちめどせだつえわみじほばやへねげろず"
    "べひごばふむゃゅょびぐイスントルラリアクドシタッグレカマコキテサムプデニロバメオウフチセハツナソノエ"
    "パミヤユボポモネヒワヨゴケ"
)
_COMMON_HANGUL: Final = (
    "이다는에의고가지하을로기사한을은서어도대리자니그시를나있인과아들정일해수보여만부습요으면게라와안전스"
    "상구세것제원장없었오주거너무좋네같영화진짜재밌감동말최"
)

LATIN_WEST: Final = (
    Language("German", "üäöß", is_latin=True),
    Language("French", "éèàêçôâûîùëïœü", is_latin=True, alone="àô"),
    Language("Spanish", "áóíéñúü", is_latin=True, alone="áóé"),
    Language("Portuguese", "ãçáéíóêõúâôàü", is_latin=True, alone="éàáóê"),
    Language("Italian", "èàùòìéóîí", is_latin=True, alone="è"),
    Language("Dutch", "ëéïèóöü", is_latin=True),
    Language("Swedish or Finnish", "äöåé", is_latin=True, alone="åö"),
    Language("Danish or Norwegian", "åøæéö", is_latin=True, alone="åøæ"),
    Language("Icelandic", "áíðéóþúæöý", is_latin=True, alone="áíó"),
)
LATIN_CENTRAL: Final = (
    Language("Polish", "łęąóżśćńź", is_latin=True),
    Language("Czech", "íáěéžšřčýůúťňóď", is_latin=True),
    Language("Slovak", "áíéčžýšúľťôóňäďŕĺ", is_latin=True),
    Language("Hungarian", "áéöóőüíúű", is_latin=True, alone="ő"),
    Language("Croatian or Slovenian", "čšžćđ", is_latin=True),
    Language("Romanian", "ăîâşţșț", is_latin=True),
    Language("German", "üäöß", is_latin=True),
)
LATIN_BALTIC: Final = (
    Language("Lithuanian", "ėišųžūčįąę", is_latin=True),
    Language("Latvian", "āīēšūžņļģķč", is_latin=True),
    Language("Estonian", "äõüöšž", is_latin=True),
)
TURKISH: Final = (Language("Turkish", "ıüşğçöâîİ", is_latin=True),)
CYRILLIC: Final = (
    Language("Russian", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    Language("Ukrainian", "оаниівретслкдпмузьбягчйхжцїюєшщфґ"),
    Language("Bulgarian", "аоиентрсвлкдпмзугяъбчщжхцйфшюь"),
    Language("Serbian", "аиоенрстувдкјмплгзбчшцжхњљфћђџ"),
)
GREEK: Final = (Language("Greek", "αοιετσνηυρπκμλςίόάγέδήωχθφύβώξζψϊ"),)
HEBREW: Final = (Language("Hebrew", "יוהלארתבשמנעםדחקפכטגזסןךצץף"),)
ARABIC: Final = (
    Language("Arabic", "ايلمونرتبةعدسفهكقأحجشطصىخضذءزثئغإؤظآ"),
    Language("Persian", "اینرهدمتوشبسکلخپگزفعجچقآحغطصضذثظژ"),
)
THAI: Final = (Language("Thai", _THAI),)
SIMPLIFIED: Final = (Language("Chinese", _COMMON_SIMPLIFIED, _HANZI),)
TRADITIONAL: Final = (Language("Chinese", _COMMON_TRADITIONAL, _HANZI),)
JAPANESE: Final = (Language("Japanese", _KANA, (*_HANZI, (0x3041, 0x30FE)), 12.5),)
KOREAN: Final = (Language("Korean", _COMMON_HANGUL, _HANGUL, 10.5),)
