/** Something that must not stand in the files of a scope, and what to write instead. */
export type Ban = Readonly<{
  name: string;
  pattern: RegExp;
  instead: string;
  /** Files that the ban covers. */
  within: RegExp;
  /** Files of `within` that may do it. */
  except?: RegExp;
  /** Whether a comment may name it: true for code, false for what no text may say. */
  commentsToo?: boolean;
  /** A file and a line that break the ban, by which the ban itself is tested. */
  bad: readonly [file: string, line: string];
  /** The same wish as it should be written. */
  good: readonly [file: string, line: string];
}>;

const CODE = /\.(?:ts|tsx)$/u;
const SCRIPTS = /\.(?:ts|tsx|js|mjs|cjs)$/u;
const TEXT = /./u;
/** The bans themselves name what they ban. */
const SELF = /^test\/tidy\//u;

const or = (...parts: readonly RegExp[]): RegExp =>
  new RegExp([SELF, ...parts].map(({ source }) => source).join('|'), 'u');

const PLATFORM = /^platform\//u;
const TOOLS = /^(?:scripts|benchmarks)\//u;
const TESTS = /\.test\.tsx?$|^test\/|\/testing\/|\/test-[a-z-]+\.ts$/u;
/** Where the published client takes time, timers and randomness from, unless it is given others. */
const CLIENT_GLOBALS = /^client\/surroundings\.ts$/u;
const CONSOLE_CLOCK = /^console\/(?:.*\/)?clock\.ts$/u;

const MONEY = '\\w*(?:stake|payout|balance|amount|money|liability|refund|deposit|minor)\\w*';

