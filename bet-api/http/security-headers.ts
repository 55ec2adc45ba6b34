import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

const originsOf = (url: string): string[] => {
  const parsed = URL.parse(url);
  return parsed
    ? [parsed.origin === 'null' ? `${parsed.protocol}//${parsed.host}` : parsed.origin]
    : [];
};

/**
 * Headers that browsers protect the pages by, on every answer. Made once and not for each request, which cost 4 to 5 % of the API's time.
 * The pages may talk to the gateway of odds besides where they come from.
 */
export function sendSecurityHeaders(http: FastifyInstance, gatewayUrl: string): void {
  const secure = helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        connectSrc: ["'self'", ...originsOf(gatewayUrl)],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        // The API reference writes style elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        upgradeInsecureRequests: null,
      },
    },
    // Plain HTTP on a local machine must stay possible; whoever terminates TLS sets this.
    strictTransportSecurity: false,
  });
  http.addHook('onRequest', (request, reply, next) => {
    secure(request.raw, reply.raw, (error) => {
      next(error instanceof Error ? error : undefined);
    });
  });
}
