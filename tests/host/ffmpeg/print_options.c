/* SPDX-License-Identifier: BSD-2-Clause */
/* The engine's option table as lines of tab-separated fields: name type min max default
 * value-names. */
#include <stdio.h>

#include <zsn2n/zsn2n.h>

int main(void) {
    static const char *const types[] = {"int", "uint64", "double", "enum", "region"};

    for (int i = 0; i < zsn2n_option_count(); i++) {
        const zsn2n_option *option = zsn2n_option_get(i);
        const char *separator = "\t";

        printf("%s\t%s\t%g\t%g\t%g", option->name, types[option->type], option->min, option->max,
               option->default_value);
        for (const char *const *name = option->names; name && *name; name++) {
            printf("%s%s", separator, *name);
            separator = ",";
        }
        printf("\n");
    }
    return 0;
}
