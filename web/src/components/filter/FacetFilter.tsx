import {
  Button,
  Checkbox,
  CloseButton,
  Group,
  Menu,
  Popover,
  ScrollArea,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import type { Chosen } from '@/lib/filterText';
import { formatCount } from '@/lib/format';
import classes from './filter.module.css';

export interface Facet {
  field: string;
  label: string;
  values: { value: string | null; label?: string; count: number }[];
}

interface FacetFilterProps {
  facets: Facet[];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}

/** A button that adds a filter, and a chip with its values for each field in use. */
export function FacetFilter({ facets, chosen, onChange }: FacetFilterProps) {
  const [open, setOpen] = useState<string | null>(null);
  // A chip just added stays while its popover is open, also without a value.
  const shown = facets.filter(({ field }) => field === open || (chosen[field]?.length ?? 0) > 0);

  function set(field: string, values: string[]) {
    const { [field]: _, ...others } = chosen;
    onChange(values.length > 0 ? { ...others, [field]: values } : others);
  }

  return (
    <>
      {shown.map((facet) => (
        <FacetChip
          key={facet.field}
          facet={facet}
          values={chosen[facet.field] ?? []}
          onChange={(values) => set(facet.field, values)}
          isOpen={open === facet.field}
          onOpen={(isOpen) => setOpen(isOpen ? facet.field : null)}
        />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<IconFilter size={14} stroke={1.6} aria-hidden />}
          >
            Add a filter
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {facets.map(({ field, label, values }) => (
            <Menu.Item
              key={field}
              onClick={() => setOpen(field)}
              rightSection={<Text size="xs">{values.length}</Text>}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

interface FacetChipProps {
  facet: Facet;
  values: string[];
  onChange: (values: string[]) => void;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}

const labelOf = ({ value, label }: Facet['values'][number]) => label ?? (value || 'Not known');

function FacetChip({ facet, values, onChange, isOpen, onOpen }: FacetChipProps) {
  const names = facet.values.filter(({ value }) => values.includes(value ?? '')).map(labelOf);
  const summary = names.length > 2 ? `${names.length} of ${facet.values.length}` : names.join(', ') || 'any';

  return (
    <Popover opened={isOpen} onChange={onOpen} position="bottom-start" trapFocus>
      <Group gap={0} wrap="nowrap" className={classes.chip}>
        <Popover.Target>
          <button type="button" onClick={() => onOpen(!isOpen)}>
            {facet.label}: <b>{summary}</b>
          </button>
        </Popover.Target>
        <CloseButton size="xs" aria-label={`Remove the filter ${facet.label}`} onClick={() => onChange([])} />
      </Group>
      <Popover.Dropdown p="xs">
        <FacetValues facet={facet} values={values} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

const SEARCH_FROM = 8;

function FacetValues({ facet, values, onChange }: Pick<FacetChipProps, 'facet' | 'values' | 'onChange'>) {
  const [search, setSearch] = useState('');
  const found = facet.values.filter((item) => labelOf(item).toLowerCase().includes(search.toLowerCase()));
  return (
    <Stack gap="xs" w={230}>
      {facet.values.length > SEARCH_FROM && (
        <TextInput
          size="xs"
          placeholder="Search"
          aria-label={`Search ${facet.label}`}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ScrollArea.Autosize mah={280} type="auto">
        <Checkbox.Group value={values} onChange={onChange} aria-label={facet.label}>
          <Stack gap={8} p={2}>
            {found.map((item) => (
              <Checkbox
                key={item.value ?? ''}
                size="xs"
                value={item.value ?? ''}
                classNames={{ body: classes.value, labelWrapper: classes.valueLabel }}
                label={
                  <>
                    <span>{labelOf(item)}</span>
                    <Text span size="xs" c="dimmed" className="numeric">
                      {formatCount(item.count)}
                    </Text>
                  </>
                }
              />
            ))}
          </Stack>
        </Checkbox.Group>
      </ScrollArea.Autosize>
    </Stack>
  );
}
