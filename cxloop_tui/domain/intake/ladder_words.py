"""The rungs of the Likert ladders that survey tools offer, in en de fr es it pt nl pl.

One rung a line from the worst to the best, the ways to say it apart by commas; a line that ends in a comma goes on in
the next. A blank line ends a ladder. Of the ladders of one language the usual one comes first.
"""

from typing import Final

SATISFACTION: Final = """
very dissatisfied, extremely dissatisfied, completely dissatisfied, totally dissatisfied, highly dissatisfied,
very unsatisfied, very unhappy
dissatisfied, somewhat dissatisfied, unsatisfied, fairly dissatisfied, rather dissatisfied, unhappy
neutral, neither satisfied nor dissatisfied, neither, indifferent, neither happy nor unhappy, ok
satisfied, somewhat satisfied, fairly satisfied, rather satisfied, happy
very satisfied, extremely satisfied, completely satisfied, totally satisfied, highly satisfied, very happy

very dissatisfied, extremely dissatisfied, completely dissatisfied
dissatisfied, moderately dissatisfied
somewhat dissatisfied, slightly dissatisfied
neutral, neither satisfied nor dissatisfied, neither
somewhat satisfied, slightly satisfied
satisfied, moderately satisfied
very satisfied, extremely satisfied, completely satisfied

not at all satisfied, not satisfied at all
slightly satisfied, not very satisfied, a little satisfied
moderately satisfied, somewhat satisfied
very satisfied, satisfied
extremely satisfied, completely satisfied, totally satisfied

sehr unzufrieden, äußerst unzufrieden, völlig unzufrieden
unzufrieden, eher unzufrieden
neutral, weder noch, teils teils, weder zufrieden noch unzufrieden
zufrieden, eher zufrieden
sehr zufrieden, äußerst zufrieden, völlig zufrieden, vollkommen zufrieden

gar nicht zufrieden, überhaupt nicht zufrieden
wenig zufrieden, weniger zufrieden
mittelmäßig zufrieden, teilweise zufrieden
zufrieden, ziemlich zufrieden
sehr zufrieden, äußerst zufrieden

très insatisfait, très insatisfaite, très mécontent, pas du tout satisfait, pas du tout satisfaite
insatisfait, insatisfaite, plutôt insatisfait, mécontent, peu satisfait, pas satisfait, plutôt pas satisfait
neutre, ni satisfait ni insatisfait, sans opinion
satisfait, satisfaite, plutôt satisfait, plutôt satisfaite
très satisfait, très satisfaite, tout à fait satisfait, extrêmement satisfait

muy insatisfecho, muy insatisfecha, totalmente insatisfecho
insatisfecho, insatisfecha, algo insatisfecho
neutral, indiferente, ni satisfecho ni insatisfecho, ni insatisfecho ni satisfecho
satisfecho, satisfecha, algo satisfecho
muy satisfecho, muy satisfecha, totalmente satisfecho

molto insoddisfatto, molto insoddisfatta, per niente soddisfatto, del tutto insoddisfatto
insoddisfatto, insoddisfatta, poco soddisfatto, abbastanza insoddisfatto
neutrale, né soddisfatto né insoddisfatto, indifferente
soddisfatto, soddisfatta, abbastanza soddisfatto, abbastanza soddisfatta
molto soddisfatto, molto soddisfatta, completamente soddisfatto, estremamente soddisfatto

muito insatisfeito, muito insatisfeita, totalmente insatisfeito
insatisfeito, insatisfeita, pouco satisfeito
neutro, indiferente, nem satisfeito nem insatisfeito
satisfeito, satisfeita
muito satisfeito, muito satisfeita, totalmente satisfeito

zeer ontevreden, heel ontevreden, erg ontevreden
ontevreden, enigszins ontevreden
neutraal, niet tevreden en niet ontevreden, noch tevreden noch ontevreden
tevreden, enigszins tevreden
zeer tevreden, heel tevreden, erg tevreden

bardzo niezadowolony, bardzo niezadowolona, zdecydowanie niezadowolony
niezadowolony, niezadowolona, raczej niezadowolony
neutralny, ani zadowolony ani niezadowolony, obojętny
zadowolony, zadowolona, raczej zadowolony
bardzo zadowolony, bardzo zadowolona, zdecydowanie zadowolony
"""

