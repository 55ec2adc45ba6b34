import type { Clock } from '#platform/mod.ts';

/** The answer, or `late` when it takes longer than `waitMs`. The work goes on. */
export async function within<Answer>(
  clock: Clock,
  answer: Promise<Answer>,
  { waitMs, late }: Readonly<{ waitMs: number; late: () => Answer }>,
): Promise<Answer> {
  const patience = new AbortController();
  const later = clock.sleep(waitMs, patience.signal).then(late);
  later.catch(() => undefined);
  try {
    return await Promise.race([answer, later]);
  } finally {
    patience.abort();
  }
}
