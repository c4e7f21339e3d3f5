import { ActionIcon, Code, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import classes from './filter.module.css';

interface FilterTextProps {
  text: string;
  onChange: (text: string) => void;
  /** Resolves to what is wrong with a text, as the server says it; null when nothing is. */
  check: (text: string) => Promise<string | null>;
  /** What was wrong with the text that came with the address. */
  error: string | null;
}

const examples = [
  'industry = "EdTech" and arr >= 10000',
  'health < 50 and days_to_renewal <= 90',
  'owner in ("Ann Weber", "Ben Okafor") or owner is missing',
  'not (plan = "Basic") and name contains "bank"',
];

/** The filter language in words. A text is taken over only when the server understands it. */
export function FilterText({ text, onChange, check, error }: FilterTextProps) {
  const [draft, setDraft] = useState(text);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => setDraft(text), [text]);

  async function apply() {
    const wanted = draft.trim();
    if (wanted === text) return setRefusal(null);
    const problem = wanted === '' ? null : await check(wanted);
    setRefusal(problem);
    if (problem === null) onChange(wanted);
  }

  return (
    <form
      className={classes.text}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <TextInput
        size="xs"
        aria-label="Filter by a condition"
        placeholder={examples[0]}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => void apply()}
        error={refusal ?? error}
        spellCheck={false}
        autoCapitalize="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        rightSection={<FilterHelp />}
      />
    </form>
  );
}

function FilterHelp() {
  return (
    <Popover width={340} position="bottom-end">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label="How to write a filter">
          <IconHelp size={15} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">
            A condition is a field, an operator and a value; join them with <Code>and</Code>, <Code>or</Code>,{' '}
            <Code>not</Code> and parentheses. Fields are those of the account, every metric of the dictionary,
            and <Code>health</Code>, <Code>maturity</Code>, <Code>cell</Code>.
          </Text>
          <Text size="sm">
            Operators: <Code>= != &lt; &lt;= &gt; &gt;=</Code> <Code>in (…)</Code> <Code>contains</Code>{' '}
            <Code>is missing</Code> <Code>is not missing</Code>
          </Text>
          {examples.map((example) => (
            <Code key={example} block>
              {example}
            </Code>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
