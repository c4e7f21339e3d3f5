import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';

/** Back to where a card or a list of them was opened. */
function Back({ to, label }: { to: string; label: string }) {
  return (
    <nav aria-label="Back">
      <Anchor component={Link} to={to} size="sm" inline>
        <IconArrowLeft size={14} stroke={1.8} aria-hidden style={{ verticalAlign: '-2px' }} /> {label}
      </Anchor>
    </nav>
  );
}

export const BackToRisk = () => <Back to="/forecast/risk" label="Who is likely to leave" />;
export const BackToModels = () => <Back to="/forecast/risk/models" label="All models" />;
