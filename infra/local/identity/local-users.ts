/** The people of a local deployment; groups of the same names give them their scopes. */
export const localUsers = {
  admin: { name: 'Ada Admin', email: 'admin@example.com' },
  operator: { name: 'Oscar Operator', email: 'operator@example.com' },
  viewer: { name: 'Vera Viewer', email: 'viewer@example.com' },
} as const;

export type LocalUser = keyof typeof localUsers;
export const isLocalUser = (name: unknown): name is LocalUser =>
  typeof name === 'string' && Object.hasOwn(localUsers, name);
