import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { defaultDataDir } from '../find-match.ts';
import { readDescriptions } from './descriptions.ts';
import { readFixtureAnswer, readPlayer } from './entities.ts';
import { parseUofMessage } from './parse-message.ts';
import { makeUnknownElements, type UnknownElements } from './unknown-elements.ts';
import { ANSWER_LIMITS, parseXml } from './xml.ts';

const folder = join(defaultDataDir(), 'uof');
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];

function readSample(name: string, unknown: UnknownElements): unknown {
  const bytes = readFileSync(join(folder, name));
  const document = () => parseXml(bytes, ANSWER_LIMITS);
  if (name.startsWith('markets')) return readDescriptions(document(), unknown);
  if (name.startsWith('fixture')) return readFixtureAnswer(document(), unknown);
  if (name.startsWith('player')) return readPlayer(document(), unknown);
  return parseUofMessage(bytes, unknown);
}

const sample = (name: string) => readSample(name, makeUnknownElements());

describe.skipIf(names.length === 0)('samples of the feed', () => {
  test.each(names)('%s is read whole', (name) => {
    const unknown = makeUnknownElements();
    readSample(name, unknown);
    expect([...unknown.counts()]).toEqual([]);
  });

  test('say what they say', () => {
    expect(sample('odds_change-0.xml')).toMatchObject({
      ...{ product: 2, eventUrn: 'sr:match:123', betstopReason: 'possible-red-card' },
      state: { score: { home: 2, away: 2 }, clock: { matchMs: 4_502_000 } },
    });
    expect(sample('bet_settlement.xml')).toMatchObject({ certainty: 2 });
    const { markets } = sample('bet_settlement.xml') as {
      markets: { outcomes: { deadHeatFactor: number; voidFactor: number }[] }[];
    };
    const outcomes = markets.flatMap((market) => market.outcomes);
    expect(outcomes.filter(({ deadHeatFactor }) => deadHeatFactor === 0.5)).toHaveLength(2);
    expect(outcomes.filter(({ voidFactor }) => voidFactor > 0)).toHaveLength(3);
    expect(sample('fixture-3.xml')).toMatchObject({ tournament: null, sportUrn: null });
    expect(sample('markets-1.xml')).toMatchObject([{ marketId: 10 }, { marketId: 16 }, {}, {}]);
  });
});
