/** Complex numbers of a square table, row by row; `size` is a power of two. */
export type Table = Readonly<{
    size: number;
    re: Float64Array;
    im: Float64Array;
}>;
export declare const emptyTable: (size: number) => Table;
/**
 * The two-dimensional Fourier transform in place, unscaled, with rows and columns exchanged: rows lie
 * together in memory, columns do not. Direction 1 undoes −1, exchange included, up to a factor of size².
 */
export declare function transform(table: Table, direction: 1 | -1): void;
/** Multiplies a table by another, cell by cell, in place. */
export declare function multiplyBy({ re, im }: Table, by: Table): void;
