export type Role = 'viewer' | 'manager' | 'admin';

/** For a Select: the role and what it may do. */
export const roles: { value: Role; label: string; may: string }[] = [
  { value: 'viewer', label: 'Viewer', may: 'Reads everything but people, keys and the audit log' },
  { value: 'manager', label: 'Manager', may: 'Also changes facts, imports and rates maturity' },
  { value: 'admin', label: 'Admin', may: 'Also people, keys, settings and the audit log' },
];
