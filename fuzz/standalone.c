/* fuzz/standalone.c: runs a fuzz target over files, without libFuzzer: for
 * gcc's sanitizers, and for replaying seeds and past findings.
 *
 *     build/asan/fuzz_NAME FILE...
 *
 * Ends with `N passed, 0 failed`; a finding ends the process before. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    /* Exactly as long as the input, so that one byte more is seen. */
    unsigned char *data = NULL;
    size_t size = 0;
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        exit(3);
    }
    size = (size_t)ftell(f);
    rewind(f);
    data = malloc(size == 0 ? 1 : size);
    if (data == NULL || fread(data, 1, size, f) != size) {
        perror(path);
        exit(3);
    }
    fclose(f);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        /* Named before, so that a finding has a name. */
        fprintf(stderr, "%s\n", argv[i]);
        replay(argv[i]);
    }
    printf("%d passed, 0 failed\n", argc - 1);
    return 0;
}
