/* tests/support/vectors.c: walks a folder of outside vectors. */
#include "tests/support/vectors.h"
#include "tests/test.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

static bool ends(const char *s, const char *ending)
{
    size_t n = strlen(s), k = strlen(ending);
    return n >= k && strcmp(s + n - k, ending) == 0;
}

/* jansson's integers end at 2^63: the one greater number that stands in the
 * vectors is read as what it is in 64 bits. */
static json_t *load(const char *path, json_error_t *e)
{
    static char text[1 << 20];
    FILE *f = fopen(path, "rb");
    size_t n = f == NULL ? 0 : fread(text, 1, sizeof text - 1, f);
    if (f != NULL)
        fclose(f);
    text[n] = '\0';
    char *big = strstr(text, "18446744073709551615");
    if (big != NULL)
        memcpy(big, "                  -1", 20);
    return json_loadb(text, n, 0, e);
}

static void walk(const char *dir, const char *ending,
                 void (*fn)(const char *path, const json_t *json))
{
    struct dirent **v;
    int n = scandir(dir, &v, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char path[1024];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", dir, v[i]->d_name);
        if (v[i]->d_name[0] != '.' && stat(path, &st) == 0) {
            if (S_ISDIR(st.st_mode)) {
                walk(path, ending, fn);
            } else if (ends(path, ending)) {
                json_error_t e;
                json_t *j = load(path, &e);
                if (j == NULL)
                    FAIL("%s: %s", path, e.text);
                else
                    fn(path, j);
                json_decref(j);
            }
        }
        free(v[i]);
    }
    if (n >= 0)
        free(v);
}

void vectors_each(const char *folder, const char *ending,
                  void (*fn)(const char *path, const json_t *json))
{
    const char *root = getenv("TRUCE_VECTORS");
    if (root == NULL) {
        fprintf(stderr,
                "SKIPPED: outside vectors %s (TRUCE_VECTORS is not "
                "set)\n",
                folder);
        return;
    }
    char dir[512];
    snprintf(dir, sizeof dir, "%s/%s", root, folder);
    walk(dir, ending, fn);
}

static int digit(char c)
{
    static const char set[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *p = c == '\0' ? NULL : strchr(set, c);
    return p == NULL ? -1 : (int)(p - set);
}

bool vectors_base64(const char *s, uint8_t *out, size_t max, size_t *n)
{
    size_t len = s == NULL ? 1 : strlen(s);
    *n = 0;
    if (len % 4 != 0)
        return false;
    for (size_t i = 0; i < len; i += 4) {
        int pad = (s[i + 3] == '=') + (s[i + 2] == '=');
        uint32_t v = 0;
        for (int k = 0; k < 4; k++) {
            int d = k >= 4 - pad ? 0 : digit(s[i + (size_t)k]);
            if (d < 0 || (pad > 0 && i + 4 != len))
                return false;
            v = v << 6 | (uint32_t)d;
        }
        for (int k = 0; k < 3 - pad; k++) {
            if (*n == max)
                return false;
            out[(*n)++] = (uint8_t)(v >> (16 - 8 * k));
        }
    }
    return true;
}
