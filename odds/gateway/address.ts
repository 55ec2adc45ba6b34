import type { IncomingHttpHeaders } from 'node:http';

type Asking = Readonly<{
  headers: IncomingHttpHeaders;
  socket: Readonly<{ remoteAddress?: string | undefined }>;
}>;

/**
 * Whose connection it is, for counting: the address that the outermost of `trustedProxies` proxies saw, or the
 * peer's own without proxies. Undefined for the machine itself, which is not limited. Addresses of one IPv6
 * /64 network are one, because a household has all of them.
 */
export function countedAddress(
  { headers, socket }: Asking,
  trustedProxies: number,
): string | undefined {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
  const hops = forwarded.split(',').map((hop) => hop.trim());
  const told = trustedProxies > 0 ? hops.at(-trustedProxies) : undefined;
  if (told !== undefined && told !== '') return networkOf(told);
  const own = networkOf(socket.remoteAddress ?? '');
  return own.startsWith('127.') || own === LOOPBACK_NETWORK ? undefined : own;
}

const LOOPBACK_NETWORK = '0:0:0:0::/64';

function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/iu, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0');
  const whole = tail === undefined ? groups : [...groups, ...zeros, ...after];
  const prefix = whole.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/64`;
}
