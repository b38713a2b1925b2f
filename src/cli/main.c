/* cli/main.c: the program's entry. */
#include "version.h"

#include <stdio.h>

int main(void)
{
    puts("truce " TRUCE_VERSION);
    return 0;
}
