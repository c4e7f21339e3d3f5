/* commands.h: the commands of the program; app/main.c lists them in the order of --help. */
#pragma once
#include "app/command.h"

extern const struct command serve_command, demo_command, import_command, score_command,
    accounts_command, card_command, matrices_command, matrix_command, segment_command,
    explain_command, prospects_command, ledger_command, revenue_command, retention_command,
    renewals_command, value_command, simulate_command, risk_command, lab_command, metrics_command,
    user_command, key_command, source_command, survey_command, openapi_command, backup_command,
    restore_command, rebuild_command, check_command, version_command;
