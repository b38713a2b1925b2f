/* Tests of lang/lint_words.c: what the checks take for a word, in each of the
 * languages that they read, and what only looks like one. */
#include "tests/test.h"

#include "lang/lint_words.h"

#define LIST(field)                                                            \
    static const char *const *field##_of(const struct lint_language *l)        \
    {                                                                          \
        return l->field;                                                       \
    }
LIST(cease)
LIST(breach)
LIST(orders)
LIST(notice)
LIST(dispute)
LIST(contact)

/* clang-format off */
static const struct {
    const char *lang;
    words_of *of;
    const char *yes, *no; /* has one of the words; has none */
} rows[] = {
    {"en", dispute_of, "Disputes go to the Commission.", "An interpreter comes along, undisputed."},
    {"en-GB", dispute_of, "on the INTERPRETATION of this text", "The disputed territory is left."},
    {"en", contact_of, "A hotline is kept.", "Communication equipment stays."},
    {"en", contact_of, "Liaison officers sit in one room.", "The communications tower is left."},
    {"en", cease_of, "Cessation of hostilities", "without hostility"},
    {"en", breach_of, "each violation is told", "inviolable"},
    {"en", orders_of, "orders are given", "borders are open, in order"},
    {"en", notice_of, "is notified", "unnoticed"},
    {"fr", dispute_of, "Tout différend est porté devant la commission.", "Un interprète accompagne la patrouille."},
    {"fr", contact_of, "Une ligne directe relie les états-majors.", "La tour de communication reste."},
    {"fr", cease_of, "Accord de cessez-le-feu", "cesser de parler"},
    {"fr", breach_of, "toute violation", "inviolable"},
    {"fr", orders_of, "la chaîne de commandement", "en bon ordre"},
    {"fr", notice_of, "avec préavis", "avis"},
    {"es", dispute_of, "Toda controversia se somete a la comisión.", "El intérprete acompaña."},
    {"es", contact_of, "Una línea directa une a los mandos.", "La línea de fuego."},
    {"es", cease_of, "Alto el fuego", "fuego"},
    {"es", breach_of, "Cada violación tiene consecuencias.", "inviolable"},
    {"es", orders_of, "La cadena de mando transmite las órdenes.", "en orden"},
    {"es", notice_of, "previo aviso", "avisado"},
    {"pt-BR", dispute_of, "Toda controvérsia é submetida à comissão.", "O intérprete acompanha."},
    {"pt", contact_of, "Uma linha direta liga os comandos.", "A linha de fogo."},
    {"pt", cease_of, "Acordo de cessar-fogo", "fogo"},
    {"pt", breach_of, "Cada violação tem consequências.", "inviolável"},
    {"pt", orders_of, "As ordens seguem a cadeia de comando.", "em ordem"},
    {"pt", notice_of, "mediante aviso", "avisado"},
    {"ru", dispute_of, "Споры решает комиссия.", "Бесспорно, спорт полезен."},
    {"ru", contact_of, "Действует горячая линия.", "Линия разграничения."},
    {"ru", cease_of, "О прекращении: прекращение огня", "огонь"},
    {"ru", breach_of, "о каждом нарушении", "ненарушимый"},
    {"ru", orders_of, "приказы отдаются", "прикажет"},
    {"ru", notice_of, "уведомление", "уведёт"},
    {"uk", dispute_of, "СПОРИ вирішує комісія.", "Спорт корисний."},
    {"uk", contact_of, "Діє прямий зв’язок між штабами.", "Зв'язок двох подій."},
    {"uk", contact_of, "Є офіцери звʼязку.", "офіцери"},
    {"uk", cease_of, "Припинення вогню", "вогонь"},
    {"uk", breach_of, "Про кожне порушення", "непорушний"},
    {"uk", orders_of, "Накази віддаються", "наказувати"},
    {"uk", notice_of, "Повідомлення", "повів"},
    {"ar", dispute_of, "ويحال الخلاف إلى اللجنة", "يرافق المترجم الدورية"},
    {"ar", contact_of, "وخط ساخن بين القيادتين", "خط النار"},
    {"ar", cease_of, "اتفاق وقف إطلاق النار", "إطلاق سراح"},
    {"ar", breach_of, "كل خرق يبلَّغ عنه", "اخترق"},
    {"ar", orders_of, "تصدر الأوامر", "أمر"},
    {"ar", notice_of, "بعد إخطار", "خطر"},
    {"he", dispute_of, "ומחלוקת תובא לפני הוועדה", "מתורגמן מתלווה"},
    {"he", contact_of, "קו חם בין המפקדות", "קו האש"},
    {"he", cease_of, "הסכם הפסקת אש", "הפסקה"},
    {"he", breach_of, "כל הפרה תדווח", "הפרחים"},
    {"he", orders_of, "הפקודות יינתנו", "פקד"},
    {"he", notice_of, "לאחר הודעה", "הוד"},
};
/* clang-format on */

void test_lint_words__in_each_language(void)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str lang = str_of(rows[i].lang);
        CASE("%s: %s", rows[i].lang, rows[i].yes);
        CHECK(words_in(str_of(rows[i].yes), lang, rows[i].of));
        CHECK(!words_in(str_of(rows[i].no), lang, rows[i].of));
        /* a text that names no language is read for all; one in another
         * language for none of these words */
        CHECK(words_in(str_of(rows[i].yes), STR(""), rows[i].of));
        CHECK(!words_in(str_of(rows[i].yes), STR("xx"), rows[i].of));
    }
}

static void check_find(const char *text, const char *phrase, int at, int n)
{
    size_t a = 0, k = 0;
    CASE("%s in %s", phrase, text);
    CHECK_INT(phrase_find(str_of(text), 0, phrase, &a, &k), at >= 0);
    if (at >= 0) {
        CHECK_INT(a, at);
        CHECK_INT(k, n);
    }
}

void test_lint_words__phrases(void)
{
    check_find("an order", "order", 3, 5);
    check_find("borders", "order*", -1, 0);
    check_find("orders", "order", -1, 0);
    check_find("orders given", "order*", 0, 6);
    check_find("so: orderly", "order*", 4, 7);
    check_find("side  \n letter", "side letter", 0, 14);
    check_find("side-letter", "side letter", -1, 0);
    check_find("the side", "side letter", -1, 0);
    check_find("3rd order2", "order", -1, 0);
    check_find("", "x", -1, 0);
    check_find("x", "x", 0, 1);
}
