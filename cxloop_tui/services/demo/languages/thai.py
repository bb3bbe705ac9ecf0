"""Thai."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

THAI: Final = Language(
    name="Thai",
    weight=2,
    given=(
        "กมล=kamon", "จันทร์=chan", "ชาย=chai", "ดวงใจ=duangjai", "ธิดา=thida", "นิดา=nida", "พิมพ์=pim", "มานะ=mana",
        "วิชัย=wichai", "ศิริ=siri", "สมชาย=somchai", "อรุณ=arun",
    ),
    family=(
        "แก้วมณี=kaewmanee", "จันทร์ดี=chandee", "ชัยวัฒน์=chaiwat", "ทองดี=thongdee", "บุญมา=boonma", "ใจดี=jaidee",
        "พูนสุข=poonsuk", "ศรีสุข=srisuk", "สุขใจ=sukjai", "แสงทอง=saengthong", "วงศ์ทอง=wongthong", "รักไทย=rakthai",
    ),
    phone="+66 2 000 0###",
    mail_domains=("example.com", "jodmai.example"),
    money="{} บาท",
    money_scale=40,
    openings=(
        "เป็นลูกค้ามาหลายปีแล้ว",
        "ผิดหวังมาก",
        "ปีนี้เป็นครั้งที่สองแล้ว",
        "ขอเขียนสั้น ๆ",
    ),
    problems={
        Theme.LATE: (
            "คำสั่งซื้อ {order} ล่าช้ามา {days} วันแล้ว",
            "คนส่งของบอกว่าไม่มีคนอยู่บ้าน ทั้งที่อยู่บ้านทั้งวัน",
            "เลื่อนวันส่งมา {times} ครั้งโดยไม่มีคำอธิบาย",
        ),
        Theme.BROKEN: (
            "สินค้า {item} มาถึงในสภาพแตก",
            "น็อตไม่ครบ และคู่มือเป็นของรุ่นอื่น",
            "ใช้ได้ {days} วันก็เสีย",
        ),
        Theme.RUDE: (
            "พนักงานแคชเชียร์พูดจาไม่สุภาพ",
            "เจ้าหน้าที่วางสายใส่",
            "ในร้านไม่มีใครรู้เรื่อง {item} เลย",
        ),
        Theme.BILLED: (
            "ถูกตัดเงิน {amount} สองครั้งสำหรับ {order}",
            "รอเงินคืน {amount} มา {days} วันแล้ว",
            "ใบแจ้งหนี้ไม่ตรงกับใบเสนอราคา",
        ),
        Theme.IGNORED: (
            "โทรไป {times} ครั้ง ไม่มีใครโทรกลับ",
            "รอสายสี่สิบนาที แล้วสายก็ตัด",
            "ส่งอีเมลไปก็ได้แต่คำตอบอัตโนมัติ",
        ),
        Theme.WEB: (
            "แอปหลุดออกจากระบบตอนกำลังจ่ายเงิน",
            "หน้าเว็บบอกว่ามีของ แต่อีเมลยืนยันบอกว่าไม่มี",
            "เปลี่ยนที่อยู่ของ {order} ไม่ได้",
        ),
    },
    consequences=(
        "เป็นของขวัญวันเกิด",
        "สุดท้ายต้องไปซื้อที่อื่น",
        "เสียเวลาไปทั้งวัน",
    ),
    closings=(
        "กรุณาโทรกลับ",
        "ขอเงินคืน",
        "แล้วต้องทำอย่างไรต่อไป",
    ),
)  # fmt: skip
