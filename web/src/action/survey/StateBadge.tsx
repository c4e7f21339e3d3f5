import { Badge } from '@mantine/core';
import type { Survey } from './useSurveys';

const said = {
  draft: { label: 'Draft', color: 'gray' },
  open: { label: 'Open', color: 'plum' },
  closed: { label: 'Closed', color: 'gray' },
} as const;

export function StateBadge({ survey }: { survey: Survey }) {
  const { label, color } = said[survey.state];
  return (
    <Badge component="span" size="sm" variant={survey.state === 'open' ? 'light' : 'default'} color={color}>
      {label}
    </Badge>
  );
}
