import { useCallback, useSyncExternalStore } from 'react';

import {
  MAX_BUILDER_LEGS,
  type BuilderView,
  type FixtureId,
  type MarketKey,
  type OutcomeId,
} from '#contracts/mod.ts';

import { createState } from '../../state.ts';

/** One selection of a combined bet, with its names as they were when it was picked. */
export type Leg = Readonly<{
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  market: string;
  outcome: string;
}>;
/** Legs of one match that are to win together. */
export type Combination = Readonly<{ fixtureId: FixtureId; legs: readonly Leg[] }>;

/** Null while the bettor does not combine. */
export const combination = createState<Combination | null>(null);

/** What adding an outcome would do to the combination. */
export type Addition = Pick<BuilderView['combinable'][number], 'odds' | 'implied'>;
/** Every outcome that can be added, by `legId`; null until the server has said. */
export const additions = createState<ReadonlyMap<string, Addition> | null>(null);

export const legId = ({
  marketKey,
  outcomeId,
}: Readonly<{ marketKey: string; outcomeId: string }>): string => `${marketKey}/${outcomeId}`;

export function startCombining(fixtureId: FixtureId): void {
  additions.set(null);
  combination.set({ fixtureId, legs: [] });
}

export const stopCombining = (): void => {
  combination.set(null);
};

export const clearLegs = (): void => {
  combination.update((now) => now && { ...now, legs: [] });
};

/** Adds the leg, or takes it out again. A leg more than the most is not taken. */
export function toggleLeg(leg: Leg): void {
  combination.update((now) => {
    if (now === null) return null;
    const others = now.legs.filter((each) => legId(each) !== legId(leg));
    if (others.length < now.legs.length) return { ...now, legs: others };
    return now.legs.length < MAX_BUILDER_LEGS ? { ...now, legs: [...now.legs, leg] } : now;
  });
}

export function takeAdvice({ combinable }: Pick<BuilderView, 'combinable'>): void {
  additions.set(new Map(combinable.map((each) => [legId(each), each])));
}

/** How an outcome stands to the legs; `unknown` until the server has said. */
export type LegState = 'picked' | 'free' | 'implied' | 'excluded' | 'unknown';

export function legStateOf(id: string): LegState {
  if (combination.get()?.legs.some((each) => legId(each) === id) === true) return 'picked';
  const known = additions.get();
  if (known === null) return 'unknown';
  const addition = known.get(id);
  if (addition === undefined) return 'excluded';
  // Without legs nothing is implied but what is certain.
  return addition.implied ? 'implied' : 'free';
}

const subscribe = (listener: () => void): (() => void) => {
  const stops = [combination.subscribe(listener), additions.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
};

/** Renders again only when this very outcome stands differently. */
export const useLegState = (id: string): LegState =>
  useSyncExternalStore(
    subscribe,
    useCallback(() => legStateOf(id), [id]),
  );

export const useIsCombining = (fixtureId: FixtureId): boolean =>
  useSyncExternalStore(
    combination.subscribe,
    useCallback(() => combination.get()?.fixtureId === fixtureId, [fixtureId]),
  );
