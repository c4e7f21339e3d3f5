/* cmd_about.c: ripen version, ripen openapi. */
#include "app/commands.h"
#include "app/endpoints.h"
#include "http/openapi.h"

struct about_options {
    char none;
};
static const struct field about_options_fields[] = {FIELD_END};

static int version_run(struct command_call *call)
{
    fprintf(call->out, "ripen %s\n", RIPEN_VERSION);
    return 0;
}

static int openapi_run(struct command_call *call)
{
    AUTO_BUF text = {0};

    int rc = openapi_write(endpoints_all(), RIPEN_VERSION, &text, &call->err);
    if (rc == 0)
        fprintf(call->out, "%s\n", buf_text(&text));
    return rc;
}

const struct command version_command = {.name = "version",
                                        .summary = "Prints the version",
                                        .options = SHAPE(about_options),
                                        .run = version_run};
const struct command openapi_command = {
    .name = "openapi",
    .summary = "Prints the API's description as OpenAPI 3.1",
    .help = "The text is made from the tables that the server itself works by.",
    .options = SHAPE(about_options),
    .run = openapi_run};
