import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';

import { marketKeyOf, outcomeId, SKEW_MODES, type MarketKey } from '#contracts/mod.ts';

import { applyInput } from './apply-input.ts';
import { DEFAULT_POLICY } from './host-policy.ts';
import { createHostState } from './host-state.ts';
import type { HostRig } from './test-fixture.ts';
import { command, place, quote, quotedOnly, RESULT } from './test-quotes.ts';

const MATCH_RESULT = marketKeyOf('match-result');
const TOTAL = marketKeyOf('total-goals|line=3.5');
const OUTCOMES: Readonly<Record<string, readonly ReturnType<typeof outcomeId>[]>> = {
  [MATCH_RESULT]: RESULT,
  [TOTAL]: ['over', 'under'].map(outcomeId),
};
const FAIRS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  [MATCH_RESULT]: [
    [0.5, 0.28, 0.22],
    [0.55, 0.26, 0.19],
    [0.2, 0.3, 0.5],
  ],
  [TOTAL]: [
    [0.3, 0.7],
    [0.33, 0.67],
    [0.6, 0.4],
  ],
};
const key = fc.constantFrom<MarketKey>(MATCH_RESULT, TOTAL);
const { consensus, robust } = DEFAULT_POLICY;

const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('bet' as const), key, place: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('quote' as const),
      key,
      book: fc.constantFrom('a', 'b', 'c'),
      fair: fc.constantFrom(0, 0, 1, 1, 2),
      isOffered: fc.constantFrom(true, true, true, false),
      lateMs: fc.constantFrom(0, 0, 2_000, 40_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(100, 1_000, 9_999, 10_001, 29_999, 31_000, 299_000),
      ticks: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('kick-off' as const, 'goal' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('expect' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('mode' as const),
      mode: fc.constantFrom(...SKEW_MODES),
    }),
  },
);

type Word = Readonly<{
  key: MarketKey;
  book: string;
  at: number;
  inPlay: boolean;
  isOffered: boolean;
}>;
/** What was said and what happened, as a person would note it down. */
type Notes = { words: Word[]; goalAt: number; hasModel: boolean; mode: string };

/** Two books, each by its newest word, that still offer the market and speak of the match as it is. */
function mayBeSold(rig: HostRig, { words, goalAt }: Notes, market: MarketKey): boolean {
  const inPlay = rig.state.record.phase !== 'not-started';
  const oldest = rig.now - (inPlay ? robust.maxAgeInPlayMs : robust.maxAgeMs);
  const newest = ['a', 'b', 'c'].flatMap((book) => {
    const ofBook = words.filter((word) => word.book === book && word.key === market);
    const at = Math.max(...ofBook.map((word) => word.at));
    return ofBook.findLast((word) => word.at === at) ?? [];
  });
  const sound = newest.filter(
    (word) =>
      word.isOffered &&
      word.inPlay === inPlay &&
      word.at >= oldest &&
      word.at >= goalAt + consensus.settleMs,
  );
  return sound.length >= 2;
}

property.prop([fc.array(act, { minLength: 5, maxLength: 60 })], { numRuns: 40 })(
  'no bet is ever taken by quotes that are too few, too old or of another state of the match; and a replay agrees',
  (acts) => {
    const { rig, book } = quotedOnly();
    const notes: Notes = { words: [], goalAt: -Infinity, hasModel: false, mode: 'tilt' };
    acts.forEach((next, number) => {
      const phase = rig.state.record.phase;
      switch (next.type) {
        case 'quote': {
          const at = rig.now - next.lateMs;
          const inPlay = phase !== 'not-started';
          const fair = FAIRS[next.key]?.[next.fair] ?? [];
          const { isOffered } = next;
          const outcomes = OUTCOMES[next.key] ?? [];
          quote(rig, {
            key: next.key,
            outcomes,
            fair,
            books: [next.book],
            more: { at, isOffered },
          });
          notes.words.push({ key: next.key, book: next.book, at, inPlay, isOffered });
          return;
        }
        case 'wait':
          rig.now += next.ms;
          rig.alive();
          if (next.ticks) rig.take({ type: 'tick' });
          return;
        case 'kick-off':
          if (phase === 'not-started')
            rig.feed(book.at('first-half', 0).make({ kind: 'phase' }, rig.now));
          rig.priceAll();
          return;
        case 'goal':
          if (phase === 'not-started') return;
          rig.feed(book.make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
          notes.goalAt = rig.now;
          rig.priceAll();
          return;
        case 'expect':
          rig.feed(book.make({ kind: 'expectation', totalGoals: 2.7, supremacy: 0.4 }, rig.now));
          notes.hasModel = true;
          rig.priceAll();
          return;
        case 'mode':
          command(rig, { kind: 'skew-mode', marketType: 'match-result', mode: next.mode });
          notes.mode = next.mode;
          return;
        case 'bet': {
          const outcome = OUTCOMES[next.key]?.[next.place] ?? outcomeId('over');
          const odds = rig.state.board
            .get(next.key)
            ?.outcomes.find(({ id }) => id === outcome)?.odds;
          if (odds == null) return;
          const reply = place(rig, { number, key: next.key, outcome, stakeMinor: '100' });
          if (reply?.verdict !== 'accept') return;
          const isByModel =
            notes.hasModel && !(next.key === MATCH_RESULT && notes.mode === 'robust');
          if (!isByModel) expect(mayBeSold(rig, notes, next.key)).toBe(true);
        }
      }
    });
    const { fixtureId, shard, epoch } = rig.state;
    const again = createHostState({ fixtureId, shard, epoch }, rig.state.policy);
    const told = rig.journal.flatMap((entry) => applyInput(again, entry));
    expect(told.filter(({ type }) => type === 'odds' || type === 'reply')).toEqual(
      rig.effects.filter(({ type }) => type === 'odds' || type === 'reply'),
    );
  },
);
