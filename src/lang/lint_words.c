/* lang/lint_words.c: see lint_words.h. Each table is what the texts of real
 * agreements use; what a language has no word for is left out.
 *
 * Not here: what is made of a word found (lint_prose.c). */
#include "lang/lint_words.h"

#include "base/cc.h"
#include "base/utf8.h"

#include <stdint.h>

static const char *const none[] = {NULL};

/* clang-format off */

/* --- English -------------------------------------------------------------- */

static const struct weak_modal en_weak[] = {
    {"should", "shall", false},
    {"ought to", "shall", false},
    {"endeavour to", NULL, false},
    {"endeavours to", NULL, false},
    {"endeavor to", NULL, false},
    {"strive to", NULL, false},
    {"best efforts", NULL, false},
    {"best endeavours", NULL, false},
    {"every effort", NULL, false},
    {"as appropriate", NULL, false},
    {"where appropriate", NULL, false},
    {"as far as possible", NULL, false},
    {"to the extent possible", NULL, false},
    {"where possible", NULL, false},
    {"wherever possible", NULL, false},
    {"if possible", NULL, false},
    {"in principle", NULL, false},
    {"are encouraged to", NULL, false},
    {"is encouraged to", NULL, false},
    {"may", "shall", true},
    {"might", NULL, true},
    {"could", NULL, true},
    {NULL, NULL, false}};
static const char *const en_not_before[] = {NULL};
static const char *const en_not_after[] = {"not", "only", NULL};
static const char *const en_vague[] = {
    "local security forces", "local forces", "security forces",
    "relevant authorities", "competent authorities", "appropriate authorities",
    "local authorities", "relevant bodies", "appropriate bodies",
    "concerned parties", "parties concerned", "relevant parties",
    "interested parties", "relevant actors", "all concerned", NULL};
static const char *const en_linked[] = {
    "accompanied by", "in conjunction with", "linked to", "in tandem with",
    "reciprocally", "on a reciprocal basis", "in exchange for", NULL};
static const char *const en_armed[] = {
    "armed groups", "armed group", "militia", "militias", "paramilitary*",
    "irregular forces", "allied forces", "auxiliary forces", "proxy forces",
    "mercenaries", "foreign fighters", NULL};
static const char *const en_cease[] = {
    "cessation*", "ceasefire", "ceasefires", "cease-fire", "cease fire",
    "hostilities", "armistice", "truce", NULL};
static const char *const en_breach[] = {
    "breach", "breaches", "violation", "violations", "non-compliance",
    "disciplin*", NULL};
static const char *const en_orders[] = {
    "orders", "order their", "order and enforce", "instruct*", "instructions", "chain of command",
    "chains of command", "channels of command", "disseminat*", "inform the public",
    "civilian population through", "public notice", NULL};
static const char *const en_notice[] = {
    "notif*", "notice", "notices", "deconfliction", NULL};
static const char *const en_papers[] = {
    "annex", "annexes", "appendix", "appendices", "side letter", "exchange of letters",
    "protocol", "memorandum", "map attached", "attached map", "attached maps",
    "agreed map", "agreed maps", "resolution", NULL};
static const char *const en_dispute[] = {
    "dispute", "disputes", "disagreement*", "interpretation*", NULL};
static const char *const en_contact[] = {
    "hotline*", "hot line*", "direct line*", "liaison*",
    "line of communication", "lines of communication",
    "channel of communication", "channels of communication",
    "communication channel*", "communication line*", "communications link*", NULL};
static const char *const en_calendar[] = {
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "article",
    "articles", "annex", "chapter", "clause", "section", "paragraph", "part",
    "phase", "zone", "day", "i", "ii", "iii", "iv", "v", "vi", "party", "parties",
    NULL};

/* --- French --------------------------------------------------------------- */

