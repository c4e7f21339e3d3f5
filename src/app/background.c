#include "app/background.h"

#include <stddef.h>

const struct job_kind *const background_kinds[] = {NULL};
const struct schedule background_schedules[] = {{.name = NULL}};
