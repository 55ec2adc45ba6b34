import type { PoolClient } from '#platform/mod.ts';

import type { Payment } from './transitions/mod.ts';

/** Opaque, and nothing that could be the number of a card or an account. */
const FINGERPRINT = /^fp_(?!\d+$)[a-z0-9]{16,64}$/;

/**
 * Keeps which card or bank account a payment was made with, by the provider's fingerprint of it: once for each payment,
 * however often it is told. A fingerprint of another form is left alone, because no money waits for it.
 */
export async function keepInstrument(
  client: PoolClient,
  { id, accountId, provider }: Pick<Payment, 'id' | 'accountId' | 'provider'>,
  { fingerprint, at }: Readonly<{ fingerprint: string | undefined; at: number }>,
): Promise<void> {
  if (fingerprint === undefined || !FINGERPRINT.test(fingerprint)) return;
  await client.query(
    `INSERT INTO payment_instrument (payment_id, account_id, provider, fingerprint, seen_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (payment_id) DO NOTHING`,
    [id, accountId, provider, fingerprint, at],
  );
}