static const struct weak_modal fr_weak[] = {
    {"devrait", "doit", false},
    {"devraient", "doivent", false},
    {"s'efforce de", NULL, false},
    {"s'efforcent de", NULL, false},
    {"s'efforcera de", NULL, false},
    {"s'efforceront de", NULL, false},
    {"dans la mesure du possible", NULL, false},
    {"autant que possible", NULL, false},
    {"si possible", NULL, false},
    {"le cas échéant", NULL, false},
    {"selon qu'il convient", NULL, false},
    {"en principe", NULL, false},
    {"il convient de", NULL, false},
    {"est encouragé à", NULL, false},
    {"sont encouragés à", NULL, false},
    {"sont encouragées à", NULL, false},
    {"peut", "doit", true},
    {"peuvent", "doivent", true},
    {"pourra", NULL, true},
    {"pourront", NULL, true},
    {"pourrait", NULL, true},
    {"pourraient", NULL, true},
    {NULL, NULL, false}};
static const char *const fr_not_before[] = {"ne", NULL};
static const char *const fr_vague[] = {
    "forces de sécurité locales", "forces locales", "autorités compétentes",
    "autorités concernées", "autorités locales", "parties concernées",
    "parties intéressées", "instances compétentes", NULL};
static const char *const fr_linked[] = {
    "accompagné de", "accompagnée de", "conjointement avec", "en contrepartie de",
    "réciproquement", "sur une base réciproque", NULL};
static const char *const fr_armed[] = {
    "groupes armés", "groupe armé", "milice", "milices", "forces irrégulières",
    "forces alliées", "mercenaires", "combattants étrangers", NULL};
static const char *const fr_cease[] = {
    "cessez-le-feu", "cessation des hostilités", "hostilités", "armistice", "trêve",
    NULL};
static const char *const fr_breach[] = {
    "violation", "violations", "manquement", "manquements", "sanction*", NULL};
static const char *const fr_orders[] = {
    "ordres", "ordre écrit", "instructions", "chaîne de commandement",
    "diffusion", "informent la population", NULL};
static const char *const fr_notice[] = {"notif*", "préavis", NULL};
static const char *const fr_papers[] = {
    "annexe", "annexes", "appendice", "lettre d'accompagnement",
    "échange de lettres", "protocole", "mémorandum", "résolution",
    "carte jointe", "cartes jointes", NULL};
static const char *const fr_dispute[] = {
    "différend*", "litige*", "désaccord*", "interprétation*", NULL};
static const char *const fr_contact[] = {
    "ligne directe", "lignes directes", "liaison", "canal de communication",
    "canaux de communication", "téléphone rouge", NULL};
static const char *const latin_calendar[] = {
    "article*", "artículo*", "artigo*", "annexe*", "anexo*", "partie", "parties",
    "parte", "partes", "phase", "fase", "zone", "zona", "chapitre", "capítulo",
    "section", "sección", "secção", "paragraphe*", "párrafo*", "parágrafo*",
    "i", "ii", "iii", "iv", "v", "vi", NULL};

/* --- Spanish -------------------------------------------------------------- */

static const struct weak_modal es_weak[] = {
    {"debería", "deberá", false},
    {"deberían", "deberán", false},
    {"procurará", NULL, false},
    {"procurarán", NULL, false},
    {"se esforzará por", NULL, false},
    {"se esforzarán por", NULL, false},
    {"en la medida de lo posible", NULL, false},
    {"siempre que sea posible", NULL, false},
    {"si es posible", NULL, false},
    {"según proceda", NULL, false},
    {"cuando proceda", NULL, false},
    {"en principio", NULL, false},
    {"se alienta a", NULL, false},
    {"puede", "deberá", true},
    {"pueden", "deberán", true},
    {"podrá", "deberá", true},
    {"podrán", "deberán", true},
    {"podría", NULL, true},
    {"podrían", NULL, true},
    {NULL, NULL, false}};
