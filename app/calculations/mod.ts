export { KINDS } from './kinds.ts';
export { exactly, type Kind, type Operation, type Output } from './operation.ts';
export { complaint, refusalOf } from './refusal.ts';
export { within, withFields } from './read.ts';
