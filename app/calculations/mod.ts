export { KINDS } from './kinds.ts';
export { complaint, exactly, type Kind, type Operation, type Output } from './operation.ts';
