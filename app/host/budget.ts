import type { FixtureId } from '#contracts/mod.ts';
import type { RiskLeases } from '#risk/mod.ts';

import type { HostInput } from './inputs.ts';

type BudgetNow = Readonly<{
  leasedMinor: bigint;
  usedElsewhereMinor: bigint;
  tailRoomMinor?: bigint | null;
}>;

export const isSameBudget = (one: BudgetNow, other: BudgetNow): boolean =>
  one.leasedMinor === other.leasedMinor &&
  one.usedElsewhereMinor === other.usedElsewhereMinor &&
  one.tailRoomMinor === other.tailRoomMinor;

/** What a fixture is told of it. */
export const budgetInput = (now: BudgetNow): Extract<HostInput, { type: 'budget' }> => ({
  type: 'budget',
  leasedMinor: String(now.leasedMinor),
  usedElsewhereMinor: String(now.usedElsewhereMinor),
  ...(now.tailRoomMinor == null ? {} : { tailRoomMinor: String(now.tailRoomMinor) }),
});

/**
 * The part of the house's worst-case budget that this host may use: what the risk service leased to it and
 * has not run out, against what each of its fixtures could lose now. Without a lease nothing adds risk.
 */
export class HostBudget {
  readonly #owner: string;
  readonly #used = new Map<FixtureId, bigint>();
  #total = 0n;
  #lease = { amountMinor: 0n, expiresAt: 0, version: 0 };
  /** What the house lets this host add to its tail, and what has been added since; null: nothing was said. */
  #tailRoom: bigint | null = null;
  readonly #tailTaken = new Map<FixtureId, bigint>();

  constructor(owner: string) {
    this.#owner = owner;
  }

  take({ version, expiresAt, leases }: RiskLeases): void {
    const mine = leases.find(({ owner }) => owner === this.#owner);
    if (mine === undefined || version < this.#lease.version) return;
    this.#lease = { amountMinor: BigInt(mine.amountMinor), expiresAt, version };
    this.#tailRoom = mine.tailRoomMinor === undefined ? null : BigInt(mine.tailRoomMinor);
  }

  /** `worstCaseMinor` is the fixture's smallest profit; only a loss uses budget. */
  used(fixture: FixtureId, worstCaseMinor: number): void {
    const loss = BigInt(Math.max(0, Math.ceil(-worstCaseMinor)));
    this.#total += loss - (this.#used.get(fixture) ?? 0n);
    this.#used.set(fixture, loss);
  }

  /** `takenMinor` is what a fixture's accepted bets could add to the tail so far, over all time. */
  tailTaken(fixture: FixtureId, takenMinor: bigint): void {
    const added = takenMinor - (this.#tailTaken.get(fixture) ?? 0n);
    this.#tailTaken.set(fixture, takenMinor);
    if (this.#tailRoom !== null) this.#tailRoom -= added;
  }

  forget(fixture: FixtureId): void {
    this.used(fixture, 0);
    this.#used.delete(fixture);
    this.#tailTaken.delete(fixture);
  }

  for(fixture: FixtureId, now: number): Required<BudgetNow> {
    const leasedMinor = this.#lease.expiresAt > now ? this.#lease.amountMinor : 0n;
    const usedElsewhereMinor = this.#total - (this.#used.get(fixture) ?? 0n);
    return { leasedMinor, usedElsewhereMinor, tailRoomMinor: this.#tailRoom };
  }
}