static const char *const es_not_before[] = {"no", NULL};
static const char *const es_vague[] = {
    "fuerzas de seguridad locales", "fuerzas locales", "autoridades competentes",
    "autoridades locales", "autoridades pertinentes", "partes interesadas",
    "instancias competentes", NULL};
static const char *const es_linked[] = {
    "acompañado de", "acompañada de", "conjuntamente con", "a cambio de",
    "recíprocamente", NULL};
static const char *const es_armed[] = {
    "grupos armados", "grupo armado", "milicia", "milicias", "paramilitar*",
    "fuerzas irregulares", "mercenarios", "combatientes extranjeros", NULL};
static const char *const es_cease[] = {
    "cese al fuego", "alto el fuego", "cese de hostilidades", "hostilidades",
    "armisticio", "tregua", NULL};
static const char *const es_breach[] = {
    "violación", "violaciones", "incumplimiento*", "sanci*", NULL};
static const char *const es_orders[] = {
    "órdenes", "instrucciones", "cadena de mando", "difusión", NULL};
static const char *const es_notice[] = {"notific*", "aviso", "avisos", NULL};
static const char *const es_papers[] = {
    "anexo", "anexos", "apéndice", "carta anexa", "canje de cartas",
    "protocolo", "memorando", "resolución", "mapa adjunto", "mapas adjuntos",
    NULL};
static const char *const es_dispute[] = {
    "controversia*", "desacuerdo*", "interpretación", "interpretaciones", NULL};
static const char *const es_contact[] = {
    "línea directa", "líneas directas", "enlace", "enlaces",
    "canal de comunicación", "canales de comunicación", "teléfono rojo", NULL};

/* --- Russian -------------------------------------------------------------- */

static const struct weak_modal ru_weak[] = {
    {"следует", NULL, false},
    {"желательно", NULL, false},
    {"стремится", NULL, false},
    {"стремятся", NULL, false},
    {"будут стремиться", NULL, false},
    {"прилагает усилия", NULL, false},
    {"прилагают усилия", NULL, false},
    {"по возможности", NULL, false},
    {"по мере возможности", NULL, false},
    {"при необходимости", NULL, false},
    {"в принципе", NULL, false},
    {"может", NULL, true},
    {"могут", NULL, true},
    {"вправе", NULL, true},
    {NULL, NULL, false}};
static const char *const ru_not_before[] = {"не", NULL};
static const char *const ru_vague[] = {
    "местные силы безопасности", "местные силы", "компетентные органы",
    "соответствующие органы", "местные власти", "заинтересованные стороны",
    NULL};
static const char *const ru_linked[] = {
    "сопровождается", "в обмен на", "на взаимной основе",
    NULL};
static const char *const ru_armed[] = {
    "вооруженные группы", "вооружённые группы", "вооруженных групп",
    "вооружённых групп", "незаконные вооруженные формирования", "ополчени*",
    "наемник*", "наёмник*", NULL};
static const char *const ru_cease[] = {
    "прекращение огня", "прекращения огня", "прекращение боевых действий",
    "боевых действий", "перемири*", NULL};
static const char *const ru_breach[] = {"нарушен*", "ответственност*", NULL};
static const char *const ru_orders[] = {
    "приказ", "приказы", "указани*", "командован*", NULL};
static const char *const ru_notice[] = {"уведомл*", "извещ*", NULL};
static const char *const ru_papers[] = {
    "приложени*", "протокол*", "меморандум*", "резолюци*", "обмен письмами",
    NULL};
static const char *const ru_dispute[] = {
    "спор", "спора", "спору", "споры", "споров", "спорам", "разноглас*",
    "толкован*", NULL};
static const char *const ru_contact[] = {
    "горячая линия", "горячей линии", "горячую линию", "прямая связь",
    "прямой связи", "прямую связь", "офицер связи", "офицеры связи",
    "офицеров связи", "канал связи", "каналы связи", "каналов связи", NULL};

/* --- Arabic: the conjunctions wa- and fa- may be written onto a word. ------ */

