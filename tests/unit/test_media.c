/* Metadata of pictures: what is read, what is left in a copy. */
#include "base/sys.h"
#include "media/media.h"
#include "tests/test.h"

static str camera(void)
{
    return test_read("tests/media/camera.jpg");
}

void test_media__types(void)
{
    static const struct {
        str head;
        const char *type;
    } rows[] = {
        {STR_INIT("\xff\xd8\xff\xe0"), "image/jpeg"},
        {STR_INIT("\x89PNG\r\n\x1a\n...."), "image/png"},
        {STR_INIT("RIFF....WEBPVP8 "), "image/webp"},
        {STR_INIT("RIFX....WEBPVP8 "), "text/plain"},
        {STR_INIT("\0\0\0\x18"
                  "ftypmp42"),
         "video/mp4"},
        {STR_INIT("%PDF-1.5\n"), "application/pdf"},
        {STR_INIT("plain \xd8\xb3\n"), "text/plain"},
        {STR_INIT("\x01\x02"), "application/octet-stream"},
        {STR_INIT("\xd8"), "application/octet-stream"},
        {STR_INIT(""), "application/octet-stream"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CASE("%s %zu", rows[i].type, i);
        CHECK_STR(str_of(media_type(rows[i].head)), str_of(rows[i].type));
    }
}

void test_media__exif(void)
{
    struct media_info i;
    media_read(camera(), &i);
    CHECK_STR(str_of(i.taken), STR("2025-01-19T12:00:00+02:00"));
    CHECK(i.has_place);
    CHECK_INT(i.place.latitude, 150500);
    CHECK_INT(i.place.longitude, -225000);
    CHECK_INT(i.orientation, 6);
}

/* No cut and no changed byte makes it read beyond the end (asan), and what it
 * gives stays in range. */
void test_media__exif_spoilt(void)
{
    str s = camera();
    char *copy = arena_alloc(test_arena(), s.n);
    struct media_info i;
    CHECK(copy != NULL);
    for (size_t n = 0; n < s.n && copy != NULL; n++) {
        char *cut = arena_alloc(test_arena(), n);
        CHECK(cut != NULL);
        memcpy(cut, s.p, n);
        media_read((str){cut, n}, &i);
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, s.p, s.n);
            copy[n] = (char)(copy[n] ^ (1 << bit));
            media_read((str){copy, s.n}, &i);
            CHECK(i.orientation <= 8);
            CHECK(!i.has_place || (i.place.latitude <= 9000000 &&
                                   i.place.latitude >= -9000000 &&
                                   i.place.longitude <= 18000000 &&
                                   i.place.longitude >= -18000000));
        }
    }
}

static bool has(str s, const char *needle)
{
    return str_find(s, str_of(needle)) < s.n;
}

void test_media__strip(void)
{
    static const char *const files[] = {"tests/media/camera.jpg",
                                        "tests/media/camera.png"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct cx *cx = test_cx();
        struct media_info info;
        struct buf once, twice;
        CASE("%s", files[i]);
        str s = test_read(files[i]);
        buf_init(&once, test_arena(), SIZE_MAX);
        buf_init(&twice, test_arena(), SIZE_MAX);
        CHECK_OK(cx, media_strip(cx, s, &once));
        str got = buf_view(&once);
        CHECK(has(s, "a name in it") && has(s, "after the end"));
        CHECK(!has(got, "a name in it") && !has(got, "after the end"));
        media_read(got, &info);
        CHECK(info.taken[0] == '\0' && !info.has_place);
        CHECK_INT(info.orientation, i == 0 ? 6 : 0);
        /* What is stripped already stays as it is. */
        CHECK_OK(cx, media_strip(cx, got, &twice));
        CHECK_STR(buf_view(&twice), got);
        /* Cut anywhere, it is refused. */
        for (size_t n = 0; n + 13 < s.n; n++) {
            buf_clear(&twice);
            CHECK_FAILS(cx, media_strip(cx, str_sub(s, 0, n), &twice),
                        ERR_INPUT);
        }
    }
}

void test_media__strip_others(void)
{
    struct cx *cx = test_cx();
    struct buf b;
    buf_init(&b, test_arena(), SIZE_MAX);
    CHECK_FAILS(cx, media_strip(cx, STR("%PDF-1.5"), &b), ERR_INPUT);
    CHECK(has(str_of(cx->fault.message), "application/pdf"));
}

/* Degrees between two places are metres at most: a whole-number bound that is
 * wide enough for a test. */
void test_media__coarsen(void)
{
    struct test_rand r = {7};
    for (size_t k = 0; k < 20000 * test_times(); k++) {
        struct media_place p = {
            (int32_t)test_rand_below(&r, 18000001) - 9000000,
            (int32_t)test_rand_below(&r, 36000001) - 18000000};
        uint32_t m = 1 + (uint32_t)test_rand_below(&r, MEDIA_COARSE_MAX);
        struct media_place q = media_coarsen(p, m);
        struct media_place again = media_coarsen(q, m);
        int64_t up = (int64_t)p.latitude - q.latitude;
        CHECK(q.latitude >= -9000000 && q.latitude <= 9000000);
        CHECK(q.longitude >= -18000000 && q.longitude <= 18000000);
        /* All of a cell is shown as its middle, which is in it. */
        CHECK(q.latitude == again.latitude && q.longitude == again.longitude);
        CHECK((up < 0 ? -up : up) * 111320 <=
              ((int64_t)m * 100000 + 2 * 111320) / 2);
    }
}

void test_media__degrees(void)
{
    static const struct {
        int32_t v;
        str text;
    } rows[] = {{0, STR_INIT("0.00000")},
                {1, STR_INIT("0.00001")},
                {-1, STR_INIT("-0.00001")},
                {3150000, STR_INIT("31.50000")},
                {-18000000, STR_INIT("-180.00000")}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf b;
        CASE("%d", rows[i].v);
        buf_init(&b, test_arena(), 100);
        media_degrees_print(rows[i].v, &b);
        CHECK_STR(buf_view(&b), rows[i].text);
    }
}
