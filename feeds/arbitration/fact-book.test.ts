import { expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';

import type { EventDraft } from '../script.ts';
import { FactBook, FactCounter } from './fact-book.ts';

const head = {
  fixtureId: fixtureId('x'),
  producer: 'x',
  occurredAt: 0,
  receivedAt: 0,
  clock: { phase: 'first-half', elapsedMs: 0 },
} as const;
const goal = (eventId: string, side: 'home' | 'away' = 'home'): EventDraft => ({
  ...head,
  ...{ eventId, kind: 'goal', side, how: 'play' },
});
const correction = (eventId: string, cancels: string): EventDraft => ({
  ...head,
  ...{ eventId, kind: 'correction', cancels },
});

test('a goal is told once, whoever tells it, and a correction finds it under the id that was published', () => {
  const [book, alpha, beta] = [new FactBook(), new FactCounter(), new FactCounter()];
  expect(book.admit(goal('a1'), alpha)).toMatchObject({ eventId: 'a1' });
  expect(book.admit(goal('b1'), beta)).toBeUndefined();
  expect(book.admit(goal('b2'), beta)).toMatchObject({ eventId: 'b2' });
  expect(book.admit(goal('b3', 'away'), beta)).toMatchObject({ eventId: 'b3' });
  expect(book.admit(correction('b4', 'b1'), beta)).toMatchObject({ cancels: 'a1' });
  expect(book.admit(correction('b5', 'nothing'), beta)).toBeUndefined();
});

test('a goal that was taken back does not stand in the way of the next', () => {
  const [book, alpha, beta] = [new FactBook(), new FactCounter(), new FactCounter()];
  book.admit(goal('a1'), alpha);
  book.admit(correction('a2', 'a1'), alpha);
  expect(book.admit(goal('b1'), beta)).toMatchObject({ eventId: 'b1' });
});
