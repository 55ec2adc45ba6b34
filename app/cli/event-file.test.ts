import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-event-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});
function fileOf(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function printedBy(...args: readonly string[]) {
  const [out, errors]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  return { code: await runCli(args), text: out.join('\n'), errors: errors.join('\n') };
}

const csv = fileOf(
  'a.csv',
  'Day,Host,Guest,Score\n17/08/2024,Rovers,United,2-1\n18/08/2024,City,Town,x\n',
);
const mapping = fileOf('map.json', {
  format: 'overround-mapping-1',
  producer: 'acme',
  event:
    '{"fixtureId": id, "eventId": "1", "occurredAt": 1, "clock": {"phase": "first-half", "elapsedMs": 5}, "kind": "corner", "side": side}',
});
const message = fileOf('message.json', [
  { id: 'acme-1', side: 'home' },
  { id: 'acme-1', side: 'left' },
]);

describe('overround event-file', () => {
  test('results with columns that are named', async () => {
    const args = [
      'event-file',
      csv,
      '--as',
      'results',
      '--column',
      'home=Host',
      '--column',
      'away=Guest',
    ];
    const { code, text } = await printedBy(...args);
    expect(code).toBe(1);
    expect(text).toContain('1 matches, 1 errors; days are day-month-year');
    expect(text).toMatch(/Rovers – United +2024-08-17 +2-1 +—/u);
    expect(text).toContain('row 3, Score: must be two counts of goals, as 2-1, not "x"');
    expect(JSON.parse((await printedBy(...args, '--json')).text)).toMatchObject({
      rows: [{ home: 'Rovers' }],
    });
  });

  test('a mapping, with what is wrong told of the kind that was meant', async () => {
    const { code, text } = await printedBy(
      'event-file',
      message,
      '--as',
      'mapping',
      '--mapping',
      mapping,
    );
    expect(code).toBe(1);
    expect(text).toContain('1 events, 1 items that cannot be read');
    expect(text).toMatch(/item 1: \/side/u);
  });

  test.each([
    [['event-file', csv, '--as', 'video'], 'as must be one of results, statsbomb, mapping'],
    [['event-file', 'none.csv', '--as', 'results'], 'none.csv cannot be read'],
    [['event-file', csv, '--as', 'results'], 'columns.home must be a column of the file'],
    [['event-file', csv, '--as', 'mapping', '--mapping', mapping], 'is not JSON'],
    [['event-file', message, '--as', 'statsbomb'], 'Name the match with --match'],
    [['event-file', message, '--as', 'statsbomb', '--match', mapping], 'must be of this kind'],
    [['event-file', message, '--as', 'mapping', '--mapping', message], 'mapping /'],
    [['verify', 'recordings', '--data', folder], 'has no Wyscout recordings'],
  ])('%j is refused', async (args, why) => {
    const { code, errors } = await printedBy(...args);
    expect(code).toBe(2);
    expect(errors).toContain(why);
  });
});
