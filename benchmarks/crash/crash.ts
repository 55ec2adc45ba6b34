import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { newId } from '#platform/mod.ts';

import { bar, type BenchResult } from '../report/report.ts';
import { crashRounds, VICTIMS, type CrashRound, type CrashRun } from './rounds.ts';

const OPTIONS = {
  rounds: { type: 'string', default: '50' },
  seed: { type: 'string' },
} as const;

/** kill -9 of everything that money passes through, in random order and moment, under load. */
export async function crash(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const seed = values.seed ?? newId().slice(-12);
  const rounds = Number(values.rounds);
  console.log(`seed ${seed}: repeat with --seed ${seed} --rounds ${String(rounds)}`);
  const dir = mkdtempSync(join(tmpdir(), 'overround-crash-'));
  // PostgreSQL may run as another user, who must be able to reach its folder.
  chmodSync(dir, 0o711);
  try {
    return resultOf(await crashRounds({ seed, rounds, dir, tell }));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function tell(round: CrashRound): void {
  const { victim, readyMs, bets, lost, twice, unknown, ledger } = round;
  const sound = lost + twice + unknown === 0 && ledger ? 'sound' : JSON.stringify(round);
  console.log(
    `${victim.padEnd(10)} ready after ${readyMs.toFixed(0)} ms, ${String(bets)} bets, ${sound}`,
  );
}

function resultOf({ rounds, acknowledged, retries, surprises, missing }: CrashRun): BenchResult {
  const sum = (of: (round: CrashRound) => number): number =>
    rounds.reduce((total, round) => total + of(round), 0);
  const slowest = (of: readonly CrashRound[]): number =>
    Math.max(...of.map(({ readyMs }) => readyMs / 1_000));
  const byVictim = VICTIMS.flatMap((victim) => {
    const own = rounds.filter((round) => round.victim === victim);
    return own.length === 0 ? [] : [[`readyS.${victim}`, slowest(own)] as const];
  });
  if (surprises.length > 0) console.log('unexpected answers:', [...new Set(surprises)].join(', '));
  return {
    metrics: {
      rounds: rounds.length,
      acknowledged,
      requestsSentAgain: retries,
      ...Object.fromEntries(byVictim),
    },
    bars: [
      bar(
        'acknowledged bets lost',
        sum(({ lost }) => lost),
        '<=',
        0,
      ),
      bar(
        'bets applied twice',
        sum(({ twice, unknown }) => twice + unknown),
        '<=',
        0,
      ),
      bar('events missing in the stream', missing, '<=', 0),
      bar('slowest ready again s', slowest(rounds), '<=', 10),
    ],
    checks: {
      ledgerExactAfterEachRound: rounds.every(({ ledger }) => ledger),
      betsInEachRound: rounds.every(({ bets }) => bets > 0),
      onlyExpectedAnswers: surprises.length === 0,
    },
  };
}