static const struct weak_modal ar_weak[] = {
    {"ينبغي", NULL, false},
    {"يحسن", NULL, false},
    {"يستحسن", NULL, false},
    {"يسعى", NULL, false},
    {"تسعى", NULL, false},
    {"يسعيان", NULL, false},
    {"قدر الإمكان", NULL, false},
    {"إن أمكن", NULL, false},
    {"حيثما أمكن", NULL, false},
    {"حسب الاقتضاء", NULL, false},
    {"عند الاقتضاء", NULL, false},
    {"من حيث المبدأ", NULL, false},
    {"يجوز", NULL, true},
    {"يمكن", NULL, true},
    {NULL, NULL, false}};
static const char *const ar_not_before[] = {"لا", "ولا", NULL};
static const char *const ar_vague[] = {
    "قوات الأمن المحلية", "القوات المحلية", "السلطات المختصة",
    "الجهات المختصة", "السلطات المحلية", "الأطراف المعنية", "الجهات المعنية",
    NULL};
static const char *const ar_linked[] = {
    "يرافقه", "يصاحبه", "مقابل ذلك", NULL};
static const char *const ar_armed[] = {
    "الجماعات المسلحة", "المجموعات المسلحة", "الميليشيات", "المرتزقة",
    "المقاتلين الأجانب", NULL};
static const char *const ar_cease[] = {
    "وقف إطلاق النار", "وقف الأعمال العدائية", "الأعمال العدائية", "هدنة",
    "الهدنة", NULL};
static const char *const ar_breach[] = {
    "خرق", "الخرق", "خروقات", "الخروقات", "انتهاك", "الانتهاك", "انتهاكات",
    "الانتهاكات", NULL};
static const char *const ar_orders[] = {
    "أوامر", "الأوامر", "تعليمات", "التعليمات", "التسلسل القيادي", NULL};
static const char *const ar_notice[] = {"إخطار", "الإخطار", "إشعار", "الإشعار", NULL};
static const char *const ar_papers[] = {
    "ملحق", "الملحق", "ملاحق", "بروتوكول", "البروتوكول", "مذكرة", "القرار",
    "الخرائط المرفقة", NULL};
static const char *const ar_dispute[] = {
    "خلاف", "الخلاف", "خلافات", "الخلافات", "منازعات", "المنازعات", "تفسير",
    "التفسير", "بتفسير", "لتفسير", NULL};
static const char *const ar_contact[] = {
    "خط ساخن", "الخط الساخن", "خط اتصال", "ضباط الاتصال", "ضباط اتصال",
    "ضابط اتصال", "قناة اتصال", "قنوات اتصال", "قنوات الاتصال", NULL};

/* --- Portuguese ----------------------------------------------------------- */

static const struct weak_modal pt_weak[] = {
    {"deveria", "deverá", false},
    {"deveriam", "deverão", false},
    {"procurará", NULL, false},
    {"procurarão", NULL, false},
    {"envidará esforços", NULL, false},
    {"envidarão esforços", NULL, false},
    {"na medida do possível", NULL, false},
    {"sempre que possível", NULL, false},
    {"se possível", NULL, false},
    {"quando apropriado", NULL, false},
    {"conforme apropriado", NULL, false},
    {"em princípio", NULL, false},
    {"pode", "deverá", true},
    {"podem", "deverão", true},
    {"poderá", "deverá", true},
    {"poderão", "deverão", true},
    {"poderia", NULL, true},
    {"poderiam", NULL, true},
    {NULL, NULL, false}};
static const char *const pt_not_before[] = {
    "não", NULL};
static const char *const pt_vague[] = {
    "forças de segurança locais", "forças locais", "autoridades competentes",
    "autoridades locais", "autoridades pertinentes", "partes interessadas",
    "instâncias competentes", NULL};
static const char *const pt_linked[] = {
    "acompanhado de", "acompanhada de", "conjuntamente com", "em troca de",
    "reciprocamente", NULL};
