import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const plum: MantineColorsTuple = [
  '#f7f4fc',
  '#ece6f7',
  '#d6caed',
  '#bfade2',
  '#aa93d9',
  '#9a7fd0',
  '#7f5dc2',
  '#6a48ab',
  '#563991',
  '#402a6e',
];
const gray: MantineColorsTuple = [
  '#fafafa',
  '#f5f5f4',
  '#ebebe9',
  '#dededb',
  '#c9c9c5',
  '#a9a9a6',
  '#82828a',
  '#5f6068',
  '#3f4047',
  '#1d1e23',
];
const dark: MantineColorsTuple = [
  '#e3e3e8',
  '#bcbdc6',
  '#9b9ca7',
  '#757681',
  '#45464f',
  '#363740',
  '#27282f',
  '#17181c',
  '#121316',
  '#0d0e10',
];

/** The header of a dialog is no second banner beside the one of the page. */
const plainHeader = { header: { role: 'presentation' } };

/** One accent, neutral greys, small radii; the tokens that CSS modules use are in theme.css. */
export const theme = createTheme({
  primaryColor: 'plum',
  primaryShade: { light: 7, dark: 6 },
  colors: { plum, gray, dark },
  black: '#1d1e23',
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: { defaultProps: { tt: 'none', fw: 500 } },
    Button: { defaultProps: { size: 'sm' } },
    // Help stands below its input everywhere, so that inputs side by side are level.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Tooltip: {
      defaultProps: {
        openDelay: 300,
        withArrow: true,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Drawer: { defaultProps: { attributes: plainHeader } },
    Modal: {
      defaultProps: {
        attributes: plainHeader,
        closeButtonProps: { 'aria-label': 'Close' },
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 120 },
      },
    },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
  },
});

/** Mantine's own surfaces and greys follow the tokens of theme.css. */
const surfaces = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-soft)',
  '--mantine-color-placeholder': 'var(--ink-soft)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--low)',
  '--mantine-color-plum-light': 'var(--accent-tint)',
  '--mantine-color-plum-light-hover': 'var(--accent-tint)',
  '--mantine-color-plum-light-color': 'var(--accent)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces });
