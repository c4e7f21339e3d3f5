// lint_openapi.mjs FILE: Redocly's recommended rules on the OpenAPI text; fails on any error.
import { readFileSync } from 'node:fs';
import { createConfig, formatProblems, getTotals, lintFromString } from '@redocly/openapi-core';

const file = process.argv[2];
const config = await createConfig({
  extends: ['recommended'],
  rules: {
    // The server is wherever somebody runs it.
    'no-server-example.com': 'off',
    'no-empty-servers': 'off',
    'info-license': 'off',
  },
});
const problems = await lintFromString({ source: readFileSync(file, 'utf8'), absoluteRef: file, config });
const totals = getTotals(problems);
formatProblems(problems, { format: 'stylish', totals, version: '' });
console.log(`${totals.errors} errors, ${totals.warnings} warnings`);
process.exit(totals.errors ? 1 : 0);