static const char *const pt_armed[] = {
    "grupos armados", "grupo armado", "milícia", "milícias", "paramilitar*",
    "forças irregulares", "mercenários", "combatentes estrangeiros", NULL};
static const char *const pt_cease[] = {
    "cessar-fogo", "cessação das hostilidades", "hostilidades", "armistício",
    "trégua", NULL};
static const char *const pt_breach[] = {
    "violação", "violações", "incumprimento*", "descumprimento*", "sanção",
    "sanções", NULL};
static const char *const pt_orders[] = {
    "ordens", "instruções", "cadeia de comando", "divulgação", NULL};
static const char *const pt_notice[] = {
    "notific*", "aviso", "avisos", NULL};
static const char *const pt_papers[] = {
    "anexo", "anexos", "apêndice", "carta anexa", "troca de cartas",
    "protocolo", "memorando", "resolução", "mapa anexo", "mapas anexos", NULL};
static const char *const pt_dispute[] = {
    "controvérsia*", "litígio*", "divergência*", "interpretação",
    "interpretações", NULL};
static const char *const pt_contact[] = {
    "linha direta", "linha directa", "linhas diretas", "oficial de ligação",
    "oficiais de ligação", "canal de comunicação", "canais de comunicação", NULL};

/* --- Ukrainian ------------------------------------------------------------ */

static const struct weak_modal uk_weak[] = {
    {"слід", NULL, false},
    {"бажано", NULL, false},
    {"прагне", NULL, false},
    {"прагнуть", NULL, false},
    {"прагнутимуть", NULL, false},
    {"докладає зусиль", NULL, false},
    {"докладають зусиль", NULL, false},
    {"докладатимуть зусиль", NULL, false},
    {"по можливості", NULL, false},
    {"за можливості", NULL, false},
    {"за потреби", NULL, false},
    {"у принципі", NULL, false},
    {"в принципі", NULL, false},
    {"може", NULL, true},
    {"можуть", NULL, true},
    {"має право", NULL, true},
    {"мають право", NULL, true},
    {NULL, NULL, false}};
static const char *const uk_not_before[] = {
    "не", NULL};
static const char *const uk_vague[] = {
    "місцеві сили безпеки", "місцеві сили", "компетентні органи",
    "відповідні органи", "місцева влада", "зацікавлені сторони", NULL};
static const char *const uk_linked[] = {
    "супроводжується", "в обмін на", "на взаємній основі", NULL};
static const char *const uk_armed[] = {
    "збройні групи", "збройних груп", "незаконні збройні формування",
    "ополчен*", "найманц*", NULL};
static const char *const uk_cease[] = {
    "припинення вогню", "бойових дій", "перемир*", NULL};
static const char *const uk_breach[] = {
    "порушен*", "відповідальн*", NULL};
static const char *const uk_orders[] = {
    "наказ", "накази", "наказів", "вказів*", "командуван*", NULL};
static const char *const uk_notice[] = {
    "повідомл*", "сповіщ*", NULL};
static const char *const uk_papers[] = {
    "додаток", "додатка", "додатку", "додатки", "додатків", "протокол*",
    "меморандум*", "резолюц*", "обмін листами", NULL};
static const char *const uk_dispute[] = {
    "спір", "спору", "спори", "спорів", "спорам", "розбіжн*", "тлумачен*", NULL};
static const char *const uk_contact[] = {
    "гаряча лінія", "гарячої лінії", "гарячу лінію", "прямий зв'язок",
    "прямого зв'язку", "офіцер зв'язку", "офіцери зв'язку", "офіцерів зв'язку",
    "канал зв'язку", "канали зв'язку", "каналів зв'язку", NULL};

/* --- Hebrew: ve- may be written onto a word. ------------------------------- */

