import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';

import { ClientMessageSchema, ServerMessageSchema } from '#contracts/mod.ts';

import { asyncApiDocument } from './stream/asyncapi.ts';
import { MESSAGES } from './stream/schemas.ts';
import { streamDocuments } from './write-stream-documents.ts';

type Json = Readonly<Record<string, unknown>>;

const asJson = (value: unknown): Json => value as Json;
const document = JSON.parse(JSON.stringify(asyncApiDocument())) as Json;
const at = (pointer: string): unknown =>
  pointer
    .replace(/^#\//u, '')
    .split('/')
    .reduce<unknown>((value, key) => asJson(value)[key], document);

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' ? [String(each)] : referencesIn(each),
  );
}

/** The schema with every reference replaced by what it stands for. */
function inlined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inlined);
  const { $ref } = value as { $ref?: unknown };
  if (typeof $ref === 'string') return inlined(at($ref));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inlined(each)]));
}

it.each(Object.entries(await streamDocuments()))(
  '%s is up to date; else run: node scripts/write-stream-documents.ts',
  (file, text) => {
    expect(readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8')).toBe(text);
  },
);

describe('the AsyncAPI document', () => {
  it('has what version 3 asks for', () => {
    expect(document).toMatchObject({
      asyncapi: expect.stringMatching(/^3\.\d+\.\d+$/u) as string,
      info: { title: expect.any(String) as string, version: expect.any(String) as string },
    });
    for (const channel of Object.values(asJson(document['channels'])))
      expect(channel).toMatchObject({
        address: expect.stringMatching(/^\//u) as string,
        messages: expect.any(Object) as object,
      });
    for (const server of Object.values(asJson(document['servers'])))
      expect(server).toMatchObject({ host: expect.any(String) as string, protocol: 'ws' });
  });

  it('refers to nothing that is not there', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(40);
    expect(references.filter((reference) => at(reference) === undefined)).toEqual([]);
  });

  it('has operations on messages of their own channel, each with an action', () => {
    const operations = Object.values(asJson(document['operations'])).map(asJson);
    for (const operation of operations) {
      expect(['send', 'receive']).toContain(operation['action']);
      const { $ref } = operation['channel'] as { $ref: string };
      for (const reference of referencesIn([operation['messages'], operation['reply']]))
        expect(reference.startsWith($ref)).toBe(true);
    }
    const used = new Set(operations.flatMap((operation) => referencesIn(operation)));
    const channel = asJson(at('#/channels/stream/messages'));
    for (const name of Object.keys(channel))
      expect(used).toContain(`#/channels/stream/messages/${name}`);
  });

  it('describes every message of the protocol and no other', () => {
    const opsOf = (from: string): unknown[] =>
      MESSAGES.flatMap((each) =>
        each.from === from ? [each.schema.properties?.['op']?.const] : [],
      );
    const opsIn = (union: Readonly<{ anyOf: readonly object[] }>): unknown[] =>
      union.anyOf
        .map((schema) => inlined((schema as Json)['properties']))
        .map((properties) => asJson(asJson(properties)['op'])['const']);
    expect(opsOf('client')).toEqual(opsIn(ClientMessageSchema));
    expect(opsOf('gateway')).toEqual(opsIn(ServerMessageSchema));
  });

  it.each([
    ['subscribe', { op: 'subscribe', id: 1, channel: 'odds', mainOnly: true }, true],
    ['subscribe', { op: 'subscribe', id: 1 }, false],
    [
      'subscribe',
      { op: 'subscribe', id: 1, channel: 'odds', resume: { 'a-b': { epoch: 1, seq: 2 } } },
      true,
    ],
    [
      'subscribe',
      { op: 'subscribe', id: 1, channel: 'odds', resume: { 'a-b': { epoch: -1, seq: 2 } } },
      false,
    ],
    ['goAway', { op: 'goaway', reason: 'restart', reconnectInMs: 5 }, true],
    ['goAway', { op: 'goaway', reason: 'restart' }, false],
    [
      'heartbeat',
      { op: 'heartbeat', at: 1, upstream: 'up', stale: [], tops: { a: [1, 2], b: null } },
      true,
    ],
    ['heartbeat', { op: 'heartbeat', at: 1, upstream: 'gone', stale: [], tops: {} }, false],
  ])('its %s accepts %o: %s', (name, value, isRight) => {
    const payload = inlined(asJson(at(`#/components/messages/${name}`))['payload']);
    expect(Compile(Type.Unsafe<unknown>(asJson(payload))).Check(value)).toBe(isRight);
  });
});
