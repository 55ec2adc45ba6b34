import {
  Refusal,
  subjects,
  type CommandBody,
  type CommandReply,
  type FixtureId,
  type TraderCommand,
} from '#contracts/mod.ts';
import { insertOutbox, withTransaction, type Pool, type Queryable } from '#platform/mod.ts';

import type { HostPort } from '../host-port.ts';

export type CommandPorts = Readonly<{ pool: Pool; host: HostPort }>;
export type Applied = Readonly<{ commandId: string; inputSeq: number }>;

/**
 * Carries out what a trader asks. A suspension goes to the host first, because every moment counts, and is
 * stored even when the host does not answer, so that its successor knows it; everything else is stored
 * first, because what opens a market must survive a change of owner. Throws the host's refusal.
 */
export async function applyCommand(
  { pool, host }: CommandPorts,
  command: TraderCommand,
): Promise<Applied> {
  if (command.kind !== 'suspend') {
    await storeCommand(pool, command);
    return appliedOf(command, await host.command(command));
  }
  const reply = await host.command(command).catch((error: unknown) => ({ failed: error }));
  await storeCommand(pool, command);
  if ('failed' in reply) throw reply.failed;
  return appliedOf(command, reply);
}

function appliedOf({ commandId }: TraderCommand, reply: CommandReply): Applied {
  if (!reply.ok) throw new Refusal(reply.code, { commandId });
  return { commandId, inputSeq: reply.inputSeq };
}

/** @throws Refusal BAD_REQUEST for a setting whose end has passed: it would never stand. */
export function refuseEnded(body: CommandBody, now: number): void {
  if ('until' in body && body.until <= now) throw new Refusal('BAD_REQUEST', { field: 'until' });
}

/** Keeps a command in its order on the fixture, and tells the others. */
async function storeCommand(pool: Pool, command: TraderCommand): Promise<void> {
  const { commandId, fixtureId, actor, at } = command;
  await withTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('command:' || $1, 0))`, [
      fixtureId,
    ]);
    await client.query(
      `INSERT INTO trader_command (command_id, fixture_id, command_seq, actor, at, body)
       SELECT $1, $2, coalesce(max(command_seq), 0) + 1, $3, $4, $5
       FROM trader_command WHERE fixture_id = $2`,
      [commandId, fixtureId, actor, at, JSON.stringify(command)],
    );
    const messageId = `command:${commandId}`;
    await insertOutbox(client, [
      { subject: subjects.trade(command.kind), messageId, body: command },
    ]);
  });
}

export type StoredCommand = Readonly<{
  commandId: string;
  actor: string;
  at: number;
  command: CommandBody;
}>;

/** The audit of a fixture, newest first. */
export async function listCommands(
  db: Queryable,
  fixture: FixtureId,
  limit: number,
): Promise<readonly StoredCommand[]> {
  const { rows } = await db.query<{ body: TraderCommand }>(
    'SELECT body FROM trader_command WHERE fixture_id = $1 ORDER BY command_seq DESC LIMIT $2',
    [fixture, limit],
  );
  return rows.map(({ body: { commandId, fixtureId: _, actor, at, ...command } }) => ({
    commandId,
    actor,
    at,
    command,
  }));
}
