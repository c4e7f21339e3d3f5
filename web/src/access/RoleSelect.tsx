import { Select, type SelectProps, Text } from '@mantine/core';
import { type Role, roles } from './roles';

type RoleSelectProps = Omit<SelectProps, 'data' | 'onChange' | 'value'> & {
  value?: Role;
  onChange?: (role: Role) => void;
};

export function RoleSelect({ onChange, ...props }: RoleSelectProps) {
  return (
    <Select
      {...props}
      data={roles}
      allowDeselect={false}
      comboboxProps={{ width: 300, position: 'bottom-start' }}
      onChange={(value) => value && onChange?.(value as Role)}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" opacity={0.75}>
            {roles.find(({ value }) => value === option.value)?.may}
          </Text>
        </div>
      )}
    />
  );
}
