import {
  Group,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSelector, IconSun } from '@tabler/icons-react';
import { Link } from 'react-router';
import { logOut, useSession } from '@/access/session';
import { useOrganisation } from '@/lib/organisation';
import classes from './UserMenu.module.css';

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

export function UserMenu() {
  const { me } = useSession();
  const organisation = useOrganisation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!me) return null;
  const name = me.name || (me.email ?? '');

  return (
    <Menu width={212} position="top-start">
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <span className={classes.initial} aria-hidden>
            {name.charAt(0).toUpperCase()}
          </span>
          <span className={classes.who}>
            <span>{name}</span>
            <Text span size="xs" c="dimmed" truncate>
              {organisation.name}
            </Text>
          </span>
          <VisuallyHidden>: your menu</VisuallyHidden>
          <IconSelector size={14} stroke={1.6} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.email} · {me.role}
        </Menu.Label>
        <Group px="xs" pb="xs">
          <SegmentedControl
            aria-label="Theme"
            size="xs"
            fullWidth
            w="100%"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={schemes.map(({ value, label, icon: Icon }) => ({
              value,
              label: (
                <span title={label}>
                  <Icon size={15} stroke={1.6} aria-hidden style={{ display: 'block', margin: '2px auto' }} />
                  <VisuallyHidden>{label}</VisuallyHidden>
                </span>
              ),
            }))}
          />
        </Group>
        <Menu.Divider />
        <Menu.Item component={Link} to="/password" leftSection={<IconKey size={15} stroke={1.6} />}>
          Change password
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} stroke={1.6} />} onClick={() => void logOut()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
