/* tests/tools/sshsig_vectors.c: writes the test vectors of signatures.
 *
 *     build/release/sshsig_vectors FOLDER      FOLDER must not be there
 *
 * By the software authenticator of the tests, from fixed seeds: the same bytes
 * each time (tests/cli/vectors.t compares them with tests/vectors/sshsig/).
 * cases.tsv there says which of them hold, and what for. */
#include "tests/support/authenticator.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *folder;

static void put(const char *name, const char *end, str bytes)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, end);
    FILE *f = fopen(path, "wbx");
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n ||
        fclose(f) != 0) {
        perror(path);
        exit(3);
    }
}

static void put_signature(const char *name, enum auth_kind kind,
                          const char *name_space, str text,
                          const struct auth_how *how)
{
    static char room[20000];
    auth_sign(kind, 1, name_space, text, how, room, sizeof room);
    put(name, ".sig", str_of(room));
}

int main(int argc, char **argv)
{
    static const char *const names[AUTH_KINDS] = {
        "ed25519", "p256", "sk-ed25519", "sk-p256", "browser"};
    static const char ns[] = "agreement@truce";
    const str text = STR("agreement \"Harbour\"\nparty ardania \"Ardania\"\n");
    if (argc != 2 || mkdir(argv[1], 0755) != 0) {
        fputs("usage: sshsig_vectors FOLDER (which must not be there)\n",
              stderr);
        return 2;
    }
    folder = argv[1];
    put("text", "", text);
    put("other-text", "", STR("agreement \"Harbour\"\n"));
    for (int k = 0; k < AUTH_KINDS; k++) {
        char line[1000];
        const enum auth_kind kind = (enum auth_kind)k;
        auth_public(kind, 1, line, sizeof line - 1);
        size_t n = strlen(line);
        line[n] = '\n';
        put(names[k], ".pub", (str){line, n + 1});
        put_signature(names[k], kind, ns, text, NULL);
    }
    static const struct {
        const char *name;
        enum auth_kind kind;
        struct auth_how how;
    } special[] = {
        {"sha256", AUTH_ED25519, {.sha256 = true}},
        {"verified-sk-ed25519", AUTH_SK_ED25519, {.verified = true}},
        {"verified-browser", AUTH_BROWSER, {.verified = true}},
        {"extensions-browser", AUTH_BROWSER, {.extensions = true}},
        {"no-touch-sk-ed25519", AUTH_SK_ED25519, {.no_touch = true}},
        {"no-touch-browser", AUTH_BROWSER, {.no_touch = true}},
        {"reserved", AUTH_ED25519, {.reserved = "x"}},
        {"trailing", AUTH_ED25519, {.trailing = true}},
        {"long-number", AUTH_P256, {.long_number = true}},
        {"client-create",
         AUTH_BROWSER,
         {.client = "{\"type\":\"webauthn.create\",\"challenge\":\"\"}"}},
        {"origin-quote",
         AUTH_BROWSER,
         {.origin = "https://a\",\"origin\":\"https://b"}},
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        put_signature(special[i].name, special[i].kind, ns, text,
                      &special[i].how);
    put_signature("approval", AUTH_ED25519, "approval@truce", text, NULL);
    return 0;
}
