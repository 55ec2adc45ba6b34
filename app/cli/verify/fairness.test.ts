import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

import {
  clientSeedOf,
  commitmentOf,
  pairingOf,
  resultsOfRound,
  termsOfRound,
  virtualChances,
} from '#feeds/virtual/mod.ts';
import { calibrate } from '#odds/models/fitting/mod.ts';
import { birthOutlook, scoreChance } from '#odds/models/mod.ts';
import { LIVE_PARAMETERS } from '#odds/mod.ts';

import { runCli } from '../cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-fairness-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  process.exitCode = undefined;
});

const SEED = '5a'.repeat(32);
const round = {
  round: 2,
  commitment: commitmentOf(SEED),
  serverSeed: SEED,
  clientSeeds: ['mine'],
  clientSeed: clientSeedOf(['mine']),
  terms: termsOfRound(2),
  results: resultsOfRound({ round: 2, serverSeed: SEED, contributions: ['mine'] }),
};
function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const fair = fileOf('fair.json', JSON.stringify(round));

async function printedBy(...args: readonly string[]) {
  const [out, errors]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  const code = await runCli(['verify', 'fairness', ...args]);
  return { code, text: out.join('\n'), errors: errors.join('\n') };
}

describe('overround verify fairness', () => {
  test('a fair round from a file and from an engine', async () => {
    const { code, text } = await printedBy(fair, '--commitment', round.commitment);
    expect([code, text.split('\n').length]).toEqual([0, 5]);
    expect(text).toContain('Fair: round 2 follows from its seeds');
    vi.stubGlobal('fetch', (url: URL) =>
      Promise.resolve(
        url.pathname === '/v1/virtual/rounds/2'
          ? Response.json(round)
          : new Response('', { status: 404 }),
      ),
    );
    const asked = await printedBy('--round', '2', '--api', 'http://engine', '--json');
    expect(JSON.parse(asked.text)).toMatchObject({ fair: true, problems: [] });
    expect((await printedBy('--round', '9', '--api', 'http://engine')).errors).toContain('404');
  });

  test('what is not as promised is named, and the exit code is 1', async () => {
    const lie = fileOf('lie.json', JSON.stringify({ ...round, serverSeed: '00'.repeat(32) }));
    expect(await printedBy(lie)).toMatchObject({
      code: 1,
      text: 'NOT fair: round 2\n  wrong-seed: serverSeed: does not hash to the commitment',
    });
    const other = await printedBy(fair, '--commitment', '1'.repeat(64), '--json');
    expect(JSON.parse(other.text)).toMatchObject({ problems: [{ code: 'other-commitment' }] });
  });

  test.each([
    [[], 'Name a file, or a --round'],
    [['none.json'], 'none.json cannot be read'],
    [[fileOf('text', 'no json')], 'is not JSON'],
    [[fair, '--commitment', 'abc'], 'commitment must be 64 hexadecimal digits'],
    [['--round', '0'], 'round must be a whole number from 1'],
  ])('%j is refused', async (args, why) => {
    const { code, errors } = await printedBy(...args);
    expect(code).toBe(2);
    expect(errors).toContain(why);
  });
});

test('the engine prices virtual matches from their mean goals close to their true chances', () => {
  for (const match of [1, 2, 3, 4]) {
    const { goals, scores, ...chances } = virtualChances(pairingOf(1, match));
    const target = { totalGoals: goals.home + goals.away, supremacy: goals.home - goals.away };
    const { lambda, mu, parameters } = calibrate(target, LIVE_PARAMETERS);
    const from = { score: { home: 0, away: 0 }, minute: 0 };
    const { final } = birthOutlook({ lambda, mu, parameters }, from, scores.length - 1);
    const sumOf = (is: (home: number, away: number) => boolean): number => {
      let sum = 0;
      for (let home = 0; home < scores.length; home += 1)
        for (let away = 0; away < scores.length; away += 1)
          if (is(home, away)) sum += scoreChance(final, home, away);
      return sum;
    };
    const engine = {
      home: sumOf((home, away) => home > away),
      draw: sumOf((home, away) => home === away),
      over25: sumOf((home, away) => home + away > 2.5),
      bothScore: sumOf((home, away) => home > 0 && away > 0),
    };
    for (const [name, chance] of Object.entries(engine)) {
      const gap = Math.abs(chance - chances[name as keyof typeof engine]);
      expect(gap, `${name} of match ${match}`).toBeLessThan(0.01);
    }
  }
});
