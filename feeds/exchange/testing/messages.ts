/**
 * A made-up market in the exchange's shape: Rovers v United, with an image, deltas, a goal that suspends it, a
 * runner that is removed in a race, heartbeats and the end.
 */
export const MATCH_DEFINITION = {
  status: 'OPEN',
  inPlay: false,
  eventId: '9001',
  eventTypeId: '1',
  eventName: 'Rovers v United',
  marketType: 'MATCH_ODDS',
  name: 'Match Odds',
  bettingType: 'ODDS',
  marketTime: '2030-05-04T14:00:00.000Z',
  numberOfWinners: 1,
  betDelay: 0,
  version: 1,
  bspReconciled: false,
  runners: [
    { id: 11, name: 'Rovers', status: 'ACTIVE', sortPriority: 1 },
    { id: 12, name: 'United', status: 'ACTIVE', sortPriority: 2 },
    { id: 13, name: 'The Draw', status: 'ACTIVE', sortPriority: 3 },
  ],
} as const;

export const START = 1_904_000_000_000;

export const MESSAGES = [
  {
    ...{ op: 'mcm', id: 1, initialClk: 'image', clk: 'c0', pt: START, ct: 'SUB_IMAGE' },
    ...{ heartbeatMs: 500, conflateMs: 0 },
    mc: [
      {
        ...{ id: '1.1', img: true, tv: 1000, marketDefinition: MATCH_DEFINITION },
        rc: [
          {
            id: 11,
            ltp: 2.1,
            tv: 600,
            atb: [
              [2.1, 50],
              [2.08, 10],
            ],
            atl: [[2.14, 30]],
          },
          {
            id: 12,
            ltp: 3.9,
            tv: 250,
            atb: [[3.9, 20]],
            atl: [
              [4, 15],
              [4.1, 40],
            ],
          },
          { id: 13, ltp: 3.5, tv: 150, atb: [[3.45, 12]], atl: [[3.55, 9]], hc: 0 },
        ],
      },
    ],
  },
  {
    ...{ op: 'mcm', id: 1, clk: 'c1', pt: START + 1_000 },
    mc: [
      {
        id: '1.1',
        rc: [
          {
            id: 11,
            atb: [
              [2.1, 0],
              [2.06, 5],
            ],
            ltp: null,
          },
        ],
      },
    ],
  },
  { op: 'mcm', id: 1, clk: 'c2', pt: START + 1_500, ct: 'HEARTBEAT' },
  {
    ...{ op: 'mcm', id: 1, clk: 'c3', pt: START + 2_000 },
    mc: [
      {
        id: '1.1',
        con: true,
        tv: 1200,
        rc: [{ id: 12, atl: [[4, 0]], trd: [[4, 300]], hc: null }],
      },
    ],
  },
  {
    ...{ op: 'mcm', id: 1, clk: 'c4', pt: START + 3_000 },
    mc: [
      {
        id: '1.1',
        marketDefinition: {
          ...MATCH_DEFINITION,
          ...{ status: 'SUSPENDED', inPlay: true, betDelay: 5, version: 2 },
        },
      },
    ],
  },
  {
    ...{ op: 'mcm', id: 1, clk: 'c5', pt: START + 4_000 },
    mc: [
      {
        ...{ id: '1.1', img: true },
        rc: [
          {
            id: 11,
            ...{ ltp: 1.5, spn: 'NaN', spf: 1.6, spb: [[1.5, 2]], spl: [[1000, 3]] },
            ...{
              batb: [
                [0, 1.5, 5],
                [1, 1.48, 7],
              ],
              batl: [[0, 1.52, 4]],
            },
          },
        ],
      },
    ],
  },
  {
    ...{ op: 'mcm', id: 1, clk: 'c6', pt: START + 5_000 },
    mc: [
      {
        id: '1.1',
        marketDefinition: {
          ...MATCH_DEFINITION,
          ...{
            status: 'CLOSED',
            inPlay: true,
            version: 3,
            settledTime: '2030-05-04T16:00:00.000Z',
          },
          runners: [
            { id: 11, name: 'Rovers', status: 'WINNER', sortPriority: 1, bsp: 1.55 },
            { id: 12, name: 'United', status: 'LOSER', sortPriority: 2, bsp: 'NaN' },
            {
              id: 13,
              name: 'The Draw',
              status: 'REMOVED',
              sortPriority: 3,
              adjustmentFactor: 27.5,
            },
          ],
        },
        rc: [{ id: 11, batb: [[1, 0, 0]], bdatb: [[0, 1.5, 5]], bdatl: [[0, 1.52, 4]] }],
      },
    ],
  },
] as const;

export const LINES: readonly string[] = MESSAGES.map((message) => JSON.stringify(message));

/** Lines of the protocol that carry no prices. */
export const OTHER_LINES: readonly string[] = [
  '{"op":"connection","connectionId":"001-1"}',
  '{"op":"status","id":1,"statusCode":"SUCCESS","connectionClosed":false}',
  '{"op":"status","id":2,"statusCode":"FAILURE","errorCode":"INVALID_CLOCK","errorMessage":"bad token","connectionClosed":true}',
  '{"op":"ocm","id":2,"pt":1,"clk":"x","oc":[]}',
];
