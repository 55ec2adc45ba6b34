import { stepForward } from '../load/priority.ts';
import { answerParent } from './children.ts';
import { Probe, type ProbeBook, type Sighting } from './probe.ts';
import type { Wish } from './wishes.ts';

/** What the parent asks of the process that reads every message. */
export type ProbesQuestion =
  | Readonly<{ ask: 'connect'; url: string; wishes: readonly Wish[] }>
  | Readonly<{ ask: 'open' }>
  | Readonly<{ ask: 'books' }>;
export type ProbesAnswer = Readonly<{
  /** How many fixtures every probe has seen open at least. */
  openFixtures: number;
  gaps: number;
  wrongChecksums: number;
  sightings: readonly (readonly Sighting[])[];
  books: readonly Readonly<Record<string, ProbeBook>>[];
}>;

stepForward();
const probes: Probe[] = [];

answerParent(async (question: ProbesQuestion): Promise<ProbesAnswer> => {
  if (question.ask === 'connect') {
    const url = new URL(question.url);
    for (const { subscribe } of question.wishes) probes.push(await Probe.open(url, subscribe));
  }
  const all = question.ask === 'books';
  return {
    openFixtures: Math.min(...probes.map(({ openFixtures }) => openFixtures)),
    gaps: probes.reduce((sum, { gaps }) => sum + gaps, 0),
    wrongChecksums: probes.reduce((sum, { wrongChecksums }) => sum + wrongChecksums, 0),
    sightings: all ? probes.map(({ sightings }) => sightings) : [],
    books: all ? probes.map((probe) => probe.books()) : [],
  };
});
