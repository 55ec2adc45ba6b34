import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runInNewContext } from 'node:vm';

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureStatus, scoreOf } from '#markets/mod.ts';

import { recordOfScript } from '../script-record.ts';
import { FUZZ_RUNS, mutatedText } from '../testing/mutations.ts';
import { virtualChances } from './chances.ts';
import { ADDED, GOAL_KINDS, MILLION, minuteChances, STOPPING_GOALS } from './law.ts';
import { playVirtualMatch } from './play.ts';
import { announcementsOfRound, resultsOfRound, scriptsOfRound, termsOfRound } from './round.ts';
import { clientSeedOf, commitmentOf, seedStream } from './seed-stream.ts';
import { MATCHES_PER_ROUND, pairingOf, VIRTUAL_TEAMS } from './teams.ts';
import { verifyRound, type FairnessVerdict } from './verify-round.ts';

const SEED = '00112233445566778899aabbccddeeff'.repeat(2);
const SEEDS = { round: 1, serverSeed: SEED, contributions: ['hello', 'world'] };

const revealed = () => ({
  round: 1,
  commitment: commitmentOf(SEED),
  serverSeed: SEED,
  clientSeeds: [...SEEDS.contributions],
  clientSeed: clientSeedOf(SEEDS.contributions),
  terms: termsOfRound(1),
  results: resultsOfRound(SEEDS).map((result) => ({ ...result, events: [...result.events] })),
});
function nth<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no item ${index}`);
  return item;
}
const codes = ({ problems }: FairnessVerdict): readonly string[] => problems.map((p) => p.code);

describe('the stream of numbers', () => {
  test('is HMAC-SHA-256 as docs/virtual.md says, computed here in another way', () => {
    const stream = seedStream(SEED, 'abc', 7);
    const bytes = [0, 1, 2].map((block) =>
      createHmac('sha256', Buffer.from(SEED, 'hex')).update(`abc:7:${block}`).digest('hex'),
    );
    const words = bytes.join('').match(/.{8}/gu) ?? [];
    expect(words.map(() => stream.below(2 ** 32))).toEqual(words.map((word) => parseInt(word, 16)));
    expect(commitmentOf(SEED)).toBe(
      createHash('sha256').update(Buffer.from(SEED, 'hex')).digest('hex'),
    );
  });

  property.prop([fc.integer({ min: 1, max: 2 ** 32 }), fc.nat()])(
    'numbers stay below their limit',
    (limit, nonce) => {
      const stream = seedStream(SEED, 'x', nonce);
      for (let draws = 0; draws < 20; draws += 1) {
        const value = stream.below(limit);
        expect(value >= 0 && value < limit && Number.isInteger(value)).toBe(true);
      }
    },
  );

  test.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('below(%d) is refused', (limit) => {
    expect(() => seedStream(SEED, 'x', 1).below(limit)).toThrow(RangeError);
  });

  test('each seed and each nonce gives another stream', () => {
    const first = (server: string, client: string, nonce: number): number =>
      seedStream(server, client, nonce).below(2 ** 32);
    const other = SEED.replace('0', '1');
    const all = [
      first(SEED, 'a', 1),
      first(other, 'a', 1),
      first(SEED, 'b', 1),
      first(SEED, 'a', 2),
    ];
    expect(new Set(all).size).toBe(4);
    expect(() => seedStream('abc', 'a', 1)).toThrow('64 hexadecimal');
  });
});

/** Chi-square of counts against chances, with the degrees of freedom that pool what is expected too rarely. */
function chiSquare(
  observed: readonly number[],
  chances: readonly number[],
  draws: number,
): [number, number] {
  let [statistic, freedom, restSeen, restExpected] = [0, -1, 0, 0];
  observed.forEach((seen, at) => {
    const expected = (chances[at] ?? 0) * draws;
    if (expected < 8) {
      restSeen += seen;
      restExpected += expected;
      return;
    }
    statistic += (seen - expected) ** 2 / expected;
    freedom += 1;
  });
  if (restExpected >= 5) {
    statistic += (restSeen - restExpected) ** 2 / restExpected;
    freedom += 1;
  }
  return [statistic, freedom];
}
/** Four standard deviations above the mean of the chi-square law, by Wilson and Hilferty. */
const bound = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + 4 * Math.sqrt(2 / (9 * freedom))) ** 3;

describe('the law', () => {
  const DRAWS = 4_000;
  const pairing = pairingOf(1, 2);
  const chances = virtualChances(pairing);
  const matches = Array.from({ length: DRAWS }, (_, nonce) =>
    playVirtualMatch(pairing, seedStream(SEED, 'law', nonce)),
  );
  const scores = matches.map(({ firstHalf, secondHalf }) => ({
    home: firstHalf.home + secondHalf.home,
    away: firstHalf.away + secondHalf.away,
  }));

  test('true chances sum to one, and the results of play follow them', () => {
    expect(chances.home + chances.draw + chances.away).toBeCloseTo(1, 9);
    const classes = chances.scores.length;
    const counts = new Array<number>(classes * classes).fill(0);
    for (const { home, away } of scores) {
      const cell = Math.min(home, classes - 1) * classes + Math.min(away, classes - 1);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const [statistic, freedom] = chiSquare(counts, chances.scores.flat(), DRAWS);
    expect(freedom).toBeGreaterThan(15);
    expect(statistic).toBeLessThan(bound(freedom));
    // The test can fail: the chances of another pairing are refused.
    const [wrong] = chiSquare(counts, virtualChances(pairingOf(1, 1)).scores.flat(), DRAWS);
    expect(wrong).toBeGreaterThan(bound(freedom) * 2);
  });

  test.each([
    ['corner', 52_000],
    ['card', 17_400],
  ] as const)('%s comes at its rate', (kind, millionths) => {
    const minutes = matches.reduce(
      (sum, { periods }) =>
        sum + periods.reduce((inner, { lengthMs }) => inner + lengthMs, 0) / 60_000,
      0,
    );
    const seen = matches.reduce(
      (sum, { periods }) =>
        sum +
        periods.flatMap(({ incidents }) => incidents).filter(({ body }) => body.kind === kind)
          .length,
      0,
    );
    const expected = (2 * minutes * millionths) / MILLION;
    // Who is booked already is not booked again, which takes a few cards away.
    const slack = kind === 'card' ? expected * 0.1 : 0;
    expect(Math.abs(seen - expected)).toBeLessThan(4 * Math.sqrt(expected) + slack);
  });

  test('stoppage time is as long as the stops make it, and everything that can happen happens', () => {
    const bodies = matches.flatMap(({ periods }) =>
      periods.flatMap(({ incidents }) => incidents.map(({ body }) => body)),
    );
    const kinds = new Set(
      bodies.map((body) => ('reason' in body ? `${body.kind} ${body.reason}` : body.kind)),
    );
    for (const kind of [
      ...['goal', 'card', 'corner', 'penalty-missed', 'correction', 'substitution', 'bet-start'],
      ...['bet-stop var', 'bet-stop penalty', 'bet-stop injury'],
    ])
      expect(kinds).toContain(kind);
    for (const { periods } of matches)
      periods.forEach(({ lengthMs }, index) => {
        const { least, lengths } = index === 0 ? ADDED.first : ADDED.second;
        const added = lengthMs / 60_000 - 45;
        expect(added >= least && added < least + lengths + 3).toBe(true);
      });
  });

  test('a minute leaves room for nothing, in any state', () => {
    for (const home of VIRTUAL_TEAMS)
      for (const reds of [0, 1, 2, 5]) {
        const state = { goals: { home: 0, away: 2 }, reds: { home: 0, away: reds } };
        const away = VIRTUAL_TEAMS.at(-1) ?? home;
        const sum = minuteChances({ home, away }, 90, state).reduce(
          (all, { millionths }) => all + millionths,
          0,
        );
        expect(sum).toBeLessThan(MILLION / 2);
      }
    const shares = GOAL_KINDS.reduce((sum, [, share]) => sum + share, 0);
    expect(shares).toBe(100);
    expect(
      GOAL_KINDS.filter(([kind]) => kind === 'penalty' || kind === 'reviewed').reduce(
        (s, [, n]) => s + n,
        0,
      ),
    ).toBe(STOPPING_GOALS);
  });
});

describe('a round', () => {
  test('is played by the feed as its results say, without a contradiction', () => {
    const results = resultsOfRound(SEEDS);
    scriptsOfRound(SEEDS, Date.UTC(2026, 0, 1)).forEach((script, index) => {
      const { record, contradictions } = recordOfScript(script);
      expect(contradictions).toEqual([]);
      expect(fixtureStatus(record)).toBe('closed');
      expect(scoreOf(record)).toMatchObject({
        firstHalf: results[index]?.firstHalf,
        secondHalf: results[index]?.secondHalf,
      });
    });
  });

  property.prop([fc.integer({ min: 1, max: 14 })], { numRuns: 5 })(
    'is announced without its seeds exactly as it begins with them',
    (round) => {
      const scripts = scriptsOfRound({ ...SEEDS, round }, 5);
      expect(announcementsOfRound(round, 5).map(({ events }) => events)).toEqual(
        scripts.map(({ events }) => events.slice(0, 4)),
      );
      const playing = Array.from({ length: MATCHES_PER_ROUND }, (_, match) =>
        Object.values(pairingOf(round, match + 1)).map(({ id }) => id),
      ).flat();
      expect(new Set(playing).size).toBe(VIRTUAL_TEAMS.length);
    },
  );

  test('a change of the law is noticed: rounds that were revealed would no longer be proven', () => {
    const digest = createHash('sha256').update(JSON.stringify(revealed())).digest('hex');
    expect(digest).toMatchInlineSnapshot(
      `"b8fb4a37cf1fc9aade21b052b454f29491a172cc4aeebb969a776904ec2c86f8"`,
    );
  });
});

test('the program of docs/virtual.md computes the same scores', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/virtual.md'), 'utf8');
  const [, program = ''] = /^```js\n(.*?)^```$/msu.exec(page) ?? [];
  const sandbox = { createHmac, Buffer, scoreOf: (): unknown => undefined };
  runInNewContext(program.replace(/^import .*$/mu, ''), sandbox);
  const theirs: (...given: unknown[]) => unknown = sandbox.scoreOf;
  const pairing = pairingOf(1, 1);
  const strengths = ['home', 'away'].map((side) => {
    const { attack, defence } = pairing[side as 'home' | 'away'];
    return { attack, defence };
  });
  for (let nonce = 1; nonce <= 300; nonce += 1) {
    const { firstHalf, secondHalf } = playVirtualMatch(pairing, seedStream(SEED, 'doc', nonce));
    const ours = [firstHalf.home + secondHalf.home, firstHalf.away + secondHalf.away];
    expect(JSON.stringify(theirs(SEED, 'doc', nonce, ...strengths))).toBe(JSON.stringify(ours));
  }
  for (const { name, attack, defence } of VIRTUAL_TEAMS)
    expect(page).toMatch(new RegExp(`\\| ${name} +\\| +${attack} \\| +${defence} \\|`, 'u'));
});

describe('the proof', () => {
  test('a round as it was is fair', () => {
    expect(verifyRound(revealed(), commitmentOf(SEED))).toMatchObject({ fair: true, problems: [] });
    expect(verifyRound(JSON.parse(JSON.stringify(revealed()))).matches).toHaveLength(4);
  });

  const lie = (change: (round: ReturnType<typeof revealed>) => void): FairnessVerdict => {
    const round = revealed();
    change(round);
    return verifyRound(round);
  };
  const swapped = (events: string[]): void => {
    const at = events.findIndex((event, index) => index > 0 && event !== events[index - 1]);
    [events[at - 1], events[at]] = [events[at] ?? '', events[at - 1] ?? ''];
  };

  test.each<[string, (round: ReturnType<typeof revealed>) => void, string[]]>([
    ['another server seed', (round) => (round.serverSeed = '1'.repeat(64)), ['wrong-seed']],
    ['a client seed left out', (round) => round.clientSeeds.pop(), ['wrong-client-seed']],
    [
      'client seeds in another order',
      (round) => round.clientSeeds.reverse(),
      ['wrong-client-seed'],
    ],
    [
      'another score',
      (round) => (round.results[0] = { ...nth(round.results, 1), match: 1 }),
      ['altered-result', 'altered-event'],
    ],
    [
      'two events in another order',
      (round) => swapped(nth(round.results, 2).events),
      ['altered-order'],
    ],
    ['an event left out', (round) => nth(round.results, 3).events.pop(), ['altered-event']],
    ['a match left out', (round) => round.results.pop(), ['missing-match']],
    ['a match twice', (round) => round.results.push(nth(round.results, 0)), ['missing-match']],
    [
      'other chances',
      (round) => Object.assign(nth(round.terms, 0).chances, { home: 0.5 }),
      ['altered-terms'],
    ],
    ['another round', (round) => (round.round = 3), ['altered-terms']],
  ])('%s is named', (_, change, expected) => {
    const verdict = lie(change);
    expect(verdict.fair).toBe(false);
    expect(codes(verdict)).toEqual(expect.arrayContaining(expected));
    if (!expected.includes('altered-terms')) expect(codes(verdict)).toEqual(expected);
  });

  test('another commitment than the one written down, a round that is not over, and no round at all', () => {
    expect(codes(verifyRound(revealed(), '2'.repeat(64)))).toEqual(['other-commitment']);
    expect(codes(verifyRound({ ...revealed(), serverSeed: null, results: null }))).toEqual([
      'not-revealed',
    ]);
    expect(codes(verifyRound({}))).toEqual(['malformed']);
    expect(codes(verifyRound(null))).toEqual(['malformed']);
  });

  const texts = [JSON.stringify({ ...revealed(), results: [] })];
  property.prop([mutatedText(texts)], { numRuns: FUZZ_RUNS })(
    'no document makes the verification fail otherwise than by a verdict',
    (text) => {
      let document: unknown;
      try {
        document = JSON.parse(text);
      } catch {
        return;
      }
      const round = (document as { round?: number } | null)?.round;
      if (round !== 1) return;
      expect(typeof verifyRound(document).fair).toBe('boolean');
    },
  );
});
