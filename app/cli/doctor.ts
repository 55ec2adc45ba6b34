import type { Command } from 'commander';

import { diagnose, ENVIRONMENT, loadConfig } from '#platform/mod.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Check everything that a start needs, and say how to fix what is missing')
    .option('--json', 'print the checks as one JSON array')
    .option('--settings', 'print every environment variable with its default instead')
    .action(async (options: { json?: boolean; settings?: boolean }) => {
      if (options.settings === true) {
        printSettings();
        return;
      }
      const checks = await diagnose(loadConfig());
      if (options.json === true) console.log(JSON.stringify(checks, null, 2));
      else {
        for (const { name, ok, detail, fix } of checks) {
          console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(16)}  ${detail}`);
          if (!ok) console.log(`      ${' '.repeat(16)}  fix: ${fix}`);
        }
      }
      if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}

function printSettings(): void {
  for (const [name, [fallback, meaning]] of Object.entries(ENVIRONMENT)) {
    console.log(`${name.padEnd(28)} ${(fallback === '' ? '-' : fallback).padEnd(14)} ${meaning}`);
  }
}
