import {
  ActionIcon,
  Combobox,
  Group,
  Kbd,
  Modal,
  Text,
  TextInput,
  UnstyledButton,
  useCombobox,
} from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { HealthBadge } from '@/components/HealthBadge';
import { Money } from '@/components/numbers';
import { $api } from '@/lib/api';
import classes from './AccountSearch.module.css';
import { places } from './Navigation';

export function SearchButton({ onOpen, isIcon = false }: { onOpen: () => void; isIcon?: boolean }) {
  if (isIcon) {
    return (
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={onOpen} aria-label="Search accounts">
        <IconSearch size={19} stroke={1.6} />
      </ActionIcon>
    );
  }
  return (
    <UnstyledButton className={classes.button} onClick={onOpen}>
      <IconSearch size={15} stroke={1.8} aria-hidden />
      <span>
        Search<span className="visually-hidden"> accounts</span>
      </span>
      <Kbd size="xs" visibleFrom="sm" aria-hidden>
        Ctrl K
      </Kbd>
    </UnstyledButton>
  );
}

interface AccountSearchProps {
  isOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
}

/** Ctrl-K from anywhere, also while typing. */
export function AccountSearch({ isOpen, onOpen, onClose }: AccountSearchProps) {
  useHotkeys([['mod+K', onOpen]], []);
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size="lg" yOffset="12vh" transitionProps={{ duration: 80 }}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label="Search accounts and pages" radius="lg">
        <SearchBox onDone={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

/** The text, and what it finds: accounts by name, key or owner; pages by name. */
function SearchBox({ onDone }: { onDone: () => void }) {
  const navigate = useNavigate();
  const list = useCombobox({ opened: true });
  const [text, setText] = useState('');
  const { hits, pages, isSettled, error } = useHits(text.trim());

  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter opens the first of what is found now
  useEffect(() => void list.selectFirstOption(), [hits, pages.length]);

  function go(path: string) {
    onDone();
    navigate(path);
  }

  return (
    <Combobox store={list} onOptionSubmit={go} withinPortal={false} classNames={{ option: classes.option }}>
      <Combobox.EventsTarget>
        <TextInput
          variant="unstyled"
          size="md"
          className={classes.input}
          placeholder="Account by name, key or owner"
          aria-label="Search accounts and pages"
          leftSection={<IconSearch size={17} stroke={1.6} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.options} aria-label="Found" tabIndex={0}>
        {hits.length > 0 && (
          <Combobox.Group label="Accounts">
            {hits.map((hit) => (
              <Combobox.Option key={hit.key} value={`/accounts/${encodeURIComponent(hit.key)}`}>
                <Group wrap="nowrap" gap="sm">
                  <div className={classes.name}>
                    <span>{hit.name}</span>
                    <Text span size="xs" c="dimmed">
                      {[hit.key, hit.owner].filter(Boolean).join(' · ')}
                    </Text>
                  </div>
                  <Money cents={hit.arr_cents} isShort />
                  <HealthBadge
                    score={hit.health}
                    band={hit.health_band}
                    coverage={hit.health_coverage_pct}
                    freshness={hit.health_freshness_days}
                    card={hit.health_card}
                  />
                </Group>
              </Combobox.Option>
            ))}
          </Combobox.Group>
        )}
        {pages.length > 0 && (
          <Combobox.Group label="Pages">
            {pages.map(({ to, label, icon: Icon, key }) => (
              <Combobox.Option key={to} value={to}>
                <Group wrap="nowrap" gap="sm">
                  <Icon size={17} stroke={1.6} aria-hidden />
                  <span className={classes.name}>{label}</span>
                  <span aria-hidden>
                    <Kbd size="xs">g</Kbd> <Kbd size="xs">{key}</Kbd>
                  </span>
                </Group>
              </Combobox.Option>
            ))}
          </Combobox.Group>
        )}
        {isSettled && hits.length === 0 && pages.length === 0 && (
          <Combobox.Empty>{error?.message ?? `No account matches “${text.trim()}”.`}</Combobox.Empty>
        )}
      </Combobox.Options>
    </Combobox>
  );
}

const TYPING_MS = 120;
const noHits: never[] = [];

function useHits(text: string) {
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const { data, error } = $api.useQuery(
    'get',
    '/api/v1/search',
    { params: { query: { q: asked } } },
    { enabled: asked !== '', placeholderData: (old) => old },
  );
  return {
    hits: asked === '' ? noHits : (data?.items ?? noHits),
    pages: places.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase())),
    isSettled: asked === text && (asked === '' || data !== undefined || error !== null),
    error,
  };
}
