/**
 * What must hold of the ledger, one query each. A query returns at most one row: `first`, the id of the
 * first row that breaks it, and `problem`, a sentence about it. `subject` is the table that it examines.
 */
export type Invariant = Readonly<{ name: string; says: string; subject: string; query: string }>;
