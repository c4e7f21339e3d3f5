import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Popover,
  ScrollArea,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconGripVertical } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './ColumnPicker.module.css';
import type { Choice } from './portfolioColumns';

interface ColumnPickerProps {
  choices: Choice[];
  chosen: string[];
  onChange: (columns: string[]) => void;
  onReset: () => void;
}

const moved = (list: string[], from: number, to: number) => {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, list[from] ?? '');
};

/** Which columns, in which order: chosen ones on top to drag or step, the others to tick. */
export function ColumnPicker({ choices, chosen, onChange, onReset }: ColumnPickerProps) {
  const [search, setSearch] = useState('');
  const found = choices.filter(({ label, group }) =>
    `${label} ${group}`.toLowerCase().includes(search.toLowerCase()),
  );
  const groups = Map.groupBy(found, ({ group }) => group);
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((old) => old !== id) : [...chosen, id]);

  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          visibleFrom="sm"
          leftSection={<IconColumns3 size={15} stroke={1.6} aria-hidden />}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Stack gap="sm" w={290}>
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              Columns
            </Text>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={onReset}>
              As at first
            </Button>
          </Group>
          <ScrollArea.Autosize mah="60vh" type="auto" offsetScrollbars>
            <Stack gap="md">
              <ChosenColumns choices={choices} chosen={chosen} onChange={onChange} />
              <TextInput
                size="xs"
                placeholder="Search columns and metrics"
                aria-label="Search columns and metrics"
                value={search}
                onChange={(event) => setSearch(event.currentTarget.value)}
              />
              {[...groups].map(([group, items]) => (
                <Stack key={group} gap={8} role="group" aria-label={group}>
                  <Text size="xs" c="dimmed" className={classes.group}>
                    {group}
                  </Text>
                  {items.map(({ id, label }) => (
                    <Checkbox
                      key={id}
                      size="xs"
                      label={label}
                      checked={chosen.includes(id)}
                      onChange={() => toggle(id)}
                    />
                  ))}
                </Stack>
              ))}
              {found.length === 0 && (
                <Text size="xs" c="dimmed">
                  No column is called so.
                </Text>
              )}
            </Stack>
          </ScrollArea.Autosize>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ChosenColumns({
  choices,
  chosen,
  onChange,
}: Pick<ColumnPickerProps, 'choices' | 'chosen' | 'onChange'>) {
  const [dragged, setDragged] = useState<number | null>(null);
  const labelOf = (id: string) => choices.find((choice) => choice.id === id)?.label ?? id;

  function dragOver(to: number) {
    if (dragged === null || dragged === to) return;
    onChange(moved(chosen, dragged, to));
    setDragged(to);
  }

  return (
    <ol className={classes.chosen} aria-label="Chosen columns in their order">
      {chosen.map((id, index) => (
        <li
          key={id}
          draggable
          data-dragged={index === dragged}
          onDragStart={() => setDragged(index)}
          onDragOver={(event) => {
            event.preventDefault();
            dragOver(index);
          }}
          onDragEnd={() => setDragged(null)}
        >
          <IconGripVertical size={14} stroke={1.6} aria-hidden />
          <span>{labelOf(id)}</span>
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            disabled={index === 0}
            aria-label={`Move ${labelOf(id)} to the left`}
            onClick={() => onChange(moved(chosen, index, index - 1))}
          >
            <IconArrowUp size={13} />
          </ActionIcon>
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            disabled={index === chosen.length - 1}
            aria-label={`Move ${labelOf(id)} to the right`}
            onClick={() => onChange(moved(chosen, index, index + 1))}
          >
            <IconArrowDown size={13} />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}