QUALITY: Final = """
very poor, very bad, terrible, awful, extremely poor, horrible
poor, bad, below average, somewhat bad
fair, average, ok, okay, neutral, neither good nor poor, neither good nor bad, acceptable, adequate
good, above average, somewhat good
very good, excellent, great, extremely good

poor
fair
good
very good
excellent

poor
fair
good
excellent

sehr schlecht, sehr schwach
schlecht, eher schlecht, schwach
mittel, mittelmäßig, durchschnittlich, neutral, befriedigend, weder gut noch schlecht, teils teils, okay
gut, eher gut
sehr gut, ausgezeichnet, hervorragend

ungenügend
mangelhaft
ausreichend
befriedigend
gut
sehr gut

très mauvais, très mauvaise, très insuffisant
mauvais, mauvaise, insuffisant, plutôt mauvais
moyen, moyenne, passable, neutre, correct, ni bon ni mauvais
bon, bonne, bien, plutôt bon
très bon, très bonne, très bien, excellent, excellente

muy malo, muy mala, muy mal, pésimo, pésima
malo, mala, mal
regular, normal, neutral, aceptable
bueno, buena, bien
muy bueno, muy buena, muy bien, excelente

molto scarso, molto scarsa, pessimo, pessima, molto negativo
scarso, scarsa, cattivo, insufficiente, negativo
sufficiente, discreto, neutrale, nella media
buono, buona, bene, positivo
ottimo, ottima, molto buono, molto buona, eccellente, molto positivo

muito ruim, muito mau, muito má, péssimo, péssima
ruim, mau, má
regular, razoável, neutro, médio
bom, boa
muito bom, muito boa, ótimo, ótima, excelente

zeer slecht, heel slecht, erg slecht
slecht, matig, onvoldoende
neutraal, redelijk, voldoende, gemiddeld
goed
zeer goed, heel goed, uitstekend

bardzo źle, bardzo zły, bardzo zła, bardzo słabo, fatalnie
źle, zły, zła, słabo, słaby
średnio, średni, średnia, przeciętnie, przeciętny, neutralny, dostatecznie
dobrze, dobry, dobra
bardzo dobrze, bardzo dobry, bardzo dobra, doskonale, doskonały, świetnie
"""

AGREEMENT: Final = """
strongly disagree, completely disagree, totally disagree
disagree, somewhat disagree, tend to disagree
neutral, neither agree nor disagree, neither, undecided
agree, somewhat agree, tend to agree
strongly agree, completely agree, totally agree

strongly disagree, completely disagree
disagree, moderately disagree
somewhat disagree, slightly disagree
neutral, neither agree nor disagree
somewhat agree, slightly agree
agree, moderately agree
strongly agree, completely agree

stimme überhaupt nicht zu, stimme gar nicht zu, trifft überhaupt nicht zu, trifft gar nicht zu,
stimme ganz und gar nicht zu
stimme nicht zu, stimme eher nicht zu, trifft eher nicht zu, trifft nicht zu
neutral, weder noch, teils teils, unentschieden
stimme zu, stimme eher zu, trifft eher zu, trifft zu
stimme voll und ganz zu, stimme voll zu, stimme völlig zu, stimme vollkommen zu, trifft voll zu,
trifft voll und ganz zu, trifft völlig zu

pas du tout d'accord, tout à fait en désaccord
pas d'accord, plutôt pas d'accord, en désaccord
neutre, ni d'accord ni pas d'accord, sans opinion
d'accord, plutôt d'accord
tout à fait d'accord, entièrement d'accord

totalmente en desacuerdo, muy en desacuerdo, completamente en desacuerdo
en desacuerdo, algo en desacuerdo
neutral, ni de acuerdo ni en desacuerdo, indiferente
de acuerdo, algo de acuerdo
totalmente de acuerdo, muy de acuerdo, completamente de acuerdo

per niente d'accordo, totalmente in disaccordo, completamente in disaccordo, fortemente in disaccordo
in disaccordo, poco d'accordo, non d'accordo
neutrale, né d'accordo né in disaccordo
d'accordo, abbastanza d'accordo
totalmente d'accordo, completamente d'accordo, molto d'accordo, pienamente d'accordo, fortemente d'accordo

discordo totalmente, discordo completamente, discordo fortemente
discordo, discordo parcialmente
neutro, nem concordo nem discordo, não concordo nem discordo, indiferente
concordo, concordo parcialmente
concordo totalmente, concordo completamente, concordo plenamente

helemaal mee oneens, zeer mee oneens, helemaal oneens, zeer oneens
mee oneens, oneens, enigszins mee oneens
neutraal, niet mee eens en niet mee oneens
mee eens, eens, enigszins mee eens
helemaal mee eens, zeer mee eens, helemaal eens, zeer eens

zdecydowanie się nie zgadzam, całkowicie się nie zgadzam, zdecydowanie nie
nie zgadzam się, raczej się nie zgadzam, raczej nie
nie mam zdania, trudno powiedzieć, ani tak ani nie
zgadzam się, raczej się zgadzam, raczej tak
zdecydowanie się zgadzam, całkowicie się zgadzam, zdecydowanie tak
"""

