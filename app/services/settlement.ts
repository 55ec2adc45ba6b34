import { approvalPolicy, startSettlement } from '#settlement/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

export async function startSettlementRole(context: Context): Promise<StartedRole> {
  const { pool, nats, clock, newId, log, metrics, config } = context;
  const approvals = approvalPolicy(config.bets.aloneUpToMinor);
  const ports = { pool, nats, clock, newId, log, metrics };
  return Promise.resolve(startSettlement(ports, { approvals }));
}
