import type { Random } from '#platform/mod.ts';

const START = 1_900_000_000_000;

/** Lines of a provider that speaks the canonical form: what comes in a busy match, most often its clock. */
export const eventLines = (random: Random, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => {
    const side = random.pick(['home', 'away']);
    const body = random.pick([
      ...[{ kind: 'clock' }, { kind: 'clock', announcedStoppageMs: 120_000 }],
      ...[
        { kind: 'corner', side },
        { kind: 'goal', side, how: 'play', player: 'No. 9' },
      ],
      ...[{ kind: 'bet-stop', reason: 'danger' }, { kind: 'bet-start' }],
      { kind: 'card', side, colour: 'yellow' },
    ]);
    return JSON.stringify({
      ...{ fixtureId: `match-${at % 300}`, eventId: `e${at}`, producer: 'bench' },
      ...{ occurredAt: START + at, clock: { phase: 'first-half', elapsedMs: at } },
      ...body,
    });
  });
