import { isSignedBy, keyIdOf, type PublicKey, type SigningKey } from './keys.ts';

/** A published key, and the statement by which the key before it names it; nulls for the first key. */
export type PublishedKey = Readonly<{
  keyId: string;
  publicKey: PublicKey;
  endorsement: string | null;
  endorsedBy: string | null;
  signature: Buffer | null;
}>;

/** Keys that are believed, by id. */
export type Keyring = ReadonlyMap<string, PublicKey>;

export const keyringOf = (keys: readonly PublicKey[]): Keyring =>
  new Map(keys.map((key) => [keyIdOf(key), key]));

/** The first key of a log. */
export const firstKey = ({ keyId, publicKey }: SigningKey): PublishedKey => ({
  keyId,
  publicKey,
  endorsement: null,
  endorsedBy: null,
  signature: null,
});

/** A new key, named by one that is believed already. */
export function endorse(key: SigningKey, by: SigningKey, at: number): PublishedKey {
  const endorsement = statement(key.keyId, key.publicKey, { endorsedBy: by.keyId, at });
  return {
    keyId: key.keyId,
    publicKey: key.publicKey,
    endorsement,
    endorsedBy: by.keyId,
    signature: by.sign(endorsement),
  };
}

const statement = (
  keyId: string,
  publicKey: PublicKey,
  { endorsedBy, at }: Readonly<{ endorsedBy: string; at: number }>,
): string =>
  JSON.stringify({
    format: 'overround-key-1',
    keyId,
    publicKey: publicKey.toString('base64'),
    endorsedBy,
    at,
  });

/** The believed keys, and all that follow from them by endorsements. */
export function believedKeys(published: readonly PublishedKey[], believed: Keyring): Keyring {
  const keys = new Map(believed);
  for (let grown = true; grown;) {
    grown = false;
    for (const key of published) {
      if (keys.has(key.keyId) || !isEndorsed(key, keys)) continue;
      keys.set(key.keyId, key.publicKey);
      grown = true;
    }
  }
  return keys;
}

function isEndorsed(key: PublishedKey, believed: Keyring): boolean {
  const { endorsement, endorsedBy, signature } = key;
  if (endorsement === null || endorsedBy === null || signature === null) return false;
  const by = believed.get(endorsedBy);
  if (!by || key.keyId !== keyIdOf(key.publicKey)) return false;
  const names = endorsement.startsWith(
    statement(key.keyId, key.publicKey, { endorsedBy, at: 0 }).replace(/,"at":0\}$/, ',"at":'),
  );
  return names && isSignedBy(by, endorsement, signature);
}
