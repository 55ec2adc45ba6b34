import { fileAnchor, keyDir, natsAnchor, startSealer } from '#audit/mod.ts';
import { expireDueHolds, foldHouseAccounts } from '#ledger/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

const FOLD_EVERY_MS = 5_000;
const EXPIRE_EVERY_MS = 1_000;

/** Seals the ledger, and keeps its house: folds balances of the house and gives back what holds held too long. */
export async function startSealerRole(context: Context): Promise<StartedRole> {
  const { config, pool, nats, clock, newId, log, metrics } = context;
  const sealer = startSealer({
    pool,
    clock,
    newId,
    log,
    metrics,
    keyDir: keyDir(config.dataDir),
    anchors: [fileAnchor(config.anchorDir), await natsAnchor(nats)],
  });
  const chores = [
    chore(context, FOLD_EVERY_MS, () => foldHouseAccounts(pool)),
    chore(context, EXPIRE_EVERY_MS, () => expireDueHolds(pool, clock.now())),
  ];
  return {
    stop: async () => {
      for (const stop of chores) await stop();
      await sealer.stop();
    },
  };
}

/** Does something again and again, one at a time; `stop` waits for the one in hand. */
function chore(
  { clock, log }: Context,
  everyMs: number,
  work: () => Promise<unknown>,
): () => Promise<void> {
  const stopping = new AbortController();
  const run = (async () => {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => {
        log.warn({ err: error }, 'a chore of the ledger failed; trying again');
      });
      await clock.sleep(everyMs, stopping.signal).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await run;
  };
}
