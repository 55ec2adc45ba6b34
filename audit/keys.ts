import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { secretFile } from '#platform/mod.ts';

/** The 32 bytes of an Ed25519 public key (RFC 8032). */
export type PublicKey = Buffer;

export type SigningKey = Readonly<{
  keyId: string;
  publicKey: PublicKey;
  sign(text: string): Buffer;
}>;

const SIGNATURE_BYTES = 64;
/** What stands before the 32 bytes of a key in DER (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** The first 16 hexadecimal digits of SHA-256 of the public key: a name, not a proof. */
export const keyIdOf = (publicKey: PublicKey): string => hash('sha256', publicKey).slice(0, 16);

/** A key made of its 32 secret bytes. */
function signingKey(seed: Buffer): SigningKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI.length);
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
}

/** Whether the text was signed so by the owner of the key. False for whatever does not fit, never an error. */
export function isSignedBy(publicKey: PublicKey, text: string, signature: Buffer): boolean {
  if (publicKey.length !== 32 || signature.length !== SIGNATURE_BYTES) return false;
  const key = createPublicKey({
    key: Buffer.concat([SPKI, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, Buffer.from(text), key, signature);
}

const FILE = /^key-(\d+)\.secret$/;
const numbersIn = (dir: string): readonly number[] => {
  try {
    return readdirSync(dir)
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((left, right) => left - right);
  } catch {
    // No folder yet: no key yet.
    return [];
  }
};
const keyNumber = (dir: string, number: number): SigningKey =>
  signingKey(Buffer.from(secretFile(dir, `key-${number}.secret`), 'base64url'));

/** The keys whose secrets are kept in the folder, from the oldest to the present one; the first is made when there is none. */
export function signingKeys(dir: string): readonly SigningKey[] {
  const numbers = numbersIn(dir);
  return (numbers.length === 0 ? [1] : numbers).map((number) => keyNumber(dir, number));
}

/** Makes the next key; whoever seals takes it up when it starts again. */
export const rotateKey = (dir: string): SigningKey =>
  keyNumber(dir, (numbersIn(dir).at(-1) ?? 0) + 1);

/** Where an installation keeps its keys. */
export const keyDir = (dataDir: string): string => join(dataDir, 'seal');
