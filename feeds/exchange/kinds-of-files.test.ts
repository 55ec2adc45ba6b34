import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, describe, expect, test } from 'vitest';

import { crossedRunners } from './best-prices.ts';
import { quotesOf } from './quotes.ts';
import { replayExchangeFile } from './replay-file.ts';
import { MATCH_DEFINITION, START } from './testing/messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-kinds-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Made-up lines as a recording of the exchange, and the last quotes of market 1.1. */
async function replayed(
  lines: readonly (object | string)[],
  pack = (text: string): Uint8Array => Buffer.from(text),
) {
  const path = join(folder, 'recording');
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(path, pack(`${text.join('\n')}\n`));
  const told: (readonly string[])[] = [];
  const report = await replayExchangeFile(path, {
    onMessage: (_message, changed) => void told.push(changed),
  });
  const book = report.books.market('1.1');
  const quotes = book === undefined ? [] : quotesOf('exchange', book);
  return { report, told, book, quotes, crossed: book === undefined ? [] : crossedRunners(book) };
}

const mcm = (at: number, mc: readonly object[], more: object = {}): object => ({
  ...{ op: 'mcm', clk: `c${at}`, pt: START + at, mc, ...more },
});
const market = (more: object): object => ({ id: '1.1', ...more });
const define = (more: object = {}): object =>
  market({ marketDefinition: { ...MATCH_DEFINITION, ...more } });
const runner = (id: number, more: object): object => market({ rc: [{ id, ...more }] });
/** Fields of real files that nothing here reads. */
const UNREAD = {
  ...{ complete: true, regulators: ['MR_INT'], countryCode: 'GB', timezone: 'GMT', venue: 'X' },
  ...{
    marketBaseRate: 5,
    turnInPlayEnabled: true,
    persistenceEnabled: true,
    openDate: '2030-05-04',
  },
  ...{ discountAllowed: true, crossMatching: false, runnersVoidable: false, raceType: 'Flat' },
  ...{ priceLadderDefinition: { type: 'CLASSIC' }, betDelayModels: ['PASSIVE'], suspendTime: 'x' },
  keyLineDefinition: { kl: [{ id: 11, hc: -0.5 }] },
};

