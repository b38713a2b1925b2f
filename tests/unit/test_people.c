/* test_people.c: accounts, logins, sessions, the node's log; and the table. */
#include "people/people.h"
#include "tests/test.h"

#include "crypto/password.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static const char path[] = "build/test.people";
static const str good = STR_INIT("correct horse battery");

static void remove_file(void)
{
    unlink(path);
    unlink("build/test.people-wal");
    unlink("build/test.people-shm");
}

/* The clock of test_cx() stands; here it can be moved. */
static instant clock_at;
static instant moved_now(void *self)
{
    (void)self;
    return clock_at;
}

static struct people *made(void)
{
    struct people *p = NULL;
    clock_at = 1800000000;
    test_cx()->now = moved_now;
    remove_file();
    CHECK_OK(test_cx(), people_create(test_cx(), path, &p));
    return p;
}

/* An account that can log in. */
static void add(struct people *p, const char *name, enum role r, const char *of)
{
    struct token t;
    CHECK_OK(test_cx(), people_invite(test_cx(), p, STR("-"), str_of(name), r,
                                      str_of(of), &t));
    CHECK_OK(test_cx(), people_accept(test_cx(), p, str_of(t.hex), good));
}

static err login(struct people *p, const char *name, str password,
                 struct token *t)
{
    return people_login(test_cx(), p, str_of(name), password, STR("192.0.2.1"),
                        t);
}

void test_people__an_account_from_invitation_to_logout(void)
{
    struct cx *cx = test_cx();
    struct people *p = made(), *other;
    struct token invitation, again, t;
    struct person x;
    struct stat s;
    CHECK(stat(path, &s) == 0 && (s.st_mode & 077) == 0);
    CHECK_FAILS(cx, people_create(cx, path, &other), ERR_CONFLICT);
    CHECK_OK(cx, people_invite(cx, p, STR("-"), STR("amal"),
                               PERSON_ADMINISTRATOR, STR(""), &invitation));
    CHECK_FAILS(
        cx,
        people_invite(cx, p, STR("-"), STR("amal"), PERSON_VIEWER, STR(""), &t),
        ERR_CONFLICT);
    CHECK_FAILS(cx, login(p, "amal", good, &t), ERR_DENIED);

    /* A later invitation ends the earlier one. */
    CHECK_OK(cx, people_invite_again(cx, p, STR("-"), STR("amal"), &again));
    CHECK_FAILS(cx,
                people_invited(cx, p, test_arena(), str_of(invitation.hex), &x),
                ERR_NOT_FOUND);
    CHECK_OK(cx, people_invited(cx, p, test_arena(), str_of(again.hex), &x));
    CHECK_STR(x.name, STR("amal"));
    CHECK(x.waiting && !x.disabled && x.seen == INSTANT_NONE);
    CHECK_FAILS(cx, people_accept(cx, p, str_of(again.hex), STR("short")),
                ERR_INPUT);
    CHECK_OK(cx, people_accept(cx, p, str_of(again.hex), good));
    CHECK_FAILS(cx, people_accept(cx, p, str_of(again.hex), good),
                ERR_NOT_FOUND);

    CHECK_OK(cx, login(p, "amal", good, &t));
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    CHECK_INT(x.role, PERSON_ADMINISTRATOR);
    CHECK_INT(x.seen, clock_at);
    CHECK_OK(cx, people_logout(cx, p, str_of(t.hex)));
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x),
                ERR_NOT_FOUND);
    people_close(p);

    /* It is there after a restart. */
    CHECK_OK(cx, people_open(cx, path, &p));
    CHECK_OK(cx, login(p, "amal", good, &t));
    people_close(p);
    remove_file();
    CHECK_FAILS(cx, people_open(cx, path, &p), ERR_NOT_FOUND);
    CHECK_FAILS(cx, people_open(cx, "tests/test.h", &p), ERR_CORRUPT);
}

