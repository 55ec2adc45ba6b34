export { applyInput } from './apply-input.ts';
export { DEFAULT_POLICY } from './host-policy.ts';
export { createHostState, type HostPolicy, type HostState } from './host-state.ts';
export type { HostEffect, HostInput, HostReply, JournalEntry } from './inputs.ts';
export { createHostStore, type HostStore } from './store.ts';
export { startHost, type HostOptions } from './host-service.ts';
export { createBetReader, type BetReader } from '../bet-reader.ts';
