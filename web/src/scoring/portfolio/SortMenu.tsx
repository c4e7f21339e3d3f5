import { Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { Column, Sort } from '@/components/table/DataTable';

interface SortMenuProps {
  sort: Sort;
  columns: Column<never>[];
  onSort: (sort: Sort) => void;
}

/** On a phone the table has no headers to click; this stands for them. */
export function SortMenu({ sort, columns, onSort }: SortMenuProps) {
  const Arrow = sort.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          hiddenFrom="sm"
          leftSection={<IconArrowsSort size={15} stroke={1.6} aria-hidden />}
        >
          Sort
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ id, header, isNumeric }) => (
          <Menu.Item
            key={id}
            rightSection={
              sort.id === id && (
                <Arrow size={14} aria-label={sort.isDescending ? 'descending' : 'ascending'} />
              )
            }
            onClick={() =>
              onSort({ id, isDescending: sort.id === id ? !sort.isDescending : isNumeric === true })
            }
          >
            {header}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
