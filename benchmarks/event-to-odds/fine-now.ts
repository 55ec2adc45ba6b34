/** UTC milliseconds with fractions, comparable between the processes of one machine. */
export const fineNow = (): number => performance.timeOrigin + performance.now();
