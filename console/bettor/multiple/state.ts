import type { GrantView, PlaceMultipleBody, PricePolicy } from '#contracts/mod.ts';

import { createState } from '../../state.ts';
import { boostTaken } from '../bonus.ts';
import { follow, retryKeyOf } from '../place.ts';
import { changeEntry, slip, type Entry, type Phase } from '../slip.ts';
import type { Kind } from './kinds.ts';

/** One bet of the selections on the slip: what it is to be, and where it stands. */
export type Multiple = Readonly<{
  kindId: string;
  /** Of each line, as typed. */
  stake: string;
  /** Ids of the entries that stand in every line. */
  bankers: ReadonlySet<string>;
  /** The free bet or boost that it takes. */
  bonus: GrantView | null;
  phase: Phase;
}>;

const OPEN: Phase = { step: 'open', problem: null };
const SCALE = 10_000;

export const slipMode = createState<'singles' | 'multiple'>('singles');
export const multiple = createState<Multiple>({
  kindId: '',
  stake: '',
  bankers: new Set(),
  bonus: null,
  phase: OPEN,
});

/** Its selections: those that can still be changed, or those that were placed with it. */
export const legsOf = (entries: readonly Entry[], { phase }: Multiple): readonly Entry[] =>
  entries.filter((entry) => entry.phase.step === phase.step);

/** Changes what is asked for, which takes away what was wrong with it, unless the bet may stand already. */
export function change(next: Partial<Pick<Multiple, 'kindId' | 'stake' | 'bankers'>>): void {
  // The stake of a free bet is its amount, so another stake, or other lines, are no free bet.
  const { bonus, stake } = multiple.get();
  const isFree = bonus?.kind === 'free-bet' && (next.stake ?? next.kindId) !== undefined;
  alter({ ...(isFree ? { bonus: null, stake: next.stake ?? '' } : { stake }), ...next });
}

/** Takes a grant for the bet, or none. A free bet brings the stake of its lines, and takes it away again. */
export function chooseGrant(bonus: GrantView | null, unitStake: string | undefined): void {
  const { bonus: before, stake } = multiple.get();
  const isFree = bonus?.kind === 'free-bet';
  alter({
    bonus,
    stake: isFree ? (unitStake ?? '') : before?.kind === 'free-bet' ? '' : stake,
  });
}

function alter(next: Partial<Omit<Multiple, 'phase'>>): void {
  multiple.update((now) => ({
    ...now,
    ...next,
    phase: now.phase.step === 'open' && retryKeyOf(now.phase) === null ? OPEN : now.phase,
  }));
}

export function toggleBanker(id: string): void {
  const bankers = new Set(multiple.get().bankers);
  if (!bankers.delete(id)) bankers.add(id);
  change({ bankers });
}

/** The accepted bet leaves with its selections when the next one is picked. */
export function forgetAccepted(): void {
  multiple.update((now) =>
    now.phase.step === 'accepted'
      ? { ...now, stake: '', bankers: new Set(), bonus: null, phase: OPEN }
      : now,
  );
}

type Asked = Readonly<{
  legs: readonly Entry[];
  kind: Kind;
  policy: PricePolicy;
  /** A trader may be asked. */
  refer?: boolean;
}>;

/** Its legs and lines as the API wants them. */
function linesOf({ legs, kind }: Pick<Asked, 'legs' | 'kind'>) {
  const { bankers } = multiple.get();
  return {
    legs: legs.map(({ id, fixtureId, marketKey, outcomeId, odds }) => ({
      fixtureId,
      marketKey,
      outcomeId,
      odds: odds / SCALE,
      ...(bankers.has(id) ? { banker: true } : {}),
    })),
    folds: [...kind.folds],
  };
}

/** What the largest stake is asked for. */
export const mostOf = (asked: Pick<Asked, 'legs' | 'kind'>) => ({
  ...linesOf(asked),
  ...boostTaken(multiple.get().bonus),
});

function bodyOf({ legs, kind, policy, refer = false }: Asked): PlaceMultipleBody {
  const { stake, bonus } = multiple.get();
  return {
    ...linesOf({ legs, kind }),
    unitStake: stake,
    pricePolicy: policy,
    ...(bonus === null ? {} : { bonusId: bonus.bonusId }),
    ...(refer ? { refer } : {}),
  };
}

/** Places it and follows it; its selections go with it through every step. */
export function placeMultiple(asked: Asked, token: string): Promise<void> {
  const retryKey = retryKeyOf(multiple.get().phase);
  const ids = asked.legs.map(({ id }) => id);
  return follow(bodyOf(asked), { token, retryKey }, (phase) => {
    multiple.update((now) => ({ ...now, phase }));
    for (const id of ids) changeEntry(id, () => ({ phase: phase.step === 'open' ? OPEN : phase }));
  });
}

/** What is on the slip, without a bet that was accepted. */
export function clearSlip(): void {
  slip.set([]);
  forgetAccepted();
}
