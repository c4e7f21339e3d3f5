import { useMantineColorScheme } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { useMemo } from 'react';

const tokens = [
  'surface',
  'raised',
  'line',
  'ink',
  'ink-soft',
  'accent',
  'accent-tint',
  'high',
  'high-fill',
  'high-tint',
  'medium',
  'medium-fill',
  'medium-tint',
  'low',
  'low-fill',
  'low-tint',
  'unknown-fill',
] as const;

export type Palette = Record<(typeof tokens)[number], string> & {
  /** Colours for things that have no meaning of their own, far apart also for the colour-blind. */
  series: string[];
};

const series = {
  light: ['#6a48ab', '#2e86ab', '#c77d0a', '#3f9d6b', '#c0527e', '#7a7d87'],
  dark: ['#b39ddd', '#63b3d4', '#e0a84a', '#74c69a', '#e08bb0', '#9b9ca7'],
};

/** The tokens of theme.css as plain colours: a canvas cannot read CSS variables. */
function readPalette(scheme: 'light' | 'dark'): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = tokens.map((token) => {
    probe.style.color = `var(--${token})`;
    return [token, getComputedStyle(probe).color];
  });
  probe.remove();
  return { ...Object.fromEntries(entries), series: series[scheme] };
}

export function usePalette(): Palette {
  const { colorScheme } = useMantineColorScheme();
  const system = useColorScheme();
  const scheme = colorScheme === 'auto' ? system : colorScheme;
  return useMemo(() => readPalette(scheme), [scheme]);
}
