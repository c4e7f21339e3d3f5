import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import layout from '@/components/Form.module.css';
import { Notice } from '@/components/Notice';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { type Custom, inputName } from './customValues';

type CustomField = Schema<'CustomField'>;

const types = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'day', label: 'Day' },
  { value: 'boolean', label: 'Yes or no' },
];

/** The fields that the organisation declared for itself, and a way to declare another. */
export function CustomFields({ fields, values }: { fields: CustomField[]; values: Custom }) {
  return (
    <fieldset>
      <legend>Your own fields</legend>
      {fields.map((field) => (
        <CustomInput key={field.name} field={field} value={values[field.name]} />
      ))}
      <Declare />
    </fieldset>
  );
}

function CustomInput({ field, value }: { field: CustomField; value: unknown }) {
  const common = { name: inputName(field), label: field.label ?? field.name };
  const text = value === null || value === undefined ? '' : String(value);
  switch (field.type) {
    case 'boolean':
      return (
        <NativeSelect
          {...common}
          defaultValue={text}
          data={[
            { value: '', label: 'Not known' },
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]}
        />
      );
    case 'number':
      return <TextInput {...common} type="number" step="any" defaultValue={text} />;
    case 'day':
      return <TextInput {...common} type="date" defaultValue={text} />;
    default:
      return <TextInput {...common} defaultValue={text} maxLength={1000} />;
  }
}

/** "Region lead" becomes region_lead. */
const nameOf = (label: string) =>
  label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');

function Declare() {
  const [isOpen, setIsOpen] = useState(false);
  const [label, setLabel] = useState('');
  const [type, setType] = useState('text');
  const declare = $api.useMutation('post', '/api/v1/custom-fields', {
    onSuccess() {
      void refresh('/api/v1/custom-fields');
      setLabel('');
      setIsOpen(false);
    },
  });
  if (!isOpen) {
    return (
      <div className={layout.wide}>
        <Button size="compact-xs" variant="subtle" onClick={() => setIsOpen(true)}>
          Declare another field
        </Button>
      </div>
    );
  }
  return (
    <>
      {declare.error && (
        <div className={layout.wide}>
          <Notice tone="bad">{declare.error.message}</Notice>
        </div>
      )}
      <TextInput
        label="Name of the new field"
        description={nameOf(label) ? `custom.${nameOf(label)} in filters` : 'For all accounts'}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        maxLength={60}
        autoFocus
      />
      <NativeSelect
        label="Holds"
        data={types}
        value={type}
        onChange={(event) => setType(event.currentTarget.value)}
      />
      <div className={layout.wide}>
        <Button
          size="xs"
          variant="default"
          loading={declare.isPending}
          disabled={nameOf(label) === ''}
          onClick={() =>
            declare.mutate({
              body: {
                kind: 'account',
                name: nameOf(label),
                label: label.trim(),
                type: type as CustomField['type'],
              },
            })
          }
        >
          Declare the field
        </Button>
      </div>
    </>
  );
}
