/** Worst-case loss of the fixtures that a host owns now, in house minor units. */
export type HostUse = Readonly<{ owner: string; usedMinor: bigint }>;
/** `outstandingMinor`: the most that the host may still rely on, earlier leases included. */
export type Lease = Readonly<{ owner: string; amountMinor: bigint; outstandingMinor: bigint }>;
export type Grant = Readonly<{ grantedAt: number; expiresAt: number; leases: readonly Lease[] }>;

export type LeasePolicy = Readonly<{
  /** The worst-case loss that the house as a whole may run. */
  budgetMinor: bigint;
  /** Leases grow and shrink by this much. */
  sliceMinor: bigint;
  leaseMs: number;
}>;

export const DEFAULT_LEASES: LeasePolicy = {
  budgetMinor: 100_000_000n,
  sliceMinor: 2_500_000n,
  leaseMs: 10_000,
};

const least = (...amounts: [bigint, ...bigint[]]): bigint =>
  amounts.reduce((low, amount) => (amount < low ? amount : low));
const most = (...amounts: [bigint, ...bigint[]]): bigint =>
  amounts.reduce((high, amount) => (amount > high ? amount : high));
const total = (amounts: Iterable<bigint>): bigint =>
  [...amounts].reduce((sum, amount) => sum + amount, 0n);

/**
 * Shares the house worst-case budget out to hosts in slices. A host that has been told of an amount may use
 * it until that lease expires, so a smaller lease frees nothing before then: what is outstanding for a host
 * is the largest of its unexpired leases, and those of all hosts together never pass the budget.
 */
export class LeaseBook {
  readonly #policy: LeasePolicy;
  #grants: readonly Grant[] = [];

  constructor(policy: LeasePolicy) {
    this.#policy = policy;
  }

  /** Takes over what an earlier run granted last; its `outstandingMinor` may be relied on until it expires. */
  restore(grant: Grant): void {
    const leases = grant.leases.map((lease) => ({ ...lease, amountMinor: lease.outstandingMinor }));
    this.#grants = [...this.#grants, { ...grant, leases }];
  }

  /** What each host may be relying on at `now`. */
  outstanding(now: number): ReadonlyMap<string, bigint> {
    const held = new Map<string, bigint>();
    for (const { expiresAt, leases } of this.#grants) {
      if (expiresAt <= now) continue;
      for (const { owner, amountMinor } of leases) {
        held.set(owner, most(amountMinor, held.get(owner) ?? 0n));
      }
    }
    return held;
  }

  outstandingMinor(now: number): bigint {
    return total(this.outstanding(now).values());
  }

  /**
   * Renews the lease of every live host. Each should hold one to two slices beyond what it uses; when the
   * budget is short they take slices in turn. `orphanedMinor` is the worst case of fixtures that no live
   * host owns: it stays part of the budget, because their bets are open all the same.
   */
  grant(now: number, hosts: readonly HostUse[], orphanedMinor = 0n): Grant {
    const { budgetMinor, leaseMs } = this.#policy;
    const held = this.outstanding(now);
    const free = budgetMinor - total(held.values()) - orphanedMinor;
    const amounts = this.#share(free, hosts, held);
    const leases = [...amounts].map(([owner, amountMinor]) => ({
      owner,
      amountMinor,
      outstandingMinor: most(amountMinor, held.get(owner) ?? 0n),
    }));
    const grant = { grantedAt: now, expiresAt: now + leaseMs, leases };
    this.#grants = [...this.#grants.filter(({ expiresAt }) => expiresAt > now), grant];
    return grant;
  }

  #share(
    budgetLeft: bigint,
    hosts: readonly HostUse[],
    held: ReadonlyMap<string, bigint>,
  ): ReadonlyMap<string, bigint> {
    const { sliceMinor } = this.#policy;
    const byOwner = [...hosts].sort((left, right) => (left.owner < right.owner ? -1 : 1));
    const amounts = new Map<string, bigint>();
    const wanting: Readonly<{ owner: string; wanted: bigint; amount: bigint }>[] = [];
    for (const { owner, usedMinor } of byOwner) {
      const wanted = ((usedMinor + sliceMinor - 1n) / sliceMinor + 1n) * sliceMinor;
      const amount = held.get(owner) ?? 0n;
      amounts.set(owner, least(wanted, amount));
      if (wanted > amount) wanting.push({ owner, wanted, amount });
    }
    let free = budgetLeft;
    for (let host = wanting.shift(); host !== undefined && free > 0n; host = wanting.shift()) {
      const { owner, wanted } = host;
      const step = least(sliceMinor, free, wanted - host.amount);
      free -= step;
      const amount = host.amount + step;
      amounts.set(owner, amount);
      if (amount < wanted) wanting.push({ owner, wanted, amount });
    }
    return amounts;
  }
}
