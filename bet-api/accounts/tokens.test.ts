import { expect, test } from 'vitest';

import { accountId, userId } from '#contracts/mod.ts';
import { ManualClock, newId } from '#platform/mod.ts';

import { createTokens } from './tokens.ts';

const LIFE_MS = 60_000;
const USER = {
  userId: userId(newId()),
  username: 'bettor',
  role: 'bettor',
  accountId: accountId(newId()),
  currency: 'EUR',
} as const;

const tokensAt = (clock: ManualClock) =>
  createTokens({ secret: 'a secret that is long enough for this', lifeMs: LIFE_MS, clock });

test('a token that was read before says the same again', async () => {
  const tokens = await tokensAt(new ManualClock(1_700_000_000_000));
  const { token } = tokens.sign(USER, 'session');
  const first = tokens.verify(token);
  expect(first).toMatchObject({ ...USER, sessionId: 'session' });
  expect(tokens.verify(token)).toEqual(first);
});

test('that it was read before does not keep it from expiring', async () => {
  const clock = new ManualClock(1_700_000_000_000);
  const tokens = await tokensAt(clock);
  const { token, expiresAt } = tokens.sign(USER);
  expect(tokens.verify(token)).toBeDefined();
  await clock.advance(expiresAt - clock.now() - 1);
  expect(tokens.verify(token)).toBeDefined();
  await clock.advance(1);
  expect(tokens.verify(token)).toBeUndefined();
});

test('each part of a token that was read before can be changed in no letter', async () => {
  const tokens = await tokensAt(new ManualClock(1_700_000_000_000));
  const { token } = tokens.sign(USER);
  const foreign = await createTokens({
    secret: 'another secret that is long enough',
    lifeMs: LIFE_MS,
    clock: new ManualClock(1_700_000_000_000),
  });
  expect(tokens.verify(token)).toBeDefined();
  for (const [part, text] of token.split('.').entries()) {
    const changed = token.split('.');
    changed[part] = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    expect(tokens.verify(changed.join('.'))).toBeUndefined();
    // What was refused before is refused again.
    expect(tokens.verify(changed.join('.'))).toBeUndefined();
  }
  expect(tokens.verify(foreign.sign(USER).token)).toBeUndefined();
});
