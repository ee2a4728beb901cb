/** Mantine dressed in our own tokens. */

import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  Menu,
  Modal,
  Popover,
  Tooltip,
} from '@mantine/core'

/** public/theme.js reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'evenkeel-color-scheme' })

export const theme = createTheme({
  primaryColor: 'keel',
  primaryShade: { light: 6, dark: 6 },
  colors: {
    dark: [
      '#e7eaef',
      '#b4bcc8',
      '#949eac',
      '#6c7686',
      '#39414d',
      '#282e38',
      '#1b2028',
      '#15191f',
      '#11151a',
      '#0e1116',
    ],
    keel: [
      '#e9f1fd',
      '#d3e2fa',
      '#a9c6f4',
      '#7da9ee',
      '#568fe6',
      '#3778d6',
      '#1b5cb8',
      '#174f9f',
      '#124183',
      '#0d3266',
    ],
  },
  fontFamily: 'var(--ek-font)',
  fontFamilyMonospace: 'var(--ek-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px' },
  defaultRadius: 6,
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false } }),
  },
})

const shared = {
  '--mantine-color-body': 'var(--ek-panel)',
  '--mantine-color-text': 'var(--ek-text)',
  '--mantine-color-dimmed': 'var(--ek-text-3)',
  '--mantine-color-placeholder': 'var(--ek-text-3)',
  '--mantine-color-anchor': 'var(--ek-accent)',
  '--mantine-color-error': 'var(--ek-failed)',
  '--mantine-color-default': 'var(--ek-panel)',
  '--mantine-color-default-hover': 'var(--ek-hover)',
  '--mantine-color-default-color': 'var(--ek-text)',
  '--mantine-color-default-border': 'var(--ek-line)',
  '--mantine-color-keel-light': 'var(--ek-accent-soft)',
  '--mantine-color-keel-light-color': 'var(--ek-accent)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
})