void test_people__names_roles_and_passwords_that_can_be(void)
{
    static const struct {
        const char *name;
        enum role role;
        const char *of;
        enum err_class class;
    } rows[] = {
        {"amal", PERSON_HEAD, "", ERR_OK},
        {"m-1.a_b", PERSON_MONITOR, "mechanism", ERR_OK},
        {"", PERSON_HEAD, "", ERR_INPUT},
        {"Amal", PERSON_HEAD, "", ERR_INPUT},
        {"-amal", PERSON_HEAD, "", ERR_INPUT},
        {"a b", PERSON_HEAD, "", ERR_INPUT},
        {"\xd8\xa7", PERSON_HEAD, "", ERR_INPUT},
        {"a234567890123456789012345678901234567890", PERSON_HEAD, "", ERR_OK},
        {"a2345678901234567890123456789012345678901", PERSON_HEAD, "",
         ERR_INPUT},
        {"amal", PERSON_PARTY, "", ERR_INPUT},
        {"amal", PERSON_HEAD, "ardania", ERR_INPUT},
    };
    char longest[PEOPLE_PASSWORD_MAX + 1];
    struct cx *cx = test_cx();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s as %d", rows[i].name, (int)rows[i].role);
        err e = people_check(cx, str_of(rows[i].name), rows[i].role,
                             str_of(rows[i].of));
        CHECK_INT(e.code, rows[i].class);
    }
    memset(longest, 'x', sizeof longest);
    CHECK_OK(cx, people_check_password(cx, (str){longest, 12}));
    CHECK_FAILS(cx, people_check_password(cx, (str){longest, 11}), ERR_INPUT);
    CHECK_OK(cx, people_check_password(cx, (str){longest, 512}));
    CHECK_FAILS(cx, people_check_password(cx, (str){longest, 513}), ERR_INPUT);
    /* Twelve characters, whatever their bytes. */
    CHECK_FAILS(cx,
                people_check_password(cx, STR("\xd8\xa7\xd8\xa7\xd8\xa7\xd8"
                                              "\xa7\xd8\xa7\xd8\xa7")),
                ERR_INPUT);
}

void test_people__guessing_is_slowed_down(void)
{
    struct cx *cx = test_cx();
    struct people *p = made();
    struct token t;
    struct fault unknown, wrong;
    add(p, "amal", PERSON_ADMINISTRATOR, "");
    /* What is said is the same whatever was wrong. */
    CHECK_FAILS(cx, login(p, "nobody", good, &t), ERR_DENIED);
    unknown = cx->fault;
    CHECK_FAILS(cx, login(p, "amal", STR("wrong"), &t), ERR_DENIED);
    wrong = cx->fault;
    CHECK_STR(str_of(wrong.message), str_of(unknown.message));
    CHECK_STR(str_of(wrong.hint), str_of(unknown.hint));
    /* A login forgets the failures of its name. */
    CHECK_OK(cx, login(p, "amal", good, &t));
    for (int i = 0; i < PEOPLE_NAME_TRIES; i++)
        CHECK_FAILS(cx, login(p, "amal", STR("wrong"), &t), ERR_DENIED);
    CHECK_FAILS(cx, login(p, "amal", good, &t), ERR_LIMIT);
    /* Of a name that is not there as well. */
    for (int i = 0; i < PEOPLE_NAME_TRIES - 1; i++)
        CHECK_FAILS(cx, login(p, "nobody", good, &t), ERR_DENIED);
    CHECK_FAILS(cx, login(p, "nobody", good, &t), ERR_LIMIT);
    clock_at += PEOPLE_WINDOW_S;
    CHECK_OK(cx, login(p, "amal", good, &t));
    people_close(p);
    remove_file();
}

void test_people__an_address_that_guesses_many_names(void)
{
    struct cx *cx = test_cx();
    struct people *p = made();
    struct token t;
    add(p, "amal", PERSON_ADMINISTRATOR, "");
    for (int i = 0; i < PEOPLE_ADDRESS_TRIES; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        CHECK_FAILS(cx, login(p, name, good, &t), ERR_DENIED);
    }
    CHECK_FAILS(cx, login(p, "amal", good, &t), ERR_LIMIT);
    CHECK_OK(cx, people_login(cx, p, STR("amal"), good, STR("192.0.2.2"), &t));
    people_close(p);
    remove_file();
}

