import type { Board } from '#client/mod.ts';
import type { OddsMessage } from '#contracts/mod.ts';

/** Everything of a board that a client could have wrong, as one text; markets in the order of their keys. */
const bookText = ({ epoch, seq, state, markets }: OddsMessage | HeldBoard): string =>
  JSON.stringify([
    epoch,
    seq,
    state,
    [...markets]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, status, version, outcomes }) => [key, status, version, outcomes]),
  ]);

type HeldBoard = Pick<Board, 'epoch' | 'seq' | 'state'> & Readonly<{ markets: Iterable<Market> }>;
type Market = Board['markets'] extends ReadonlyMap<string, infer M> ? M : never;

/** Compares what clients hold with what the host published last. */
export function bookCheck(truth: readonly OddsMessage[]) {
  const texts = new Map<string, string>(truth.map((board) => [board.fixtureId, bookText(board)]));
  return (held: readonly Board[]): boolean =>
    held.length === texts.size &&
    held.every(
      (board) =>
        texts.get(board.fixtureId) === bookText({ ...board, markets: board.markets.values() }),
    );
}
