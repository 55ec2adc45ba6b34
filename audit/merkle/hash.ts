import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;
export const HASH_BYTES = 32;

const LEAF = Buffer.of(0x00);
const NODE = Buffer.of(0x01);

/** MTH of one leaf: SHA-256(0x00 || data), RFC 6962 section 2.1. */
export const leafHash = (data: Buffer): Hash =>
  hash('sha256', Buffer.concat([LEAF, data]), 'buffer');

/** SHA-256(0x01 || left || right), RFC 6962 section 2.1. */
export const nodeHash = (left: Hash, right: Hash): Hash =>
  hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = hash('sha256', '', 'buffer');
