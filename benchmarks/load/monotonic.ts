/** Milliseconds with fractions that all Node processes of one machine count from the same moment. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
