/** What gateways said about going on, counted from the texts of messages without reading them whole. */
export type Answers = Readonly<{
  /** Fixtures that were asked for, and those of them that went on where the client was. */
  fixtures: number;
  resumed: number;
  images: number;
  deltas: number;
}>;

/** Adds what a message says. */
export function countAnswer(answers: Answers, text: string): Answers {
  if (text.startsWith('{"op":"image"')) return { ...answers, images: answers.images + 1 };
  if (text.startsWith('{"op":"delta"')) return { ...answers, deltas: answers.deltas + 1 };
  if (!text.startsWith('{"op":"status"')) return answers;
  const { fixtures = 0, resumed = 0 } = JSON.parse(text) as { fixtures?: number; resumed?: number };
  return {
    ...answers,
    fixtures: answers.fixtures + fixtures,
    resumed: answers.resumed + resumed,
  };
}

export const NO_ANSWERS: Answers = { fixtures: 0, resumed: 0, images: 0, deltas: 0 };
