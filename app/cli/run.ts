import type { Command } from 'commander';

import { loadConfig } from '#platform/mod.ts';

import { isRole, ROLES, type Role } from '../roles.ts';
import { serverUrls } from './servers.ts';
import { UsageError } from './usage-error.ts';

export function addRun(program: Command): void {
  program
    .command('run')
    .description('Run one or more services in this process, against servers that run already')
    .argument('<service...>', ROLES.join(', '))
    .addHelpText('after', '\nExample:\n  $ npm run overround -- run host\n')
    .action(async (names: string[]) => {
      const config = loadConfig();
      const { runRoles } = await import('../processes/run-roles.ts');
      await runRoles(rolesOf(names), config, serverUrls(config));
    });
}

function rolesOf(names: readonly string[]): readonly Role[] {
  const unknown = names.filter((name) => !isRole(name));
  if (unknown.length > 0) {
    throw new UsageError(`No such service: ${unknown.join(', ')}. There are ${ROLES.join(', ')}.`);
  }
  return names.filter(isRole);
}
