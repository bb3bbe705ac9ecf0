"""Portuguese."""

from typing import Final

from cxloop_tui.services.demo.languages.language import Language, Theme

PORTUGUESE: Final = Language(
    name="Portuguese",
    weight=7,
    given=(
        "Afonso", "Beatriz", "Caetano", "Débora", "Eduarda", "Fábio", "Gonçalo", "Helena", "Íris", "João", "Luísa",
        "Matilde", "Nuno", "Otávio", "Raquel", "Simão",
    ),
    family=(
        "Almeida", "Brandão", "Conceição", "Duarte", "Esteves", "Figueiredo", "Guimarães", "Leitão", "Magalhães",
        "Nóbrega", "Paixão", "Queirós", "Ramalho", "Simões", "Teixeira", "Valadão",
    ),
    phone="+351 21 000 0###",
    mail_domains=("example.com", "correio-azul.example", "caixa.example"),
    money="{} €",
    openings=(
        "Compro aqui há anos.",
        "Que desilusão.",
        "Já é a segunda vez.",
        "Vou ser breve.",
        "Gosto da loja, mas isto não.",
    ),
    problems={
        Theme.LATE: (
            "A encomenda {order} está atrasada há {days} dias.",
            "O estafeta diz que tocou à campainha; ninguém tocou.",
            "A data de entrega mudou {times} vezes.",
        ),
        Theme.BROKEN: (
            "O modelo {item} chegou rachado.",
            "Faltam peças e as instruções são de outro produto.",
            "Deixou de funcionar ao fim de {days} dias.",
        ),
        Theme.RUDE: (
            "O funcionário riu-se quando pedi a fatura.",
            "Desligaram-me o telefone na cara.",
            "Na loja ninguém quis saber da encomenda {order}.",
        ),
        Theme.BILLED: (
            "Cobrança em duplicado: {amount} duas vezes por {order}.",
            "Espero o reembolso de {amount} há {days} dias.",
            "A fatura não bate certo com o orçamento.",
        ),
        Theme.IGNORED: (
            "Liguei {times} vezes e ninguém devolve a chamada.",
            "Quarenta minutos à espera e depois a linha cai.",
            "As respostas aos e-mails são sempre iguais, de uma máquina.",
        ),
        Theme.WEB: (
            "A aplicação termina a sessão a meio do pagamento.",
            "O site diz que há {item}, a confirmação diz que não.",
            "Não consigo mudar a morada da encomenda {order}.",
        ),
    },
    consequences=(
        "Era um presente de aniversário.",
        "Tive de comprar noutro lado.",
        "Perdi um dia inteiro com isto.",
        "Assim não volto.",
        "A minha mãe precisa disto.",
    ),
    closings=(
        "Liguem-me, por favor.",
        "Quero o meu dinheiro de volta.",
        "E agora?",
        "Aguardo resposta esta semana.",
    ),
)  # fmt: skip
