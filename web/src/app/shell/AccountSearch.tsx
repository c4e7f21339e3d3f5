import { ActionIcon, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { HealthBadge } from '@/components/HealthBadge';
import { Money } from '@/components/numbers';
import { $api } from '@/lib/api';
import classes from './AccountSearch.module.css';
import { places } from './Navigation';

const [store, search] = createSpotlight();

export function SearchButton({ isIcon = false }: { isIcon?: boolean }) {
  if (isIcon) {
    return (
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={search.open} aria-label="Search accounts">
        <IconSearch size={19} stroke={1.6} />
      </ActionIcon>
    );
  }
  return (
    <UnstyledButton className={classes.button} onClick={search.open}>
      <IconSearch size={15} stroke={1.8} aria-hidden />
      <span>Search accounts</span>
      <Kbd size="xs">Ctrl K</Kbd>
    </UnstyledButton>
  );
}

/** Ctrl-K: an account by name, key or owner; or a page. */
export function AccountSearch() {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 120);
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/search',
    { params: { query: { q: asked } } },
    { enabled: asked !== '' },
  );
  const hits = asked === '' ? [] : (data?.items ?? []);
  const pages = places.filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  const isIdle = asked === text.trim() && (asked === '' || data !== undefined);

  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K']}
      scrollable
      maxHeight={420}
      aria-label="Search accounts and pages"
    >
      <Spotlight.Search
        placeholder="Account by name, key or owner"
        aria-label="Search accounts and pages"
        leftSection={<IconSearch size={17} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label="Accounts">
            {hits.map((hit) => (
              <Spotlight.Action
                key={hit.key}
                onClick={() => navigate(`/accounts/${encodeURIComponent(hit.key)}`)}
              >
                <Group wrap="nowrap" w="100%" gap="sm">
                  <div className={classes.name}>
                    <span>{hit.name}</span>
                    <Text span size="xs" c="dimmed">
                      {[hit.key, hit.owner].filter(Boolean).join(' · ')}
                    </Text>
                  </div>
                  <Money cents={hit.arr_cents} isShort />
                  <HealthBadge score={hit.health} band={hit.health_band} />
                </Group>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label="Pages">
            {pages.map(({ to, label, icon: Icon, key }) => (
              <Spotlight.Action key={to} onClick={() => navigate(to)}>
                <Group wrap="nowrap" w="100%" gap="sm">
                  <Icon size={17} stroke={1.6} aria-hidden />
                  <span className={classes.name}>{label}</span>
                  <span>
                    <Kbd size="xs">g</Kbd> <Kbd size="xs">{key}</Kbd>
                  </span>
                </Group>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {isIdle && hits.length === 0 && pages.length === 0 && (
          <Spotlight.Empty>{error?.message ?? `No account matches “${asked}”.`}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
