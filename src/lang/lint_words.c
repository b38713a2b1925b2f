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
    "hostilities", "armistice", "cease hostilities", NULL};
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
    "cessez-le-feu", "cessation des hostilités", "hostilités", "armistice", NULL};
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
static const char *const latin_calendar[] = {
    "article", "articles", "annexe", "anexo", "i", "ii", "iii", "iv", "v", "vi",
    NULL};

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
    "armisticio", NULL};
static const char *const es_breach[] = {
    "violación", "violaciones", "incumplimiento*", "sanci*", NULL};
static const char *const es_orders[] = {
    "órdenes", "instrucciones", "cadena de mando", "difusión", NULL};
static const char *const es_notice[] = {"notific*", "aviso", "avisos", NULL};
static const char *const es_papers[] = {
    "anexo", "anexos", "apéndice", "carta anexa", "canje de cartas",
    "protocolo", "memorando", "resolución", "mapa adjunto", "mapas adjuntos",
    NULL};

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
    "сопровождается", "одновременно с этим", "в обмен на", "на взаимной основе",
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
    "يرافقه", "يصاحبه", "بالتزامن مع ذلك", "مقابل ذلك", NULL};
static const char *const ar_armed[] = {
    "الجماعات المسلحة", "المجموعات المسلحة", "الميليشيات", "المرتزقة",
    "المقاتلين الأجانب", NULL};
static const char *const ar_cease[] = {
    "وقف إطلاق النار", "وقف الأعمال العدائية", "الأعمال العدائية", "الهدنة",
    NULL};
static const char *const ar_breach[] = {
    "خرق", "الخرق", "خروقات", "الخروقات", "انتهاك", "انتهاكات", NULL};
static const char *const ar_orders[] = {
    "أوامر", "الأوامر", "تعليمات", "التعليمات", "التسلسل القيادي", NULL};
static const char *const ar_notice[] = {"إخطار", "الإخطار", "إشعار", "الإشعار", NULL};
static const char *const ar_papers[] = {
    "ملحق", "الملحق", "ملاحق", "بروتوكول", "البروتوكول", "مذكرة", "القرار",
    "الخرائط المرفقة", NULL};

static const struct lint_language languages[] = {
    {"ar", ar_weak, ar_not_before, none, ar_vague, ar_linked, ar_armed, ar_cease,
     ar_breach, ar_orders, ar_notice, ar_papers, none, false},
    {"en", en_weak, en_not_before, en_not_after, en_vague, en_linked, en_armed,
     en_cease, en_breach, en_orders, en_notice, en_papers, en_calendar, true},
    {"es", es_weak, es_not_before, none, es_vague, es_linked, es_armed, es_cease,
     es_breach, es_orders, es_notice, es_papers, latin_calendar, true},
    {"fr", fr_weak, fr_not_before, none, fr_vague, fr_linked, fr_armed, fr_cease,
     fr_breach, fr_orders, fr_notice, fr_papers, latin_calendar, true},
    {"ru", ru_weak, ru_not_before, none, ru_vague, ru_linked, ru_armed, ru_cease,
     ru_breach, ru_orders, ru_notice, ru_papers, none, false},
};
/* clang-format on */

const struct lint_language *lint_language(str code)
{
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if (str_eq(str_of(languages[i].code), code))
            return &languages[i];
    return NULL;
}

const struct lint_language *lint_language_nth(size_t i)
{
    return i < COUNT_OF(languages) ? &languages[i] : NULL;
}

/* --- Finding a phrase ----------------------------------------------------- */

/* One character without case; apostrophes and blanks are one kind each. For
 * the five languages above, so no table of Unicode is needed, and lengths in
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
    if (c == 0x2019)
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

enum { WAW = 0x648, FA = 0x641 };

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
        fresh = !is_letter(c) || ((c == WAW || c == FA) && !is_letter(before));
        before = c;
    }
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
