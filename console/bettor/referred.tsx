import { useMutation } from '@tanstack/react-query';

import type { BetView } from '#contracts/mod.ts';

import { call } from '../api/http.ts';
import { refreshAccount, withToken } from '../api/queries.ts';
import { Countdown } from './waiting.tsx';

const useTakeBack = () =>
  useMutation({
    mutationFn: (betId: string) =>
      withToken((token) => call<BetView>(`/v1/bets/${betId}/cancel`, { method: 'POST', token })),
    onSettled: refreshAccount,
  });

/** A bet that waits for a trader: how long, and the way back. */
export function Referred({ bet }: Readonly<{ bet: BetView }>) {
  const takeBack = useTakeBack();
  const { betId, placedAt, referredUntil = placedAt } = bet;
  return (
    <div className="referred">
      <Countdown
        startedAt={placedAt}
        totalMs={referredUntil - placedAt}
        name="A trader looks at your bet"
        after="Waiting for the decision"
      />
      <button
        type="button"
        className="text-button"
        disabled={takeBack.isPending}
        onClick={() => {
          takeBack.mutate(betId);
        }}
      >
        Take the bet back
      </button>
      {takeBack.isError && (
        <span className="hint" role="alert">
          {takeBack.error.message}
        </span>
      )}
    </div>
  );
}
