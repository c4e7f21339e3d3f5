#include "app/commands.h"

#include <locale.h>
#include <signal.h>

int main(int argc, char **argv)
{
    static const struct command *const commands[] = {
        &serve_command,
        &demo_command,
        &import_command,
        &score_command,
        &accounts_command,
        &matrix_command,
        &matrices_command,
        &segment_command,
        &explain_command,
        &prospects_command,
        &card_command,
        &ledger_command,
        &revenue_command,
        &retention_command,
        &renewals_command,
        &value_command,
        &simulate_command,
        &risk_command,
        &lab_command,
        &metrics_command,
        &user_command,
        &key_command,
        &source_command,
        &survey_command,
        &openapi_command,
        &backup_command,
        &restore_command,
        &rebuild_command,
        &check_command,
        &version_command,
        NULL,
    };

    (void)argc;
    /* Texts are UTF-8; numbers stay in the C locale, so that a point is a point. */
    setlocale(LC_CTYPE, "C.UTF-8"); // NOLINT(concurrency-mt-unsafe): before threads start
    signal(SIGPIPE, SIG_IGN);
    return command_main(commands, argv);
}