static const struct weak_modal he_weak[] = {
    {"מן הראוי", NULL, false},
    {"רצוי", NULL, false},
    {"ישאף", NULL, false},
    {"ישאפו", NULL, false},
    {"ישתדל", NULL, false},
    {"ישתדלו", NULL, false},
    {"ככל האפשר", NULL, false},
    {"במידת האפשר", NULL, false},
    {"אם אפשר", NULL, false},
    {"לפי הצורך", NULL, false},
    {"באופן עקרוני", NULL, false},
    {"רשאי", NULL, true},
    {"רשאים", NULL, true},
    {"רשאית", NULL, true},
    {"רשאיות", NULL, true},
    {NULL, NULL, false}};
static const char *const he_not_before[] = {
    "לא", "אינו", "אינם", "אינה", NULL};
static const char *const he_vague[] = {
    "כוחות ביטחון מקומיים", "כוחות מקומיים", "הרשויות המוסמכות",
    "הרשויות המקומיות", "הרשויות הרלוונטיות", "הגורמים המוסמכים",
    "הגורמים הרלוונטיים", NULL};
static const char *const he_linked[] = {
    "בתמורה לכך", "בליווי", "על בסיס הדדי", NULL};
static const char *const he_armed[] = {
    "קבוצות חמושות", "הקבוצות החמושות", "קבוצה חמושה", "מיליציה", "מיליציות",
    "המיליציות", "שכירי חרב", NULL};
static const char *const he_cease[] = {
    "הפסקת אש", "הפסקת האש", "פעולות איבה", "שביתת נשק", NULL};
static const char *const he_breach[] = {
    "הפרה", "ההפרה", "הפרות", "ההפרות", "סנקציות", NULL};
static const char *const he_orders[] = {
    "פקודות", "הפקודות", "הוראות", "ההוראות", "שרשרת הפיקוד", NULL};
static const char *const he_notice[] = {
    "הודעה", "ההודעה", "הודעות", "תיאום מראש", NULL};
static const char *const he_papers[] = {
    "נספח", "הנספח", "נספחים", "הנספחים", "פרוטוקול", "הפרוטוקול", "מזכר",
    "המפות המצורפות", NULL};
static const char *const he_dispute[] = {
    "מחלוקת", "המחלוקת", "מחלוקות", "המחלוקות", "פרשנות", "הפרשנות", NULL};
static const char *const he_contact[] = {
    "קו חם", "הקו החם", "קו ישיר", "קצין קישור", "קציני קישור", "קציני הקישור",
    "ערוץ תקשורת", "ערוצי תקשורת", NULL};

static const struct lint_language languages[] = {
    {"ar", ar_weak, ar_not_before, none, ar_vague, ar_linked, ar_armed, ar_cease,
     ar_breach, ar_orders, ar_notice, ar_papers, ar_dispute, ar_contact, none, false},
    {"en", en_weak, en_not_before, en_not_after, en_vague, en_linked, en_armed, en_cease,
     en_breach, en_orders, en_notice, en_papers, en_dispute, en_contact, en_calendar, true},
    {"es", es_weak, es_not_before, none, es_vague, es_linked, es_armed, es_cease,
     es_breach, es_orders, es_notice, es_papers, es_dispute, es_contact, latin_calendar, true},
    {"fr", fr_weak, fr_not_before, none, fr_vague, fr_linked, fr_armed, fr_cease,
     fr_breach, fr_orders, fr_notice, fr_papers, fr_dispute, fr_contact, latin_calendar, true},
    {"he", he_weak, he_not_before, none, he_vague, he_linked, he_armed, he_cease,
     he_breach, he_orders, he_notice, he_papers, he_dispute, he_contact, none, false},
    {"pt", pt_weak, pt_not_before, none, pt_vague, pt_linked, pt_armed, pt_cease,
     pt_breach, pt_orders, pt_notice, pt_papers, pt_dispute, pt_contact, latin_calendar, true},
    {"ru", ru_weak, ru_not_before, none, ru_vague, ru_linked, ru_armed, ru_cease,
     ru_breach, ru_orders, ru_notice, ru_papers, ru_dispute, ru_contact, none, false},
    {"uk", uk_weak, uk_not_before, none, uk_vague, uk_linked, uk_armed, uk_cease,
     uk_breach, uk_orders, uk_notice, uk_papers, uk_dispute, uk_contact, none, false},
};
/* clang-format on */

