import { notifications } from '@mantine/notifications';
import { api } from '@/lib/api';
import { formatDecimal } from '@/lib/format';
import { refresh } from '@/lib/queries';
import type { Standing } from '@/scoring/standing/useStanding';

/** Ratings changed: everything computed from them is asked again; says where the account stands now. */
export async function announceRating(before: Pick<Standing, 'account' | 'cell'>) {
  const { key, name } = before.account;
  await refresh(
    '/api/v1/accounts',
    '/api/v1/assessments',
    '/api/v1/portfolio',
    '/api/v1/matrix',
    '/api/v1/search',
  );
  const { data: now } = await api.GET('/api/v1/accounts/{key}/standing', { params: { path: { key } } });
  if (!now) return;
  const index = `Its maturity is ${formatDecimal(now.maturity?.score)}.`;
  const isMoved = now.cell !== null && now.cell.id !== before.cell?.id;
  notifications.show({
    title: isMoved ? `${name} is now in “${now.cell?.label}”` : 'The ratings are saved',
    message: isMoved ? `${index} ${now.cell?.action}` : index,
  });
}
