import { post, reverseLayOff, settleLayOff, type LayOffSettlement } from '#ledger/mod.ts';
import type { PositionSettlement, PostSettlement } from '#risk/layoff/mod.ts';

/**
 * What laying off won and lost, as transfers between the clearing account of the exchange and the house. A settlement that
 * takes the place of another goes together with the reversal of that.
 */
export const postLayOff: PostSettlement = async (client, settled, before) => {
  const transfers = [
    before && reverseLayOff({ ...settlementOf(before), at: settled.at }),
    settleLayOff(settlementOf(settled)),
  ];
  const results = await post(
    transfers.filter((transfer) => transfer !== null),
    client,
  );
  for (const result of results) {
    if (result.status === 'refused')
      throw new Error(`order ${settled.order.orderId} cannot be posted: ${result.code}`);
  }
};

const settlementOf = ({ order, ...settled }: PositionSettlement): LayOffSettlement => ({
  ...settled,
  orderId: order.orderId,
  exchange: order.exchange,
  currency: order.currency,
});
