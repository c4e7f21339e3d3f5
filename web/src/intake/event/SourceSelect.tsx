import { Select, type SelectProps } from '@mantine/core';
import { useSources } from './useSources';

interface SourceSelectProps extends Pick<SelectProps, 'error' | 'value'> {
  /** Above it, in a form; without, it is a small filter. */
  label?: string;
  onChange: (key: string | null) => void;
}

/** One source, or all. */
export function SourceSelect({ label, ...props }: SourceSelectProps) {
  const sources = useSources();
  return (
    <Select
      {...(label ? { label } : { size: 'xs', w: 170, 'aria-label': 'Source' })}
      placeholder="Every source"
      data={(sources.data?.items ?? []).map(({ key, name }) => ({ value: key, label: name }))}
      clearable
      {...props}
    />
  );
}
