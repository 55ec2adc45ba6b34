import { readFeedEvents } from '#feeds/mod.ts';
import { exactNumber, liquidityFor } from '#risk/mod.ts';

import type { Context } from '../context.ts';
import { DEFAULT_POLICY } from '../host/host-policy.ts';
import { startHost } from '../host/host-service.ts';
import type { StartedRole } from '../started-role.ts';

export async function startHostRole(context: Context): Promise<StartedRole> {
  const { pool, nats, clock, log, metrics, config } = context;
  const { betDelayMs, scoreHoldMs, hostShards } = config.engine;
  const [first, last] = hostShards;
  const { expectedHandleMinor, expectedHandles, ...risk } = config.risk;
  const { consensusBandBps, consensusBooks, quoteMaxAgeMs } = risk;
  const lossLimitMinor = exactNumber(risk.robustLossMinor);
  const { consensus, limits, robust, skew } = DEFAULT_POLICY;
  return startHost({
    pool,
    nats,
    clock,
    log,
    metrics,
    // A name of its own for every start: a host that died is another owner, and its lease must end first.
    owner: `host-${context.newId()}`,
    policy: {
      ...DEFAULT_POLICY,
      inPlayDelayMs: betDelayMs,
      scoreHoldMs,
      limits: { ...limits, referAboveMinor: config.bets.referAboveMinor },
      skew: { ...skew, liquidityMinor: liquidityFor(expectedHandleMinor) },
      liquidityByCompetition: new Map(
        [...expectedHandles].map(([name, handle]) => [name, liquidityFor(handle)]),
      ),
      consensus: {
        ...consensus,
        bandBps: consensusBandBps,
        rule: { ...consensus.rule, leastBooks: consensusBooks, maxAgeMs: quoteMaxAgeMs },
      },
      robust: { ...robust, lossLimitMinor },
    },
    wanted: Array.from({ length: last - first + 1 }, (_, at) => first + at),
    readEvents: (fixture, afterVersion) => readFeedEvents(pool, fixture, afterVersion),
  });
}
