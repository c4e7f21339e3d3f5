import { Button, Group, Menu, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Confirm } from '@/components/Confirm';
import {
  type Instrument,
  LANGUAGES_MAX,
  languageName,
  languagesOf,
  untranslated,
  withLanguage,
  withoutLanguage,
} from '../instrument';
import classes from './Edit.module.css';

/** Those one is most likely to want; any other can come in a file. */
const OFFERED = 'en de fr es it pt nl da sv nb fi pl cs sk hu ro bg el tr uk ar he hi ja ko zh'.split(' ');

interface LanguageToolsProps {
  instrument: Instrument;
  beside: string | null;
  onBeside: (code: string | null) => void;
  onChange: (next: Instrument) => void;
}

/** Which languages there are, which one stands beside the first, and how much of it is missing. */
export function LanguageTools({ instrument, beside, onBeside, onChange }: LanguageToolsProps) {
  const [isAsking, asking] = useDisclosure(false);
  const languages = languagesOf(instrument);
  const [first = 'en'] = languages;
  const missing = beside ? untranslated(instrument, beside) : 0;
  return (
    <Group gap="xs" className={classes.languages}>
      <Select
        size="xs"
        label={`Beside ${languageName(first)}`}
        data={languages.slice(1).map((code) => ({ value: code, label: languageName(code) }))}
        value={beside}
        placeholder={languages.length > 1 ? 'No other language' : 'There is no other yet'}
        disabled={languages.length < 2}
        clearable
        clearButtonProps={{ 'aria-label': 'No other language' }}
        onChange={onBeside}
      />
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" variant="default" disabled={languages.length >= LANGUAGES_MAX}>
            Add a language
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.offered ?? ''}>
          {OFFERED.filter((code) => !languages.includes(code)).map((code) => (
            <Menu.Item
              key={code}
              onClick={() => {
                onChange(withLanguage(instrument, code));
                onBeside(code);
              }}
            >
              {languageName(code)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {beside && (
        <Button size="xs" variant="subtle" color="gray" onClick={asking.open}>
          Remove {languageName(beside)}
        </Button>
      )}
      {beside && (
        <output data-missing={missing > 0}>
          {missing === 0
            ? `Everything is there in ${languageName(beside)}`
            : `${missing} ${missing === 1 ? 'text is' : 'texts are'} missing in ${languageName(beside)}; people see ${languageName(first)} there`}
        </output>
      )}
      <Confirm
        title={`Remove ${languageName(beside ?? first)}?`}
        text="All its texts go from this draft. Undo brings them back until you leave the page."
        verb="Remove"
        isOpen={isAsking}
        isPending={false}
        error={null}
        onConfirm={() => {
          if (beside) onChange(withoutLanguage(instrument, beside));
          onBeside(null);
          asking.close();
        }}
        onClose={asking.close}
      />
    </Group>
  );
}