void test_people__a_session_ends(void)
{
    struct cx *cx = test_cx();
    struct people *p = made();
    struct token t, u;
    struct person x;
    add(p, "amal", PERSON_ADMINISTRATOR, "");
    CHECK_OK(cx, login(p, "amal", good, &t));
    clock_at += PEOPLE_IDLE_S - 1;
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    clock_at += PEOPLE_IDLE_S - 1;
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    clock_at += PEOPLE_IDLE_S;
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x),
                ERR_NOT_FOUND);
    /* However much it is used. */
    CHECK_OK(cx, login(p, "amal", good, &t));
    instant began = clock_at;
    while (clock_at + 3600 < began + PEOPLE_SESSION_S) {
        clock_at += 3600;
        CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    }
    clock_at += 3600;
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x),
                ERR_NOT_FOUND);
    /* A new password ends the other sessions. */
    CHECK_OK(cx, login(p, "amal", good, &t));
    CHECK_OK(cx, login(p, "amal", good, &u));
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    CHECK_FAILS(cx,
                people_change_password(cx, p, &x, STR("wrong"),
                                       STR("another good one"), str_of(t.hex)),
                ERR_DENIED);
    CHECK_OK(cx, people_change_password(
                     cx, p, &x, good, STR("another good one"), str_of(t.hex)));
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(u.hex), &x),
                ERR_NOT_FOUND);
    CHECK_FAILS(cx, login(p, "amal", good, &u), ERR_DENIED);
    /* So does a new link, before anybody has opened it. */
    CHECK_OK(cx, login(p, "amal", STR("another good one"), &u));
    CHECK_OK(cx, people_invite_again(cx, p, STR("-"), STR("amal"), &t));
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(u.hex), &x),
                ERR_NOT_FOUND);
    CHECK_OK(cx, login(p, "amal", STR("another good one"), &u));
    CHECK_OK(cx, people_logout_all(cx, p, x.id, STR("")));
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(u.hex), &x),
                ERR_NOT_FOUND);
    people_close(p);
    remove_file();
}

void test_people__who_is_disabled_is_out(void)
{
    struct cx *cx = test_cx();
    struct people *p = made();
    struct token t;
    struct person x;
    add(p, "amal", PERSON_ADMINISTRATOR, "");
    add(p, "rashid", PERSON_MONITOR, "mechanism");
    CHECK_OK(cx, login(p, "rashid", good, &t));
    CHECK_OK(cx, people_set_role(cx, p, STR("amal"), STR("rashid"),
                                 PERSON_PARTY, STR("belmar")));
    CHECK_OK(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x));
    CHECK_INT(x.role, PERSON_PARTY);
    CHECK_STR(x.of, STR("belmar"));
    CHECK_OK(cx, people_disable(cx, p, STR("amal"), STR("rashid"), true));
    CHECK_FAILS(cx, people_session(cx, p, test_arena(), str_of(t.hex), &x),
                ERR_NOT_FOUND);
    CHECK_FAILS(cx, login(p, "rashid", good, &t), ERR_DENIED);
    CHECK_OK(cx, people_disable(cx, p, STR("amal"), STR("rashid"), false));
    CHECK_OK(cx, login(p, "rashid", good, &t));
    /* Somebody must be able to invite. */
    CHECK_FAILS(cx, people_disable(cx, p, STR("amal"), STR("amal"), true),
                ERR_CONFLICT);
    CHECK_FAILS(cx,
                people_set_role(cx, p, STR("amal"), STR("amal"), PERSON_VIEWER,
                                STR("")),
                ERR_CONFLICT);
    CHECK_FAILS(cx, people_disable(cx, p, STR("-"), STR("nobody"), true),
                ERR_NOT_FOUND);
    CHECK_OK(cx, people_find(cx, p, test_arena(), STR("rashid"), &x));
    CHECK_FAILS(cx, people_find(cx, p, test_arena(), STR("none"), &x),
                ERR_NOT_FOUND);
    people_close(p);
    remove_file();
}

static void sql(const char *text)
{
    sqlite3 *db;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

void test_people__a_changed_log_is_found(void)
{
    static const char *const changes[] = {
        "UPDATE line SET what = 'x' WHERE n = 2",
        "UPDATE line SET by = 'x' WHERE n = 1",
        "UPDATE line SET at = at + 1 WHERE n = 3",
        "DELETE FROM line WHERE n = 2",
        "UPDATE line SET hash = zeroblob(32) WHERE n = 3"};
    struct cx *cx = test_cx();
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        int64_t n = 0;
        CASE("%s", changes[i]);
        struct people *p = made();
        CHECK_OK(cx, people_note(cx, p, STR("amal"), STR("see-evidence"),
                                 STR("file 1")));
        CHECK_OK(cx, people_note(cx, p, STR("amal"), STR("report"), STR("r")));
        CHECK_OK(cx, people_note(cx, p, STR("-"), STR("role"), STR("")));
        CHECK_OK(cx, people_check_log(cx, p, &n));
        CHECK_INT(n, 3);
        people_close(p);
        sql(changes[i]);
        CHECK_OK(cx, people_open(cx, path, &p));
        CHECK_FAILS(cx, people_check_log(cx, p, &n), ERR_CORRUPT);
        people_close(p);
    }
    remove_file();
}

/* Who reads the file can log in as nobody: no token and no password is in it.
 */
