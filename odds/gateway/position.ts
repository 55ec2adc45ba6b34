/** Where a board stands: the owner's epoch and the sequence of its last step. */
export type Position = Readonly<{ epoch: number; seq: number }>;
