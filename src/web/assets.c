/* web/assets.c: files that are part of the program as they are. */
#include "web/web.h"

/* .incbin, since a C array of the same bytes takes the compiler a hundred
 * times longer. The Makefile knows what this depends on (gen.mk). */
__asm__(".section .rodata\n"
        ".global web_style_begin\n"
        ".global web_style_end\n"
        "web_style_begin: .incbin \"src/web/style.css\"\n"
        "web_style_end: .byte 0\n"
        ".global web_script_begin\n"
        ".global web_script_end\n"
        "web_script_begin: .incbin \"src/web/page.js\"\n"
        "web_script_end: .byte 0\n"
        ".global web_entry_begin\n"
        ".global web_entry_end\n"
        "web_entry_begin: .incbin \"src/web/entry.js\"\n"
        "web_entry_end: .byte 0\n"
        ".previous\n");

extern const char web_style_begin[], web_style_end[];
extern const char web_script_begin[], web_script_end[];
extern const char web_entry_begin[], web_entry_end[];

str web_style(void)
{
    return (str){web_style_begin, (size_t)(web_style_end - web_style_begin)};
}

str web_script(void)
{
    return (str){web_script_begin, (size_t)(web_script_end - web_script_begin)};
}

str web_entry_script(void)
{
    return (str){web_entry_begin, (size_t)(web_entry_end - web_entry_begin)};
}
