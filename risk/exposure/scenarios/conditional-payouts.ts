import type { FixtureId } from '#contracts/mod.ts';
import { codeOf, RESULT_BY_CODE } from '#markets/mod.ts';

import type { HouseRates } from '../house-money.ts';
import type { HeldSelection, ScenarioBook } from './scenario-book.ts';

const LOST = codeOf('lost');
const CODES = RESULT_BY_CODE.length;
const MICROS = 1e6;

/**
 * L(w) over the core of a fixture in house minor units, to price from: every open bet with what it owes on
 * average there, the other legs at the chances of now or at what they came to. The mean over w is exact;
 * what is on factors beside the core moves no price and is left out. Undefined before the fixture is priced.
 * A bet with several selections on the fixture, each its own leg, takes the others at their chances.
 */
export function conditionalPayouts(
  book: ScenarioBook,
  fixtureId: FixtureId,
  { microsPerMinor }: HouseRates,
): Float64Array | undefined {
  const belief = book.belief(fixtureId);
  if (belief === null) return undefined;
  const amounts = new Map<HeldSelection, Float64Array>();
  for (const entry of book.onFixture(fixtureId)) {
    const { ticket, open } = entry;
    const rate = Number(microsPerMinor[ticket.currency]) / MICROS;
    for (const held of open) {
      if (held.fixtureId !== fixtureId || !('codes' in held.place)) continue;
      if (held.place.on === 'factor') continue;
      const own = ticket.selections.find(
        ({ fixtureId: on, key }) => on === fixtureId && key === held.key,
      );
      const sums = amounts.get(held) ?? new Float64Array(CODES);
      for (let code = 0; code < CODES; code += 1) {
        const owed = book.expectedReturn(entry, held, own?.factors[code] ?? 0);
        sums[code] = (sums[code] ?? 0) + rate * owed;
      }
      amounts.set(held, sums);
    }
  }
  const payouts = new Float64Array(belief.index.size);
  for (const [held, sums] of amounts) addOver(payouts, held, sums, book.factorChance(held));
  return payouts;
}

/** A bet builder is lost in a cell as often as its parts beside the core are. */
function addOver(
  payouts: Float64Array,
  { place }: HeldSelection,
  sums: Float64Array,
  chance: number,
): void {
  if (place.on !== 'core' && place.on !== 'mixed') return;
  const lost = sums[LOST] ?? 0;
  const typical = sums.map((amount) => lost + chance * (amount - lost));
  for (let cell = 0; cell < payouts.length; cell += 1) {
    payouts[cell] = (payouts[cell] ?? 0) + (typical[place.codes[cell] ?? LOST] ?? 0);
  }
}
