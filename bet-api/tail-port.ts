import {
  Refusal,
  subjects,
  TailAnswerSchema,
  type TailAnswer,
  type TailQuestion,
} from '#contracts/mod.ts';
import { parserOf, requestJson, type Nats } from '#platform/mod.ts';

/** A question to the risk service about the tail of the house. Throws UNAVAILABLE when there is no answer. */
export type TailPort = (question: TailQuestion) => Promise<TailAnswer>;

/** One scope among many takes it longer than a decision may. */
const DEADLINE_MS = 10_000;
const parse = parserOf(TailAnswerSchema);

/** Asks the risk service over NATS. */
export const natsTail =
  (nats: Nats): TailPort =>
  (question) =>
    requestJson(nats, subjects.tail, question, { deadlineMs: DEADLINE_MS, parse }).catch(
      (error: unknown) => {
        throw new Refusal('UNAVAILABLE', {
          because: error instanceof Error ? error.message : String(error),
        });
      },
    );
