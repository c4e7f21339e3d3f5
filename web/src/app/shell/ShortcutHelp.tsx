import { Group, Kbd, Modal, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { places } from './Navigation';

const SEQUENCE_MS = 1200;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Single keys: g then a letter goes to a page, / to the filter of the page, ? shows them all. */
function useShortcuts(showHelp: () => void) {
  const navigate = useNavigate();
  const armed = useRef(0);

  useEffect(() => {
    function act(key: string) {
      const isArmed = Date.now() - armed.current < SEQUENCE_MS;
      armed.current = !isArmed && key === 'g' ? Date.now() : 0;
      const place = isArmed ? places.find((candidate) => candidate.key === key) : undefined;
      if (place) navigate(place.to);
      else if (key === '?') showHelp();
      else if (key === '/') document.querySelector<HTMLInputElement>('[data-page-filter]')?.focus();
      else return false;
      return true;
    }
    function onKey(event: KeyboardEvent) {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
      if (isPlain && act(event.key)) event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, showHelp]);
}

const others = [
  { keys: ['Ctrl', 'K'], text: 'Search accounts' },
  { keys: ['/'], text: 'Filter the page' },
  { keys: ['↑', '↓'], text: 'Move through a table' },
  { keys: ['Enter'], text: 'Open the row' },
  { keys: ['?'], text: 'This list' },
];

export function ShortcutHelp() {
  const [isOpen, help] = useDisclosure(false);
  useShortcuts(help.open);
  const rows = [...others, ...places.map(({ key, label }) => ({ keys: ['g', key], text: `Go to ${label}` }))];

  return (
    <Modal opened={isOpen} onClose={help.close} title="Keyboard shortcuts" size="sm">
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {rows.map(({ keys, text }) => (
            <Table.Tr key={text}>
              <Table.Td>
                <Text size="sm">{text}</Text>
              </Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