describe('recordings of other kinds', () => {
  test('BASIC: last prices alone make no best prices', async () => {
    const { quotes, report } = await replayed([
      mcm(0, [define(UNREAD)]),
      mcm(1, [runner(11, { ltp: 2.1 })]),
      mcm(2, [runner(11, { ltp: 2.2 })]),
    ]);
    expect(report).toMatchObject({ messages: 3, definitions: 1, runnerChanges: 2, poison: 0 });
    expect(quotes[0]?.outcomes[0]).toMatchObject({ back: null, lay: null, lastTraded: 2.2 });
  });

  test('PRO: full depth, of which an image in the middle leaves nothing that it does not name', async () => {
    const { book, quotes, crossed } = await replayed([
      mcm(0, [define()]),
      mcm(1, [
        runner(11, {
          atb: [
            [2, 5],
            [2.02, 3],
          ],
          atl: [[2.1, 4]],
          trd: [[2.04, 9]],
          tv: 9,
        }),
      ]),
      mcm(2, [runner(12, { atb: [[4, 5]] })]),
      mcm(3, [
        market({
          img: true,
          marketDefinition: MATCH_DEFINITION,
          rc: [{ id: 11, atb: [[1.9, 7]] }],
        }),
      ]),
    ]);
    expect(book?.runners.size).toBe(1);
    expect(quotes[0]?.outcomes[0]).toMatchObject({ back: { odds: 1.9, size: 7 }, lay: null });
    expect(quotes[0]?.outcomes[1]).toMatchObject({ back: null, lay: null });
    expect(crossed).toEqual([]);
  });

  test('conflated messages with the image flag off are changes', async () => {
    const { book, quotes } = await replayed([
      mcm(0, [define()]),
      mcm(1, [market({ con: true, img: false, rc: [{ id: 11, atb: [[2, 5]] }] })]),
      mcm(2, [
        market({
          con: true,
          rc: [
            { id: 11, atl: [[2.2, 6]] },
            {
              id: 11,
              atb: [
                [2, 0],
                [1.99, 1],
              ],
            },
          ],
        }),
      ]),
    ]);
    expect(book?.isConflated).toBe(true);
    expect(quotes[0]?.outcomes[0]).toMatchObject({
      back: { odds: 1.99, size: 1 },
      lay: { odds: 2.2, size: 6 },
    });
  });

  test('starting prices: what would be paid, what waits for it, and what it came to', async () => {
    const runners = MATCH_DEFINITION.runners.map((one) => ({ ...one, bsp: 'NaN' }));
    const { book, quotes } = await replayed([
      mcm(0, [define({ bspMarket: true, bspReconciled: false, runners })]),
      mcm(1, [
        runner(11, {
          spn: 'NaN',
          spf: 'Infinity',
          spb: [
            [1.5, 2],
            [3, 1],
          ],
          spl: [[1000, 30]],
        }),
      ]),
      mcm(2, [runner(11, { spn: 2.4, spf: 2.5, spb: [[3, 0]] })]),
      mcm(3, [
        define({
          bspReconciled: true,
          inPlay: true,
          runners: runners.map((one, at) => (at === 0 ? { ...one, bsp: 2.46 } : one)),
        }),
      ]),
    ]);
    expect(book?.runners.get('11')).toMatchObject({
      ...{ spn: 2.4, spf: 2.5, spb: [[1.5, 2]], spl: [[1000, 30]] },
    });
    expect(quotes[0]?.outcomes.map(({ startingPrice }) => startingPrice)).toEqual([
      2.46,
      null,
      null,
    ]);
  });

  test('a runner that is removed has no prices, and the others keep theirs', async () => {
    const [first, second, third] = MATCH_DEFINITION.runners;
    const removed = {
      ...third,
      status: 'REMOVED',
      adjustmentFactor: 30.01,
      removalDate: '2030-05-04T13:00:00.000Z',
    };
    const { book, quotes, crossed } = await replayed([
      mcm(0, [define({ numberOfActiveRunners: 3 })]),
      mcm(1, [runner(11, { atb: [[2, 5]] }), runner(13, { atb: [[9, 5]], atl: [[8, 1]] })]),
      mcm(2, [define({ version: 2, status: 'SUSPENDED', runners: [first, second, removed] })]),
      mcm(3, [define({ version: 3, runners: [first, second, removed] })]),
      mcm(4, [
        runner(11, {
          atb: [
            [2, 0],
            [1.8, 5],
          ],
        }),
      ]),
    ]);
    expect(book?.definition).toMatchObject({ version: 3, status: 'OPEN' });
    expect(quotes[0]?.outcomes[2]).toMatchObject({ status: 'removed', back: null, lay: null });
    expect(quotes[0]?.outcomes[0]).toMatchObject({ back: { odds: 1.8, size: 5 } });
    expect(crossed).toEqual([]);
  });

  test('several markets in a file and in a message, lines of an Asian handicap among them', async () => {
    const line = (id: number, hc: number, sortPriority: number) => ({
      id,
      hc,
      status: 'ACTIVE',
      sortPriority,
    });
    const asian = {
      ...MATCH_DEFINITION,
      ...{ marketType: 'ASIAN_HANDICAP', bettingType: 'ASIAN_HANDICAP_DOUBLE_LINE' },
      runners: [line(11, -0.5, 1), line(12, 0.5, 2), line(11, -0.25, 3), line(12, 0.25, 4)],
    };
    const { report, told } = await replayed([
      mcm(0, [define(), { id: '1.2', marketDefinition: asian }]),
      mcm(1, [
        {
          id: '1.2',
          rc: [
            { id: 11, hc: -0.5, atb: [[2.1, 1]] },
            { id: 11, hc: -0.25, atb: [[1.8, 2]] },
          ],
        },
        runner(11, { hc: 0, atb: [[2, 5]] }),
      ]),
      mcm(2, [{ id: '1.3', rc: [{ id: 1, ltp: 3 }] }]),
    ]);
    expect(told[1]).toEqual(['1.2', '1.1']);
    const book = report.books.market('1.2');
    const lines = book === undefined ? [] : quotesOf('exchange', book);
    expect(lines.map(({ marketKey, outcomes }) => [marketKey, outcomes[0]?.back?.odds])).toEqual([
      ['asian-handicap|line=-0.5|score=0-0', 2.1],
      ['asian-handicap|line=-0.25|score=0-0', 1.8],
    ]);
    // Without a definition nobody knows what is asked.
    const undefinedBook = report.books.market('1.3');
    expect(undefinedBook === undefined ? [] : quotesOf('exchange', undefinedBook)).toEqual([]);
  });

  test('segments are one message, and what a recorder kept of the connection is none', async () => {
    const { report, told, quotes } = await replayed([
      '{"op":"connection","connectionId":"002-1"}',
      '{"op":"status","id":1,"statusCode":"SUCCESS","connectionClosed":false,"connectionsAvailable":9}',
      mcm(0, [define()], { ct: 'SUB_IMAGE', segmentType: 'SEG_START', initialClk: 'i', id: 2 }),
      mcm(1, [runner(11, { atb: [[2, 5]] })], { ct: 'SUB_IMAGE', segmentType: 'SEG', id: 2 }),
      mcm(2, [runner(12, { atb: [[4, 5]] })], { ct: 'SUB_IMAGE', segmentType: 'SEG_END', id: 2 }),
      { op: 'mcm', id: 2, clk: 'h', pt: START + 3, ct: 'HEARTBEAT' },
      mcm(4, [runner(11, { atb: [[2, 0]] })], { status: 503 }),
    ]);
    expect(report).toMatchObject({ messages: 5, otherMessages: 2, poison: 0 });
    expect(told).toEqual([[], [], ['1.1'], [], ['1.1']]);
    expect(quotes[0]?.outcomes[1]).toMatchObject({ back: { odds: 4, size: 5 } });
    expect(report.books.clocks()).toEqual({ initialClk: 'i', clk: 'c4' });
  });

  test('best levels alone, as delayed keys have them', async () => {
    const { quotes } = await replayed([
      mcm(0, [define()]),
      mcm(1, [
        runner(11, {
          batb: [
            [0, 2, 5],
            [1, 1.99, 3],
          ],
          batl: [
            [0, 2.02, 1],
            [1, 2.04, 2],
          ],
        }),
      ]),
      mcm(2, [
        runner(11, {
          batb: [
            [0, 1.99, 3],
            [1, 0, 0],
          ],
        }),
      ]),
    ]);
    expect(quotes[0]?.outcomes[0]).toMatchObject({
      back: { odds: 1.99, size: 3 },
      lay: { odds: 2.02, size: 1 },
    });
  });

  test.each([
    ['WINNER', 'won'],
    ['PLACED', 'won'],
    ['LOSER', 'lost'],
    ['REMOVED_VACANT', 'removed'],
    ['HIDDEN', 'removed'],
  ])('a closed market with a runner that is %s has no prices', async (status, told) => {
    const runners = MATCH_DEFINITION.runners.map((one) => ({ ...one, status }));
    const { quotes } = await replayed([
      mcm(0, [define({ eachWayDivisor: 4, numberOfWinners: 3 })]),
      mcm(1, [runner(11, { atb: [[2, 5]] })]),
      mcm(2, [define({ status: 'CLOSED', runners })]),
    ]);
    expect(quotes[0]).toMatchObject({ status: 'settled' });
    expect(quotes[0]?.outcomes[0]).toMatchObject({ status: told, back: null, lay: null });
  });

  test('a mark in front, lines of Windows, and a last line that was cut off', async () => {
    const text = [mcm(0, [define()]), mcm(1, [runner(11, { atb: [[2, 5]] })])]
      .map((line) => JSON.stringify(line))
      .join('\r\n');
    const { report, quotes } = await replayed([`\uFEFF${text}\r\n{"op":"mcm","pt":1,"m`], (all) =>
      gzipSync(all),
    );
    expect(report).toMatchObject({ messages: 2, poison: 1 });
    expect(quotes[0]?.outcomes[0]).toMatchObject({ back: { odds: 2, size: 5 } });
  });
});
