import {
  IconActivity,
  IconArrowsExchange,
  IconBook2,
  IconChartLine,
  IconFlask,
  IconGridDots,
  IconMessageQuestion,
  IconSettings,
  IconTable,
  IconTargetArrow,
  IconUpload,
  IconUsersGroup,
} from '@tabler/icons-react';
import { NavLink } from 'react-router';
import classes from './Navigation.module.css';

/** The pages in the order of the work; `key` is typed after g. */
export const places = [
  { to: '/portfolio', label: 'Portfolio', key: 'p', icon: IconTable },
  { to: '/matrix', label: 'Matrix', key: 'm', icon: IconGridDots },
  { to: '/changes', label: 'Changes', key: 'c', icon: IconArrowsExchange },
  { to: '/prospects', label: 'Prospects', key: 'o', icon: IconTargetArrow },
  { to: '/surveys', label: 'Surveys', key: 'y', icon: IconMessageQuestion },
  { to: '/forecast', label: 'Forecast', key: 'f', icon: IconChartLine },
  { to: '/lab', label: 'Lab', key: 'l', icon: IconFlask },
  { to: '/segments', label: 'Segments', key: 'e', icon: IconUsersGroup },
  { to: '/dictionary', label: 'Metric dictionary', key: 'd', icon: IconBook2 },
  { to: '/import', label: 'Import', key: 'i', icon: IconUpload },
  { to: '/events', label: 'Usage events', key: 'u', icon: IconActivity },
  { to: '/settings', label: 'Settings', key: 's', icon: IconSettings },
] as const;

export function Navigation() {
  return (
    <nav aria-label="Pages" className={classes.nav}>
      {places.map(({ to, label, icon: Icon }) => (
        <NavLink key={to} to={to} className={classes.link ?? ''}>
          <Icon size={17} stroke={1.6} aria-hidden />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
