import type { Currency } from '#contracts/mod.ts';

import { houseAccountId, type Transfer } from '../mod.ts';

type Hold = { accountId: string; currency: Currency; left: bigint; end: string | null };
type State = { balances: Map<string, bigint>; holds: Map<string, Hold> };

export type MemoryLedger = Readonly<{
  open(account: string, floor: bigint | null): void;
  balance(account: string): bigint;
  holdLeft(hold: string): bigint;
  /** What the ledger must answer to each: `posted`, `repeated` or the code of a refusal. */
  post(transfers: readonly Transfer[]): readonly string[];
}>;

/** The contract of the ledger in its plainest words: maps, copied before every group and put back when it fails. */
export function memoryLedger(currency: Currency): MemoryLedger {
  const floors = new Map<string, bigint | null>();
  const answers = new Map<string, Readonly<{ body: string; answer: string }>>();
  const HELD = houseAccountId('held', currency);
  let state: State = { balances: new Map(), holds: new Map() };
  const move = (account: string, amount: bigint): void => {
    state.balances.set(account, (state.balances.get(account) ?? 0n) + amount);
  };

  const useHold = ({ hold: use, legs }: Transfer): string | undefined => {
    if (use === undefined) return undefined;
    if (use.step === 'open') return undefined;
    const hold = state.holds.get(use.holdId);
    if (!hold) return 'HOLD_NOT_FOUND';
    if (hold.end !== null) return hold.end;
    if (use.step === 'expire') return 'HOLD_NOT_DUE';
    const wanted = legs.reduce((sum, leg) => sum + leg.amountMinor, 0n);
    if (wanted > hold.left) return 'HOLD_TOO_SMALL';
    const back = use.step === 'post' && use.rest === 'keep' ? 0n : hold.left - wanted;
    move(HELD, -wanted - back);
    move(hold.accountId, back);
    const left = hold.left - wanted - back;
    const end = left > 0n ? null : use.step === 'post' ? 'HOLD_POSTED' : 'HOLD_VOIDED';
    state.holds.set(use.holdId, { ...hold, left, end });
    return undefined;
  };

  const apply = (transfer: Transfer): string | undefined => {
    const problem = useHold(transfer);
    if (problem !== undefined) return problem;
    for (const { accountId, amountMinor } of transfer.legs) move(accountId, amountMinor);
    const { hold } = transfer;
    if (hold?.step !== 'open') return undefined;
    const left = transfer.legs.find(({ accountId }) => accountId === HELD)?.amountMinor ?? 0n;
    state.holds.set(transfer.id, { accountId: hold.accountId, currency, left, end: null });
    return undefined;
  };

  const postGroup = (group: readonly Transfer[]): void => {
    const before: State = { balances: new Map(state.balances), holds: new Map(state.holds) };
    const refuse = (code: string, isCulprit: (transfer: Transfer) => boolean): void => {
      state = before;
      for (const one of group)
        answers.set(one.id, {
          body: bodyOf(one),
          answer: isCulprit(one) ? code : 'LINKED_REFUSED',
        });
    };
    for (const transfer of group) {
      const problem = apply(transfer);
      if (problem !== undefined) {
        refuse(problem, (one) => one === transfer);
        return;
      }
    }
    const short = [...floors].find(
      ([account, floor]) => floor !== null && (state.balances.get(account) ?? 0n) < floor,
    )?.[0];
    if (short !== undefined) {
      refuse('INSUFFICIENT_FUNDS', ({ legs }) => legs.some(({ accountId }) => accountId === short));
      return;
    }
    for (const one of group) answers.set(one.id, { body: bodyOf(one), answer: 'posted' });
  };

  return {
    open: (account, floor) => {
      floors.set(account, floor);
    },
    balance: (account) => state.balances.get(account) ?? 0n,
    holdLeft: (hold) => state.holds.get(hold)?.left ?? 0n,
    post: (transfers) => {
      const known = new Set(answers.keys());
      const fresh = transfers.filter(
        ({ id }, place) => !known.has(id) && transfers.findIndex((one) => one.id === id) === place,
      );
      const groups = Map.groupBy(fresh, ({ id, linked }) => linked ?? `alone ${id}`);
      for (const group of groups.values()) postGroup(group);
      return transfers.map((one) => {
        const first = answers.get(one.id);
        if (first?.body !== bodyOf(one)) return 'ID_REUSED';
        return first.answer === 'posted' && known.has(one.id) ? 'repeated' : first.answer;
      });
    },
  };
}

const bodyOf = ({ kind, betId, version, legs, hold }: Transfer): string =>
  JSON.stringify([kind, betId, version, legs, hold], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
