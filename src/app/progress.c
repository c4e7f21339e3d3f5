#include "app/progress.h"

#include "base/day.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_CELLS 30
#define QUIET_US  1000000
#define REDRAW_US 100000

void progress_start(struct progress *p, const char *what)
{
    *p = (struct progress){
        .what = what, .started_us = clock_mono_us(), .is_terminal = isatty(STDERR_FILENO)};
}

void progress_show(struct progress *p, int pct)
{
    int64_t now = clock_mono_us();

    if (!p->is_terminal || now - p->started_us < QUIET_US || now - p->drawn_us < REDRAW_US)
        return;
    p->drawn_us = now;
    p->is_drawn = true;
    int filled = pct * BAR_CELLS / 100;
    fprintf(stderr, "\r%s [%.*s%*s] %3d %%\033[K", p->what, filled,
            "##############################", BAR_CELLS - filled, "", pct);
    fflush(stderr);
}

void progress_end(struct progress *p)
{
    if (p->is_drawn)
        fputs("\r\033[K", stderr);
}
