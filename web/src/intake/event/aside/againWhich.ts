import type { Rule } from './rulePaths';
import type { AsideFilter } from './useAside';

/** What was set aside and may fit a rule: a name that only begins alike, or a kind of call, is no filter there. */
export const againWhich = ({ reason, source, name }: Rule): AsideFilter => ({
  ...(reason ? { reason } : {}),
  ...(source ? { source } : {}),
  ...(name && !name.endsWith('*') ? { name } : {}),
});
