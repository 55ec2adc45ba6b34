import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header of a webhook: `t=<UTC seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, several `v1` while a secret changes. */
export const SIGNATURE_HEADER = 'x-provider-signature';

/** A message that is signed may come so much later or earlier than its time says. */
export const REPLAY_WINDOW_MS = 300_000;

export type SignatureProblem = 'malformed' | 'outside the window' | 'wrong';

const digest = (secret: string, seconds: number, body: string): string =>
  createHmac('sha256', secret)
    .update(`${String(seconds)}.${body}`)
    .digest('hex');

export function sign(secrets: readonly string[], body: string, at: number): string {
  const seconds = Math.floor(at / 1000);
  return [
    `t=${String(seconds)}`,
    ...secrets.map((secret) => `v1=${digest(secret, seconds, body)}`),
  ].join(',');
}

/** Undefined when one of the signatures is right and fresh. Takes the same time for every wrong signature. */
export function signatureProblem(
  header: string | undefined,
  body: string,
  check: Readonly<{ secrets: readonly string[]; now: number }>,
): SignatureProblem | undefined {
  const match = /^t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,4})$/.exec(header ?? '');
  if (!match) return 'malformed';
  const seconds = Number(match[1]);
  const given = (match[2] ?? '').split(',v1=').slice(1);
  const expected = check.secrets.map((secret) => Buffer.from(digest(secret, seconds, body)));
  const right = expected.filter((wanted) =>
    given.some((hex) => timingSafeEqual(Buffer.from(hex), wanted)),
  );
  if (right.length === 0) return 'wrong';
  return Math.abs(check.now - seconds * 1000) > REPLAY_WINDOW_MS ? 'outside the window' : undefined;
}
