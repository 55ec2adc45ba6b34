/** One message that the provider sends in a scripted match. */
export type ScriptedMessage = Readonly<{
  product: number;
  eventUrn: string;
  /** Whole, apart from the id of a recovery. */
  xml: string;
  kind: string;
  /** The provider's time, UTC milliseconds. */
  at: number;
}>;

const LIVE = 1;
const PREMATCH = 3;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

type Side = 'home' | 'away';
type Score = Readonly<Record<Side, number>>;
type Phase = Readonly<{
  code: number;
  status: number;
  minute: number;
  score: Score;
  halves: readonly Score[];
}>;

const pair = ({ home, away }: Score): string => `home_score="${home}" away_score="${away}"`;
const total = (halves: readonly Score[]): Score => ({
  home: halves.reduce((sum, { home }) => sum + home, 0),
  away: halves.reduce((sum, { away }) => sum + away, 0),
});

const outcome = (id: number, odds: number): string =>
  `<outcome id="${id}" odds="${odds.toFixed(2)}" probabilities="${(0.95 / odds).toFixed(4)}" active="1"/>`;

/** 1x2, both totals and a handicap, whole in each message. Odds move with the lead. */
function markets(status: number, { home, away }: Score): string {
  const lead = home - away;
  const goals = home + away;
  const prices = [2.4 / (1 + Math.max(0, lead)), 3.4 + Math.abs(lead), 2.9 + Math.max(0, lead)];
  const line = (id: number, specifiers: string, outcomes: string, own = status) =>
    `<market id="${id}"${specifiers} status="${own}">${outcomes}</market>`;
  const isOver = (limit: number): number => (status === 1 && goals > limit ? 0 : status);
  return [
    line(1, '', prices.map((odds, at) => outcome(at + 1, Math.max(1.01, odds))).join('')),
    ...[1.5, 2.5].map((limit) =>
      line(
        18,
        ` specifiers="total=${limit}"`,
        outcome(12, 1.3 + limit / 4) + outcome(13, 4.1 - limit / 2),
        isOver(limit),
      ),
    ),
    line(16, ' specifiers="hcp=-0.5"', outcome(1714, 2.05) + outcome(1715, 1.8)),
  ].join('');
}

/** Builds the messages of one event in order; each is later than the one before. */
class Script {
  readonly messages: ScriptedMessage[] = [];
  readonly #eventUrn: string;
  #at: number;

  constructor(eventUrn: string, at: number) {
    this.#eventUrn = eventUrn;
    this.#at = at;
  }

  after(ms: number): this {
    this.#at += ms;
    return this;
  }