const CLOCK_AND_RANDOMNESS: readonly Ban[] = [
  {
    name: 'Date.now',
    pattern: /\bDate\.now\b/u,
    instead: 'clock.now() of an injected Clock from #platform/mod.ts',
    within: CODE,
    except: or(PLATFORM, TOOLS, CONSOLE_CLOCK),
    bad: ['odds/reducer.ts', 'const at = Date.now();'],
    good: ['odds/reducer.ts', 'const at = clock.now();'],
  },
  {
    name: 'new Date()',
    pattern: /\bnew Date\(\s*\)/u,
    instead: 'new Date(clock.now())',
    within: CODE,
    except: or(PLATFORM, TOOLS, CONSOLE_CLOCK),
    bad: ['feeds/replayer.ts', 'const day = new Date().toISOString();'],
    good: ['feeds/replayer.ts', 'const day = new Date(clock.now()).toISOString();'],
  },
  {
    name: 'performance.now',
    pattern: /\bperformance\.now\b|\bprocess\.hrtime\b/u,
    instead: 'clock.monotonic() of an injected Clock',
    within: CODE,
    except: or(PLATFORM, TOOLS, CONSOLE_CLOCK, CLIENT_GLOBALS),
    bad: ['app/host/lease.ts', 'const since = performance.now();'],
    good: ['app/host/lease.ts', 'const since = clock.monotonic();'],
  },
  {
    name: 'Math.random',
    pattern: /\bMath\.random\b/u,
    instead: 'random.next() of an injected Random from #platform/mod.ts',
    within: CODE,
    except: or(CLIENT_GLOBALS),
    bad: ['feeds/simulator/season.ts', 'if (Math.random() < goalRate) score();'],
    good: ['feeds/simulator/season.ts', 'if (random.next() < goalRate) score();'],
  },
  {
    name: 'randomUUID',
    pattern: /\brandomUUID\b|\bgetRandomValues\b/u,
    instead: 'newId() or makeIds(clock, random) from #platform/mod.ts',
    within: CODE,
    except: or(PLATFORM, /^console\/(?:.*\/)?ids?\.ts$/u),
    bad: ['bet-api/place.ts', 'const betId = randomUUID();'],
    good: ['bet-api/place.ts', 'const betId = ids();'],
  },
  {
    name: 'own timers',
    pattern: /(?<![\w.])set(?:Timeout|Interval|Immediate)\s*\(/u,
    instead: 'clock.sleep(ms, signal) or clock.every(ms, tick)',
    within: CODE,
    except: or(PLATFORM, TOOLS, TESTS, CLIENT_GLOBALS, /^console\//u),
    bad: ['risk/portfolio.ts', 'setInterval(measureTail, 100);'],
    good: ['risk/portfolio.ts', 'const stop = clock.every(100, measureTail);'],
  },
];

const MONEY_AND_TYPES: readonly Ban[] = [
  {
    name: 'parseFloat',
    pattern: /\bparseFloat\b/u,
    instead: 'parseMoney() or oddsFromDecimal() from #contracts/mod.ts, Number() for plain figures',
    within: CODE,
    except: or(),
    bad: ['bet-api/body.ts', 'const stake = parseFloat(body.stake);'],
    good: ['bet-api/body.ts', "const stakeMinor = parseMoney(body.stake, 'EUR');"],
  },
  {
    name: 'money as a float',
    pattern: new RegExp(`(?<!\\.)\\bNumber\\(\\s*(?:[\\w.]*\\.)?${MONEY}\\s*\\)`, 'iu'),
    instead: 'bigint minor units; only exposure vectors and charts are floats',
    within: CODE,
    // Answers of the calculator are JSON, where integers are plain numbers.
    except: or(/^(?:risk|odds|console|benchmarks|app\/calculations|test\/console)\//u),
    bad: ['ledger/posting.ts', 'const total = Number(bet.stakeMinor) * 2;'],
    good: ['ledger/posting.ts', 'const total = bet.stakeMinor * 2n;'],
  },
  {
    name: 'enum',
    pattern: /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+\w/u,
    instead: 'a union of string literals',
    within: CODE,
    except: or(),
    bad: ['markets/status.ts', 'export enum Status {'],
    good: ['markets/status.ts', "export type Status = 'active' | 'suspended';"],
  },
  {
    name: 'default export',
    pattern: /^\s*export default\b/u,
    instead: 'a named export',
    within: SCRIPTS,
    except: or(/^[^/]+$/u, /(?:^|\/)vite\.config\.ts$/u, /-reporter\.mjs$/u),
    bad: ['risk/service.ts', 'export default service;'],
    good: ['risk/service.ts', 'export const service = start;'],
  },
  {
    name: 'any',
    pattern: /:\s*any\b(?!\s*\()|\bas any\b|<any>|\bany\[\]/u,
    instead: 'the real type, or unknown and a check',
    within: CODE,
    except: or(),
    bad: ['feeds/reader.ts', 'const read = (line: any) => line;'],
    good: ['feeds/reader.ts', 'const read = (line: unknown) => line;'],
  },
  {
    name: 'forced type',
    pattern: /\bas unknown as\b|@ts-(?:ignore|nocheck|expect-error)/u,
    instead: 'a type guard, or a schema check at the edge',
    within: CODE,
    except: or(),
    commentsToo: true,
    bad: ['feeds/reader.ts', 'return line as unknown as FeedEvent;'],
    good: ['feeds/reader.ts', 'return isFeedEvent(line) ? line : undefined;'],
  },
];

const HABITS: readonly Ban[] = [
  {
    name: 'console.log',
    pattern: /(?<![\w.])console\.\w+\(/u,
    instead: 'the logger of createLogger() from #platform/mod.ts',
    within: CODE,
    except: or(TOOLS, /^test\/vectors\//u, /^app\/(?:cli|bin)/u),
    bad: ['settlement/service.ts', "console.log('settled', bet);"],
    good: ['settlement/service.ts', "log.info({ betId }, 'settled');"],
  },
  {
    name: 'process.env',
    pattern: /\bprocess\.env\b/u,
    instead: 'a setting of loadConfig() in platform/config.ts',
    within: CODE,
    except: or(/^platform\/(?:config|embedded\/)/u, TOOLS, TESTS, /^[^/]+$/u),
    bad: ['app/run.ts', "const url = process.env['NATS_URL'];"],
    good: ['app/run.ts', 'const url = config.natsUrl;'],
  },
  {
    name: 'lint switched off without a reason',
    pattern: /eslint-disable(?!.* -- \S)/u,
    instead: 'mend the code, or add ` -- ` and the reason',
    within: SCRIPTS,
    except: or(),
    commentsToo: true,
    bad: ['odds/loop.ts', '// eslint-disable-next-line no-bitwise'],
    good: ['odds/loop.ts', '// eslint-disable-next-line no-bitwise -- the hash is defined on bits'],
  },
  {
    name: 'a test that is left out',
    pattern: /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|skip|todo)\b/u,
    instead: 'skipIf(condition) with the reason in the title',
    within: CODE,
    except: or(),
    bad: ['odds/grid.test.ts', "test.skip('sums to one', check);"],
    good: ['odds/grid.test.ts', "describe.skipIf(!present)('recordings (absent here)', check);"],
  },
  {
    name: 'unfinished',
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/u,
    instead: 'finish it, or open an issue and say in docs what is missing',
    within: TEXT,
    except: or(/^eslint\.config\.js$/u),
    commentsToo: true,
    bad: ['ledger/store.ts', '// TODO: lock the row'],
    good: ['ledger/store.ts', '// The row is locked, because two settlers may meet here.'],
  },
];

const WORDS: readonly Ban[] = [
  {
    name: 'a path of one machine',
    pattern: /(?<![\w./$}@:-])\/(?:home|Users|root|work|tmp)\/\w{2}/u,
    instead: 'a path relative to the repository, or os.tmpdir()',
    within: TEXT,
    except: or(),
    commentsToo: true,
    bad: ['feeds/recordings.ts', "const folder = '/home/me/recordings';"],
    good: ['feeds/recordings.ts', "const folder = path.join(repoDir(), '../shared/data');"],
  },
  {
    name: "another field's word for a bettor",
    pattern: /\b(?:punters?|gamblers?)\b/iu,
    instead: 'bettor',
    within: TEXT,
    except: or(),
    commentsToo: true,
    bad: ['docs/guide.md', 'The punter sees the odds.'],
    good: ['docs/guide.md', 'The bettor sees the odds.'],
  },
  {
    name: 'slang for the margin',
    pattern: /\b(?:vig|vigorish|juice)\b/iu,
    instead: 'margin (in code `marginBps`)',
    within: TEXT,
    except: or(),
    commentsToo: true,
    bad: ['odds/margin/mod.ts', '/** Takes the vig out. */'],
    good: ['odds/margin/mod.ts', '/** Takes the margin out. */'],
  },
  {
    name: 'colour for permission',
    pattern: /\b(?:black|white)-?list/iu,
    instead: 'deny list, allow list',
    within: TEXT,
    except: or(),
    commentsToo: true,
    bad: ['platform/query.ts', 'const whitelist = new Set();'],
    good: ['platform/query.ts', 'const allowed = new Set();'],
  },
  {
    name: 'filler',
    pattern: /\b(?:lorem ipsum|foobar|blah|asdf|in production you would|for now)\b/iu,
    instead: 'what it does, or what it does not do yet as a known limit in docs/',
    within: TEXT,
    except: or(/^contracts\/errors\.ts$/u, /^docs\/errors\.md$/u),
    commentsToo: true,
    bad: ['bet-api/app.ts', '// Good enough for now.'],
    good: ['bet-api/app.ts', '// One instance serves all: sessions are in the token.'],
  },
];

export const BANS: readonly Ban[] = [
  ...CLOCK_AND_RANDOMNESS,
  ...MONEY_AND_TYPES,
  ...HABITS,
  ...WORDS,
];

const covers = (ban: Ban, file: string): boolean =>
  ban.within.test(file) && ban.except?.test(file) !== true;

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/\*|\*)/u.test(line);

/** The 1-based numbers of the lines of a file that break a ban. */
export const linesBreaking = (ban: Ban, file: string, lines: readonly string[]): number[] =>
  covers(ban, file)
    ? lines.flatMap((line, i) => {
        if (ban.commentsToo !== true && isComment(line)) return [];
        return ban.pattern.test(line) ? [i + 1] : [];
      })
    : [];