LIKELIHOOD: Final = """
very unlikely, extremely unlikely, not at all likely, not likely at all
unlikely, somewhat unlikely, not very likely
neutral, neither likely nor unlikely
likely, somewhat likely
very likely, extremely likely

not at all likely, not likely at all
slightly likely, not very likely
moderately likely, somewhat likely
very likely
extremely likely

sehr unwahrscheinlich, äußerst unwahrscheinlich, überhaupt nicht wahrscheinlich, gar nicht wahrscheinlich,
höchst unwahrscheinlich
unwahrscheinlich, eher unwahrscheinlich
neutral, weder noch, vielleicht
wahrscheinlich, eher wahrscheinlich
sehr wahrscheinlich, äußerst wahrscheinlich, höchst wahrscheinlich

très improbable, très peu probable, pas du tout probable
improbable, peu probable
neutre
probable, plutôt probable
très probable, extrêmement probable, tout à fait probable

muy improbable, nada probable, muy poco probable, extremadamente improbable
improbable, poco probable
neutral
probable, algo probable
muy probable, extremadamente probable, sumamente probable

molto improbabile, per niente probabile, per nulla probabile
improbabile, poco probabile
neutrale
probabile, abbastanza probabile
molto probabile, estremamente probabile

muito improvável, nada provável, extremamente improvável
improvável, pouco provável
neutro
provável
muito provável, extremamente provável

zeer onwaarschijnlijk, helemaal niet waarschijnlijk, heel onwaarschijnlijk
onwaarschijnlijk
neutraal
waarschijnlijk
zeer waarschijnlijk, heel waarschijnlijk, uiterst waarschijnlijk

bardzo mało prawdopodobne, zdecydowanie nieprawdopodobne, bardzo nieprawdopodobne
mało prawdopodobne, nieprawdopodobne
neutralnie, trudno powiedzieć
prawdopodobne
bardzo prawdopodobne, zdecydowanie prawdopodobne
"""

EASE: Final = """
very difficult, extremely difficult, very hard
difficult, somewhat difficult, hard
neutral, neither easy nor difficult
easy, somewhat easy
very easy, extremely easy

very difficult, extremely difficult
difficult, moderately difficult
somewhat difficult, slightly difficult
neutral, neither easy nor difficult
somewhat easy, slightly easy
easy, moderately easy
very easy, extremely easy

sehr schwierig, sehr schwer, sehr kompliziert
schwierig, schwer, eher schwierig, kompliziert
neutral, weder noch
einfach, leicht, eher einfach
sehr einfach, sehr leicht

très difficile
difficile, plutôt difficile
neutre, ni facile ni difficile
facile, plutôt facile
très facile

muy difícil
difícil
neutral, ni fácil ni difícil
fácil
muy fácil

molto difficile
difficile
neutrale, né facile né difficile
facile
molto facile

muito difícil
difícil
neutro, nem fácil nem difícil
fácil
muito fácil

zeer moeilijk, heel moeilijk
moeilijk
neutraal
makkelijk, gemakkelijk
zeer makkelijk, zeer gemakkelijk, heel makkelijk

bardzo trudno, bardzo trudne
trudno, trudne
neutralnie
łatwo, łatwe
bardzo łatwo, bardzo łatwe
"""