const struct lint_language *lint_language(str lang)
{
    str code = str_sub(lang, 0, str_find_char(lang, '-'));
    if (code.n == 0)
        code = STR("en");
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if (str_eq(str_of(languages[i].code), code))
            return &languages[i];
    return NULL;
}

/* --- Finding a phrase ----------------------------------------------------- */

/* One character without case; apostrophes and blanks are one kind each. For
 * the languages above, so no table of Unicode is needed, and lengths in
 * bytes do not matter. */
static uint32_t plain(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
        return c + 32;
    if (c >= 0x410 && c <= 0x42F)
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    if (c == 0x490)
        return 0x491;
    if (c == 0x2019 || c == 0x2BC)
        return '\'';
    if (c == 0xA0 || c == '\t' || c == '\n' || c == '\r')
        return ' ';
    return c;
}

static size_t step(str s, size_t at, uint32_t *c)
{
    size_t n = utf8_decode(str_sub(s, at, s.n), c);
    *c = plain(*c);
    return n;
}

static bool is_letter(uint32_t c)
{
    return c >= 0x80 ? utf8_is_name_continue(c)
                     : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Where the phrase, read from `at` on, ends; 0 if it does not stand there. */
static size_t matches(str text, size_t at, const char *phrase)
{
    str p = str_of(phrase);
    size_t i = 0;
    uint32_t c = 0, want;
    while (i < p.n && p.p[i] != '*') {
        i += step(p, i, &want);
        size_t n = at < text.n ? step(text, at, &c) : 0;
        if (n == 0 || c != want)
            return 0;
        at += n;
        /* lines of a text are one text */
        while (want == ' ' && at < text.n && step(text, at, &c) > 0 && c == ' ')
            at += step(text, at, &c);
    }
    if (at < text.n && step(text, at, &c) > 0 && is_letter(c)) {
        if (i == p.n)
            return 0;
        while (at < text.n && step(text, at, &c) > 0 && is_letter(c))
            at += step(text, at, &c);
    }
    return at;
}

enum { WAW = 0x648, FA = 0x641, VAV = 0x5D5 };

bool phrase_find(str text, size_t from, const char *phrase, size_t *at,
                 size_t *n)
{
    uint32_t before = ' ', c = ' ';
    bool fresh = true; /* a word can begin here */
    size_t len;
    for (size_t i = 0; i < text.n; i += len) {
        size_t end = fresh && i >= from ? matches(text, i, phrase) : 0;
        if (end > 0) {
            *at = i;
            *n = end - i;
            return true;
        }
        len = step(text, i, &c);
        if (len == 0)
            return false;
        /* after a conjunction that begins a word a word begins */
        fresh = !is_letter(c) ||
                ((c == WAW || c == FA || c == VAV) && !is_letter(before));
        before = c;
    }
    return false;
}

bool words_in(str text, str lang, words_of *of)
{
    size_t at, n;
    str code = str_sub(lang, 0, str_find_char(lang, '-'));
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if ((code.n == 0 || str_eq(str_of(languages[i].code), code)) &&
            phrase_any(text, of(&languages[i]), &at, &n))
            return true;
    return false;
}

bool phrase_any(str text, const char *const *phrases, size_t *at, size_t *n)
{
    bool found = false;
    for (size_t i = 0; phrases[i] != NULL; i++) {
        size_t a, k;
        if (phrase_find(text, 0, phrases[i], &a, &k) && (!found || a < *at)) {
            *at = a;
            *n = k;
            found = true;
        }
    }
    return found;
}
