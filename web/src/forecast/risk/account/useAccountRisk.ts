import { $api, type Schema } from '@/lib/api';

export type AccountRisk = Schema<'AccountRisk'>;

/** What was told of a customer when everybody was told last, and why; it knows no other day. */
export const useAccountRisk = (key: string) =>
  $api.useQuery('get', '/api/v1/accounts/{key}/risk', { params: { path: { key } } });

/** Whether its probability says more of it than of anybody else. */
export const isTold = (risk: AccountRisk): risk is AccountRisk & { p_pct: number; day: string } =>
  risk.verdict === 'predicts' && risk.p_pct !== null && risk.day !== null;
