"""Spanish."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

SPANISH: Final = Language(
    name="Spanish",
    weight=9,
    given=(
        "Álvaro", "Begoña", "Carmen", "Diego", "Elena", "Fermín", "Gloria", "Héctor", "Inmaculada", "Joaquín",
        "Lucía", "Martín", "Nuria", "Óscar", "Pilar", "Rocío",
    ),
    family=(
        "Aguirre", "Benítez", "Castaño", "Domínguez", "Echeverría", "Fuentes", "Gálvez", "Herrera", "Ibáñez",
        "Muñoz", "Núñez", "Ortega", "Peña", "Quintana", "Rojas", "Zamora",
    ),
    phone="+34 910 000 ###",
    mail_domains=("example.com", "correo-sur.example", "buzon.example"),
    money="{} €",
    openings=(
        "Llevo años comprando aquí.",
        "Qué decepción, de verdad.",
        "Es la segunda vez que pasa.",
        "Seré breve.",
        "Normalmente todo va bien, esta vez no.",
        "¿Por dónde empiezo?",
    ),
    problems={
        Theme.LATE: (
            "El pedido {order} lleva {days} días de retraso.",
            'El paquete está "en reparto" desde hace {days} días.',
            "El repartidor dice que no había nadie; en casa éramos cuatro.",
            "Han cambiado la fecha de entrega {times} veces.",
        ),
        Theme.BROKEN: (
            "El modelo {item} llegó con una grieta.",
            "Faltan tornillos y el manual es de otro producto.",
            "Dejó de funcionar a los {days} días.",
            "Pedí el azul y ha llegado uno verde, usado.",
        ),
        Theme.RUDE: (
            "El chico de la caja se rió cuando pedí el tique.",
            "Me colgaron el teléfono.",
            "En la tienda nadie quiso ayudarme con {item}.",
            "Me hablaron a gritos delante de todos.",
        ),
        Theme.BILLED: (
            "Me han cobrado {amount} dos veces por {order}.",
            "Espero la devolución de {amount} desde hace {days} días.",
            "La factura no coincide con la oferta.",
            "El vale se gastó y no lo descontaron.",
        ),
        Theme.IGNORED: (
            "He llamado {times} veces y nadie devuelve la llamada.",
            "Media hora de música y después se corta.",
            "Siempre contesta una máquina y siempre lo mismo.",
            "Cada vez tengo que contar lo de {order} desde el principio.",
        ),
        Theme.WEB: (
            "La aplicación me echa justo al pagar.",
            "La web dice que hay existencias y luego que no.",
            "No se puede cambiar la dirección de {order}, el botón no hace nada.",
            "El descuento desaparece en la última página.",
        ),
    },
    consequences=(
        "Era un regalo de cumpleaños.",
        "Tuve que comprarlo en otro sitio.",
        "He perdido un día entero.",
        "Mi madre lo necesita y tiene 84 años.",
        "Ya no me fío de sus fechas.",
    ),
    closings=(
        "Por favor, llámenme.",
        "Quiero mi dinero.",
        "¿Y ahora qué?",
        "Espero respuesta esta semana.",
        "¡Así no!",
    ),
)  # fmt: skip
