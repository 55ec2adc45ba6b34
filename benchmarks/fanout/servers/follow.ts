import { connect } from '@nats-io/transport-node';

/** Calls `take` with the text of everything that is published for the peers. */
export async function follow(take: (text: string) => void): Promise<void> {
  const [, token = '', address = ''] =
    /^nats:\/\/([^@]*)@(.*)$/u.exec(process.env['NATS_URL'] ?? '') ?? [];
  const nats = await connect({ servers: address, token });
  nats.subscribe('fanout', {
    callback: (_, message) => {
      take(message.string());
    },
  });
  await nats.flush();
}