  say(product: number, name: string, inner = '', attributes = ''): this {
    this.#at += SECOND_MS;
    const head = `product="${product}" event_id="${this.#eventUrn}" timestamp="${this.#at}"`;
    const xml = `<${name} ${head} ${attributes}>${inner}</${name}>`;
    this.messages.push({ product, eventUrn: this.#eventUrn, xml, kind: name, at: this.#at });
    return this;
  }

  odds(product: number, phase: Phase, marketStatus = 1, reason = ''): this {
    const { code, status, minute, score, halves } = phase;
    const periods = halves.map(
      (half, at) =>
        `<period_score match_status_code="${at === 0 ? 6 : 7}" number="${at + 1}" ${pair(half)}/>`,
    );
    const clock = minute === 0 ? '' : `<clock match_time="${minute}:00"/>`;
    const corners = `<statistics><corners home="${Math.floor(minute / 15)}" away="${Math.floor(minute / 20)}"/></statistics>`;
    return this.say(
      product,
      'odds_change',
      `<sport_event_status status="${status}" reporting="1" match_status="${code}" ${pair(score)}>${clock}` +
        `<period_scores>${periods.join('')}</period_scores>${corners}</sport_event_status>` +
        (status === 0
          ? '<odds_generation_properties expected_totals="2.7" expected_supremacy="0.3"/>'
          : '') +
        `<odds${reason}>${markets(marketStatus, score)}</odds>`,
    );
  }
}

const settled = (
  id: number,
  specifiers: string,
  results: Readonly<Record<number, number>>,
): string =>
  `<market id="${id}"${specifiers}>${Object.entries(results)
    .map(([outcomeId, result]) => `<outcome id="${outcomeId}" result="${result}"/>`)
    .join('')}</market>`;
const OVER = { 12: 1, 13: 0 };
const UNDER = { 12: 0, 13: 1 };

/**
 * A match of the test server: prices before it, hand-over to live, goals with their bet stops, one of them taken back
 * by video, settlements that come twice and are rolled back, and bets that are cancelled too late and then not. 2-1.
 */
export function scriptedMatch(eventUrn: string, kickOffAt: number): readonly ScriptedMessage[] {
  const none = { home: 0, away: 0 };
  const at = (code: number, minute: number, ...halves: readonly Score[]): Phase => ({
    ...{ code, minute, halves, score: total(halves) },
    status: code === 0 ? 0 : code === 100 ? 3 : 1,
  });
  const script = new Script(eventUrn, kickOffAt - 10 * MINUTE_MS);
  const stop = () => script.say(LIVE, 'bet_stop', '', 'groups="all" market_status="-1"');
  const goal = (minute: number, ...halves: readonly Score[]) => {
    const phase = at(halves.length === 1 ? 6 : 7, minute, ...halves);
    stop().odds(LIVE, phase, -1, ' betting_status="1" betstop_reason="1"');
    return script.after(30 * SECOND_MS).odds(LIVE, phase);
  };
  const first = { home: 1, away: 0 };
  script.say(PREMATCH, 'fixture_change', '', 'change_type="1"');
  script.odds(PREMATCH, at(0, 0)).after(9 * MINUTE_MS);
  script.odds(PREMATCH, at(0, 0), -2).odds(LIVE, at(6, 1, none));
  script.after(10 * MINUTE_MS);
  goal(12, first);
  script.after(20 * MINUTE_MS);
  goal(33, { home: 1, away: 1 });
  // The video sees an offside: the goal did not count.
  stop()
    .odds(LIVE, at(6, 34, first), -1, ' betstop_reason="37"')
    .odds(LIVE, at(6, 35, first));
  script
    .after(10 * MINUTE_MS)
    .odds(LIVE, at(31, 45, first))
    .after(15 * MINUTE_MS);
  script.odds(LIVE, at(7, 46, first, none)).after(10 * MINUTE_MS);
  goal(57, first, { home: 1, away: 0 });
  const over = settled(18, ' specifiers="total=1.5"', OVER);
  script.say(LIVE, 'bet_settlement', `<outcomes>${over}</outcomes>`, 'certainty="1"');
  script.say(LIVE, 'bet_settlement', `<outcomes>${over}</outcomes>`, 'certainty="1"');
  script.after(20 * MINUTE_MS);
  goal(79, first, { home: 1, away: 1 });
  // A wrong settlement and its rollback.
  const wrong = settled(18, ' specifiers="total=2.5"', UNDER);
  script.say(LIVE, 'bet_settlement', `<outcomes>${wrong}</outcomes>`, 'certainty="1"');
  script.say(LIVE, 'rollback_bet_settlement', '<market id="18" specifiers="total=2.5"/>');
  script.after(12 * MINUTE_MS);
  const ended = at(100, 90, first, { home: 1, away: 1 });
  script.odds(LIVE, ended, -3);
  const all =
    settled(1, '', { 1: 1, 2: 0, 3: 0 }) +
    over +
    settled(18, ' specifiers="total=2.5"', OVER) +
    settled(16, ' specifiers="hcp=-0.5"', { 1714: 1, 1715: 0 });
  script.say(LIVE, 'bet_settlement', `<outcomes>${all}</outcomes>`, 'certainty="2"');
  const window = `start_time="${kickOffAt + 12 * MINUTE_MS}" end_time="${kickOffAt + 13 * MINUTE_MS}"`;
  const market = (more = '') => `<market id="1"${more}/>`;
  script.say(LIVE, 'bet_cancel', market(' void_reason="12"'), window);
  script.say(LIVE, 'rollback_bet_cancel', market(), window);
  script.say(LIVE, 'bet_cancel', market(' void_reason="12"'), 'end_time="1000"');
  script.odds(LIVE, { ...ended, status: 4 }, -3);
  return script.messages;
}

/** Where the provider's REST interface tells of the event. */
export const scriptedFixture = (eventUrn: string, kickOffAt: number): string =>
  `<fixtures_fixture><fixture id="${eventUrn}" status="not_started" start_time="${new Date(kickOffAt).toISOString()}">` +
  '<tournament id="sr:tournament:1" name="Lantern League"><sport id="sr:sport:1" name="Soccer"/><category id="sr:category:1" name="Nowhere"/></tournament>' +
  '<competitors><competitor id="sr:competitor:1" name="Rovers" qualifier="home"/><competitor id="sr:competitor:2" name="United" qualifier="away"/></competitors>' +
  '</fixture></fixtures_fixture>';

/** Stateful messages are sent again by a recovery one by one, of the others only the last. */
const isStateful = ({ kind }: ScriptedMessage): boolean =>
  kind.startsWith('bet_settlement') || kind.startsWith('rollback') || kind.startsWith('bet_cancel');

/** What a provider sends after `after` when it is asked to recover one product; in order of time. */
export function recoveryOf(
  sent: readonly ScriptedMessage[],
  product: number,
  after: number,
): readonly ScriptedMessage[] {
  const last = new Map<string, ScriptedMessage>();
  const stateful: ScriptedMessage[] = [];
  for (const message of sent) {
    if (message.product !== product) continue;
    if (isStateful(message)) {
      if (message.at > after) stateful.push(message);
    } else if (message.kind === 'odds_change') last.set(message.eventUrn, message);
    // A stop that nothing has lifted yet has to be known.
    else if (message.kind === 'bet_stop') last.set(`${message.eventUrn}/stop`, message);
  }
  return [...last.values(), ...stateful].sort((left, right) => left.at - right.at);
}
