import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { runCli } from '../cli.ts';

let out: string[];
let err: string[];
beforeEach(() => {
  out = [];
  err = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/* The shape of an answer is what the tests look at. */
type Market = Readonly<{ outcomes: readonly Readonly<{ fairChance: number }>[] }>;
type Answer = Readonly<{
  probabilities?: readonly number[];
  markets?: readonly Market[];
  [field: string]: unknown;
}>;
async function json(...args: string[]): Promise<Answer> {
  expect(await runCli([...args, '--json'])).toBe(0);
  expect(out).toHaveLength(1);
  return JSON.parse(out[0] ?? '') as Answer;
}

const folder = mkdtempSync(join(tmpdir(), 'overround-cli-'));
function file(question: unknown): string {
  const path = join(folder, 'question.json');
  writeFileSync(path, JSON.stringify(question));
  return path;
}

describe('answers', () => {
  test('devig by name of method (Shin: shin project, tests)', async () => {
    const answer = await json('devig', '--method', 'shin', '2.6', '2.4', '4.3');
    expect(answer).toMatchObject({ method: 'shin', invalid: false });
    expect(answer.probabilities?.[0]).toBeCloseTo(0.37299406033208965, 9);
    expect(answer['z']).toBeCloseTo(0.01694251276407055, 9);
  });

  test('devig takes fractions, and a fair sum of 2', async () => {
    const answer = await json('devig', '11/8', '6/4', '10/3');
    expect(answer['odds']).toEqual([2.375, 2.5, 4.3333]);
    out.length = 0;
    const double = await json('devig', '--fair-sum', '2', '1.22', '1.35', '1.6');
    expect(double.probabilities?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(2, 9);
  });

  test('margin, exact and on a ladder', async () => {
    const power = await json('margin', '--method', 'power', '--margin', '0.05', '.5', '.3', '.2');
    expect(power['bookSum']).toBeCloseTo(1.05, 9);
    out.length = 0;
    const ladder = await json(
      'margin',
      '--margin',
      '0.05',
      '--ladder',
      'exchange',
      '.5',
      '.3',
      '.2',
    );
    expect(ladder['odds']).toEqual([1.92, 3.15, 4.6]);
  });

  test('price before the match by Dixon and Coles (pricing reference T13)', async () => {
    const { markets } = await json(
      ...['price', '--home', '1.8', '--away', '0.9', '--rho', '-0.13', '--market', 'match-result'],
    );
    const chances = markets?.[0]?.outcomes.map(({ fairChance }) => fairChance) ?? [];
    [0.571918, 0.257274, 0.170808].forEach((expected, at) => {
      expect(chances[at]).toBeCloseTo(expected, 5);
    });
  });

  test('price in play has the state of the match in it', async () => {
    const options = ['price', '--home', '1.8', '--away', '0.9', '--market', 'match-result'];
    const homeAt = async (...state: string[]): Promise<number> => {
      out.length = 0;
      const answer = await json(...options, ...state);
      return answer.markets?.[0]?.outcomes[0]?.fairChance ?? NaN;
    };
    const level = await homeAt('--minute', '60', '--score', '0-0');
    const ahead = await homeAt('--minute', '60', '--score', '1-0');
    const short = await homeAt('--minute', '60', '--score', '1-0', '--reds', '1-0');
    expect(ahead).toBeGreaterThan(level + 0.3);
    expect(short).toBeLessThan(ahead - 0.03);
  });

  test('invert finds the rates (pricing reference T18)', async () => {
    const rates = await json('invert', '--chances', '0.5,0.25,0.25', '--over', '0.55');
    expect(rates['lambda']).toBeCloseTo(1.7240712, 4);
    expect(rates['mu']).toBeCloseTo(1.1585285, 4);
    expect(rates['rho']).toBeCloseTo(-0.0548387, 4);
  });

  test('builder: joint price, and what can be added', async () => {
    const answer = await json('builder', 'match-result/home', 'both-teams-to-score/yes');
    expect(answer['joint']).toBeLessThan(Number(answer['product']));
    expect(answer['combinable']).toContainEqual(
      expect.objectContaining({
        marketKey: 'total-goals|line=2.5',
        outcomeId: 'over',
        implied: true,
      }),
    );
  });

  test('grade: a race with a dead heat, and a bet by its results', async () => {
    const race = {
      sport: 'racing',
      facts: { runners: ['ran', 'ran', 'ran'], finish: [[2, 1], [3]] },
      markets: ['racing-win|runners=3'],
    };
    const { markets } = await json('grade', '--input', file(race));
    expect(markets?.[0]?.outcomes).toMatchObject({
      1: { result: 'dead-heat', places: 1, tied: 2 },
      3: 'lost',
    });
  });

  test('price any sport from JSON', async () => {
    const question = {
      sport: 'tennis',
      model: { p: 0.7, q: 0.4 },
      markets: ['tennis-match-winner'],
    };
    const answer = await json('price', '--input', file(question));
    // Pricing reference T22: best of three.
    expect(answer.markets?.[0]?.outcomes[0]?.fairChance).toBeCloseTo(0.891012, 6);
  });

  test('a calculation by its name, as in the files of exact cases', async () => {
    const question = { op: 'devig', method: 'power', odds: ['4.2', '3.7', '1.95'] };
    const answer = await json('devig', '--input', file(question));
    expect(answer.probabilities?.[0]).toBeCloseTo(0.23114098, 6);
  });

  test('without --json it is a table', async () => {
    expect(await runCli(['devig', '2.6', '2.4', '4.3'])).toBe(0);
    expect(out.join('\n')).toContain('book 103.38 %');
  });
});

describe('bad input is refused with the field and the value, exit code 2', () => {
  test.each([
    [['devig', '1', '2'], 'ODDS_INVALID', 'odds[0]'],
    [['devig', '2'], 'NUMBER_INVALID', 'odds'],
    [['devig', 'NaN', '2'], 'NUMBER_INVALID', 'odds[0]'],
    [['devig', '--method', 'shin', '3', '3', '4'], 'NO_SOLUTION', 'odds'],
    [['devig', '--method', 'magic', '3', '3'], 'FORMAT_INVALID', 'method'],
    [['margin', '0.5', '1.5'], 'NUMBER_INVALID', 'probabilities[1]'],
    [['margin', '--margin', '-1', '0.5', '0.5'], 'NUMBER_INVALID', 'marginBps'],
    [['price', '--home', '-1'], 'NUMBER_INVALID', 'home'],
    [['price', '--minute', '30', '--half-time', '1-0'], 'STATE_CONTRADICTORY', 'halfTime'],
    [
      ['price', '--minute', '60', '--score', '0-0', '--half-time', '1-0'],
      'STATE_CONTRADICTORY',
      'halfTime',
    ],
    [['price', '--score', '1-0'], 'STATE_CONTRADICTORY', 'minute'],
    [['price', '--minute', '200'], 'NUMBER_INVALID', 'minute'],
    [['price', '--score', 'one-nil', '--minute', '5'], 'FORMAT_INVALID', 'score'],
    [['price', '--market', 'no-such-market'], 'MARKET_UNKNOWN', 'market[0]'],
    [['invert', '--chances', '0.9,0.9,0.9'], undefined, undefined],
    [['invert', '--chances', '0.5,0.5'], 'FORMAT_INVALID', 'chances'],
    [['builder', 'match-result'], 'FORMAT_INVALID', 'legs[0]'],
    [['builder', 'draw-no-bet/home'], 'LEG_NOT_COMBINABLE', 'legs[0]'],
  ])('%j', async (args, code, field) => {
    expect(await runCli([...args, '--json'])).toBe(2);
    expect(out).toEqual([]);
    const refusal = JSON.parse(err[0] ?? '') as { code: string; field: string; message: string };
    expect(refusal.message).not.toBe('');
    if (code !== undefined) expect(refusal).toMatchObject({ code, field });
  });

  test('in words without --json', async () => {
    expect(await runCli(['devig', '1', '2'])).toBe(2);
    expect(err[0]).toBe('overround: ODDS_INVALID: odds[0] must be above 1; got 1');
  });

  test('JSON that is none, and a question of another kind', async () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{');
    expect(await runCli(['grade', '--input', path])).toBe(2);
    expect(await runCli(['devig', '--input', file({ op: 'joint' })])).toBe(2);
    expect(err[1]).toContain('input.op must be one of devig');
  });
});
