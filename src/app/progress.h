/* progress.h: a progress line on a terminal, for anything that takes longer than a second; nothing
 * when stderr is no terminal. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *what;
    int64_t started_us, drawn_us;
    bool is_terminal, is_drawn;
};
void progress_start(struct progress *p, const char *what);
/* pct 0–100. Cheap to call often. */
void progress_show(struct progress *p, int pct);
void progress_end(struct progress *p);
