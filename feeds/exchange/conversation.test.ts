import { expect, test } from 'vitest';

import { makeBooks } from './books.ts';
import { makeConversation } from './conversation.ts';
import type { PoisonLine } from './replay-file.ts';
import type { StreamState } from './stream-options.ts';

test('an exchange that only says that it is late is late, and its line no poison', async () => {
  const states: StreamState[] = [];
  const poison: PoisonLine[] = [];
  const { take } = makeConversation({
    ...{ appKey: 'key', token: 'token', books: makeBooks(), isResume: false },
    subscription: { marketFilter: {}, marketDataFilter: {}, heartbeatMs: 500 },
    send: () => undefined,
    onState: (state) => void states.push(state),
    onPoison: (line) => void poison.push(line),
    onHeartbeat: () => undefined,
    onUpdate: () => undefined,
  });
  await take({ text: '{"op":"mcm","status":503}' });
  expect(states).toMatchObject([{ isUp: false, reason: 'upstream-late' }]);
  expect(poison).toEqual([]);
});