void test_people__the_file_holds_no_token(void)
{
    struct cx *cx = test_cx();
    struct people *p = made();
    struct token invitation, t;
    add(p, "amal", PERSON_ADMINISTRATOR, "");
    CHECK_OK(cx, login(p, "amal", good, &t));
    CHECK_OK(cx,
             people_invite_again(cx, p, STR("-"), STR("amal"), &invitation));
    people_close(p);
    str all = test_read(path);
    CHECK(all.n > 0);
    CHECK(str_find(all, str_of(t.hex)) == all.n);
    CHECK(str_find(all, str_of(invitation.hex)) == all.n);
    CHECK(str_find(all, good) == all.n);
    CHECK(str_find(all, STR("$argon2id$v=19$m=65536,t=3,p=1$")) < all.n);
    remove_file();
}

void test_people__a_hash_of_nobody_costs_the_same(void)
{
    /* The same parameters stand in it, and it is no text that fails early. */
    char hash[CRY_PASSWORD_BYTES];
    CHECK_OK(test_cx(), cry_password_hash(test_cx(), good, hash));
    CHECK(cry_password_check(good, hash));
    CHECK(!cry_password_check(STR("wrong"), hash));
    CHECK(!cry_password_check(good, cry_password_nobody));
    CHECK(!cry_password_check(good, ""));
    str a = str_sub(str_of(hash), 0, 31);
    CHECK_STR(str_sub(str_of(cry_password_nobody), 0, 31), a);
    CHECK_INT(strlen(cry_password_nobody), strlen(hash));
}

/* --- The table ------------------------------------------------------------ */

void test_people__nobody_does_two_parts_of_one_matter(void)
{
    static const enum action apart[][2] = {
        {MAY_REPORT, MAY_VERIFY},        {MAY_REPORT, MAY_ADOPT},
        {MAY_TAKE_INCIDENT, MAY_VERIFY}, {MAY_VERIFY, MAY_ADOPT},
        {MAY_PROPOSE, MAY_ADOPT},        {MAY_KEEP_PEOPLE, MAY_REPORT},
        {MAY_KEEP_PEOPLE, MAY_VERIFY},   {MAY_KEEP_PEOPLE, MAY_ADOPT},
        {MAY_RESPOND, MAY_VERIFY},       {MAY_ASSIGN, MAY_VERIFY}};
    for (int r = 0; r < N_ROLES; r++)
        for (size_t i = 0; i < COUNT_OF(apart); i++)
            if (role_may((enum role)r, apart[i][0], true) &&
                role_may((enum role)r, apart[i][1], true))
                FAIL("%.*s both", STR_ARG(role_name((enum role)r)));
}

void test_people__roles_have_names(void)
{
    for (int r = 0; r < N_ROLES; r++) {
        enum role back;
        CHECK(role_find(role_name((enum role)r), &back));
        CHECK_INT(back, r);
        /* What is only for one's own needs an own. */
        for (int a = 0; a < N_ACTIONS; a++)
            if (a != MAY_OWN_ACCOUNT &&
                role_extent_of((enum role)r, (enum action)a) == FOR_OWN)
                CHECK(role_needs_actor((enum role)r));
    }
    for (int a = 0; a < N_ACTIONS; a++)
        CHECK(action_name((enum action)a).n > 0);
    enum role r;
    CHECK(!role_find(STR("king"), &r));
}

void test_people__the_documents_show_the_table(void)
{
    static const char *const cells[] = {"", "own", "yes"};
    str text = test_read("docs/people.md");
    for (int a = 0; a < N_ACTIONS; a++) {
        char line[256];
        int n = snprintf(line, sizeof line, "\n| %.*s |",
                         STR_ARG(action_name((enum action)a)));
        for (int r = 0; r < N_ROLES; r++)
            n += snprintf(line + n, sizeof line - (size_t)n, " %s |",
                          cells[role_extent_of((enum role)r, (enum action)a)]);
        if (a != MAY_ENTER_NODE && str_find(text, str_of(line)) == text.n)
            FAIL("no line %s", line + 1);
    }
}

/* A node without an administrator: who is none can be shut out. */
void test_people__who_is_no_administrator_is_not_the_only_one(void)
{
    struct cx *cx = test_cx();
    struct people *p = made();
    add(p, "mona", PERSON_MONITOR, "mechanism");
    CHECK_OK(cx, people_disable(cx, p, STR("-"), STR("mona"), true));
    CHECK_OK(cx, people_set_role(cx, p, STR("-"), STR("mona"), PERSON_VIEWER,
                                 STR("")));
    people_close(p);
    remove_file();
}
