import { fixtureId } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';
import { applyFixtureEvent, emptyRecord, scoreOf } from '#markets/mod.ts';

import { FeedDesk, type DeskOutput } from '../../arbitration/feed-desk.ts';
import { readFeedLine } from '../../normaliser.ts';
import { draftOf } from '../../run.ts';
import type { EventDraft, MatchScript } from '../../script.ts';
import { contradictEvent } from '../../simulator/contradict.ts';
import type { AdapterHarness, FaultCase, Session } from './harness.ts';

const STEP_MS = 10;
const RULES = {
  ...{ preMatch: ['main', 'other'], live: ['main', 'other'] },
  ...{ staleMs: 10_000, graceMs: 300, leastFeeds: 2 },
};
const FIXTURE = fixtureId('matrix');

/** Canonical lines of a script as one feed sends them. */
function linesOf(script: MatchScript, producer: string): readonly string[] {
  const run = { fixtureId: FIXTURE, producer, script, announceAt: 1, kickOffAt: 1_000, speed: 60 };
  return script.events.map((event) => {
    const { receivedAt: _receivedAt, ...draft } = draftOf(run, event, 1);
    return JSON.stringify(draft);
  });
}

type EventSession = Session &
  Readonly<{
    say: (feed: string, line: string) => void;
    /** The other feed alone is heard for so long. */
    waitWithoutMain: (ms: number) => void;
  }>;

/** Two feeds that tell of the same match, under one fixture. */
function start(lines: Readonly<Record<'main' | 'other', readonly string[]>>): EventSession {
  const desk = new FeedDesk(FIXTURE, 'ours', RULES);
  let [record, version, now, suspensions, deadLetters] = [emptyRecord(FIXTURE), 0, 1_000, 0, 0];
  const take = ({ drafts }: DeskOutput): void => {
    for (const draft of drafts) {
      version += 1;
      record = applyFixtureEvent(record, { ...draft, version, publishedAt: now });
      if (draft.kind === 'bet-stop' && draft.eventId.startsWith('arbitration')) suspensions += 1;
    }
  };
  const say = (feed: string, line: string): void => {
    now += STEP_MS;
    for (const each of Object.keys(lines)) desk.alive(each, now);
    let draft: EventDraft;
    try {
      draft = readFeedLine(line, feed, now);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      deadLetters += 1;
      return;
    }
    take(desk.take(feed, draft, now));
  };
  return {
    say,
    waitWithoutMain: (ms) => {
      for (const end = now + ms; now < end; now += STEP_MS) {
        desk.alive('other', now);
        take(desk.tick(now));
      }
    },
    play: (from, to) => {
      for (let at = from; at < to; at += 1)
        for (const feed of ['main', 'other'] as const) say(feed, lines[feed][at] ?? '');
      return Promise.resolve();
    },
    suspensions: () => suspensions,
    state: () => ({
      ...{ score: scoreOf(record), phase: record.phase, betStop: record.betStop },
      ...{ corners: record.corners.length, cards: record.cards.length },
      result: record.results.confirmed !== null,
    }),
    deadLetters: () => deadLetters,
    stop: () => Promise.resolve(),
  };
}

/** A feed of events beside another one of the same match; faults happen to the first one, at the first goal. */
export function eventHarness(name: string, script: MatchScript): AdapterHarness<EventSession> {
  const lines = { main: linesOf(script, 'main'), other: linesOf(script, 'other') };
  const at = script.events.findIndex(({ body }) => body.kind === 'goal');
  const main = (offset: number): string => lines.main[at + offset] ?? '';
  const other = (offset: number): string => lines.other[at + offset] ?? '';
  const repaired = (session: EventSession, next: number): Promise<number> => {
    for (let offset = 0; offset < next; offset += 1) {
      session.say('main', main(offset));
      session.say('other', other(offset));
    }
    return Promise.resolve(at + next);
  };
  const fault = (
    begin: FaultCase<EventSession>['begin'],
    more: Partial<FaultCase<EventSession>> = {},
  ): FaultCase<EventSession> => ({
    ...{ at, sees: 'suspended', begin, mend: (session) => repaired(session, 1), ...more },
  });
  const readAgain = 'nothing is asked for: what is missing is read again from the file or the seed';
  return {
    ...{ name, length: script.events.length },
    start: () => Promise.resolve(start(lines)),
    faults: {
      'a message is lost': fault(({ say }) => {
        say('other', other(0));
      }),
      'a message comes twice': fault(
        async ({ play, say }) => {
          await play(at, at + 1);
          say('main', main(0));
        },
        { mend: () => Promise.resolve(at + 1) },
      ),
      'messages come in another order': fault(
        ({ say }) => {
          say('main', main(1));
          say('other', other(0));
        },
        { mend: (session) => repaired(session, 2) },
      ),
      'a message comes late': fault(({ say }) => {
        for (const offset of [0, 1, 2]) say('other', other(offset));
      }),
      'a message cannot be read': fault(
        ({ say }) => {
          say('main', main(0).slice(0, 40));
          say('other', other(0));
        },
        { deadLetters: 1 },
      ),
      'two feeds contradict one another': fault(
        ({ say, waitWithoutMain }) => {
          const wrong = contradictEvent(JSON.parse(main(0)) as EventDraft);
          say('main', JSON.stringify(wrong));
          say('other', other(0));
          waitWithoutMain(2 * RULES.graceMs);
        },
        {
          mend: (session) => {
            const { eventId, ...rest } = JSON.parse(main(0)) as Record<string, unknown>;
            const { side: _side, how: _how, player: _player, ...head } = rest;
            const cancels = `${String(eventId)}-otherwise`;
            const said = { ...head, kind: 'correction', eventId: `no-${cancels}`, cancels };
            session.say('main', JSON.stringify(said));
            return repaired(session, 1);
          },
        },
      ),
      'the connection breaks': fault(({ waitWithoutMain }) => {
        waitWithoutMain(2 * RULES.staleMs);
      }),
      silence: fault(({ waitWithoutMain }) => {
        waitWithoutMain(2 * RULES.staleMs);
      }),
      'the recovery breaks in its middle': readAgain,
      'the recovery is refused': readAgain,
      'the consumer is slow': 'the next line is read when the one before is taken',
    },
  };
}
