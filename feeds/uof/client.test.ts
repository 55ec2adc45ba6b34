import { afterEach, describe, expect, test } from 'vitest';

import { scriptedMatch } from './test-server/scripted-match.ts';
import { startClientRig, type ClientRig } from './testing/client-rig.ts';

const URN = 'sr:match:7';
const KICK_OFF = Date.UTC(2030, 2, 17, 18);
const SCRIPT = scriptedMatch(URN, KICK_OFF);
const PATIENCE = { timeout: 20_000, interval: 10 };

const rigs: ClientRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

/** A rig whose producers are up. */
async function started(more?: Parameters<typeof startClientRig>[0]): Promise<ClientRig> {
  const rig = await startClientRig(more);
  rigs.push(rig);
  rig.server.addEvent(URN, KICK_OFF);
  await up(rig);
  return rig;
}

const isUp = ({ down }: ClientRig): boolean => down.get(1) === null && down.get(3) === null;

/** Alives until both producers are up. */
async function up(rig: ClientRig): Promise<void> {
  await expect
    .poll(
      () => {
        for (const product of [1, 3]) rig.server.alive(product);
        return isUp(rig);
      },
      { timeout: 20_000, interval: 50 },
    )
    .toBe(true);
}

const statuses = ({ quotes }: ClientRig) => [
  ...new Set([...quotes.values()].map(({ status }) => status)),
];

async function play(rig: ClientRig, from = 0, to = SCRIPT.length): Promise<void> {
  const { broker } = rig.server;
  for (const message of SCRIPT.slice(from, to)) rig.server.send(message);
  // Alives are messages as well: all is done when the broker has every acknowledgement.
  await expect.poll(() => broker.waiting() + broker.unacknowledged(), PATIENCE).toBe(0);
}

async function faultFree(): Promise<unknown> {
  const rig = await started();
  await play(rig);
  return rig.state();
}

const LIVE_FROM = 4;

describe('a client of the feed', () => {
  test('recovers at the first alives and follows a match to its end', async () => {
    const rig = await started();
    expect(
      rig.server
        .requests()
        .map(({ product }) => product)
        .sort(),
    ).toEqual([1, 3]);
    await play(rig);
    expect(rig.settlements.at(-1)).toMatchObject({ kind: 'cancelled', marketKey: 'match-result' });
    expect(rig.drafts.at(-1)).toMatchObject({ kind: 'result', certainty: 'confirmed' });
  });

  test('suspends when the connection breaks, and after a recovery stands where a run without a break stands', async () => {
    const rig = await started();
    await play(rig, 0, LIVE_FROM);
    expect(statuses(rig)).toEqual(['active']);
    rig.server.broker.setOpen(false);
    rig.server.broker.cut();
    await expect.poll(() => statuses(rig), PATIENCE).toEqual(['suspended']);
    expect(rig.drafts.at(-1)).toMatchObject({ kind: 'bet-stop', reason: 'feed' });
    expect(rig.down.get(1)).toBe('connection-down');
    for (const message of SCRIPT.slice(LIVE_FROM, 30)) rig.server.send(message);
    rig.server.broker.setOpen(true);
    await up(rig);
    await play(rig, 30);
    expect(rig.state()).toEqual(await faultFree());
  });

  test('a recovery that breaks in its middle begins again', async () => {
    const rig = await started();
    await play(rig, 0, 25);
    rig.server.nextRecovery({ cutAfter: 1 });
    rig.server.broker.cut();
    await expect.poll(() => isUp(rig), PATIENCE).toBe(false);
    await up(rig);
    // Two at the start, one that broke, two in the end at least.
    expect(rig.server.requests().length).toBeGreaterThanOrEqual(5);
    await play(rig, 25);
    expect(rig.state()).toEqual(await faultFree());
  });

  test('a recovery that is refused is asked for again', async () => {
    const rig = await started();
    rig.server.nextRecovery('refuse');
    rig.server.alive(1, false);
    await expect.poll(() => rig.down.get(1), PATIENCE).toBe('not-recovered');
    await up(rig);
    expect(rig.server.requests().filter(({ product }) => product === 1)).toHaveLength(3);
  });

  test('silence is down within the limit', async () => {
    const rig = await started({ inactivityMs: 1_500 });
    await play(rig, 0, LIVE_FROM);
    rig.server.broker.freeze();
    await expect.poll(() => statuses(rig), PATIENCE).toEqual(['suspended']);
  });

  test('a message that cannot be read is put aside, and its event suspended until it was sent again', async () => {
    const rig = await started();
    await play(rig, 0, LIVE_FROM);
    rig.server.sendRaw('<odds_change product="1"', URN);
    await expect.poll(() => rig.poison.length, PATIENCE).toBe(1);
    await expect
      .poll(
        () => rig.drafts.some((draft) => draft.kind === 'bet-stop' && draft.reason === 'feed'),
        PATIENCE,
      )
      .toBe(true);
    await expect.poll(() => statuses(rig), PATIENCE).toEqual(['active']);
    await play(rig, LIVE_FROM);
    expect(rig.state()).toEqual(await faultFree());
  });

  test('a slow consumer leaves messages with the broker', async () => {
    const rig = await started({ prefetch: 3 });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    rig.setConsumer(() => held);
    for (const message of SCRIPT) rig.server.send(message);
    await expect.poll(() => rig.server.broker.waiting(), PATIENCE).toBe(SCRIPT.length - 3);
    expect(rig.server.broker.unacknowledged()).toBe(3);
    release();
    await expect
      .poll(() => rig.server.broker.waiting() + rig.server.broker.unacknowledged(), PATIENCE)
      .toBe(0);
    expect(rig.state()).toEqual(await faultFree());
  });

  describe('a market with a variant that nobody has described', () => {
    const LINE = 'id="21" specifiers="variant=sr:exact_goals:6+"';
    const outcomes = (more: (at: number) => string): string =>
      Array.from({ length: 7 }, (_, at) => `<outcome id="${70 + at}" ${more(at)}/>`).join('');
    const message = (kind: string, body: string, at: number) => ({
      ...{ product: 3, kind, eventUrn: URN, at: KICK_OFF + at },
      xml: `<${kind} product="3" event_id="${URN}" timestamp="${KICK_OFF + at}" certainty="2">${body}</${kind}>`,
    });
    const odds = message(
      'odds_change',
      `<odds><market ${LINE} status="1">${outcomes(() => 'odds="5.5"')}</market></odds>`,
      1,
    );
    const settlement = message(
      'bet_settlement',
      `<outcomes><market ${LINE}>${outcomes((at) => `result="${at === 2 ? 1 : 0}"`)}</market></outcomes>`,
      2,
    );
    const keyOf = (rig: ClientRig) =>
      [...rig.quotes.values()].find(({ marketUrn }) => marketUrn.includes('exact_goals'))
        ?.marketKey;

    test('is asked for once, and its odds come again as ours', async () => {
      const rig = await started();
      for (let times = 0; times < 3; times += 1) rig.server.send(odds);
      await expect.poll(() => keyOf(rig), PATIENCE).toBe('exact-goals');
      expect(rig.server.variantRequests()).toEqual(['21/sr:exact_goals:6+']);
    });

    test('is settled once it is described', async () => {
      const rig = await started();
      rig.server.send(settlement);
      await expect.poll(() => rig.settlements.length, PATIENCE).toBe(1);
      expect(rig.settlements[0]).toMatchObject({ kind: 'settled', marketKey: 'exact-goals' });
    });
  });
});
