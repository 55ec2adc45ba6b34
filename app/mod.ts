export { openContext, type Context, type ServerUrls, type Service } from './context.ts';
export { startRoles } from './processes/run-roles.ts';
export type { StartedRole } from './started-role.ts';
export { supervise, type SupervisedProcess } from './processes/supervisor.ts';
export { DEFAULT_PROCESSES, ROLES, type Role } from './roles.ts';
