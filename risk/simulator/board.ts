import { type MarketKey, type OutcomeId } from '#contracts/mod.ts';
import {
  identifyMarket,
  KICK_OFF_CONTEXT,
  payoffTable,
  RESULT_BY_CODE,
  type FootballIndex,
} from '#markets/mod.ts';

/** One outcome of a market on the simulated board, by number. */
export type SimSelection = Readonly<{
  market: number;
  outcomeId: OutcomeId;
  /** Result code by atom, see `RESULT_BY_CODE`. */
  codes: Uint8Array;
}>;

export type SimMarket = Readonly<{
  key: MarketKey;
  /** Numbers of its selections. */
  selections: readonly number[];
}>;

/**
 * The markets of a simulated fixture over its atoms: the classes of scenarios that no offered market tells
 * apart. What is owed is constant on an atom, so that tilting atoms is tilting the whole core.
 */
export type SimBoard = Readonly<{
  markets: readonly SimMarket[];
  selections: readonly SimSelection[];
  atoms: number;
  /** Atom by cell of the index. */
  atomOfCell: Uint16Array;
  /** Pairs of selections of which exactly one wins, whatever happens: backing both is riskless. */
  complements: readonly (readonly [number, number])[];
}>;

const [LOST, HALF_LOST, VOID, HALF_WON, WON] = [0, 1, 2, 3, 4];
/** What a result code wins and loses of a unit stake; the rest comes back. */
const WIN_SHARE = RESULT_BY_CODE.map((_, code) => (code === WON ? 1 : code === HALF_WON ? 0.5 : 0));
const LOSE_SHARE = RESULT_BY_CODE.map((_, code) =>
  code === LOST ? 1 : code === HALF_LOST ? 0.5 : 0,
);

/** @throws RangeError for a key that the core of the catalogue does not know. */
export function simBoard(index: FootballIndex, keys: readonly MarketKey[]): SimBoard {
  const columns: { market: number; outcomeId: OutcomeId; codes: Uint8Array }[] = [];
  const markets = keys.map((key, market): SimMarket => {
    const identity = identifyMarket(key);
    const table = identity && payoffTable(index, identity, KICK_OFF_CONTEXT);
    if (table === undefined) throw new RangeError(`${key} does not read the goals.`);
    const selections = [...table].map(([outcomeId, codes]) => {
      return columns.push({ market, outcomeId, codes }) - 1;
    });
    return { key, selections };
  });
  const { atomOfCell, samples } = atomsOf(
    index.size,
    columns.map(({ codes }) => codes),
  );
  const selections = columns.map(({ codes, ...selection }) => ({
    ...selection,
    codes: Uint8Array.from(samples, (cell) => codes[cell] ?? LOST),
  }));
  return {
    markets,
    selections,
    atoms: samples.length,
    atomOfCell,
    complements: complementsOf(selections),
  };
}

/** Cells that pay alike under every column share an atom. */
function atomsOf(cells: number, columns: readonly Uint8Array[]) {
  const known = new Map<string, number>();
  const samples: number[] = [];
  const atomOfCell = new Uint16Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    const key = columns.map((codes) => codes[cell]).join('');
    let atom = known.get(key);
    if (atom === undefined) {
      atom = samples.push(cell) - 1;
      known.set(key, atom);
    }
    atomOfCell[cell] = atom;
  }
  return { atomOfCell, samples };
}

function complementsOf(selections: readonly SimSelection[]): (readonly [number, number])[] {
  const opposite = (left: Uint8Array, right: Uint8Array): boolean =>
    left.every((code, atom) => code !== VOID && code + (right[atom] ?? 0) === WON);
  return selections.flatMap(({ codes }, left) =>
    selections.flatMap((other, right) =>
      right > left && opposite(codes, other.codes) ? [[left, right] as const] : [],
    ),
  );
}

/** Sums a vector over the cells of the index into the atoms. */
export function foldToAtoms({ atoms, atomOfCell }: SimBoard, vector: Float64Array): Float64Array {
  const folded = new Float64Array(atoms);
  for (let cell = 0; cell < vector.length; cell += 1) {
    const atom = atomOfCell[cell] ?? 0;
    folded[atom] = (folded[atom] ?? 0) + (vector[cell] ?? 0);
  }
  return folded;
}

/** Wins and losses of a unit stake by selection, on average under a vector over the atoms. */
function sharesOf({ codes }: SimSelection, vector: Float64Array) {
  let [win, lose] = [0, 0];
  for (let atom = 0; atom < vector.length; atom += 1) {
    const code = codes[atom] ?? LOST;
    const mass = vector[atom] ?? 0;
    win += mass * (WIN_SHARE[code] ?? 0);
    lose += mass * (LOSE_SHARE[code] ?? 0);
  }
  return { win, lose };
}

/**
 * By selection the chance whose inverse is the fair price: wins against losses, with returned stakes left
 * out. 0 where a selection can no longer win.
 */
export const fairChances = ({ selections }: SimBoard, vector: Float64Array): Float64Array =>
  Float64Array.from(selections, (selection) => {
    const { win, lose } = sharesOf(selection, vector);
    return win > 0 ? win / (win + lose) : 0;
  });

/** By selection the share of a stake that is won or lost and not returned. */
export const decidedShares = ({ selections }: SimBoard, vector: Float64Array): Float64Array =>
  Float64Array.from(selections, (selection) => {
    const { win, lose } = sharesOf(selection, vector);
    return win + lose;
  });

/** What a unit stake at decimal odds is paid under each result code. */
export const paidByCode = (odds: number): readonly number[] => [0, 0.5, 1, (1 + odds) / 2, odds];
